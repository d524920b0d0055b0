/** What the language can do and its declarations do not know yet: numbers of JSON as they are written. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const exactJson = JSON as unknown as ExactJson;

/**
 * A JSON value that was changed by a merge patch (RFC 7396); undefined when it is no JSON. Numbers that a double cannot hold, or that it would be written another way, stay as they were
 * written, so that nothing changes that the patch does not name.
 */
export function mergePatched(value: Uint8Array | undefined, patch: unknown): Uint8Array | undefined {
  try {
    return Buffer.from(JSON.stringify(merged(parseMergePatch(value ?? new Uint8Array(0)), patch)));
  } catch {
    return undefined;
  }
}

/** Parses a merge patch for `mergePatched`, or what it changes. @throws SyntaxError when it is no JSON, TypeError when it is no UTF-8 */
export function parseMergePatch(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return exactJson.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? exactJson.rawJSON(source) : value,
  );
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, merged(result.get(name), value));
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !exactJson.isRawJSON(value);
}
