import { FlowMeshError } from "@flowmesh/fabric";
import type { ServerOptions } from "@flowmesh/server";
import type { Configuration } from "../configuration/configuration.ts";

/** The settings that are about it. */
export type SecuritySettings = Pick<
  Configuration,
  "insecure" | "tokensFile" | "tlsCert" | "tlsKey" | "tlsClientCa" | "plainOnLoopback"
>;

/** Who may call a server, and whether through TLS. */
export type ServerSecurity = Pick<ServerOptions, "access" | "tls">;

/**
 * What a service is protected with. Without `insecure` callers are asked for a token.
 * @param token the one of the environment, which may do everything
 * @throws FlowMeshError `configuration_invalid` when settings do not fit together
 */
export function securityOf(configuration: SecuritySettings, token: string | undefined): ServerSecurity {
  const { insecure, tokensFile } = configuration;
  const access = insecure ? undefined : { tokensFile, token: token === "" ? undefined : token };
  return { access, tls: tlsOf(configuration) };
}

function tlsOf(configuration: SecuritySettings): ServerSecurity["tls"] {
  const { tlsCert, tlsKey, tlsClientCa, plainOnLoopback, insecure } = configuration;
  if (tlsCert === undefined && tlsKey === undefined) {
    if (tlsClientCa !== undefined) throw invalid("tlsClientCa", "needs tlsCert and tlsKey beside it");
    if (plainOnLoopback) throw invalid("plainOnLoopback", "needs tlsCert and tlsKey beside it");
    return undefined;
  }
  if (tlsCert === undefined) throw invalid("tlsKey", "needs tlsCert beside it");
  if (tlsKey === undefined) throw invalid("tlsCert", "needs tlsKey beside it");
  if (tlsClientCa !== undefined && insecure)
    throw invalid("tlsClientCa", "has no sense with insecure, where nobody is asked who calls");
  return { certFile: tlsCert, keyFile: tlsKey, clientCaFile: tlsClientCa, plainOnLoopback };
}

function invalid(key: string, problem: string): FlowMeshError {
  return new FlowMeshError("configuration_invalid", { key, origin: "the configuration", problem });
}
