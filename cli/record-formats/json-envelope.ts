import { isUtf8 } from "node:buffer";
import { JsonMappingError, parseJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { memberText } from "./member-text.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a line that is one JSON object; `what` it stands for is named in errors. `read` is given its fields, and the line as text.
 * @throws FlowMeshError `message_malformed`, and for a `JsonMappingError` of `read` `field_unknown` or `field_invalid`
 */
export function readObject<Content>(
  line: Buffer,
  what: string,
  read: (fields: Fields, text: string) => Content,
): Content {
  if (!isUtf8(line)) throw malformed(what, "it is no UTF-8");
  const text = line.toString();
  try {
    return read(asObject(parseJson(text), what), text);
  } catch (error) {
    if (error instanceof JsonMappingError) throw toFlowMeshError(error, what);
    throw error;
  }
}

/**
 * The value that the fields say, to the last byte: JSON as it stands in the line, as it may look different once it was parsed. `parsed` is what the contract reads of
 * `value` or `valueBase64`. Null: there is none. @throws FlowMeshError `field_invalid`
 */
export function exactValue(
  line: string,
  { value, valueText, valueBase64 }: Fields,
  parsed: Uint8Array | undefined,
): Uint8Array | string | null {
  if (valueText === undefined) return valueIn(line, parsed);
  if (valueBase64 !== undefined) throw invalid("valueText", "cannot be given beside valueBase64");
  return asText(valueText, value);
}

function asObject(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw malformed(what, "it is no JSON object");
}

function valueIn(line: string, parsed: Uint8Array | undefined): Uint8Array | null {
  const json = memberText(line, "value");
  return json === undefined || json === "null" ? (parsed ?? null) : Buffer.from(json);
}

/** Beside `value` it says how exactly that was written. */
function asText(text: unknown, value: unknown): string {
  if (typeof text !== "string") throw invalid("valueText", "must be a string");
  if (!text.isWellFormed()) throw invalid("valueText", "must be well-formed Unicode");
  if (value !== undefined && value !== null && !isSameJson(text, value))
    throw invalid("valueText", "says something else than value: leave one of them out");
  return text;
}

function isSameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(parseJson(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

function toFlowMeshError({ field, problem, messageName, known }: JsonMappingError, what: string): FlowMeshError {
  if (known !== undefined) {
    const isHeader = messageName === "Header";
    const [message, names] = isHeader
      ? ["a header", known]
      : [`a${/^[aeiou]/.test(what) ? "n" : ""} ${what}`, [...known, "valueText"]];
    return new FlowMeshError("field_unknown", { field, message, known: names.join(", ") });
  }
  return field === "" ? malformed(what, `it ${problem}`) : invalid(field, problem);
}

function malformed(format: string, problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format, problem });
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
