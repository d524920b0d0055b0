import { batchCrcFrom, batchMagic, crc32c } from "@flowmesh/fabric/internal";
import {
  hasPayload,
  type LogOperation,
  operationBytes,
  type PayloadOperation,
  payloadBytesOf,
  readOperations,
  writeOperation,
} from "../commit/operation.ts";

/**
 * A frame holds one commit:
 *
 *    0 u32 magic "FMF1"                    4 u32 bytes of the whole frame, a multiple of 8
 *    8 u32 checksum of bytes 12 to the end of the table
 *   12 u32 checksum of the frame before    16 f64 position
 *   24 u32 epoch                           28 u32 bytes of the table
 *   32 f64 commit time, ms                 40 f64 durable end: the last position known to be synced when this frame was written
 *   48 u32 operations                      52 u32 segment
 *   56 u32 bytes of the payloads           60 u32 checksum of bytes 12 to 59
 *   64 table (see `commit/operation.ts`), then the payloads, then zeros
 *
 * A payload is a batch of records, or the value of an entry as it is. The table names each payload's length and CRC, and a batch's base offset, so the one checksum in the header, which the next frame repeats, vouches for everything.
 * A frame is whole only if header, table and every payload check out. Both checksums start from a number drawn for each log, so that records whose content
 * looks like a frame, or the frames of another log, never pass for one; and as the header has its own, such content does not make the search for frames behind
 * damage hash long tables again and again.
 */
export const FRAME_MAGIC = 0x31464d46;
export const FRAME_HEADER_BYTES = 64;
export const FRAME_ALIGNMENT = 8;
const HEADER_CHECKSUM_AT = 60;
const MAGIC_BYTES = Buffer.from("FMF1", "latin1");

/** What a frame says beside its operations. */
export interface FrameHeader {
  readonly bytes: number;
  readonly checksum: number;
  readonly previousChecksum: number;
  readonly position: number;
  readonly epoch: number;
  readonly tableBytes: number;
  readonly timeMs: number;
  readonly durableEnd: number;
  readonly operations: number;
  readonly segment: number;
}

/** What the checksums of a log's frames start from. */
export function frameSeed(logId: string): number {
  return Number.parseInt(logId.slice(0, 8), 16);
}

/** Where payloads of a frame begin, relative to the frame. */
export function payloadStart(tableBytes: number): number {
  return FRAME_HEADER_BYTES + tableBytes;
}

/** Sizes of a frame with these operations. */
export function frameSizes(operations: readonly LogOperation[]): { frame: number; table: number } {
  let table = 0;
  let payload = 0;
  for (const operation of operations) {
    table += operationBytes(operation);
    payload += payloadBytesOf(operation);
  }
  return { frame: alignUp(FRAME_HEADER_BYTES + table + payload), table };
}

function alignUp(bytes: number): number {
  return Math.ceil(bytes / FRAME_ALIGNMENT) * FRAME_ALIGNMENT;
}

/** Everything a new frame says that does not follow from its operations. */
export interface FrameIdentity {
  readonly previousChecksum: number;
  readonly position: number;
  readonly epoch: number;
  readonly timeMs: number;
  readonly durableEnd: number;
  readonly segment: number;
  readonly seed: number;
}

/** Writes a frame at `at`, payloads included and patched with their base offsets. Returns the frame's checksum. */
export function writeFrame(
  target: Buffer,
  at: number,
  sizes: { frame: number; table: number },
  identity: FrameIdentity,
  operations: readonly LogOperation[],
): number {
  let tableAt = at + FRAME_HEADER_BYTES;
  let payloadAt = tableAt + sizes.table;
  for (const operation of operations) {
    tableAt = writeOperation(operation, target, tableAt);
    if (hasPayload(operation)) payloadAt = writePayload(operation, target, payloadAt);
  }
  const end = at + sizes.frame;
  const payloadBytes = payloadAt - at - FRAME_HEADER_BYTES - sizes.table;
  if (payloadAt < end) target.fill(0, payloadAt, end);
  target.writeUInt32LE(FRAME_MAGIC, at);
  target.writeUInt32LE(sizes.frame, at + 4);
  target.writeUInt32LE(identity.previousChecksum, at + 12);
  target.writeDoubleLE(identity.position, at + 16);
  target.writeUInt32LE(identity.epoch, at + 24);
  target.writeUInt32LE(sizes.table, at + 28);
  target.writeDoubleLE(identity.timeMs, at + 32);
  target.writeDoubleLE(identity.durableEnd, at + 40);
  target.writeUInt32LE(operations.length, at + 48);
  target.writeUInt32LE(identity.segment, at + 52);
  target.writeUInt32LE(payloadBytes, at + 56);
  const headerChecksum = crc32c(target, at + 12, at + HEADER_CHECKSUM_AT, identity.seed);
  target.writeUInt32LE(headerChecksum, at + HEADER_CHECKSUM_AT);
  const checksum = crc32c(target, at + HEADER_CHECKSUM_AT, at + FRAME_HEADER_BYTES + sizes.table, headerChecksum);
  target.writeUInt32LE(checksum, at + 8);
  return checksum;
}

