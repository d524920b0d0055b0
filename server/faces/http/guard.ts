import type { IncomingMessage } from "node:http";
import { FlowMeshError } from "@flowmesh/fabric";
import { isLoopbackAuthority, isLoopbackOrigin } from "../../access/loopback.ts";
import { malformedRequest } from "./malformed-request.ts";

/**
 * Refuses requests that a foreign web page could have made through the user's browser, and those whose head leaves open where they end or whom they are for.
 * Where access is open to all, only names of this machine are taken: a page whose own name was pointed here must not get in.
 * @throws FlowMeshError `host_not_allowed`, `origin_not_allowed`, `message_malformed`
 */
export function guard(request: IncomingMessage, headersMax: number, isAccessOpen: boolean): void {
  const { rawHeaders, headers } = request;
  if (rawHeaders.length / 2 > headersMax) throw malformedRequest(`it has more than ${headersMax} headers`);
  checkFraming(request);
  checkHost(request, isAccessOpen);
  const { origin, host } = headers;
  if (origin === undefined || (isAccessOpen ? isLoopbackOrigin(origin) : isOwnOrigin(origin, host))) return;
  throw new FlowMeshError("origin_not_allowed", { origin });
}

/** Whether the page was served from where it calls: no page of elsewhere may use the client certificate that a browser sends along. */
function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && /^https?:\/\/(.+)$/i.exec(origin)?.[1]?.toLowerCase() === host.toLowerCase();
}

/** What Node's parser leaves to others: it takes any version and any coding before `chunked`. */
function checkFraming({ httpVersion, headers }: IncomingMessage): void {
  if (httpVersion !== "1.1" && httpVersion !== "1.0") {
    throw malformedRequest(`it is HTTP/${httpVersion}; HTTP/1.1 is spoken here`);
  }
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return;
  if (httpVersion === "1.0") throw malformedRequest("it has a transfer encoding, which HTTP/1.0 does not know");
  if (coding.toLowerCase() !== "chunked") {
    throw malformedRequest(`its transfer encoding is ${coding}; only chunked is taken`);
  }
}

/** A target that is a whole URL counts for more than the Host header (RFC 9112, 3.2.2). */
function checkHost({ rawHeaders, headers, httpVersion, url }: IncomingMessage, isAccessOpen: boolean): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length;
  if (hosts > 1) throw malformedRequest("it has several Host headers");
  if (hosts === 0 && httpVersion !== "1.0") throw malformedRequest("it has no Host header");
  if (!isAccessOpen) return;
  const named = [headers.host, /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url!)?.[1]];
  for (const host of named) {
    if (host !== undefined && !isLoopbackAuthority(host)) throw new FlowMeshError("host_not_allowed", { host });
  }
}
