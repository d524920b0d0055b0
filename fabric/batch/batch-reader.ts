import { FlowMeshError, isFlowMeshError } from "../errors.ts";
import { uncompress } from "./batch-codec.ts";
import {
  batchAttributes,
  batchBaseOffset,
  batchBaseTimestampMs,
  batchCount,
  batchCrc,
  batchCrcFrom,
  batchHeaderBytes,
  batchMagic,
  batchMaxTimestampMs,
  batchNextOffset,
  batchSize,
  codecMask,
  controlBit,
  timestampTypeBit,
} from "./batch-header.ts";
import { crc32c } from "./crc32c.ts";
import { largestRecordLimits, recordTooLarge, skipHeaders } from "./record-limits.ts";
import { VarintCursor } from "./varint.ts";

/** A record as it stands in a batch. Its bytes are views: they live as long as the batch's bytes. */
export interface DecodedRecord {
  readonly offset: number;
  readonly timestampMs: number;
  /** Undefined: no key. */
  readonly key: Uint8Array | undefined;
  /** Undefined: no value. */
  readonly value: Uint8Array | undefined;
  readonly headers: DecodedHeader[];
}

/** A header of a decoded record, its value as bytes of the batch it came in; undefined means null. */
export interface DecodedHeader {
  readonly name: string;
  readonly value: Uint8Array | undefined;
}

/** What a reader of batches passes over and checks. */
export interface BatchReaderOptions {
  /** Records below this offset are passed over; the first batch of a fetch may begin before what was asked for. Default: none. */
  readonly fromOffset?: number;
  /** Checks each batch's CRC before its records. Default true. */
  readonly checkCrc?: boolean;
}

/**
 * Reads the records of several batches, one behind the other, without copying: `next` moves to the next record and says whether there is one, after which the
 * properties are those of that record. Batches below `fromOffset` are not even looked into, and control batches are passed over.
 *
 * `next` throws FlowMeshError `batch_malformed`, `batch_crc_mismatch`, `batch_codec_unknown`, `record_too_large` for one in a compressed batch that is larger than
 * FlowMesh takes, or `capability_missing` for a codec that is not available. `offset` is then the first record that cannot be read, `nextOffset` where reading can go
 * on, with another reader.
 */
export class BatchReader {
  /** Offset of the current record. */
  offset = -1;
  /** Its time, in milliseconds since the Unix epoch. */
  timestampMs = -1;
  /** Offset behind the last batch that was opened or passed over; -1 before the first. */
  nextOffset = -1;
  readonly #bytes: Uint8Array;
  readonly #fromOffset: number;
  readonly #checkCrc: boolean;
  /** Where the next batch begins. */
  #batchAt = 0;
  #recordsLeft = 0;
  /** Of the current record within its batch. */
  #index = -1;
  /** Nobody has looked at the records of a compressed batch before. */
  #isCompressed = false;
  #baseOffset = 0;
  #baseTimestampMs = 0;
  /** Time of all records of a batch whose time the server set; undefined for others. */
  #appendTimestampMs: number | undefined;
  readonly #cursor: VarintCursor;
  #keyAt = 0;
  #keyBytes = -1;
  #valueAt = 0;
  #valueBytes = -1;
  #headersAt = 0;
  #recordEnd = 0;

  constructor(bytes: Uint8Array, options: BatchReaderOptions = {}) {
    this.#bytes = bytes;
    this.#fromOffset = options.fromOffset ?? 0;
    this.#checkCrc = options.checkCrc ?? true;
    this.#cursor = new VarintCursor(bytes, 0, 0);
  }

