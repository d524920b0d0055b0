import type { FieldModel } from "../model.ts";
import { type JsonObject, withoutEmpty } from "./json-schema.ts";

/** Keywords of a schema that say which fields a request must have, and which not beside one another. */
export function requestPresence(fields: readonly FieldModel[]): JsonObject {
  const slots = slotsOf(fields);
  const needed = slots.filter(({ isRequired }) => isRequired);
  const choices = needed.filter(({ names }) => names.length > 1).map(({ names }) => names);
  if (slots.length === 1 && choices.length === 1) return { minProperties: 1, maxProperties: 1 };
  const refused = slots.filter(({ isRequired }) => !isRequired).flatMap(({ names }) => pairsOf(names).map(together));
  return withoutEmpty({
    required: unlessNone(needed.flatMap(({ names }) => (names.length === 1 ? names : []))),
    not: joined("anyOf", refused),
    ...joined(
      "allOf",
      choices.map((names) => ({ oneOf: names.map(having) })),
    ),
  });
}

/** Keywords of a schema that say which fields every answer has. */
export function answerPresence(fields: readonly FieldModel[]): JsonObject {
  const there = fields.filter(isAlwaysThere);
  const names = there.filter((field) => !isReadableBytes(field)).map(({ property }) => property);
  const eitherOf = there.filter(isReadableBytes).map((field) => ({
    anyOf: jsonNamesOf(field).map(having),
  }));
  return withoutEmpty({ required: unlessNone(names), allOf: unlessNone(eitherOf) });
}

/** Fields whose bytes may stand as what they are. */
export function isReadableBytes({ kind, jsonBytes }: FieldModel): boolean {
  return kind === "bytes" && jsonBytes !== "base64";
}

/** Names in JSON of which a request has at most one: those of a field, or of all fields of a oneof. */
interface Slot {
  readonly names: readonly string[];
  readonly isRequired: boolean;
}

function slotsOf(fields: readonly FieldModel[]): Slot[] {
  const bySlot = Map.groupBy(fields, ({ oneof, property }) => oneof ?? `.${property}`);
  return [...bySlot.values()].map((those) => ({
    names: those.flatMap(jsonNamesOf),
    isRequired: those.some(({ required, oneofRequired }) => required || oneofRequired),
  }));
}

function jsonNamesOf(field: FieldModel): string[] {
  return isReadableBytes(field) ? [field.property, `${field.property}Base64`] : [field.property];
}

function pairsOf(names: readonly string[]): string[][] {
  return names.flatMap((name, index) => names.slice(index + 1).map((other) => [name, other]));
}

/** Both of them. They stand as properties too: linters follow names into `allOf` and its like, but not into `not`. */
export function together(names: readonly string[]): JsonObject {
  return { properties: Object.fromEntries(names.map((name) => [name, {}])), required: names };
}

function having(name: string): JsonObject {
  return { required: [name] };
}

/** Several schemas as one; undefined when there is none. */
function joined(keyword: "anyOf" | "allOf", schemas: readonly JsonObject[]): JsonObject | undefined {
  return schemas.length > 1 ? { [keyword]: schemas } : schemas[0];
}

function unlessNone<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length === 0 ? undefined : values;
}

/** An enum that says nothing is left out of answers. */
function isAlwaysThere({ optional, kind, repeated }: FieldModel): boolean {
  return repeated || (!optional && kind !== "enum");
}
