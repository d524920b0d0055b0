import { crc32c } from "@flowmesh/fabric/internal";

/** Of a batch, and before the first one, when they are encoded. */
export const ROW_BYTES = 36;
export const ROWS_HEADER_BYTES = 8;

/**
 * Columns of a partition's index: one row a batch, 36 bytes each, in flat arrays. Encoded as u32 rows, u32 zero, then the columns one behind the other,
 * little-endian, each aligned to its width.
 */
export class BatchEntries {
  #rows = 0;
  #baseOffsets: Float64Array;
  #maxTimestampsMs: Float64Array;
  #timesMs: Float64Array;
  #bytes: Uint32Array;
  #lengths: Uint32Array;
  #crcs: Uint32Array;

  constructor(capacity: number = 8) {
    this.#baseOffsets = new Float64Array(capacity);
    this.#maxTimestampsMs = new Float64Array(capacity);
    this.#timesMs = new Float64Array(capacity);
    this.#bytes = new Uint32Array(capacity);
    this.#lengths = new Uint32Array(capacity);
    this.#crcs = new Uint32Array(capacity);
  }

  get rows(): number {
    return this.#rows;
  }

  /** @param maxTimestampMs greatest record timestamp of the batch */
  push(baseOffset: number, byte: number, length: number, crc: number, maxTimestampMs: number, timeMs: number): void {
    const row = this.#rows++;
    if (row === this.#baseOffsets.length) this.#grow();
    this.#baseOffsets[row] = baseOffset;
    this.#maxTimestampsMs[row] = maxTimestampMs;
    this.#timesMs[row] = timeMs;
    this.#bytes[row] = byte;
    this.#lengths[row] = length;
    this.#crcs[row] = crc;
  }

  baseOffset(row: number): number {
    return this.#baseOffsets[row] as number;
  }
  /** Where the batch lies in its segment. */
  byte(row: number): number {
    return this.#bytes[row] as number;
  }
  /** Bytes of the batch. */
  length(row: number): number {
    return this.#lengths[row] as number;
  }
  crc(row: number): number {
    return this.#crcs[row] as number;
  }
  /** Commit time. */
  timeMs(row: number): number {
    return this.#timesMs[row] as number;
  }
  /** Greatest record timestamp of the batch. */
  maxTimestampMs(row: number): number {
    return this.#maxTimestampsMs[row] as number;
  }

  /** The last row whose base offset is at or below `offset`; -1 when all lie above. */
  rowAtOffset(offset: number): number {
    return lastAtOrBelow(this.#baseOffsets, this.#rows, offset);
  }

  /** The first row from `from` on that has a record with this timestamp or a later one; `rows` when none has. Timestamps are in no order. */
  rowAtTimestamp(timestampMs: number, from: number): number {
    let row = from;
    while (row < this.#rows && (this.#maxTimestampsMs[row] as number) < timestampMs) row++;
    return row;
  }

  /** The first row that was committed at or after `timeMs`; `rows` when none was. */
  rowAtCommitTime(timeMs: number): number {
    return firstAtOrAbove(this.#timesMs, this.#rows, timeMs);
  }

  encode(): Buffer {
    const rows = this.#rows;
    const bytes = Buffer.alloc(ROWS_HEADER_BYTES + rows * ROW_BYTES);
    bytes.writeUInt32LE(rows, 0);
    let at = ROWS_HEADER_BYTES;
    for (const column of [
      this.#baseOffsets,
      this.#maxTimestampsMs,
      this.#timesMs,
      this.#bytes,
      this.#lengths,
      this.#crcs,
    ]) {
      const used = column.subarray(0, rows);
      bytes.set(new Uint8Array(used.buffer, used.byteOffset, used.byteLength), at);
      at += used.byteLength;
    }
    return bytes;
  }

  /** Undefined when the bytes are not those that the checksum vouches for. */
  static decodeChecked(encoded: Uint8Array, crc: number): BatchEntries | undefined {
    return crc32c(encoded) === crc ? BatchEntries.decode(encoded) : undefined;
  }

  static decode(encoded: Uint8Array): BatchEntries {
    const bytes = new Uint8Array(encoded).buffer;
    const rows = new DataView(bytes).getUint32(0, true);
    const entries = new BatchEntries(0);
    entries.#rows = rows;
    entries.#baseOffsets = new Float64Array(bytes, 8, rows);
    entries.#maxTimestampsMs = new Float64Array(bytes, 8 + rows * 8, rows);
    entries.#timesMs = new Float64Array(bytes, 8 + rows * 16, rows);
    entries.#bytes = new Uint32Array(bytes, 8 + rows * 24, rows);
    entries.#lengths = new Uint32Array(bytes, 8 + rows * 28, rows);
    entries.#crcs = new Uint32Array(bytes, 8 + rows * 32, rows);
    return entries;
  }

  #grow(): void {
    const capacity = Math.max(16, this.#baseOffsets.length * 2);
    this.#baseOffsets = copyInto(new Float64Array(capacity), this.#baseOffsets);
    this.#maxTimestampsMs = copyInto(new Float64Array(capacity), this.#maxTimestampsMs);
    this.#timesMs = copyInto(new Float64Array(capacity), this.#timesMs);
    this.#bytes = copyInto(new Uint32Array(capacity), this.#bytes);
    this.#lengths = copyInto(new Uint32Array(capacity), this.#lengths);
    this.#crcs = copyInto(new Uint32Array(capacity), this.#crcs);
  }
}

function copyInto<Column extends Float64Array | Uint32Array>(target: Column, source: Column): Column {
  target.set(source);
  return target;
}

function firstAtOrAbove(column: Float64Array, rows: number, value: number): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lastAtOrBelow(column: Float64Array, rows: number, value: number): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((column[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
