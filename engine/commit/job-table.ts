/**
 * What is known of the jobs of a batch, as bytes in the operation of the batch: u32 bytes of the largest one, then what some have that others do not, one entry for each
 * such record, in their order. Little endian:
 *
 *   u16 record · u8 flags · [1: u8 priority] · [2: f64 delay in ms, from the commit on] · [4: f64 time before which it is not handed out] ·
 *   [8: f64 hash of its ordering key] · [16: u16 attempts it has] · [32: f64 hash of the key by which it is limited]
 */
export interface NewJobTraits {
  /** Which record of the batch. */
  readonly record: number;
  readonly priority: number;
  /** 0: none. */
  readonly delayMs: number;
  /** 0: none. */
  readonly runAtMs: number;
  /** Hash of its ordering key; 0: none. */
  readonly key: number;
  /** 0: as the queue says. */
  readonly maxAttempts: number;
  /** Hash of the key by which it is limited; 0: none. */
  readonly limitKey: number;
}

/** The priority of jobs that the table does not name. */
export const PLAIN_PRIORITY = 5;

const PRIORITY_FLAG = 1;
const DELAY_FLAG = 2;
const RUN_AT_FLAG = 4;
const KEY_FLAG = 8;
const ATTEMPTS_FLAG = 16;
const LIMIT_KEY_FLAG = 32;
const ENTRY_BYTES_MAX = 38;

export function encodeJobTable(jobs: readonly NewJobTraits[], largestBytes: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4 + jobs.length * ENTRY_BYTES_MAX);
  let at = bytes.writeUInt32LE(largestBytes, 0);
  for (const job of jobs) at = writeEntry(job, bytes, at);
  return bytes.subarray(0, at);
}

function writeEntry(
  { record, priority, delayMs, runAtMs, key, maxAttempts, limitKey }: NewJobTraits,
  bytes: Buffer,
  start: number,
): number {
  const flags =
    (priority === PLAIN_PRIORITY ? 0 : PRIORITY_FLAG) |
    (delayMs === 0 ? 0 : DELAY_FLAG) |
    (runAtMs === 0 ? 0 : RUN_AT_FLAG) |
    (key === 0 ? 0 : KEY_FLAG) |
    (maxAttempts === 0 ? 0 : ATTEMPTS_FLAG) |
    (limitKey === 0 ? 0 : LIMIT_KEY_FLAG);
  if (flags === 0) return start;
  let at = bytes.writeUInt16LE(record, start);
  bytes[at++] = flags;
  if (priority !== PLAIN_PRIORITY) bytes[at++] = priority;
  if (delayMs !== 0) at = bytes.writeDoubleLE(delayMs, at);
  if (runAtMs !== 0) at = bytes.writeDoubleLE(runAtMs, at);
  if (key !== 0) at = bytes.writeDoubleLE(key, at);
  if (maxAttempts !== 0) at = bytes.writeUInt16LE(maxAttempts, at);
  return limitKey === 0 ? at : bytes.writeDoubleLE(limitKey, at);
}

/** What a table says. */
export interface JobTable {
  readonly largestBytes: number;
  readonly jobs: readonly NewJobTraits[];
}

export function decodeJobTable(table: Uint8Array): JobTable {
  const bytes = Buffer.from(table.buffer, table.byteOffset, table.length);
  const jobs: NewJobTraits[] = [];
  let at = 4;
  const f64 = (): number => {
    at += 8;
    return bytes.readDoubleLE(at - 8);
  };
  while (at < bytes.length) {
    const record = bytes.readUInt16LE(at);
    const flags = bytes[at + 2] as number;
    at += 3;
    const priority = (flags & PRIORITY_FLAG) === 0 ? PLAIN_PRIORITY : (bytes[at++] as number);
    const delayMs = (flags & DELAY_FLAG) === 0 ? 0 : f64();
    const runAtMs = (flags & RUN_AT_FLAG) === 0 ? 0 : f64();
    const key = (flags & KEY_FLAG) === 0 ? 0 : f64();
    const maxAttempts = (flags & ATTEMPTS_FLAG) === 0 ? 0 : bytes.readUInt16LE(at);
    if (maxAttempts !== 0) at += 2;
    const limitKey = (flags & LIMIT_KEY_FLAG) === 0 ? 0 : f64();
    jobs.push({ record, priority, delayMs, runAtMs, key, maxAttempts, limitKey });
  }
  return { largestBytes: bytes.readUInt32LE(0), jobs };
}
