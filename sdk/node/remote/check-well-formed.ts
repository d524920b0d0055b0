import type { AnyCodec } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";

/** What only people read is sent as it can be. */
const forPeople: ReadonlySet<string> = new Set(["error", "stack", "log", "label", "workerLabel"]);

/**
 * Refuses text with half a surrogate pair in it, which no encoding of Unicode can carry: on its way it would become another text, and name something else.
 * @throws FlowMeshError `field_invalid`
 */
export function checkWellFormed(codec: AnyCodec, message: object, path = ""): void {
  for (const { property, protoName, kind, message: nested } of codec.fields) {
    if ((kind !== "string" && kind !== "message") || forPeople.has(property)) continue;
    const value = (message as Readonly<Record<string, unknown>>)[property];
    if (value === undefined) continue;
    const field = `${path}${protoName}`;
    if (!Array.isArray(value)) checkValue(nested, value, field);
    else for (const [index, each] of value.entries()) checkValue(nested, each, `${field}[${index}]`);
  }
}

function checkValue(nested: (() => AnyCodec) | undefined, value: unknown, field: string): void {
  if (typeof value === "string") {
    if (!value.isWellFormed())
      throw new FlowMeshError("field_invalid", { field, problem: "must be well-formed Unicode" });
  } else if (nested !== undefined && typeof value === "object" && value !== null) {
    checkWellFormed(nested(), value, `${field}.`);
  }
}
