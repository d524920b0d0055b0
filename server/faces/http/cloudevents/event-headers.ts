import { isUtf8 } from "node:buffer";
import { malformedRequest } from "../malformed-request.ts";
import { attributeInvalid, type CloudEvent, checkAttributes } from "./cloud-event.ts";

const prefix = "ce-";

/**
 * The event of a request in binary mode: its attributes are headers, and its data is the body.
 * @throws FlowMeshError `message_malformed`, and those of `checkAttributes`
 */
export function eventOfHeaders(
  rawHeaders: readonly string[],
  contentType: string | undefined,
  body: Uint8Array,
): CloudEvent {
  const attributes = new Map<string, string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]!.toLowerCase();
    if (!header.startsWith(prefix)) continue;
    const name = header.slice(prefix.length);
    if (attributes.has(name)) throw malformedRequest(`it has the header ${header} twice`);
    if (name === "datacontenttype") throw attributeInvalid(0, name, "is the header content-type in binary mode");
    attributes.set(name, decodeValue(name, rawHeaders[at + 1]!));
  }
  if (contentType !== undefined) attributes.set("datacontenttype", contentType);
  checkAttributes(attributes, 0);
  return { attributes, data: body.length === 0 ? undefined : body };
}

/** The headers of an event in binary mode. */
export function headersOfEvent({ attributes }: CloudEvent): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of attributes) {
    if (name === "datacontenttype") headers["content-type"] = encodeRare(value);
    else headers[prefix + name] = encodeValue(value);
  }
  return headers;
}

/** Quotes are taken away, then percent-encoding; what is no UTF-8 behind that is refused (HTTP binding, 3.1.3.2). */
function decodeValue(name: string, header: string): string {
  // Node reads headers as Latin-1: each character is a byte of what was sent.
  const bytes = Buffer.from(percentDecoded(unquoted(header.trim())), "latin1");
  if (!isUtf8(bytes)) throw attributeInvalid(0, name, "is not UTF-8");
  return bytes.toString("utf8");
}

function unquoted(value: string): string {
  return /^".*"$/s.test(value) && value.length > 1 ? value.slice(1, -1).replaceAll(/\\(.)/gs, "$1") : value;
}

/** A percent sign that encodes nothing stands for itself, as senders by older versions of the specification mean it. */
function percentDecoded(value: string): string {
  return value.replaceAll(/%([0-9A-Fa-f]{2})/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** Space, quote, percent and all that is not printable ASCII, each byte of their UTF-8. */
function encodeValue(value: string): string {
  return value.replaceAll(/[^\x21\x23\x24\x26-\x7e]+/gu, percentEncoded);
}

/** A content type is not percent-encoded; only what no header can carry is. */
function encodeRare(value: string): string {
  return value.replaceAll(/[^\x20-\x7e]+/gu, percentEncoded);
}

function percentEncoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
}
