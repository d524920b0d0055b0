import { isUtf8 } from "node:buffer";
import type { PublishHeader, PublishRecord, Value } from "@flowmesh/client";
import { NewRecord } from "@flowmesh/contract";
import { fromJson, JsonMappingError, parseJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { memberText } from "./member-text.ts";

/**
 * Reads a record that is written as one JSON object, in the form of docs/rest.md: `key`, `value` (any JSON) or `valueBase64`, `headers`, `timestamp`,
 * `partition`, `dedupeId`. Beyond that: `valueText` for a value that is text, headers as an object, null for a header without a value, and an `offset`, which is not
 * looked at, so that what `flowmesh tail --format ndjson` prints can be published again. JSON is taken as it stands, with its numbers and blanks.
 * @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readEnvelope(line: Buffer): PublishRecord {
  if (!isUtf8(line)) throw new FlowMeshError("message_malformed", { format: "record", problem: "it is no UTF-8" });
  const text = line.toString();
  try {
    const { offset: _, valueText, headers, ...rest } = asObject(parseJson(text));
    if (valueText !== undefined && rest.valueBase64 !== undefined)
      throw invalid("valueText", "cannot be given beside valueBase64");
    const headerList = asHeaderList(headers);
    const record = fromJson(NewRecord, { ...rest, headers: headerList });
    const { key, value, timestamp, partition, dedupeId } = record;
    return {
      value: valueText === undefined ? valueIn(text, value) : asText(valueText, rest.value),
      key,
      timestamp: timestamp === undefined ? undefined : Math.floor(timestamp),
      partition,
      dedupeId: dedupeId === "" ? undefined : dedupeId,
      headers: record.headers.length === 0 ? undefined : withMissing(record.headers, headerList),
    };
  } catch (error) {
    if (error instanceof JsonMappingError) throw toFlowMeshError(error);
    throw error;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new FlowMeshError("message_malformed", { format: "record", problem: "it is no JSON object" });
}

function asHeaderList(headers: unknown): unknown {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return headers;
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

/** Null is for a header without a value; for REST it is an empty one. */
function withMissing(headers: NewRecord["headers"], given: unknown): PublishHeader[] {
  const isMissing = (at: number): boolean => {
    const header = (given as readonly Readonly<Record<string, unknown>>[])[at]!;
    return header.value === null && header.valueBase64 === undefined;
  };
  return headers.map(({ name, value }, at) => ({ name, value: isMissing(at) ? null : value }));
}

/** JSON as it stands in the line; parsed and written again it may look different. */
function valueIn(line: string, value: Uint8Array | undefined): Value {
  const json = memberText(line, "value");
  return json === undefined || json === "null" ? (value ?? null) : Buffer.from(json);
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

function toFlowMeshError({ field, problem, messageName, known }: JsonMappingError): FlowMeshError {
  if (known !== undefined) {
    const [message, names] = messageName === "NewRecord" ? ["a record", [...known, "valueText"]] : ["a header", known];
    return new FlowMeshError("field_unknown", { field, message, known: names.join(", ") });
  }
  if (field === "") return new FlowMeshError("message_malformed", { format: "record", problem: `it ${problem}` });
  return invalid(field, problem);
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
