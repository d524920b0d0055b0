import type { AnyCodec, Field } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";

/** What only people read is sent as it can be. */
const forPeople: ReadonlySet<string> = new Set(["error", "stack", "log", "label", "workerLabel"]);

/**
 * Refuses text with half a surrogate pair in it, which no encoding of Unicode can carry: on its way it would become another text, and name something else.
 * @throws FlowMeshError `field_invalid`
 */
export function checkWellFormed(codec: AnyCodec, message: object): void {
  const field = firstIllFormed(codec, message);
  if (field !== undefined) throw new FlowMeshError("field_invalid", { field, problem: "must be well-formed Unicode" });
}

/** Where the first such text stands. */
function firstIllFormed(codec: AnyCodec, message: object): string | undefined {
  for (const { property, protoName, message: nested } of fieldsWithText(codec)) {
    const value = (message as Readonly<Record<string, unknown>>)[property];
    if (value === undefined) continue;
    const place = Array.isArray(value) ? placeInList(nested, value) : placeIn(nested, value);
    if (place !== undefined) return `${protoName}${place}`;
  }
  return undefined;
}

function placeInList(nested: Field["message"], values: readonly unknown[]): string | undefined {
  for (let index = 0; index < values.length; index++) {
    const place = placeIn(nested, values[index]);
    if (place !== undefined) return `[${index}]${place}`;
  }
  return undefined;
}

/** Empty: the value itself. */
function placeIn(nested: Field["message"], value: unknown): string | undefined {
  if (typeof value === "string") return value.isWellFormed() ? undefined : "";
  if (nested === undefined || typeof value !== "object" || value === null) return undefined;
  const place = firstIllFormed(nested(), value);
  return place && `.${place}`;
}

const withText = new Map<AnyCodec, readonly Field[]>();

function fieldsWithText(codec: AnyCodec): readonly Field[] {
  let fields = withText.get(codec);
  if (fields === undefined) {
    const mayHold = ({ kind, property }: Field): boolean =>
      (kind === "string" || kind === "message") && !forPeople.has(property);
    fields = codec.fields.filter(mayHold);
    withText.set(codec, fields);
  }
  return fields;
}
