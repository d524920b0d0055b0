import { errorCodes, errors } from "@flowmesh/contract";
import { nodeHttp } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";

/** An error as HTTP carries it: problem details (RFC 9457), with our own members behind those of the standard. */
export interface Problem {
  /** `urn:flowmesh:error:` and the reason. */
  readonly type: string;
  /** The reason in words. */
  readonly title: string;
  readonly status: number;
  /** What happened and why. */
  readonly detail: string;
  readonly code: string;
  readonly reason: string;
  /** What to do. */
  readonly fix: string;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}

export const problemContentType = "application/problem+json";

/** `status` where HTTP has a number of its own for what happened. */
export function problemOf(error: FlowMeshError, status: number = statusOf(error)): Problem {
  return {
    type: `urn:flowmesh:error:${error.reason}`,
    title: error.reason.replaceAll("_", " "),
    status,
    detail: error.message,
    code: error.code,
    reason: error.reason,
    fix: error.fix,
    retryable: error.retryable,
    details: error.details,
  };
}

/** A whole response, for connections on which no request could be read. */
export function rawProblemResponse(problem: Problem, headers: Readonly<Record<string, string>> = {}): string {
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${nodeHttp.STATUS_CODES[problem.status]}`,
    `Content-Type: ${problemContentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

function statusOf(error: FlowMeshError): number {
  return Object.hasOwn(errors, error.reason) ? errors[error.reason].http : errorCodes[error.code].http;
}