/** A batch's first 21 bytes lie outside its CRC; those that are not fixed by it (base offset, leader epoch) are ours to set. */
function writePayload(operation: PayloadOperation, target: Buffer, at: number): number {
  const { payload } = operation;
  if (payload === undefined) throw new Error("an operation without its payload cannot be written");
  target.set(payload, at);
  if (operation.kind === "append") {
    writeInt64BE(target, operation.baseOffset, at);
    target.writeInt32BE(0, at + 12);
  }
  return at + payload.length;
}

function writeInt64BE(target: Buffer, value: number, at: number): void {
  target.writeUInt32BE(Math.floor(value / 0x1_0000_0000), at);
  target.writeUInt32BE(value >>> 0, at + 4);
}

/** The next place from `from` on where a frame may begin; `Infinity` when there is none. Passes over zeros as fast as memory is read. */
export function nextMagic(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(MAGIC_BYTES, from);
  while (at >= 0 && at % FRAME_ALIGNMENT !== 0) at = bytes.indexOf(MAGIC_BYTES, at + 1);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/** The frame header at `at` if header and table are whole there; the payloads are not looked at. */
export function readFrameHeader(bytes: Buffer, at: number, end: number, seed: number): FrameHeader | undefined {
  if (at + FRAME_HEADER_BYTES > end || bytes.readUInt32LE(at) !== FRAME_MAGIC) return undefined;
  const frameBytes = bytes.readUInt32LE(at + 4);
  const tableBytes = bytes.readUInt32LE(at + 28);
  const payloadBytes = bytes.readUInt32LE(at + 56);
  if (frameBytes % FRAME_ALIGNMENT !== 0 || frameBytes !== alignUp(FRAME_HEADER_BYTES + tableBytes + payloadBytes))
    return undefined;
  if (at + frameBytes > end) return undefined;
  const headerChecksum = crc32c(bytes, at + 12, at + HEADER_CHECKSUM_AT, seed);
  if (headerChecksum !== bytes.readUInt32LE(at + HEADER_CHECKSUM_AT)) return undefined;
  const checksum = bytes.readUInt32LE(at + 8);
  // That of the header, continued.
  if (crc32c(bytes, at + HEADER_CHECKSUM_AT, at + FRAME_HEADER_BYTES + tableBytes, headerChecksum) !== checksum)
    return undefined;
  return {
    bytes: frameBytes,
    checksum,
    previousChecksum: bytes.readUInt32LE(at + 12),
    position: bytes.readDoubleLE(at + 16),
    epoch: bytes.readUInt32LE(at + 24),
    tableBytes,
    timeMs: bytes.readDoubleLE(at + 32),
    durableEnd: bytes.readDoubleLE(at + 40),
    operations: bytes.readUInt32LE(at + 48),
    segment: bytes.readUInt32LE(at + 52),
  };
}

/** The operations of a frame whose header was read as whole. */
export function readFrameOperations(bytes: Buffer, at: number, header: FrameHeader): LogOperation[] {
  const start = at + FRAME_HEADER_BYTES;
  return readOperations(bytes.subarray(start, start + header.tableBytes), header.operations);
}

/** The payloads of the frame that are not what its table says, by where they lie. */
export function brokenPayloads(
  bytes: Buffer,
  at: number,
  header: FrameHeader,
  operations: readonly LogOperation[],
): { readonly byte: number; readonly bytes: number }[] {
  const broken: { byte: number; bytes: number }[] = [];
  let byte = at + payloadStart(header.tableBytes);
  for (const operation of operations) {
    if (!hasPayload(operation)) continue;
    if (!payloadIsWhole(bytes, byte, operation)) broken.push({ byte, bytes: operation.payloadBytes });
    byte += operation.payloadBytes;
  }
  return broken;
}

/** What vouches for a payload; lies in the table and, for reads, in the index. */
export interface PayloadIdentity {
  /** Of a batch; absent: its bytes are taken as they are. */
  readonly baseOffset?: number | undefined;
  readonly payloadBytes: number;
  readonly payloadCrc: number;
}

/** Whether the payload at `at` is the one meant. Of a batch all 21 bytes before its CRC's reach are compared, the rest is hashed. */
export function payloadIsWhole(bytes: Buffer, at: number, identity: PayloadIdentity): boolean {
  if (at + identity.payloadBytes > bytes.length) return false;
  if (identity.baseOffset === undefined) return crc32c(bytes, at, at + identity.payloadBytes) === identity.payloadCrc;
  return (
    bytes.readUInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4) === identity.baseOffset &&
    bytes.readInt32BE(at + 8) === identity.payloadBytes - 12 &&
    bytes.readInt32BE(at + 12) === 0 &&
    bytes[at + 16] === batchMagic &&
    bytes.readUInt32BE(at + 17) === identity.payloadCrc &&
    crc32c(bytes, at + batchCrcFrom, at + identity.payloadBytes) === identity.payloadCrc
  );
}
