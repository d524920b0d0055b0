import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { FlowMeshError } from "@flowmesh/fabric";
import { fieldInvalid, fileProblem } from "@flowmesh/fabric/internal";
import type { Address } from "../address.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";

type Pem = string | Buffer;

/** How a connection is encrypted. Certificates and keys are PEM: text, not paths. */
export interface TlsOptions {
  /** Authorities whose certificates are believed. Default: those of Node.js, with `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** The client's own certificate, where the server asks for one. */
  readonly cert?: Pem | undefined;
  /** The private key of `cert`. */
  readonly key?: Pem | undefined;
  /** The name that the server's certificate must have. Default: the host of the URL. */
  readonly servername?: string | undefined;
}

/** What the server is shown, and whether it is spoken to through TLS. Every transport gets this. */
export interface ConnectionSecurity {
  readonly token?: string | undefined;
  /** Absent: not encrypted. */
  readonly tls?: TlsOptions | undefined;
}

/**
 * Puts together what the options say and what came with the address: the options count for more.
 * @throws FlowMeshError `field_invalid` for a token that no header can carry, `configuration_invalid` when the file of authorities cannot be read or holds none
 */
export function connectionSecurity(address: Address, given: ConnectionSecurity): ConnectionSecurity {
  const token = given.token ?? address.token;
  if (token !== undefined) checkToken(token);
  if (given.tls !== undefined) checkTls(given.tls);
  const isSecure = given.tls !== undefined || address.isSecure === true;
  return { token, tls: isSecure ? { ca: authoritiesOf(address), ...withoutUndefined(given.tls ?? {}) } : undefined };
}

function checkToken(token: unknown): void {
  if (typeof token === "string" && /^[\w.~+/=-]+$/.test(token)) return;
  const isPadded = typeof token === "string" && token.trim() !== token;
  const hint = isPadded ? "; this one has a blank or the end of a line beside it" : "";
  const problem = `must be letters, digits and -._~+/= alone, as flowmesh token new prints it${hint}`;
  throw fieldInvalid("token", problem);
}

const tlsNames: OptionNames<TlsOptions> = { ca: true, cert: true, key: true, servername: true };

function checkTls(tls: TlsOptions): void {
  if (typeof tls !== "object" || tls === null)
    throw fieldInvalid("tls", "must be an object, as { ca }, or { } for what Node.js believes");
  checkOptionNames(tls, tlsNames, "tls");
  for (const name of ["ca", "cert", "key"] as const)
    for (const pem of [tls[name] ?? []].flat())
      if (!/-----BEGIN /.test(String(pem)))
        throw fieldInvalid(
          `tls.${name}`,
          "must be PEM, which has lines such as -----BEGIN CERTIFICATE-----; of a file its content, not its path",
        );
  if ((tls.cert === undefined) !== (tls.key === undefined))
    throw fieldInvalid(
      tls.cert === undefined ? "tls.cert" : "tls.key",
      "is not given: certificate and key go together",
    );
}

/** What Node.js is told of TLS: `servername` also stands for the name that is checked. */
export function tlsConnectOptions(tls: TlsOptions, protocol: string): ConnectionOptions {
  return { ...(tls as ConnectionOptions), minVersion: "TLSv1.2", ALPNProtocols: [protocol] };
}

function authoritiesOf({ caFile }: Address): Pem | undefined {
  if (caFile === undefined) return undefined;
  const invalid = (problem: string, cause?: unknown): FlowMeshError => {
    const details = {
      key: "ca",
      origin: "FLOWMESH_CA or --ca",
      problem: `is ${JSON.stringify(caFile)}, which ${problem}`,
    };
    return new FlowMeshError("configuration_invalid", details, { cause });
  };
  let content: Buffer;
  try {
    content = readFileSync(caFile);
  } catch (cause) {
    throw invalid(`cannot be read: ${fileProblem(cause)}`, cause);
  }
  if (/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(content.toString("latin1"))) return content;
  throw invalid("holds no certificate, which has a line -----BEGIN CERTIFICATE-----");
}

function withoutUndefined(options: TlsOptions): TlsOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
