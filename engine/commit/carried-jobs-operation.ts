import type { TableReader } from "./table-reader.ts";

/**
 * Operations that keep jobs when what made them leaves the log; `queue-operation.ts` has the others of queues. Numbers little endian:
 *
 *   carried  u8 45 · u32 queue · f64 first offset · f64 end offset · u32 length · all jobs of these offsets as they are (`views/queues/carried-jobs.ts`)
 *   texts    u8 46 · u32 queue · u32 jobs · per job f64 offset · u16 texts, oldest first · per text i32 segment (a settled file: its number below zero) ·
 *            u32 byte · u32 length · u32 CRC
 */
export interface CarriedJobsOperation {
  readonly kind: "carried";
  readonly queue: number;
  readonly from: number;
  readonly to: number;
  readonly encoded: Uint8Array;
  /** The jobs are there as they are said to be: it was just ordered. Absent when it was read back from a table. */
  readonly isPresent?: boolean;
}

/** Where a text lies that tells how an attempt ended. */
export interface TextPlace {
  readonly segment: number;
  readonly byte: number;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
}

/** Where all texts of a job lie, oldest first. */
export interface JobTexts {
  readonly offset: number;
  readonly places: readonly TextPlace[];
}

/** Texts of attempts that lie elsewhere now. */
export interface TextsOperation {
  readonly kind: "texts";
  readonly queue: number;
  readonly jobs: readonly JobTexts[];
}

export type CarryingOperation = CarriedJobsOperation | TextsOperation;

const TEXT_BYTES = 16;

/** Bytes that the operation takes in a table. */
export function carryingOperationBytes(operation: CarryingOperation): number {
  if (operation.kind === "carried") return 25 + operation.encoded.length;
  return operation.jobs.reduce((bytes, job) => bytes + jobTextsBytes(job), 9);
}

/** Bytes of one job in a `texts` operation. */
export function jobTextsBytes({ places }: JobTexts): number {
  return 10 + TEXT_BYTES * places.length;
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeCarryingOperation(operation: CarryingOperation, target: Buffer, start: number): number {
  target[start] = operation.kind === "carried" ? 45 : 46;
  let at = target.writeUInt32LE(operation.queue, start + 1);
  if (operation.kind === "carried") {
    at = target.writeDoubleLE(operation.from, at);
    at = target.writeDoubleLE(operation.to, at);
    at = target.writeUInt32LE(operation.encoded.length, at);
    target.set(operation.encoded, at);
    return at + operation.encoded.length;
  }
  at = target.writeUInt32LE(operation.jobs.length, at);
  for (const { offset, places } of operation.jobs) {
    at = target.writeDoubleLE(offset, at);
    at = target.writeUInt16LE(places.length, at);
    for (const place of places) at = writePlace(place, target, at);
  }
  return at;
}

function writePlace({ segment, byte, payloadBytes, payloadCrc }: TextPlace, target: Buffer, start: number): number {
  let at = target.writeInt32LE(segment, start);
  at = target.writeUInt32LE(byte, at);
  at = target.writeUInt32LE(payloadBytes, at);
  return target.writeUInt32LE(payloadCrc, at);
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readCarryingOperation(kind: number, source: TableReader): CarryingOperation | undefined {
  if (kind === 45) {
    const queue = source.u32();
    const from = source.f64();
    const to = source.f64();
    return { kind: "carried", queue, from, to, encoded: Buffer.from(source.take(source.u32())) };
  }
  if (kind !== 46) return undefined;
  const queue = source.u32();
  const jobs = Array.from({ length: source.u32() }, () => {
    const offset = source.f64();
    return { offset, places: Array.from({ length: source.u16() }, () => readPlace(source)) };
  });
  return { kind: "texts", queue, jobs };
}

function readPlace(source: TableReader): TextPlace {
  const segment = source.i32();
  const byte = source.u32();
  const payloadBytes = source.u32();
  return { segment, byte, payloadBytes, payloadCrc: source.u32() };
}
