import type { IncomingMessage } from "node:http";
import { FlowMeshError } from "@flowmesh/fabric";
import { isLoopbackAuthority, isLoopbackOrigin } from "../../access/loopback.ts";
import { malformedRequest } from "./malformed-request.ts";

/**
 * Refuses requests that a foreign web page could have made through the user's browser, and those whose head is ambiguous.
 * @throws FlowMeshError `host_not_allowed`, `origin_not_allowed`, `message_malformed`
 */
export function guard(request: IncomingMessage, headersMax: number): void {
  const { rawHeaders, headers } = request;
  if (rawHeaders.length / 2 > headersMax) throw malformedRequest(`it has more than ${headersMax} headers`);
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.toLowerCase() === "host") hosts++;
  }
  if (hosts > 1) throw malformedRequest("it has several Host headers");
  if (hosts === 0 && request.httpVersion !== "1.0") throw malformedRequest("it has no Host header");
  if (hosts === 1 && !isLoopbackAuthority(headers.host!))
    throw new FlowMeshError("host_not_allowed", { host: headers.host! });
  if (headers.origin !== undefined && !isLoopbackOrigin(headers.origin)) {
    throw new FlowMeshError("origin_not_allowed", { origin: headers.origin });
  }
}
