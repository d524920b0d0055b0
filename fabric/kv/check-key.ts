import { limits } from "@flowmesh/contract";
import { fieldInvalid } from "../check-fields.ts";
import { FlowMeshError } from "../errors.ts";

/**
 * Gives the key back. `field` is where it stands.
 * @throws FlowMeshError `key_invalid`; `field_invalid` for what is no text at all
 */
export function checkKey(field: string, key: unknown): string {
  if (key === undefined || key === "") throw new FlowMeshError("key_invalid", { field, problem: "is empty" });
  return checkKeyPart(field, key);
}

/** A key, or the beginning of one; absent is empty. */
export function checkKeyPart(field: string, key: unknown): string {
  if (key === undefined) return "";
  if (typeof key !== "string") throw fieldInvalid(field, "must be text");
  if (!key.isWellFormed()) throw fieldInvalid(field, "must be well-formed Unicode");
  const bytesMax = limits.kvKeyBytes.value;
  const bytes = Buffer.byteLength(key);
  if (bytes > bytesMax) throw new FlowMeshError("key_invalid", { field, problem: `has ${bytes} bytes` });
  if (key.includes("\0")) throw new FlowMeshError("key_invalid", { field, problem: "has a NUL in it" });
  return key;
}
