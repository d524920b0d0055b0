import { FlowMeshError } from "../errors.ts";
import { batchHeaderBytes, batchMagic, patchCrc, writeInt16, writeInt32, writeInt64 } from "./batch-header.ts";
import { type BatchRecord, type BatchRecordHeader, isTimestampMs } from "./batch-record.ts";
import { varintSize, varlongSize, writeVarint, writeVarlong } from "./varint.ts";

const initialBytes = 16_384;
/** Memory of its own costs more than to encode a small batch. */
const sharedBytesMax = 2_048;
const noHeaders: readonly BatchRecordHeader[] = [];

/** Who produced a batch, so that it can be sent again without doubles. */
export interface BatchProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Sequence of the batch's first record. */
  readonly baseSequence: number;
}

/**
 * Encodes records into one batch, each once, straight into the buffer that is sent. Checks timestamps; sizes are checked by who takes the batch.
 *
 * Append, then `finish`; the builder is then empty and may be used again.
 */
export class BatchBuilder {
  /** Memory of our own, or at first a slice of Node's shared pool. */
  #bytes: Uint8Array;
  /** All of the memory that the last batch was given away in. */
  #given: Uint8Array | undefined;
  #size = batchHeaderBytes;
  #count = 0;
  #baseTimestampMs = 0;
  #maxTimestampMs = 0;
  readonly #isShared: boolean;

  /**
   * @param bytes memory to begin with; it grows when that does not suffice
   * @param memory `shared`: a slice of Node's pool, for small batches whose memory is not taken back with `reuse`
   */
  constructor(bytes: number = initialBytes, memory: "own" | "shared" = "own") {
    this.#isShared = memory === "shared";
    this.#bytes = this.#isShared ? Buffer.allocUnsafe(bytes) : Buffer.allocUnsafeSlow(bytes);
  }

  /** Records appended so far. */
  get count(): number {
    return this.#count;
  }

  /** Bytes that `finish` would give now. */
  get size(): number {
    return this.#size;
  }

  /** Bytes that the batch would have with this record too. */
  sizeWith(record: BatchRecord): number {
    const body = this.#bodySize(record);
    return this.#size + varintSize(body) + body;
  }

