/**
 * RecordBatch v2, as Kafka has it. All numbers are big endian.
 *
 *   0  base offset           int64   set by the server; outside the CRC
 *   8  batch length          int32   bytes behind this field: whole size - 12
 *   12 partition leader epoch int32  0 with us; outside the CRC
 *   16 magic                 int8    2
 *   17 crc                   uint32  CRC32C of everything from byte 21 on
 *   21 attributes            int16   bits 0-2 codec, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon, rest unused
 *   23 last offset delta     int32   count - 1
 *   27 base timestamp        int64   of the first record
 *   35 max timestamp         int64
 *   43 producer id           int64   -1: none
 *   51 producer epoch        int16
 *   53 base sequence         int32
 *   57 records count         int32
 *   61 records, compressed as one by the codec
 *
 * The functions read one number each and allocate nothing. 64-bit numbers are JavaScript numbers, exact up to 2^53. The caller has made sure that the header's
 * 61 bytes are there.
 */
import { crc32c } from "./crc32c.ts";

export const batchHeaderBytes = 61;
/** Bytes before the part that `batch length` counts. */
export const batchPrefixBytes = 12;
export const batchMagic = 2;
/** Where the part that the CRC covers begins. */
export const batchCrcFrom = 21;

export const codecMask = 0x07;
export const timestampTypeBit = 0x08;
export const transactionalBit = 0x10;
export const controlBit = 0x20;

/** What a batch says of itself. */
export interface BatchHeader {
  readonly baseOffset: number;
  /** Bytes of the whole batch. */
  readonly size: number;
  readonly magic: number;
  readonly crc: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestampMs: number;
  readonly maxTimestampMs: number;
  /** -1: none. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly count: number;
}

/** All of a header as one object, for places that are not hot. */
export function readBatchHeader(bytes: Uint8Array, at: number = 0): BatchHeader {
  return {
    baseOffset: batchBaseOffset(bytes, at),
    size: batchSize(bytes, at),
    magic: bytes[at + 16]!,
    crc: batchCrc(bytes, at),
    attributes: batchAttributes(bytes, at),
    lastOffsetDelta: batchLastOffsetDelta(bytes, at),
    baseTimestampMs: batchBaseTimestampMs(bytes, at),
    maxTimestampMs: batchMaxTimestampMs(bytes, at),
    producerId: batchProducerId(bytes, at),
    producerEpoch: batchProducerEpoch(bytes, at),
    baseSequence: batchBaseSequence(bytes, at),
    count: batchCount(bytes, at),
  };
}

export function batchBaseOffset(bytes: Uint8Array, at: number = 0): number {
  return readInt64(bytes, at);
}

/** Bytes of the whole batch, from its own length field. */
export function batchSize(bytes: Uint8Array, at: number = 0): number {
  return readInt32(bytes, at + 8) + batchPrefixBytes;
}

export function batchCrc(bytes: Uint8Array, at: number = 0): number {
  return readInt32(bytes, at + 17) >>> 0;
}

export function batchAttributes(bytes: Uint8Array, at: number = 0): number {
  return readInt16(bytes, at + 21);
}

export function batchLastOffsetDelta(bytes: Uint8Array, at: number = 0): number {
  return readInt32(bytes, at + 23);
}

/** Offset behind the batch's last record. */
export function batchNextOffset(bytes: Uint8Array, at: number = 0): number {
  return readInt64(bytes, at) + readInt32(bytes, at + 23) + 1;
}

export function batchBaseTimestampMs(bytes: Uint8Array, at: number = 0): number {
  return readInt64(bytes, at + 27);
}

export function batchMaxTimestampMs(bytes: Uint8Array, at: number = 0): number {
  return readInt64(bytes, at + 35);
}

/** -1: the batch has no producer. */
export function batchProducerId(bytes: Uint8Array, at: number = 0): number {
  return readInt64(bytes, at + 43);
}

export function batchProducerEpoch(bytes: Uint8Array, at: number = 0): number {
  return readInt16(bytes, at + 51);
}

export function batchBaseSequence(bytes: Uint8Array, at: number = 0): number {
  return readInt32(bytes, at + 53);
}

export function batchCount(bytes: Uint8Array, at: number = 0): number {
  return readInt32(bytes, at + 57);
}

/** Gives the batch its place in a partition. Needs no new CRC: it covers neither the base offset nor the leader epoch, which becomes 0. */
export function patchBaseOffset(bytes: Uint8Array, at: number, offset: number): void {
  writeInt64(bytes, at, offset);
  writeInt32(bytes, at + 12, 0);
}

/** Gives an encoded batch a producer and its sequence, and computes the CRC again. */
export function patchProducer(
  bytes: Uint8Array,
  at: number,
  producerId: number,
  producerEpoch: number,
  baseSequence: number,
): void {
  writeInt64(bytes, at + 43, producerId);
  writeInt16(bytes, at + 51, producerEpoch);
  writeInt32(bytes, at + 53, baseSequence);
  patchCrc(bytes, at);
}

/** Computes the CRC of a batch again after something it covers has changed. */
export function patchCrc(bytes: Uint8Array, at: number = 0): void {
  writeInt32(bytes, at + 17, crc32c(bytes, at + batchCrcFrom, at + batchSize(bytes, at)));
}

export function readInt16(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
}

export function readInt32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

export function readInt64(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at) * 0x100000000 + (readInt32(bytes, at + 4) >>> 0);
}

export function writeInt16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8;
  bytes[at + 1] = value;
}

export function writeInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

export function writeInt64(bytes: Uint8Array, at: number, value: number): void {
  // `| 0` on numbers beyond 32 bits keeps their low 32, negative ones included.
  writeInt32(bytes, at, Math.floor(value / 0x100000000) | 0);
  writeInt32(bytes, at + 4, value | 0);
}
