import type { AnyMethod } from "@flowmesh/contract";
import { toJsonText } from "@flowmesh/contract/internal";
import { octetStream } from "./rest-request.ts";

export interface RestResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A response with a payload is its bytes, with the other fields as headers, unless the client would rather have JSON; every other response is JSON. */
export function responseOf(method: AnyMethod, response: object, accept: string | undefined): RestResponse {
  const payloadField = method.response.payloadField;
  if (payloadField === undefined || prefersJson(accept)) {
    return {
      headers: { "content-type": "application/json" },
      body: Buffer.from(toJsonText(method.response, response as never)),
    };
  }
  const headers: Record<string, string> = { "content-type": octetStream };
  const fields = response as Readonly<Record<string, unknown>>;
  for (const field of method.response.fields) {
    if (!field.payload && fields[field.property] !== undefined) {
      headers[`flowmesh-${field.protoName.replaceAll("_", "-")}`] = String(fields[field.property]);
    }
  }
  const payload = fields[payloadField] as Uint8Array;
  return { headers, body: Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength) };
}

/** Whether an Accept header ranks JSON before opaque bytes. */
function prefersJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  return qualityOf(accept, "application/json") > qualityOf(accept, octetStream);
}

/** The weight that the most specific matching range gives a media type (RFC 9110, 12.5.1). */
function qualityOf(accept: string, mediaType: string): number {
  let best = { specificity: 0, quality: 0 };
  for (const range of accept.split(",")) {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const specificity = name === mediaType ? 3 : name === "application/*" ? 2 : name === "*/*" ? 1 : 0;
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (specificity > best.specificity) best = { specificity, quality: Number.isNaN(quality) ? 0 : quality };
  }
  return best.quality;
}
