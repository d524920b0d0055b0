import { limits } from "@flowmesh/contract";
import { type BatchRecord, type BatchRecordHeader, FlowMeshError } from "@flowmesh/fabric";
import { type Clock, isTimestampMs } from "@flowmesh/fabric/internal";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { encodeKey, encodeValue, type Key, type Value } from "../value.ts";
import { activeTraceHeaders } from "./active-trace.ts";

type HeaderValue = string | Uint8Array;

/** A header in a list, where names may repeat. */
export interface PublishHeader {
  readonly name: string;
  readonly value?: HeaderValue | null | undefined;
}

/** What a record may carry beside its value. */
export interface PublishOptions {
  /** Records of one key keep their order and go to one partition. At most 4 KiB. Default: no key. */
  readonly key?: Key | undefined;
  /**
   * By name, or a list, such as a message's `headers`; a string as its UTF-8, null for a header without a value. At most 64, each of 4 KiB with its name.
   * The trace in which the program is, if OpenTelemetry is set up in it, is added as `traceparent` and `tracestate` unless `traceparent` stands here.
   */
  readonly headers?: Readonly<Record<string, HeaderValue | null>> | readonly PublishHeader[] | undefined;
  /** When it happened: a date, or milliseconds since 1970. Reads find records by it. Default: now. */
  readonly timestamp?: Date | number | undefined;
  /** Default: by the key; without one, batches take the partitions in turn. */
  readonly partition?: number | undefined;
  /** Refused with `expected_offset_mismatch` unless the record gets exactly this offset. Needs `partition`, a key, or a stream of one partition. */
  readonly expectedOffset?: number | undefined;
  /** A record whose id the stream saw within its dedupe window is not written again; 1 to 255 bytes; the result is then where the first one is, with `duplicate: true`. */
  readonly dedupeId?: string | undefined;
}

/** A record for `publishMany`: its value and what `publish` takes as options. */
export interface PublishRecord<Data = Value> extends PublishOptions {
  readonly value: Data;
}

/** With `value`, because the records of `publishMany` are their own options. */
const optionNames: OptionNames<PublishRecord> = {
  value: true,
  key: true,
  headers: true,
  timestamp: true,
  partition: true,
  expectedOffset: true,
  dedupeId: true,
};

/** A record in bytes, checked, as it goes into a batch. */
export interface OutgoingRecord extends BatchRecord {
  readonly partition: number | undefined;
  readonly expectedOffset: number | undefined;
  readonly dedupeId: string | undefined;
  /** What it counts against the client's memory and the size of its batch. */
  readonly bytes: number;
}

/** More than any record needs beside its parts: lengths, deltas and time. */
const overheadBytes = 32;
const noOptions: PublishOptions = {};
const noHeaders: readonly BatchRecordHeader[] = [];

/**
 * A record without a timestamp is of the clock's time. `index` is the record's place in its call, for errors.
 * @throws FlowMeshError `record_too_large`, `field_invalid`
 */
export function outgoingRecord(
  value: Value,
  clock: Clock,
  options: PublishOptions = noOptions,
  index: number = 0,
): OutgoingRecord {
  if (options !== noOptions) checkNames(options);
  const valueBytes = encodeValue(value);
  const key = options.key === undefined ? undefined : encodeKey(options.key);
  const headers = withTrace(options.headers === undefined ? noHeaders : outgoingHeaders(options.headers, index));
  const valueSize = valueBytes === undefined ? 0 : valueBytes.length;
  const keySize = key === undefined ? 0 : key.length;
  let bytes = sizeOf(keySize, valueSize, headers);
  if (valueSize > limits.recordValueBytes.max) throw tooLarge("value", index, valueSize, limits.recordValueBytes.max);
  if (keySize > limits.recordKeyBytes.value) throw tooLarge("key", index, keySize, limits.recordKeyBytes.value);
  const { timestamp, partition, expectedOffset, dedupeId } = options;
  if (partition !== undefined) checkWhole("partition", partition);
  if (expectedOffset !== undefined) checkWhole("expectedOffset", expectedOffset);
  if (dedupeId !== undefined) bytes += checkDedupeId(dedupeId);
  const timestampMs = timestamp === undefined ? clock.wallMs() : checkTimestamp(timestamp);
  return { key, value: valueBytes, headers, timestampMs, partition, expectedOffset, dedupeId, bytes };
}

