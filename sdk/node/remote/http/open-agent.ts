import type { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import { nodeHttp } from "@flowmesh/contract/internal";
import { type TlsOptions, tlsConnectOptions } from "../connection-security.ts";

/** Connections that are kept and used again, `connectionsMax` at one time; encrypted where there is `tls`. */
export function openAgent(tls: TlsOptions | undefined, connectionsMax: number = Number.POSITIVE_INFINITY): Agent {
  const options = { keepAlive: true, maxSockets: connectionsMax };
  return tls === undefined
    ? new nodeHttp.Agent(options)
    : new SecureAgent({ ...options, ...tlsConnectOptions(tls, "http/1.1") });
}
