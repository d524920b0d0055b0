import type { AnyCodec, Codec } from "../wire/codec.ts";
import type { Field } from "../wire/field.ts";
import { jsonFieldsOf, jsonNamesOf, shortName } from "./json-fields.ts";
import { JsonMappingError } from "./json-mapping-error.ts";

/**
 * Path and query parameters, decoded, as the JSON value that `fromJson` reads. Numbers and booleans are written as in JSON, lists by giving the name
 * several times, fields of a nested message with a dot between: `settings.retentionMs=1000`.
 * @throws JsonMappingError for a name that is no field, or one that is no list and is given twice
 */
export function fromQuery(
  codec: Codec<object, never>,
  parameters: Iterable<readonly [string, string]>,
): Record<string, unknown> {
  const json: Record<string, unknown> = Object.create(null);
  for (const [name, text] of parameters) put(codec as AnyCodec, json, name.split("."), text, name);
  return json;
}

function put(
  codec: AnyCodec,
  json: Record<string, unknown>,
  names: readonly string[],
  text: string,
  fullName: string,
): void {
  const [name = "", ...rest] = names;
  const field = jsonFieldsOf(codec).get(name)?.field;
  if (field === undefined) {
    throw new JsonMappingError(shortName(codec), fullName, `is no field of ${shortName(codec)}`, jsonNamesOf(codec));
  }
  if (field.kind === "message" && !field.repeated && rest.length > 0) {
    json[name] ??= Object.create(null);
    put(field.message!(), json[name] as Record<string, unknown>, rest, text, fullName);
  } else if (field.kind === "message" || rest.length > 0) {
    throw new JsonMappingError(shortName(codec), fullName, "cannot be given as a parameter");
  } else if (field.repeated) {
    json[name] = [...((json[name] as unknown[] | undefined) ?? []), parameterValue(field, text)];
  } else if (name in json) {
    throw new JsonMappingError(shortName(codec), fullName, "is given twice");
  } else {
    json[name] = parameterValue(field, text);
  }
}

function parameterValue(field: Field, text: string): unknown {
  if (field.kind === "bool" && (text === "true" || text === "false")) return text === "true";
  return text;
}
