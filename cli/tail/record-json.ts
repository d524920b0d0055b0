import { isUtf8 } from "node:buffer";
import type { Message } from "@flowmesh/client";
import { Record as RecordCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { escapeJson } from "../output/escape.ts";

/**
 * A record as one line of JSON: `partition`, `offset`, `timestamp`, `key`, `value`, `headers`, in the form of docs/rest.md. Beyond that, a value that is
 * text and no JSON stands in `valueText`. `flowmesh pub --ndjson` takes it again.
 */
export function recordJson(message: Message): string {
  return escapeJson(JSON.stringify(recordFields(message)));
}

/** The same as an object that `JSON.stringify` takes. */
export function recordFields(message: Message): Readonly<Record<string, unknown>> {
  const { partition, offset, timestampMs, key, value } = message;
  const headers = message.headers.map((header) => ({ name: header.name, value: header.value ?? noBytes }));
  const fields = toJson(RecordCodec, { partition, offset, timestamp: timestampMs, key, value, headers });
  if (value === undefined || !("valueBase64" in fields) || !isUtf8(value)) return fields;
  const { valueBase64: _, headers: shownHeaders, ...rest } = fields;
  return { ...rest, valueText: message.text(), headers: shownHeaders };
}

const noBytes = new Uint8Array(0);
