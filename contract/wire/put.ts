import type { FastBuffer } from "./fast-buffer.ts";
import { putInt64, putVarint, varintSize } from "./varint.ts";

// Each function writes a value at an offset, without its tag, and returns the offset behind it. The buffer has room for the value's bound.

// Below these a loop is faster than the call out of JavaScript.
const tinyText = 8;
const tinyBytes = 24;

// Up to this many units the length of a text takes one byte, whatever its characters.
const shortText = 42;

export function putString(value: string, buffer: FastBuffer, offset: number): number {
  const units = value.length;
  if (units > shortText) return putLongString(value, buffer, offset);
  const start = offset + 1;
  if (units <= tinyText) {
    let i = 0;
    for (; i < units; i++) {
      const unit = value.charCodeAt(i);
      if (unit > 0x7f) break;
      buffer[start + i] = unit;
    }
    if (i === units) {
      buffer[offset] = units;
      return start + units;
    }
  }
  const size = buffer.utf8Write(value, start);
  buffer[offset] = size;
  return start + size;
}

function putLongString(value: string, buffer: FastBuffer, offset: number): number {
  const size = Buffer.byteLength(value, "utf8");
  const start = putVarint(size, buffer, offset);
  if (size === value.length) buffer.latin1Write(value, start, size);
  else buffer.utf8Write(value, start, size);
  return start + size;
}

export function putBytes(value: Uint8Array, buffer: FastBuffer, offset: number): number {
  const size = value.length;
  const start = putVarint(size, buffer, offset);
  if (size > tinyBytes) buffer.set(value, start);
  else for (let i = 0; i < size; i++) buffer[start + i] = value[i]!;
  return start + size;
}

export function putBool(value: boolean, buffer: FastBuffer, offset: number): number {
  buffer[offset] = value ? 1 : 0;
  return offset + 1;
}

/** A list of whole numbers as one packed value. */
export function putPackedInts(values: readonly number[], buffer: FastBuffer, offset: number): number {
  let at = offset + 1;
  for (let i = 0; i < values.length; i++) at = putInt64(values[i]!, buffer, at);
  return putLength(buffer, offset, 1, at);
}

/**
 * Writes the length of what stands at `offset + reserved` to `end`, moving it when the length needs another number of bytes than were reserved.
 * @returns the offset behind the moved content
 */
export function putLength(buffer: FastBuffer, offset: number, reserved: number, end: number): number {
  const start = offset + reserved;
  const size = end - start;
  const needed = varintSize(size);
  if (needed !== reserved) buffer.copyWithin(offset + needed, start, end);
  return putVarint(size, buffer, offset) + size;
}
