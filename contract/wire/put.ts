import type { FastBuffer } from "./fast-buffer.ts";
import { nextSize } from "./size-tape.ts";
import { putInt64, putVarint } from "./varint.ts";

// Each function writes a measured value at an offset, without its tag, and returns the offset behind it.

// Below these a loop is faster than the call out of JavaScript.
const shortText = 24;
const shortBytes = 24;

export function putString(value: string, buffer: FastBuffer, offset: number): number {
  const size = nextSize();
  const start = putVarint(size, buffer, offset);
  if (size !== value.length) return start + buffer.utf8Write(value, start, size);
  if (size > shortText) return start + buffer.latin1Write(value, start, size);
  for (let i = 0; i < size; i++) buffer[start + i] = value.charCodeAt(i);
  return start + size;
}

export function putBytes(value: Uint8Array, buffer: FastBuffer, offset: number): number {
  return putRaw(value, buffer, putVarint(value.length, buffer, offset));
}

/** Bytes without a length before them. */
export function putRaw(value: Uint8Array, buffer: FastBuffer, offset: number): number {
  const size = value.length;
  if (size > shortBytes) buffer.set(value, offset);
  else for (let i = 0; i < size; i++) buffer[offset + i] = value[i]!;
  return offset + size;
}

export function putBool(value: boolean, buffer: FastBuffer, offset: number): number {
  buffer[offset] = value ? 1 : 0;
  return offset + 1;
}

/** A list of whole numbers as one packed value. */
export function putPackedInts(values: readonly number[], buffer: FastBuffer, offset: number): number {
  let at = putVarint(nextSize(), buffer, offset);
  for (let i = 0; i < values.length; i++) at = putInt64(values[i]!, buffer, at);
  return at;
}

export function putPackedBools(values: readonly boolean[], buffer: FastBuffer, offset: number): number {
  let at = putVarint(nextSize(), buffer, offset);
  for (let i = 0; i < values.length; i++) at = putBool(values[i]!, buffer, at);
  return at;
}
