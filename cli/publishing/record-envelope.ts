import type { PublishRecord } from "@flowmesh/client";
import { NewRecord } from "@flowmesh/contract";
import { fromJson, JsonMappingError, parseJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";

/**
 * Reads a record that is written as one JSON object, in the form of docs/rest.md: `key`, `value` (any JSON) or `valueBase64`, `headers`, `timestamp`,
 * `partition`, `dedupeId`. Beyond that: `valueText` for a value that is text and no JSON, headers as an object, and an `offset`, which is not looked at, so
 * that what `flowmesh tail -o ndjson` prints can be published again.
 * @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readEnvelope(line: string): PublishRecord {
  try {
    const { offset: _, valueText, headers, ...rest } = asObject(parseJson(line));
    const record = fromJson(NewRecord, { ...rest, headers: asHeaderList(headers) });
    const { key, value, timestamp, partition, dedupeId } = record;
    if (valueText !== undefined && value !== undefined) throw invalid("valueText", "cannot be given beside value");
    return {
      value: valueText === undefined ? (value ?? null) : asText(valueText),
      key,
      timestamp: timestamp === undefined ? undefined : Math.floor(timestamp),
      partition,
      dedupeId: dedupeId === "" ? undefined : dedupeId,
      headers: asHeaders(record.headers),
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

function asHeaders(list: NewRecord["headers"]): Record<string, Uint8Array> | undefined {
  if (list.length === 0) return undefined;
  const headers: Record<string, Uint8Array> = Object.create(null);
  for (const { name, value } of list) {
    if (name in headers) throw invalid("headers", `name ${JSON.stringify(name)} twice, which this command cannot send`);
    headers[name] = value;
  }
  return headers;
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  throw invalid("valueText", "must be a string");
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
