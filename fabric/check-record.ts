import type { HeaderInit } from "@flowmesh/contract";
import { type BatchRecord, type BatchRecordHeader, isTimestampMs } from "./batch/batch-record.ts";
import { type RecordLimits, recordTooLarge } from "./batch/record-limits.ts";
import { checkBytes, checkList, fieldInvalid } from "./check-fields.ts";

/** A record as a request has it. */
export interface RecordInit {
  readonly key?: Uint8Array | undefined;
  readonly value?: Uint8Array | undefined;
  readonly headers?: readonly HeaderInit[] | undefined;
  readonly timestamp?: number | undefined;
}

/**
 * @param index of the record in its request
 * @param nowMs the time of one that names none
 * @throws FlowMeshError `field_invalid`, `record_too_large`
 */
export function checkRecord(
  { key, value, headers, timestamp }: RecordInit,
  index: number,
  nowMs: number,
  { keyBytesMax, valueBytesMax, headersMax, headerBytesMax }: RecordLimits,
): BatchRecord {
  checkBytes("key", key);
  checkBytes("value", value);
  if (key !== undefined && key.length > keyBytesMax) throw recordTooLarge("key", index, key.length, keyBytesMax);
  if (value !== undefined && value.length > valueBytesMax)
    throw recordTooLarge("value", index, value.length, valueBytesMax);
  const named = checkList("headers", headers);
  if (named.length > headersMax) throw recordTooLarge("headers", index, named.length, headersMax, "entries");
  const timestampMs = Math.floor(timestamp ?? nowMs);
  if (!isTimestampMs(timestampMs)) throw fieldInvalid("timestamp", "must be a time in the years 1 to 9999");
  const checked = named.length === 0 ? noHeaders : named.map((header) => checkHeader(header, index, headerBytesMax));
  return { key, value, timestampMs, headers: checked };
}

const noHeaders: readonly BatchRecordHeader[] = [];
const noBytes = new Uint8Array(0);

function checkHeader(
  { name = "", value = noBytes }: HeaderInit,
  index: number,
  limit: number,
): { name: string; value: Uint8Array } {
  if (typeof name !== "string") throw fieldInvalid("headers.name", "must be text");
  checkBytes("headers.value", value);
  const size = Buffer.byteLength(name) + value.length;
  if (size > limit) throw recordTooLarge("header", index, size, limit);
  return { name, value };
}