/** A record as it is taken back out of a batch; whoever published it named no partition unless one is given. */
export function recordTakenBack(
  { key, value, headers = noHeaders, timestampMs }: BatchRecord,
  partition: number | undefined,
  expectedOffset: number | undefined,
): OutgoingRecord {
  const bytes = sizeOf(key?.length ?? 0, value?.length ?? 0, headers);
  return { key, value, headers, timestampMs, partition, expectedOffset, dedupeId: undefined, bytes };
}

function sizeOf(keySize: number, valueSize: number, headers: readonly BatchRecordHeader[]): number {
  let bytes = valueSize + keySize + overheadBytes;
  for (const header of headers) bytes += sizeOfHeader(header) + 8;
  return bytes;
}

/** The names are written out once more because this costs a record 15 ns, and looking them up 55. */
function checkNames(options: PublishOptions): void {
  for (const name in options) {
    switch (name) {
      case "value":
      case "key":
      case "headers":
      case "timestamp":
      case "partition":
      case "expectedOffset":
      case "dedupeId":
        continue;
      default:
        checkOptionNames(options, optionNames, "publish");
    }
  }
}

/** Headers in bytes. @throws FlowMeshError `record_too_large`, `field_invalid` */
export function outgoingHeaders(
  headers: NonNullable<PublishOptions["headers"]>,
  index: number = 0,
): readonly BatchRecordHeader[] {
  const encoded: BatchRecordHeader[] = [];
  if (isList(headers)) for (const { name, value = null } of headers) encoded.push(encodeHeader(name, value, index));
  else
    for (const name of Object.keys(headers)) {
      const value = headers[name];
      if (value !== undefined) encoded.push(encodeHeader(name, value, index));
    }
  if (encoded.length > limits.recordHeaders.value) {
    throw tooLarge("headers", index, encoded.length, limits.recordHeaders.value, "items");
  }
  return encoded;
}

/** The trace in which the program is goes along, unless the record names one itself or has no room for it. */
function withTrace(headers: readonly BatchRecordHeader[]): readonly BatchRecordHeader[] {
  const trace = activeTraceHeaders();
  if (trace === undefined || headers.some(({ name }) => name === "traceparent")) return headers;
  return headers.length + trace.length > limits.recordHeaders.value ? headers : [...headers, ...trace];
}

function isList(headers: NonNullable<PublishOptions["headers"]>): headers is readonly PublishHeader[] {
  return Array.isArray(headers);
}

function encodeHeader(name: string, value: HeaderValue | null, index: number): BatchRecordHeader {
  if (typeof name !== "string") throw invalid("headers", `has a name that is a ${typeof name}, not a string`);
  if (value !== null && typeof value !== "string" && !(value instanceof Uint8Array)) {
    throw invalid(`headers.${name}`, `is a ${typeof value}, not a string, bytes or null`);
  }
  const header = { name, value: typeof value === "string" ? Buffer.from(value) : value };
  const size = sizeOfHeader(header);
  if (size > limits.recordHeaderBytes.value) throw tooLarge("header", index, size, limits.recordHeaderBytes.value);
  return header;
}

function sizeOfHeader(header: BatchRecordHeader): number {
  return Buffer.byteLength(header.name) + (header.value?.length ?? 0);
}

function checkTimestamp(timestamp: Date | number): number {
  const ms = timestamp instanceof Date ? timestamp.getTime() : timestamp;
  if (!isTimestampMs(ms)) throw invalid("timestamp", "must be a Date, or whole milliseconds, in the years 1 to 9999");
  return ms;
}

function checkWhole(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(field, `is ${value}, not a whole number from 0 on`);
}

function checkDedupeId(id: string): number {
  if (typeof id !== "string") throw invalid("dedupeId", `is a ${typeof id}, not a string`);
  const size = Buffer.byteLength(id);
  const limit = limits.dedupeIdBytes.value;
  if (size === 0 || size > limit) throw invalid("dedupeId", `has ${size} bytes; 1 to ${limit} are allowed`);
  return size;
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}

function tooLarge(part: string, index: number, size: number, limit: number, unit: string = "bytes"): FlowMeshError {
  return new FlowMeshError("record_too_large", { part, index, size, unit, limit });
}
