import { limits } from "../generated/limits.ts";
import { JsonMappingError } from "./json-mapping-error.ts";

/** A number kept as it was written, because a double cannot hold it. `JSON.stringify` writes it so again. */
export interface RawJson {
  readonly rawJSON: string;
}

// Not yet in TypeScript's library; in Node since 21.
const json = JSON as unknown as {
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};

export function isRawJson(value: unknown): value is RawJson {
  return json.isRawJSON(value);
}

/**
 * `JSON.parse` that refuses values nested deeper than `json_depth`, and keeps numbers that a double cannot hold as they were written. Of a name that an object has
 * twice the last one counts.
 * @throws JsonMappingError for text that is no JSON, or is nested too deep
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonMappingError("it", "", `is no JSON: ${(error as Error).message}`);
  }
  if (!isWithinDepth(value, limits.jsonDepth.value)) {
    throw new JsonMappingError("it", "", `is nested deeper than ${limits.jsonDepth.value} levels`);
  }
  return longNumber.test(text) ? json.parse(text, keepLongNumbers) : value;
}

const longNumber = /[\d.]{16}|[eE][+-]?\d{3}/;

function keepLongNumbers(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === "number" && source !== undefined && String(value) !== source ? json.rawJSON(source) : value;
}

/** Whether arrays and objects stand at most `levels` inside one another. */
export function isWithinDepth(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null || json.isRawJSON(value)) return true;
  if (levels === 0) return false;
  const children = Array.isArray(value) ? value : Object.values(value);
  return children.every((child) => isWithinDepth(child, levels - 1));
}
