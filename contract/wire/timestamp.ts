import { EncodeError } from "./encode-error.ts";
import type { FastBuffer } from "./fast-buffer.ts";
import type { Reader } from "./reader.ts";
import { putInt64, putVarint } from "./varint.ts";

// google.protobuf.Timestamp: 1 seconds int64, 2 nanos int32. Here it is a number of milliseconds since the epoch, with a fraction as far as a double goes.

const millisMax = Number.MAX_SAFE_INTEGER;

function secondsOf(ms: number): number {
  const seconds = Math.floor(ms / 1000);
  return nanosIn(ms, seconds) === 1_000_000_000 ? seconds + 1 : seconds;
}

function nanosOf(ms: number): number {
  const nanos = nanosIn(ms, Math.floor(ms / 1000));
  return nanos === 1_000_000_000 ? 0 : nanos;
}

function nanosIn(ms: number, seconds: number): number {
  return Math.round((ms - seconds * 1000) * 1_000_000);
}

/** Most bytes of a time, its length included. */
const timestampMax = 18;

export function boundTimestamp(ms: number, field: string): number {
  if (typeof ms !== "number" || !(Math.abs(ms) <= millisMax)) {
    throw new EncodeError(field, "must be a time in milliseconds since 1970");
  }
  return timestampMax;
}

export function putTimestamp(ms: number, buffer: FastBuffer, offset: number): number {
  const seconds = secondsOf(ms);
  const nanos = nanosOf(ms);
  let at = offset + 1;
  if (seconds !== 0) {
    buffer[at] = 0x08;
    at = putInt64(seconds, buffer, at + 1);
  }
  if (nanos !== 0) {
    buffer[at] = 0x10;
    at = putVarint(nanos, buffer, at + 1);
  }
  buffer[offset] = at - offset - 1;
  return at;
}

/** A field that is given twice: the last one counts, as a whole. */
export function readTimestamp(reader: Reader, field: string): number {
  let seconds = 0;
  let nanos = 0;
  const outerEnd = reader.enter(field);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === 0x08) seconds = reader.int64(field);
    else if (tag === 0x10) nanos = reader.int32(field);
    else reader.skip(tag, timestampFields);
  }
  reader.leave(outerEnd);
  const ms = seconds * 1000 + nanos / 1_000_000;
  if (nanos < 0 || nanos > 999_999_999 || Math.abs(ms) > millisMax)
    throw reader.fail("the time is out of range", field);
  return ms;
}

const timestampFields = [
  { name: "Timestamp.seconds", number: 1 },
  { name: "Timestamp.nanos", number: 2 },
] as const;
