import { isUtf8 } from "node:buffer";
import type { AnyCodec, Codec } from "../wire/codec.ts";
import type { Field } from "../wire/field.ts";
import { parseJson } from "./json-text.ts";
import { formatTime } from "./json-time.ts";

/**
 * A message as a value for `JSON.stringify`. Numbers stay numbers, times are RFC 3339 in UTC, bytes are base64 unless their field says otherwise, enums
 * are lower-case strings. Fields that are not set, and enums that are `unspecified`, are left out; everything else is there, zero or empty too.
 */
export function toJson<Message extends object>(
  codec: Codec<Message, never>,
  message: Message,
): Record<string, unknown> {
  return messageToJson(codec as AnyCodec, message as Record<string, unknown>);
}

function messageToJson(codec: AnyCodec, message: Record<string, unknown>): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const field of codec.fields) {
    const value = message[field.property];
    if (value === undefined || value === null) continue;
    if (field.repeated) json[field.property] = (value as unknown[]).map((element) => elementToJson(field, element));
    else if (field.kind === "bytes") putBytes(json, field, value as Uint8Array);
    else if (value !== "unspecified" || field.kind !== "enum") json[field.property] = elementToJson(field, value);
  }
  return json;
}

function elementToJson(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case "message":
      return messageToJson(field.message!(), value as Record<string, unknown>);
    case "time":
      return formatTime(value as number);
    case "bytes":
      return asBuffer(value as Uint8Array).toString("base64");
    default:
      return value;
  }
}

function putBytes(json: Record<string, unknown>, field: Field, value: Uint8Array): void {
  const bytes = asBuffer(value);
  if (field.jsonBytes === "base64") {
    json[field.property] = bytes.toString("base64");
    return;
  }
  const readable = isUtf8(bytes) ? readableForm(field, bytes.toString("utf8")) : undefined;
  if (readable === undefined) json[`${field.property}Base64`] = bytes.toString("base64");
  else json[field.property] = readable;
}

/** Text as such, or as the JSON value that it is; undefined when it must stand as base64. `null` must, since null means absent. */
function readableForm(field: Field, text: string): unknown {
  if (field.jsonBytes === "text") return text;
  try {
    return parseJson(text) ?? undefined;
  } catch {
    return undefined;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