  /** Moves to the next record; false when there is none. */
  next(): boolean {
    for (;;) {
      while (this.#recordsLeft === 0) if (!this.#openBatch()) return false;
      this.#readRecord();
      if (this.offset >= this.#fromOffset) return true;
    }
  }

  /** The current record's key; undefined: it has none. */
  get key(): Uint8Array | undefined {
    return this.#keyBytes < 0 ? undefined : this.#view(this.#keyAt, this.#keyBytes);
  }

  /** The current record's value; undefined: it has none. */
  get value(): Uint8Array | undefined {
    return this.#valueBytes < 0 ? undefined : this.#view(this.#valueAt, this.#valueBytes);
  }

  /** Bytes of the current record's key, value and headers. */
  get size(): number {
    return this.#recordEnd - this.#keyAt;
  }

  /** The current record's headers, decoded at each call. */
  get headers(): DecodedHeader[] {
    if (this.#recordEnd - this.#headersAt === 1 && this.#cursor.bytes[this.#headersAt] === 0) return [];
    const cursor = new VarintCursor(this.#cursor.bytes, this.#headersAt, this.#recordEnd);
    const headers: DecodedHeader[] = [];
    for (let left = cursor.varint(); left > 0; left -= 1) headers.push(this.#readHeader(cursor));
    if (cursor.failed || cursor.at !== cursor.end) throw malformed("the headers of a record do not fill it");
    return headers;
  }

  /** The current record as an object of its own. */
  record(): DecodedRecord {
    return {
      offset: this.offset,
      timestampMs: this.timestampMs,
      key: this.key,
      value: this.value,
      headers: this.headers,
    };
  }

  #openBatch(): boolean {
    const bytes = this.#bytes;
    const at = this.#batchAt;
    if (at === bytes.length) return false;
    const left = bytes.length - at;
    const size = left < batchHeaderBytes ? left : batchSize(bytes, at);
    if (size < batchHeaderBytes || size > left) throw malformed("it is cut off, or its length is wrong");
    if (bytes[at + 16] !== batchMagic) throw malformed(`its magic is ${bytes[at + 16]}, not 2`);
    this.#batchAt = at + size;
    this.nextOffset = batchNextOffset(bytes, at);
    const attributes = batchAttributes(bytes, at);
    if (this.nextOffset <= this.#fromOffset || attributes & controlBit) return true;
    this.#baseOffset = batchBaseOffset(bytes, at);
    this.offset = Math.max(this.#baseOffset, this.#fromOffset);
    if (this.#checkCrc) assertBatchCrc(bytes, at, size);
    this.#openRecords(at, size, attributes);
    return true;
  }

  #openRecords(at: number, size: number, attributes: number): void {
    const bytes = this.#bytes;
    this.#baseTimestampMs = batchBaseTimestampMs(bytes, at);
    this.#appendTimestampMs = attributes & timestampTypeBit ? batchMaxTimestampMs(bytes, at) : undefined;
    const codec = attributes & codecMask;
    const cursor = this.#cursor;
    cursor.bytes = codec === 0 ? bytes : uncompress(codec, bytes.subarray(at + batchHeaderBytes, at + size));
    cursor.at = codec === 0 ? at + batchHeaderBytes : 0;
    cursor.end = codec === 0 ? at + size : cursor.bytes.length;
    this.#isCompressed = codec !== 0;
    this.#index = -1;
    this.#recordsLeft = batchCount(bytes, at);
  }

  #readRecord(): void {
    const cursor = this.#cursor;
    this.#index += 1;
    this.offset = this.#baseOffset + this.#index;
    const length = cursor.varint();
    const end = cursor.at + length;
    if (length < 0 || end > cursor.end) throw malformed("a record is longer than what is left of the batch");
    cursor.skip(1);
    const timestampDeltaMs = cursor.varlong();
    if (cursor.varint() !== this.#index) throw malformed("a record has another offset delta than its place");
    this.timestampMs = this.#appendTimestampMs ?? this.#baseTimestampMs + timestampDeltaMs;
    this.#keyBytes = cursor.varint();
    this.#keyAt = cursor.at;
    if (this.#keyBytes > 0) cursor.skip(this.#keyBytes);
    this.#valueBytes = cursor.varint();
    this.#valueAt = cursor.at;
    if (this.#valueBytes > 0) cursor.skip(this.#valueBytes);
    if (cursor.failed || cursor.at >= end) throw malformed("the parts of a record do not fit into it");
    this.#headersAt = cursor.at;
    this.#recordEnd = end;
    cursor.at = end;
    this.#recordsLeft -= 1;
    if (this.#recordsLeft === 0 && end !== cursor.end) throw malformed("there are bytes behind its records");
    if (this.#isCompressed && this.offset >= this.#fromOffset) this.#checkSizes();
  }

  /** @throws FlowMeshError `record_too_large`, after which reading can go on with the next record; `batch_malformed` */
  #checkSizes(): void {
    const { keyBytesMax, valueBytesMax } = largestRecordLimits;
    try {
      if (this.#keyBytes > keyBytesMax) throw recordTooLarge("key", this.#index, this.#keyBytes, keyBytesMax);
      if (this.#valueBytes > valueBytesMax) {
        throw recordTooLarge("value", this.#index, this.#valueBytes, valueBytesMax);
      }
      const headers = new VarintCursor(this.#cursor.bytes, this.#headersAt, this.#recordEnd);
      skipHeaders(headers, this.#index, largestRecordLimits);
      if (headers.at !== headers.end) throw malformed("the headers of a record do not fill it");
    } catch (error) {
      if (isFlowMeshError(error, "record_too_large")) this.nextOffset = this.offset + 1;
      throw error;
    }
  }

  #readHeader(cursor: VarintCursor): DecodedHeader {
    const nameBytes = cursor.varint();
    const nameAt = cursor.at;
    cursor.skip(nameBytes);
    const valueBytes = cursor.varint();
    const valueAt = cursor.at;
    if (valueBytes > 0) cursor.skip(valueBytes);
    if (cursor.failed) throw malformed("a header of a record does not fit into it");
    const name = decodeName(cursor.bytes, nameAt, nameBytes);
    return { name, value: valueBytes < 0 ? undefined : this.#view(valueAt, valueBytes) };
  }

  #view(at: number, size: number): Uint8Array {
    return this.#cursor.bytes.subarray(at, at + size);
  }
}

/** All records of several batches, one behind the other; see `BatchReader` for what it throws. */
export function* decodeBatches(bytes: Uint8Array, options: BatchReaderOptions = {}): Generator<DecodedRecord, void> {
  const reader = new BatchReader(bytes, options);
  while (reader.next()) yield reader.record();
}

/** @throws FlowMeshError `batch_crc_mismatch` */
export function assertBatchCrc(bytes: Uint8Array, at: number, size: number): void {
  const actual = crc32c(bytes, at + batchCrcFrom, at + size);
  const expected = batchCrc(bytes, at);
  if (actual !== expected) throw new FlowMeshError("batch_crc_mismatch", { actual, expected });
}

function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("batch_malformed", { problem });
}

const utf8 = new TextDecoder();

/** Names are short and nearly always ASCII, for which a loop is faster than a call into native code. */
function decodeName(bytes: Uint8Array, at: number, size: number): string {
  let name = "";
  for (let from = at; from < at + size; from += 1) {
    if (bytes[from]! > 127) return utf8.decode(bytes.subarray(at, at + size));
    name += String.fromCharCode(bytes[from]!);
  }
  return name;
}
