/** The part of JSON Schema 2020-12, and of OpenAPI's objects, that is written here. */
export type JsonObject = { readonly [name: string]: unknown };

/** Leaves out what is undefined or an empty text, so that the document says nothing that says nothing. */
export function withoutEmpty(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ""));
}

export function reference(kind: "schemas" | "parameters" | "responses" | "headers", name: string): JsonObject {
  return { $ref: `#/components/${kind}/${name}` };
}
