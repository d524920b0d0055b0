import { isUtf8 } from "node:buffer";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { jsonOf } from "../read-body.ts";
import { attributeInvalid, type CloudEvent, charsetOf, checkAttributes, isJsonType } from "./cloud-event.ts";

/**
 * The event that a JSON value describes (the structured mode's format).
 * @throws FlowMeshError `message_malformed` for what is no object, `event_data_invalid`, and those of `checkAttributes`
 */
export function eventOfJson(json: unknown, index: number): CloudEvent {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new FlowMeshError("message_malformed", { format: "CloudEvent", problem: `event ${index} is no JSON object` });
  }
  const { data, data_base64: base64, ...members } = json as Readonly<Record<string, unknown>>;
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(members)) {
    if (value !== null) attributes.set(name, attributeText(name, value, index));
  }
  // What the format implies is said outright, because other forms imply nothing.
  if (data !== undefined && !attributes.has("datacontenttype")) attributes.set("datacontenttype", "application/json");
  checkAttributes(attributes, index);
  return { attributes, data: dataOf(data, base64, attributes.get("datacontenttype"), index) };
}

function attributeText(name: string, value: unknown, index: number): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" && value === (value | 0)) return String(value);
  throw attributeInvalid(index, name, "is neither text, nor a whole number of 32 bits, nor true or false");
}

function dataOf(data: unknown, base64: unknown, contentType: string = "", index: number): Uint8Array | undefined {
  const invalid = (problem: string): FlowMeshError =>
    new FlowMeshError("event_data_invalid", { event: index, problem });
  if (base64 !== undefined && base64 !== null) {
    if (data !== undefined) throw invalid("stands in data and in data_base64");
    const bytes = typeof base64 === "string" ? bytesOfBase64(base64) : undefined;
    if (bytes === undefined) throw invalid("in data_base64 is no base64");
    return bytes;
  }
  if (data === undefined) return undefined;
  if (isJsonType(contentType)) return Buffer.from(JSON.stringify(data));
  if (typeof data === "string") return Buffer.from(data);
  throw invalid(`must be text, or bytes in data_base64, because its content type is ${contentType}`);
}

function bytesOfBase64(text: string): Buffer | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, "base64")
    : undefined;
}

/** An event in the JSON format, on one line. Data that is JSON stands there as it is, other text as text, and everything else as base64. */
export function textOfEvent({ attributes, data }: CloudEvent): string {
  const members: Record<string, unknown> = Object.create(null);
  for (const name of ["specversion", "id", "source", "type"]) members[name] = attributes.get(name);
  for (const [name, value] of attributes) members[name] = value;
  if (data !== undefined) Object.assign(members, dataMember(data, attributes.get("datacontenttype")));
  return JSON.stringify(members);
}

function dataMember(data: Uint8Array, contentType: string | undefined): { data: unknown } | { data_base64: string } {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (contentType !== undefined && isUtf8(bytes)) {
    if (!isJsonType(contentType)) {
      if (isTextType(contentType)) return { data: bytes.toString("utf8") };
    } else {
      const json = jsonIn(bytes);
      if (json !== undefined) return { data: json };
    }
  }
  return { data_base64: bytes.toString("base64") };
}

/** Undefined for bytes that say they are JSON and are not, or are too many to be parsed in one go: they go out as they came. */
function jsonIn(bytes: Buffer): unknown {
  if (bytes.length === 0 || bytes.length > limits.httpJsonBytes.value) return undefined;
  try {
    return jsonOf(bytes);
  } catch {
    return undefined;
  }
}

function isTextType(contentType: string): boolean {
  if (!/^(?:utf-?8|us-ascii)$/i.test(charsetOf(contentType) ?? "utf-8")) return false;
  return /^(?:text\/|application\/(?:[^;]+\+)?(?:xml|yaml)\b)/i.test(contentType);
}
