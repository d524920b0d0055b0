import { EncodeError } from "./encode-error.ts";
import { fillSize, recordSize, reserveSize } from "./size-tape.ts";
import { varintSize } from "./varint.ts";

// Each function returns the bytes that a value takes without its tag, and refuses what its field cannot carry.

export function measureString(value: string, field: string): number {
  if (typeof value !== "string") throw new EncodeError(field, "must be a string");
  const size = utf8Size(value);
  recordSize(size);
  return varintSize(size) + size;
}

export function measureBytes(value: Uint8Array, field: string): number {
  if (!(value instanceof Uint8Array)) throw new EncodeError(field, "must be a Uint8Array");
  return varintSize(value.length) + value.length;
}

export function measureInt32(value: number, field: string): number {
  if (value !== (value | 0)) throw new EncodeError(field, "must be a whole number from -2147483648 to 2147483647");
  return value < 0 ? 10 : varintSize(value);
}

export function measureInt64(value: number, field: string): number {
  if (!Number.isSafeInteger(value)) throw new EncodeError(field, "must be a whole number within 2^53 - 1");
  return value < 0 ? 10 : varintSize(value);
}

export function measureUint32(value: number, field: string): number {
  if (value !== value >>> 0) throw new EncodeError(field, "must be a whole number from 0 to 4294967295");
  return varintSize(value);
}

export function measureBool(value: boolean, field: string): number {
  if (typeof value !== "boolean") throw new EncodeError(field, "must be true or false");
  return 1;
}

/** A list of scalars as one packed value; nothing for an empty one. `measure` is the same function at each place of use. */
export function measurePacked<T>(
  values: readonly T[],
  field: string,
  measure: (value: T, field: string) => number,
): number {
  const place = reserveSize();
  let size = 0;
  for (let i = 0; i < values.length; i++) size += measure(values[i]!, field);
  fillSize(place, size);
  return varintSize(size) + size;
}

/** The length of a list, 0 when it is absent. */
export function listLength(list: readonly unknown[] | undefined, field: string): number {
  if (list === undefined || list === null) return 0;
  if (!Array.isArray(list)) throw new EncodeError(field, "must be an array");
  return list.length;
}

/** Refuses what is no object where a message should be. */
export function checkMessage(value: object, field: string): void {
  if (typeof value !== "object" || value === null) throw new EncodeError(field, "must be an object");
}

// Below this a loop over the characters is faster than the call out of JavaScript.
const shortText = 48;

function utf8Size(text: string): number {
  const length = text.length;
  if (length > shortText) return Buffer.byteLength(text, "utf8");
  for (let i = 0; i < length; i++) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.byteLength(text, "utf8");
  }
  return length;
}
