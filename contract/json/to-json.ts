import { isUtf8 } from "node:buffer";
import { limits } from "../generated/limits.ts";
import type { AnyCodec, Codec } from "../wire/codec.ts";
import type { Field } from "../wire/field.ts";
import { isJson } from "./is-json.ts";
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
  const text = readableText(field, bytes);
  if (text === undefined) json[base64Name(field)] = bytes.toString("base64");
  else json[field.property] = field.jsonBytes === "text" ? text : parseJson(text);
}

function base64Name({ property, jsonBytes }: Field): string {
  return jsonBytes === "base64" ? property : `${property}Base64`;
}

/** What is larger than a JSON body may be is not looked through: it would hold up everything else. */
function isJsonValue(bytes: Buffer): boolean {
  return bytes.length <= limits.httpJsonBytes.value && isJson(bytes, limits.jsonDepth.value);
}

/** Bytes as the text that they are, or the JSON that they are; undefined when they must stand as base64. `null` must, since null means absent. */
function readableText(field: Field, bytes: Buffer): string | undefined {
  if (field.jsonBytes === "base64" || !isUtf8(bytes)) return undefined;
  if (field.jsonBytes === "value" && !isJsonValue(bytes)) return undefined;
  const text = bytes.toString("utf8");
  return field.jsonBytes === "value" && /^\s*null\s*$/.test(text) ? undefined : text;
}

/**
 * The text that `JSON.stringify` would write of `toJson`, on one line, but made without a value in between: bytes that are JSON are copied, numbers and names in them
 * as they were written.
 */
export function toJsonText<Message extends object>(
  codec: Codec<Message, never>,
  message: Message,
  bytes: JsonBytes = "readable",
): string {
  return messageText(codec as AnyCodec, message as Record<string, unknown>, bytes);
}

/** How bytes stand that may be JSON or text: as that where they are it, or always as base64, which gives them back to the last byte. */
export type JsonBytes = "readable" | "base64";

/** Grows by `+=`, which copies nothing until the whole text is wanted: a long value would be copied again by every `join` on the way. */
function messageText(codec: AnyCodec, message: Record<string, unknown>, bytes: JsonBytes): string {
  let text = "";
  for (const field of codec.fields) {
    const value = message[field.property];
    if (value === undefined || value === null || (value === "unspecified" && field.kind === "enum")) continue;
    if (text !== "") text += ",";
    if (field.repeated) text += `"${field.property}":${listText(field, value as unknown[], bytes)}`;
    else if (field.kind === "bytes") text += bytesText(field, asBuffer(value as Uint8Array), bytes);
    else text += `"${field.property}":${elementText(field, value, bytes)}`;
  }
  return `{${text}}`;
}

function listText(field: Field, elements: readonly unknown[], bytes: JsonBytes): string {
  let text = "";
  for (const element of elements) text += `${text === "" ? "" : ","}${elementText(field, element, bytes)}`;
  return `[${text}]`;
}

function elementText(field: Field, value: unknown, bytes: JsonBytes): string {
  if (field.kind === "message") return messageText(field.message!(), value as Record<string, unknown>, bytes);
  return JSON.stringify(elementToJson(field, value));
}

function bytesText(field: Field, bytes: Buffer, form: JsonBytes): string {
  const text = form === "base64" ? undefined : readableText(field, bytes);
  // Base64 has nothing that JSON escapes.
  if (text === undefined) return `"${base64Name(field)}":"${bytes.toString("base64")}"`;
  return `"${field.property}":${field.jsonBytes === "text" ? JSON.stringify(text) : onOneLine(text)}`;
}

/** In valid JSON line breaks stand only where a space may stand as well. */
function onOneLine(json: string): string {
  return json.includes("\n") || json.includes("\r") ? json.replaceAll(/[\r\n]/g, " ") : json;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
