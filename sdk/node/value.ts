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
  return Buffer.from(toJson(value));
}

/** The bytes of a key. @throws FlowMeshError `field_invalid` */
export function encodeKey(key: Key): Uint8Array {
  if (typeof key === "string") return Buffer.from(key);
  if (key instanceof Uint8Array) return key;
  throw new FlowMeshError("field_invalid", { field: "key", problem: `is a ${typeof key}, not a string or bytes` });
}

function toJson(value: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    const [firstLine] = (cause as Error).message.split("\n");
    const problem = `cannot be written as JSON: ${firstLine}`;
    throw new FlowMeshError("field_invalid", { field: "value", problem }, { cause });
  }
  if (json !== undefined) return json;
  throw new FlowMeshError("field_invalid", {
    field: "value",
    problem: `is ${value === undefined ? "undefined; use null for no value" : `a ${typeof value}, which is no JSON`}`,
  });
}
