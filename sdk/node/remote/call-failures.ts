import { type CallOptions, limits } from "@flowmesh/contract";
import { EncodeError } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkTimeoutMs } from "@flowmesh/fabric/internal";
import { type Address, formatUrl } from "../address.ts";

// What every transport says, in the same words, when a call cannot be made or answered.

/** The connection could not be opened, or was lost. */
export function connectionFailed(address: Address, problem: string, cause?: Error): FlowMeshError {
  const { origin } = address;
  // Whoever did not write the address should learn where it stands.
  const named = origin === "FLOWMESH_URL" || origin.endsWith("dev.json") ? ` (the address is from ${origin})` : "";
  const details = { address: formatUrl(address), problem: `${problem}${named}` };
  return new FlowMeshError("connection_failed", details, cause === undefined ? {} : { cause });
}

/** A call's time ran out while there was no connection; `lastProblem` is why. */
export function noConnection(address: Address, lastProblem: FlowMeshError | undefined): FlowMeshError {
  if (lastProblem?.reason === "connection_failed") return lastProblem;
  const details = { address: formatUrl(address), problem: lastProblem?.message ?? "none could be opened" };
  return new FlowMeshError("connection_failed", details, lastProblem === undefined ? {} : { cause: lastProblem });
}

/** An error of a socket, in words. */
export function describeNetworkError(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ECONNRESET":
    case "EPIPE":
      return "the connection was cut";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name is not known";
    case "ETIMEDOUT":
      return "the host does not answer";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return "its certificate is from an authority that is not believed here; name that authority by tls.ca, --ca or FLOWMESH_CA";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "its certificate is for another name than this host's";
    case "CERT_HAS_EXPIRED":
      return "its certificate has expired";
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
      return "it does not speak TLS; leave out the s of flowmeshs:// or https://";
    default:
      return error.code ?? error.message;
  }
}

/** The server neither took the call nor refused it for good: it starts or stops. */
export function isPassing(error: FlowMeshError): boolean {
  return error.reason === "starting" || error.reason === "stopping";
}

export function closedError(): FlowMeshError {
  return new FlowMeshError("closed", { what: "client" });
}

/** What the caller gave, or the default and what the call itself may wait for. @throws FlowMeshError `field_invalid` */
export function timeoutOf(request: object, options: CallOptions | undefined): number {
  if (options?.timeoutMs !== undefined) return checkTimeoutMs(options);
  const { waitMs = 0 } = request as { readonly waitMs?: number };
  return limits.deadlineMs.value + Math.min(Math.max(waitMs, 0), limits.waitMs.value);
}

/** A value that its field cannot carry is the caller's mistake; any other error stays as it is. */
export function asFieldInvalid(error: unknown): unknown {
  if (!(error instanceof EncodeError)) return error;
  const field = error.field.slice(error.field.indexOf(".") + 1);
  return new FlowMeshError("field_invalid", { field, problem: error.problem }, { cause: error });
}
