import type { OperationProgress } from "@flowmesh/fabric/internal";
import type { TableReader } from "./table-reader.ts";

/**
 * Operations on many jobs of a queue, as they stand in the log; `operation.ts` has the other kinds. Numbers little endian:
 *
 *   bulk         u8 55 · u32 length · the operation as JSON (`BulkState`)
 *   redrive      u8 56 · u32 queue · u32 operation (0: by hand) · u32 jobs · per job f64 offset
 *   bulkProgress u8 57 · u32 queue · u32 operation · u32 length · its progress as JSON
 *   unbulk       u8 58 · u32 queue · u32 operation: it is forgotten
 *
 * The jobs' changes and the progress that they mean are of one commit. How those jobs end is counted where they end, and is part of every progress that is written.
 */

/** An operation and how far it is; never changed in place. */
export interface BulkState {
  readonly queue: number;
  /** Within its queue, from 1. */
  readonly id: number;
  /** The `StartOperationRequest`, encoded, as base64. */
  readonly request: string;
  readonly startedBy: string;
  readonly startedMs: number;
  /** Position of the commit that began it: jobs that were taken by a worker since are not its own. */
  readonly position: number;
  /** Jobs from this offset on came later. */
  readonly endOffset: number;
  readonly total: number;
  readonly progress: OperationProgress;
}

export interface BulkStateOperation {
  readonly kind: "bulk";
  readonly state: BulkState;
  readonly encoded: Uint8Array;
}

/** Jobs that ended, or took the place of some that did, and are tried with all attempts anew. */
export interface RedriveOperation {
  readonly kind: "redrive";
  readonly queue: number;
  readonly operation: number;
  readonly offsets: readonly number[];
}

export interface BulkProgressOperation {
  readonly kind: "bulkProgress";
  readonly queue: number;
  readonly operation: number;
  readonly progress: OperationProgress;
  readonly encoded: Uint8Array;
}

export interface UnbulkOperation {
  readonly kind: "unbulk";
  readonly queue: number;
  readonly operation: number;
}

export type BulkOperation = BulkStateOperation | RedriveOperation | BulkProgressOperation | UnbulkOperation;

const OFFSET_BYTES = 8;

export function bulkStateOperation(state: BulkState): BulkStateOperation {
  return { kind: "bulk", state, encoded: Buffer.from(JSON.stringify(state)) };
}

export function bulkProgressOperation(
  queue: number,
  operation: number,
  progress: OperationProgress,
): BulkProgressOperation {
  return { kind: "bulkProgress", queue, operation, progress, encoded: Buffer.from(JSON.stringify(progress)) };
}

/** Bytes that the operation takes in a table. */
export function bulkOperationBytes(operation: BulkOperation): number {
  switch (operation.kind) {
    case "bulk":
      return 5 + operation.encoded.length;
    case "redrive":
      return 13 + OFFSET_BYTES * operation.offsets.length;
    case "bulkProgress":
      return 13 + operation.encoded.length;
    case "unbulk":
      return 9;
  }
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeBulkOperation(operation: BulkOperation, target: Buffer, start: number): number {
  if (operation.kind === "bulk") {
    target[start] = 55;
    return writeBytes(operation.encoded, target, start + 1);
  }
  target[start] = { redrive: 56, bulkProgress: 57, unbulk: 58 }[operation.kind];
  let at = target.writeUInt32LE(operation.queue, start + 1);
  at = target.writeUInt32LE(operation.operation, at);
  if (operation.kind === "unbulk") return at;
  if (operation.kind === "bulkProgress") return writeBytes(operation.encoded, target, at);
  at = target.writeUInt32LE(operation.offsets.length, at);
  for (const offset of operation.offsets) at = target.writeDoubleLE(offset, at);
  return at;
}

function writeBytes(bytes: Uint8Array, target: Buffer, start: number): number {
  const at = target.writeUInt32LE(bytes.length, start);
  target.set(bytes, at);
  return at + bytes.length;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readBulkOperation(kind: number, source: TableReader): BulkOperation | undefined {
  if (kind < 55 || kind > 58) return undefined;
  if (kind === 55) {
    const encoded = Buffer.from(source.take(source.u32()));
    return { kind: "bulk", state: JSON.parse(encoded.toString()) as BulkState, encoded };
  }
  const queue = source.u32();
  const operation = source.u32();
  if (kind === 58) return { kind: "unbulk", queue, operation };
  if (kind === 57) {
    const encoded = Buffer.from(source.take(source.u32()));
    return { kind: "bulkProgress", queue, operation, progress: JSON.parse(encoded.toString()), encoded };
  }
  const offsets = Array.from({ length: source.u32() }, () => source.f64());
  return { kind: "redrive", queue, operation, offsets };
}
