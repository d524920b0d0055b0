import type { PublishHeader, PublishRecord } from "@flowmesh/client";
import { NewRecord } from "@flowmesh/contract";
import { fromJson } from "@flowmesh/contract/internal";
import { exactValue, readObject } from "./json-envelope.ts";

/**
 * Reads a record that is written as one JSON object, in the form of docs/rest.md: `key`, `value` (any JSON) or `valueBase64`, `headers`, `timestamp`,
 * `partition`, `dedupeId`. Beyond that: `valueText` for a value that is text, headers as an object, null for a header without a value, and an `offset`, which is not
 * looked at, so that what `flowmesh tail --format ndjson` prints can be published again. JSON is taken as it stands, with its numbers and blanks.
 * @throws FlowMeshError `field_unknown`, `field_invalid`, `message_malformed`
 */
export function readEnvelope(line: Buffer): PublishRecord {
  return readObject(line, "record", ({ offset: _, valueText, headers, ...rest }, text) => {
    const headerList = asHeaderList(headers);
    const record = fromJson(NewRecord, { ...rest, headers: headerList });
    const { key, value, timestamp, partition, dedupeId } = record;
    return {
      value: exactValue(text, { ...rest, valueText }, value),
      key,
      timestamp: timestamp === undefined ? undefined : Math.floor(timestamp),
      partition,
      dedupeId: dedupeId === "" ? undefined : dedupeId,
      headers: record.headers.length === 0 ? undefined : withMissing(record.headers, headerList),
    };
  });
}

/** Headers as an object are a list of them. */
export function asHeaderList(headers: unknown): unknown {
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return headers;
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

/** Null is for a header without a value; for REST it is an empty one. */
export function withMissing(headers: NewRecord["headers"], given: unknown): PublishHeader[] {
  const isMissing = (at: number): boolean => {
    const header = (given as readonly Readonly<Record<string, unknown>>[])[at]!;
    return header.value === null && header.valueBase64 === undefined;
  };
  return headers.map(({ name, value }, at) => ({ name, value: isMissing(at) ? null : value }));
}
