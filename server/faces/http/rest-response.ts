import type { AnyMethod } from "@flowmesh/contract";
import { type JsonBytes, toJsonText } from "@flowmesh/contract/internal";
import { prefers } from "./accept.ts";
import { octetStream, protobuf } from "./rest-request.ts";

export interface RestResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * A response with a payload is its bytes, with the other fields as headers, unless the client would rather have JSON; every other response is JSON, or protobuf
 * where the client prefers that.
 */
export function responseOf(method: AnyMethod, response: object, accept: string = ""): RestResponse {
  const payloadField = method.response.payloadField;
  if (payloadField !== undefined && !prefers(accept, json, octetStream)) {
    return payloadResponse(method, response as Readonly<Record<string, unknown>>, payloadField);
  }
  if (payloadField === undefined && prefers(accept, protobuf, json)) {
    return { headers: { "content-type": protobuf }, body: method.response.encode(response) };
  }
  const text = toJsonText(method.response, response as never, bytesForm(accept));
  return { headers: { "content-type": json }, body: Buffer.from(text) };
}

function payloadResponse(
  method: AnyMethod,
  response: Readonly<Record<string, unknown>>,
  payloadField: string,
): RestResponse {
  const headers: Record<string, string> = { "content-type": octetStream };
  for (const field of method.response.fields) {
    if (!field.payload && response[field.property] !== undefined) {
      headers[`flowmesh-${field.protoName.replaceAll("_", "-")}`] = String(response[field.property]);
    }
  }
  const payload = response[payloadField] as Uint8Array;
  return { headers, body: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength) };
}

const json = "application/json";

/** `application/json;bytes=base64` asks for all bytes as base64, so that they come back as they are to the last one. */
function bytesForm(accept: string): JsonBytes {
  return /application\/json\s*;[^,]*\bbytes=base64\b/i.test(accept) ? "base64" : "readable";
}
