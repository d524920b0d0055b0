import type { QueueRules } from "@flowmesh/fabric/internal";
import { LEASE_END_BYTES, LeaseEnds } from "./lease-ends.ts";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations of queues; `operation.ts` has the others. A queue's id is that of the hidden stream in which its jobs lie, and a job is named by its offset there. Numbers
 * little endian:
 *
 *   queue     u8 40 · u32 length · the state of the queue as JSON, all of it but its jobs
 *   unqueue   u8 41 · u32 queue: it and its jobs are gone
 *   lease     u8 42 · u32 queue · u8 flags (1 taken in advance, 2 with keys) · u32 lease ms · u8 length · worker id · u8 length · worker label ·
 *             u16 runs · per run u8 priority · f64 first offset · u32 jobs · [with keys: f64 hash of the key by which they are limited, 0 none]
 *   settle    u8 43 · u32 queue · u32 payload bytes · u32 payload CRC · u16 leases · per lease f64 offset · u8 flags (1 told by its worker) · u8 state · u16 attempts ·
 *             f64 when it is due · u32 bytes in the payload · u32 their CRC
 *   jobs      u8 44 · u32 queue · u8 what is done to them (see `JobAction`) · u32 jobs · per job f64 offset
 *
 * What becomes of a job is decided when the operation is ordered, by the settings and the chance of that moment: replay needs neither.
 */

/** A queue but its jobs; never changed in place. */
export interface QueueState {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly createdMs: number;
  /** Position of the commit that last changed the settings, or paused or resumed it. */
  readonly revision: number;
  readonly paused: boolean;
  readonly rules: QueueRules;
  /** When its rate was unused again, if nothing was handed out since this was written. */
  readonly rateFullMs: number;
  /** Bytes of the largest of its jobs; those that are gone may count. */
  readonly largestBytes: number;
  /** Keys whose rate was used when this was written (`key-rates.ts`). */
  readonly keyRates: string;
}

export interface QueueStateOperation {
  readonly kind: "queue";
  readonly state: QueueState;
  readonly encoded: Uint8Array;
}

export interface UnqueueOperation {
  readonly kind: "unqueue";
  readonly queue: number;
}

/** Neighbours of one priority. */
export interface LeasedRun {
  readonly priority: number;
  readonly start: number;
  readonly end: number;
  /** Hash of the key by which they are limited; 0: none. It counts also when nothing is left of the jobs. */
  readonly key: number;
}

export interface LeaseOperation {
  readonly kind: "lease";
  readonly queue: number;
  readonly ahead: boolean;
  readonly leaseMs: number;
  readonly workerId: string;
  readonly label: string;
  readonly runs: readonly LeasedRun[];
}

export interface SettleLeasesOperation {
  readonly kind: "settle";
  readonly queue: number;
  readonly ends: LeaseEnds;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
  /** Absent when the operation was read back from a table. */
  readonly payload?: Uint8Array | undefined;
}

/** What is done to jobs by hand. Their numbers are those of this list, and never changed. */
export const jobActions = ["cancel", "run", "remove"] as const;

export type JobAction = (typeof jobActions)[number];

export interface JobsOperation {
  readonly kind: "jobs";
  readonly queue: number;
  readonly action: JobAction;
  readonly offsets: readonly number[];
}

export type QueueOperation =
  | QueueStateOperation
  | UnqueueOperation
  | LeaseOperation
  | SettleLeasesOperation
  | JobsOperation;

const AHEAD_FLAG = 1;
const KEYS_FLAG = 2;
const RUN_BYTES = 13;
const KEY_BYTES = 8;

export function queueStateOperation(state: QueueState): QueueStateOperation {
  return { kind: "queue", state, encoded: Buffer.from(JSON.stringify(state)) };
}

