import type { AnyCodec } from "../wire/codec.ts";
import type { Field } from "../wire/field.ts";

/** A field, and whether the name that led to it is the one for base64. */
export interface JsonField {
  readonly field: Field;
  readonly isBase64: boolean;
}

const byCodec = new WeakMap<AnyCodec, ReadonlyMap<string, JsonField>>();

/** Every name under which a message's fields may stand in JSON: lower camel case, and as in the proto file. */
export function jsonFieldsOf(codec: AnyCodec): ReadonlyMap<string, JsonField> {
  const known = byCodec.get(codec);
  if (known !== undefined) return known;
  const fields = new Map<string, JsonField>();
  for (const field of codec.fields) {
    for (const name of [field.property, field.protoName]) {
      fields.set(name, { field, isBase64: field.jsonBytes === "base64" });
      if (field.jsonBytes !== "base64") fields.set(`${name}Base64`, { field, isBase64: true });
    }
  }
  byCodec.set(codec, fields);
  return fields;
}

/** The names to show to somebody who used a wrong one. */
export function jsonNamesOf(codec: AnyCodec): string[] {
  return codec.fields.flatMap(({ property, jsonBytes }) =>
    jsonBytes === "base64" ? [property] : [property, `${property}Base64`],
  );
}

/** `PublishRequest` of `flowmesh.v1.PublishRequest`. */
export function shortName(codec: AnyCodec): string {
  return codec.name.slice(codec.name.lastIndexOf(".") + 1);
}