  /**
   * Adds a record behind the others. Its bytes are copied.
   * @throws FlowMeshError `field_invalid` when the timestamp is no whole number of milliseconds in the years 1 to 9999; nothing is added then
   */
  append(record: BatchRecord): void {
    const timestampMs = record.timestampMs;
    if (!isTimestampMs(timestampMs)) throw timestampInvalid(this.#count);
    const index = this.#count;
    if (index === 0) {
      this.#baseTimestampMs = timestampMs;
      this.#maxTimestampMs = timestampMs;
    } else if (timestampMs > this.#maxTimestampMs) this.#maxTimestampMs = timestampMs;
    const body = this.#bodySize(record);
    // A length prefix has at most 5 bytes.
    if (this.#size + body + 5 > this.#bytes.length) this.#grow(this.#size + body + 5);
    const bytes = this.#bytes;
    let at = writeVarint(bytes, this.#size, body);
    bytes[at++] = 0;
    at = writeVarlong(bytes, at, timestampMs - this.#baseTimestampMs);
    at = writeVarint(bytes, at, index);
    at = writeBytes(bytes, at, record.key);
    at = writeBytes(bytes, at, record.value);
    const headers = record.headers ?? noHeaders;
    if (headers.length === 0) bytes[at++] = 0;
    else at = writeHeaders(bytes, at, headers);
    this.#size = at;
    this.#count = index + 1;
  }

  /**
   * Completes the batch and gives it away: a view of the builder's memory, which the builder does not touch again unless it is given back with `reuse`.
   * @throws FlowMeshError `commit_empty` when nothing was appended
   */
  finish(producer?: BatchProducer): Uint8Array {
    if (this.#count === 0) throw new FlowMeshError("commit_empty", { what: "batch", part: "record" });
    const batch = this.#bytes.subarray(0, this.#size);
    writeInt64(batch, 0, 0);
    writeInt32(batch, 8, this.#size - 12);
    writeInt32(batch, 12, 0);
    batch[16] = batchMagic;
    writeInt16(batch, 21, 0);
    writeInt32(batch, 23, this.#count - 1);
    writeInt64(batch, 27, this.#baseTimestampMs);
    writeInt64(batch, 35, this.#maxTimestampMs);
    writeInt64(batch, 43, producer?.producerId ?? -1);
    writeInt16(batch, 51, producer?.producerEpoch ?? -1);
    writeInt32(batch, 53, producer?.baseSequence ?? -1);
    writeInt32(batch, 57, this.#count);
    patchCrc(batch);
    this.#given = this.#bytes;
    this.#bytes = empty;
    this.#size = batchHeaderBytes;
    this.#count = 0;
    return batch;
  }

  /** Takes back the memory of a batch that `finish` gave and nobody reads any more. Does nothing where it may be shared with others. */
  reuse(batch: Uint8Array): void {
    if (this.#isShared) return;
    const given = this.#given?.buffer === batch.buffer ? this.#given : Buffer.from(batch.buffer);
    this.#given = undefined;
    if (this.#count === 0 && given.length > this.#bytes.length) this.#bytes = given;
  }

  #bodySize(record: BatchRecord): number {
    const headers = record.headers;
    const timestampDelta = this.#count === 0 ? 0 : record.timestampMs - this.#baseTimestampMs;
    return (
      1 +
      varlongSize(timestampDelta) +
      varintSize(this.#count) +
      sizeOfBytes(record.key) +
      sizeOfBytes(record.value) +
      (headers === undefined || headers.length === 0 ? 1 : sizeOfHeaders(headers))
    );
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, initialBytes));
    grown.set(this.#bytes.subarray(0, Math.min(this.#size, this.#bytes.length)));
    this.#bytes = grown;
  }
}

const empty: Uint8Array = Buffer.allocUnsafeSlow(0);

/** Encodes records into one batch; see `BatchBuilder` for what is checked. `bytes`: memory to begin with. */
export function encodeBatch(
  records: Iterable<BatchRecord>,
  producer?: BatchProducer,
  bytes: number = initialBytes,
): Uint8Array {
  const builder = new BatchBuilder(bytes, bytes <= sharedBytesMax ? "shared" : "own");
  for (const record of records) builder.append(record);
  return builder.finish(producer);
}

function timestampInvalid(index: number): FlowMeshError {
  const problem = "must be a whole number of milliseconds in the years 1 to 9999";
  return new FlowMeshError("field_invalid", { field: `records[${index}].timestamp`, problem });
}

function sizeOfBytes(bytes: Uint8Array | null | undefined): number {
  return bytes == null ? 1 : varintSize(bytes.length) + bytes.length;
}

function writeBytes(target: Uint8Array, at: number, bytes: Uint8Array | null | undefined): number {
  if (bytes == null) {
    // Length -1, folded.
    target[at] = 1;
    return at + 1;
  }
  const from = writeVarint(target, at, bytes.length);
  target.set(bytes, from);
  return from + bytes.length;
}

function sizeOfHeaders(headers: readonly BatchRecordHeader[]): number {
  let size = varintSize(headers.length);
  for (const header of headers) {
    const nameBytes = utf8Size(header.name);
    size += varintSize(nameBytes) + nameBytes + sizeOfBytes(header.value);
  }
  return size;
}

function writeHeaders(target: Uint8Array, at: number, headers: readonly BatchRecordHeader[]): number {
  let end = writeVarint(target, at, headers.length);
  for (const header of headers) {
    const nameBytes = utf8Size(header.name);
    end = writeVarint(target, end, nameBytes);
    if (nameBytes === header.name.length) writeAscii(target, end, header.name);
    else utf8.encodeInto(header.name, target.subarray(end, end + nameBytes));
    end = writeBytes(target, end + nameBytes, header.value);
  }
  return end;
}

const utf8 = new TextEncoder();

/** Names are short and nearly always ASCII, for which a loop is faster than a call into native code. */
function utf8Size(text: string): number {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return Buffer.byteLength(text);
  return text.length;
}

function writeAscii(target: Uint8Array, at: number, text: string): void {
  for (let from = 0; from < text.length; from += 1) target[at + from] = text.charCodeAt(from);
}
