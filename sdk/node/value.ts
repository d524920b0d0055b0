import { FlowMeshError } from "@flowmesh/fabric";

/**
 * The content of a record: bytes as they are, a string as its UTF-8, anything else as JSON, null for a record without a value. `undefined` and what JSON cannot
 * write are refused. At most 1 MiB, unless the server is configured for more.
 */
export type Value = Uint8Array | ArrayBuffer | string | number | boolean | null | object;

/** The key of a record: bytes, or a string as its UTF-8. */
export type Key = Uint8Array | string;

/** The bytes of a value; undefined for null. @throws FlowMeshError `field_invalid` */
export function encodeValue(value: Value): Uint8Array | undefined {
  if (typeof value === "string") return Buffer.from(value);
  if (value instanceof Uint8Array) return value;
  if (value === null) return undefined;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return Buffer.from(jsonOf("value", value));
}

/** The bytes of a key. @throws FlowMeshError `field_invalid` */
export function encodeKey(key: Key): Uint8Array {
  if (typeof key === "string") return Buffer.from(key);
  if (key instanceof Uint8Array) return key;
  throw new FlowMeshError("field_invalid", { field: "key", problem: `is a ${typeof key}, not a string or bytes` });
}

/** What JSON writes of it. @throws FlowMeshError `field_invalid` where it would write nothing of what is there */
export function jsonOf(field: string, value: unknown): string {
  const invalid = (problem: string, cause?: unknown): FlowMeshError =>
    new FlowMeshError("field_invalid", { field, problem }, { cause });
  const instead = insteadOf(value);
  if (instead !== undefined) throw invalid(instead);
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    const [firstLine] = (cause as Error).message.split("\n");
    throw invalid(`cannot be written as JSON: ${firstLine}`, cause);
  }
  if (json !== undefined) return json;
  throw invalid(
    `is ${value === undefined ? "undefined; use null for no value" : `a ${typeof value}, which is no JSON`}`,
  );
}

/** What JSON would write as `{}`, whatever is in it. */
function insteadOf(value: unknown): string | undefined {
  if (value instanceof Promise) return "is a Promise: await it first";
  if (value instanceof Map) return "is a Map, of which JSON holds nothing; use Object.fromEntries(map) or [...map]";
  if (value instanceof Set) return "is a Set, of which JSON holds nothing; use [...set]";
  return undefined;
}
