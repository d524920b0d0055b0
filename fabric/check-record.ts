import type { HeaderInit } from "@flowmesh/contract";
import { type BatchRecord, isTimestampMs } from "./batch/batch-record.ts";
import { type RecordLimits, recordTooLarge } from "./batch/record-limits.ts";
import { checkBytes, checkList, fieldInvalid } from "./check-fields.ts";

/** A record as a request has it. */
export interface RecordInit {
  readonly key?: Uint8Array | undefined;
  readonly value?: Uint8Array | undefined;
  readonly headers?: readonly HeaderInit[] | undefined;
  readonly timestamp?: number | undefined;
}

/** Where a record stands in its request, and the time of one that names none. */
export interface RecordPlaceInRequest {
  readonly index: number;
  /** As errors name it. */
  readonly field: string;
  readonly nowMs: number;
}

/** @throws FlowMeshError `field_invalid`, `record_too_large` */
export function checkRecord(
  { key, value, headers, timestamp }: RecordInit,
  { index, field, nowMs }: RecordPlaceInRequest,
  { keyBytesMax, valueBytesMax, headersMax, headerBytesMax }: RecordLimits,
): BatchRecord {
  checkBytes(`${field}.key`, key);
  checkBytes(`${field}.value`, value);
  if (key !== undefined && key.length > keyBytesMax) throw recordTooLarge("key", index, key.length, keyBytesMax);
  if (value !== undefined && value.length > valueBytesMax)
    throw recordTooLarge("value", index, value.length, valueBytesMax);
  const named = checkList(`${field}.headers`, headers);
  if (named.length > headersMax) throw recordTooLarge("headers", index, named.length, headersMax, "entries");
  const timestampMs = Math.floor(timestamp ?? nowMs);
  if (!isTimestampMs(timestampMs)) throw fieldInvalid(`${field}.timestamp`, "must be a time in the years 1 to 9999");
  return { key, value, timestampMs, headers: named.map((header) => checkHeader(header, index, field, headerBytesMax)) };
}

const noBytes = new Uint8Array(0);

function checkHeader(
  { name = "", value = noBytes }: HeaderInit,
  index: number,
  field: string,
  limit: number,
): { name: string; value: Uint8Array } {
  if (typeof name !== "string") throw fieldInvalid(`${field}.headers.name`, "must be text");
  checkBytes(`${field}.headers.value`, value);
  const size = Buffer.byteLength(name) + value.length;
  if (size > limit) throw recordTooLarge("header", index, size, limit);
  return { name, value };
}
