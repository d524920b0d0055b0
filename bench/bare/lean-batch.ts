import { crc32c } from "@flowmesh/fabric/internal";

/** Where the part of a RecordBatch v2 begins that its checksum covers. */
export const batchCrcFrom = 21;

/** Bytes before the records of a RecordBatch v2. */
const batchHeadBytes = 61;

/** No less than a record of this value takes, its share of the batch's head included. */
export function recordBytesMax(valueBytes: number): number {
  return batchHeadBytes + 20 + valueBytes;
}

/** Encodes values as one RecordBatch v2 without keys and headers, all at the same time, and returns its end. The ceiling's own encoder: no checks, no growth. */
export function encodeLeanBatch(target: Buffer, start: number, values: readonly Uint8Array[], nowMs: number): number {
  const end = encodeRecords(target, start + batchHeadBytes, values);
  target.writeDoubleBE(0, start);
  target.writeInt32BE(end - start - 12, start + 8);
  target.writeInt32BE(0, start + 12);
  target[start + 16] = 2;
  target.writeInt16BE(0, start + batchCrcFrom);
  target.writeInt32BE(values.length - 1, start + 23);
  writeInt64(target, start + 27, nowMs);
  writeInt64(target, start + 35, nowMs);
  target.fill(0xff, start + 43, start + 57);
  target.writeInt32BE(values.length, start + 57);
  target.writeUInt32BE(crc32c(target, start + batchCrcFrom, end), start + 17);
  return end;
}

/** The checksum that a batch carries. */
export function batchCrc(batch: Buffer, start: number): number {
  return batch.readUInt32BE(start + 17);
}

/** Each record: length, attributes, timestamp delta, offset delta, no key, value, no headers. */
function encodeRecords(target: Buffer, start: number, values: readonly Uint8Array[]): number {
  let at = start;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    const valueBytes = value.length;
    at = writeVarint(target, at, 4 + varintBytes(index) + varintBytes(valueBytes) + valueBytes);
    target[at] = 0;
    target[at + 1] = 0;
    at = writeVarint(target, at + 2, index);
    target[at] = 1;
    at = writeVarint(target, at + 1, valueBytes);
    target.set(value, at);
    at += valueBytes;
    target[at] = 0;
    at += 1;
  }
  return at;
}

function writeInt64(target: Buffer, at: number, value: number): void {
  target.writeInt32BE(Math.floor(value / 2 ** 32), at);
  target.writeUInt32BE(value % 2 ** 32, at + 4);
}

function varintBytes(value: number): number {
  if (value < 64) return 1;
  if (value < 8_192) return 2;
  return value < 1_048_576 ? 3 : 4;
}

/** A zigzag varint of a number that is not negative. */
function writeVarint(target: Buffer, start: number, value: number): number {
  let at = start;
  let rest = value * 2;
  while (rest > 127) {
    target[at] = (rest & 127) | 128;
    rest >>>= 7;
    at += 1;
  }
  target[at] = rest;
  return at + 1;
}
