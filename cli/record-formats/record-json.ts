import type { Message } from "@flowmesh/client";
import { Record as RecordCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { exactLine, withValueText } from "./exact-json.ts";

/**
 * A record as one line of JSON: `partition`, `offset`, `timestamp`, `key`, `value`, `headers`, in the form of docs/rest.md. Beyond that, a value that is text
 * and no JSON stands in `valueText`, and so does, beside `value`, JSON that would not stand so on a line; a header without a value has null.
 * `flowmesh pub --format ndjson` makes the same record of it, to the last byte.
 */
export function recordJson(message: Message): string {
  return exactLine(recordFields(message), message.value);
}

/** The same as an object that `JSON.stringify` takes. */
export function recordFields(message: Message): Readonly<Record<string, unknown>> {
  const { partition, offset, timestampMs, key, value } = message;
  const headers = message.headers.map((header) => ({ name: header.name, value: header.value ?? noBytes }));
  const { headers: shown, ...fields } = toJson(RecordCodec, {
    partition,
    offset,
    timestamp: timestampMs,
    key,
    value,
    headers,
  });
  return { ...withValueText(fields, value), headers: withMissing(shown as object[], message.headers) };
}

/** A header may have no value at all, for which REST has no word. */
function withMissing(shown: readonly object[], headers: Message["headers"]): object[] {
  return shown.map((header, at) => (headers[at]!.value === undefined ? { ...header, value: null } : header));
}

const noBytes = new Uint8Array(0);
