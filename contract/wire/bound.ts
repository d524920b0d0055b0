import { EncodeError } from "./encode-error.ts";

// Each function returns the most bytes that a value can take without its tag, and refuses what its field cannot carry. They look at lengths alone, so
// that encoding goes over a text only once.

/** Most bytes of a number or a length. */
const varintMax = 10;
const lengthMax = 5;

/** A UTF-16 unit takes at most three bytes of UTF-8. */
const bytesPerUnit = 3;

export function boundString(value: string, field: string): number {
  if (typeof value !== "string") throw new EncodeError(field, "must be a string");
  return lengthMax + value.length * bytesPerUnit;
}

export function boundBytes(value: Uint8Array, field: string): number {
  if (!(value instanceof Uint8Array)) throw new EncodeError(field, "must be a Uint8Array");
  return lengthMax + value.length;
}

export function boundInt32(value: number, field: string): number {
  if (value !== (value | 0)) throw new EncodeError(field, "must be a whole number of at most 32 bits");
  return varintMax;
}

export function boundInt64(value: number, field: string): number {
  if (!Number.isSafeInteger(value)) throw new EncodeError(field, "must be a whole number within 2^53 - 1");
  return varintMax;
}

export function boundBool(value: boolean, field: string): number {
  if (typeof value !== "boolean") throw new EncodeError(field, "must be true or false");
  return 1;
}

/** A list of scalars as one packed value. */
export function boundPacked<T>(
  values: readonly T[],
  field: string,
  bound: (value: T, field: string) => number,
): number {
  let size = lengthMax;
  for (let i = 0; i < values.length; i++) size += bound(values[i]!, field);
  return size;
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
