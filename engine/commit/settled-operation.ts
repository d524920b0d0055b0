import type { TableReader } from "./table-reader.ts";

/**
 * Operations of settled files, the manifest of what left the log: a file counts from the commit that names it on, until one says that it is not needed any more.
 * `operation.ts` has the others. Numbers little endian:
 *
 *   settled    u8 63 · u32 file · f64 bytes of the file · u32 checksum of its directory · u32 first and u32 last segment, u16 count and u32 each of the settled files that it
 *              was made from
 *   unsettled  u8 64 · u32 file
 */
export interface SettledOperation {
  readonly kind: "settled";
  readonly file: number;
  readonly bytes: number;
  readonly directoryChecksum: number;
  /** Segments whose records it has; the first above the last: none. */
  readonly firstSegment: number;
  readonly lastSegment: number;
  /** Settled files whose records it has. */
  readonly replaces: readonly number[];
}

/** A settled file that is not needed any more. */
export interface UnsettledOperation {
  readonly kind: "unsettled";
  readonly file: number;
}

export type SettledFileOperation = SettledOperation | UnsettledOperation;

/** Bytes that the operation takes in a table. */
export function settledOperationBytes(operation: SettledFileOperation): number {
  return operation.kind === "unsettled" ? 5 : 27 + 4 * operation.replaces.length;
}

/** Writes the operation at `start`, returning the place behind it. */
export function writeSettledOperation(operation: SettledFileOperation, target: Buffer, start: number): number {
  target[start] = operation.kind === "settled" ? 63 : 64;
  let at = target.writeUInt32LE(operation.file, start + 1);
  if (operation.kind === "unsettled") return at;
  at = target.writeDoubleLE(operation.bytes, at);
  at = target.writeUInt32LE(operation.directoryChecksum, at);
  at = target.writeUInt32LE(operation.firstSegment, at);
  at = target.writeUInt32LE(operation.lastSegment, at);
  at = target.writeUInt16LE(operation.replaces.length, at);
  for (const file of operation.replaces) at = target.writeUInt32LE(file, at);
  return at;
}

/** Reads what stands behind the byte of the kind; `undefined` when the kind is none of these. */
export function readSettledOperation(kind: number, source: TableReader): SettledFileOperation | undefined {
  if (kind === 64) return { kind: "unsettled", file: source.u32() };
  if (kind !== 63) return undefined;
  const file = source.u32();
  const bytes = source.f64();
  const directoryChecksum = source.u32();
  const firstSegment = source.u32();
  const lastSegment = source.u32();
  const replaces = Array.from({ length: source.u16() }, () => source.u32());
  return { kind: "settled", file, bytes, directoryChecksum, firstSegment, lastSegment, replaces };
}