/** Bytes that the operation takes in a table. */
export function queueOperationBytes(operation: QueueOperation): number {
  switch (operation.kind) {
    case "queue":
      return 5 + operation.encoded.length;
    case "unqueue":
      return 5;
    case "lease":
      return (
        14 +
        Buffer.byteLength(operation.workerId) +
        Buffer.byteLength(operation.label) +
        (RUN_BYTES + (hasKeys(operation) ? KEY_BYTES : 0)) * operation.runs.length
      );
    case "settle":
      return 15 + LEASE_END_BYTES * operation.ends.count;
    case "jobs":
      return 10 + 8 * operation.offsets.length;
  }
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeQueueOperation(operation: QueueOperation, target: Buffer, start: number): number {
  switch (operation.kind) {
    case "queue": {
      target[start] = 40;
      const at = target.writeUInt32LE(operation.encoded.length, start + 1);
      target.set(operation.encoded, at);
      return at + operation.encoded.length;
    }
    case "unqueue":
      target[start] = 41;
      return target.writeUInt32LE(operation.queue, start + 1);
    case "lease":
      return writeLease(operation, target, start);
    case "settle":
      return writeSettle(operation, target, start);
    case "jobs": {
      target[start] = 44;
      let at = target.writeUInt32LE(operation.queue, start + 1);
      target[at++] = jobActions.indexOf(operation.action);
      at = target.writeUInt32LE(operation.offsets.length, at);
      for (const offset of operation.offsets) at = target.writeDoubleLE(offset, at);
      return at;
    }
  }
}

function writeLease(operation: LeaseOperation, target: Buffer, start: number): number {
  target[start] = 42;
  let at = target.writeUInt32LE(operation.queue, start + 1);
  const withKeys = hasKeys(operation);
  target[at++] = (operation.ahead ? AHEAD_FLAG : 0) | (withKeys ? KEYS_FLAG : 0);
  at = target.writeUInt32LE(operation.leaseMs, at);
  at = writeText(operation.workerId, target, at);
  at = writeText(operation.label, target, at);
  at = target.writeUInt16LE(operation.runs.length, at);
  for (const run of operation.runs) {
    target[at++] = run.priority;
    at = target.writeDoubleLE(run.start, at);
    at = target.writeUInt32LE(run.end - run.start, at);
    if (withKeys) at = target.writeDoubleLE(run.key, at);
  }
  return at;
}

function hasKeys({ runs }: LeaseOperation): boolean {
  return runs.some(({ key }) => key !== 0);
}

function writeText(text: string, target: Buffer, at: number): number {
  const bytes = target.write(text, at + 1, "utf8");
  target[at] = bytes;
  return at + 1 + bytes;
}

function writeSettle(operation: SettleLeasesOperation, target: Buffer, start: number): number {
  target[start] = 43;
  let at = target.writeUInt32LE(operation.queue, start + 1);
  at = target.writeUInt32LE(operation.payloadBytes, at);
  at = target.writeUInt32LE(operation.payloadCrc, at);
  at = target.writeUInt16LE(operation.ends.count, at);
  const { bytes } = operation.ends;
  target.set(bytes, at);
  return at + bytes.length;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readQueueOperation(kind: number, source: TableReader): QueueOperation | undefined {
  switch (kind) {
    case 40: {
      const encoded = Buffer.from(source.take(source.u32()));
      return { kind: "queue", state: JSON.parse(encoded.toString()) as QueueState, encoded };
    }
    case 41:
      return { kind: "unqueue", queue: source.u32() };
    case 42:
      return readLease(source);
    case 43:
      return readSettle(source);
    case 44:
      return readJobs(source);
    default:
      return undefined;
  }
}

function readLease(source: TableReader): LeaseOperation {
  const queue = source.u32();
  const flags = source.u8();
  const leaseMs = source.u32();
  const workerId = source.take(source.u8()).toString("utf8");
  const label = source.take(source.u8()).toString("utf8");
  const runs = Array.from({ length: source.u16() }, () => {
    const priority = source.u8();
    const start = source.f64();
    const end = start + source.u32();
    return { priority, start, end, key: (flags & KEYS_FLAG) === 0 ? 0 : source.f64() };
  });
  return { kind: "lease", queue, ahead: (flags & AHEAD_FLAG) !== 0, leaseMs, workerId, label, runs };
}

function readSettle(source: TableReader): SettleLeasesOperation {
  const queue = source.u32();
  const payloadBytes = source.u32();
  const payloadCrc = source.u32();
  const ends = new LeaseEnds(source.take(LEASE_END_BYTES * source.u16()), 0);
  return { kind: "settle", queue, ends, payloadBytes, payloadCrc };
}

function readJobs(source: TableReader): JobsOperation {
  const queue = source.u32();
  const action = jobActions[source.u8()];
  if (action === undefined) throw new RangeError("an action on jobs is not known");
  const offsets = Array.from({ length: source.u32() }, () => source.f64());
  return { kind: "jobs", queue, action, offsets };
}
