import type { IncomingHttpHeaders } from "node:http2";
import { limits } from "@flowmesh/contract";
import { parseGrpcTimeout } from "@flowmesh/contract/internal";
import { malformed } from "./grpc-input.ts";

/** The time that a client gives its call; undefined when it says nothing. @throws FlowMeshError `message_malformed` */
export function askedMsOf(headers: IncomingHttpHeaders): number | undefined {
  const header = headers["grpc-timeout"];
  if (header === undefined) return undefined;
  const timeoutMs = parseGrpcTimeout(String(header));
  if (timeoutMs === undefined) throw malformed("grpc-timeout must be up to 8 digits and one of H, M, S, m, u, n");
  return timeoutMs;
}

/** What lasts may be asked for longer than any other call; its client ends it then. */
export function lastingMs(askedMs: number | undefined): number | undefined {
  return askedMs !== undefined && askedMs > limits.deadlineMs.max ? undefined : askedMs;
}
