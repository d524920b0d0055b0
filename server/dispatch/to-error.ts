import type { AnyMethod } from "@flowmesh/contract";
import { DecodeError, JsonMappingError } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Log } from "../telemetry/log.ts";

/**
 * Makes the one function that turns whatever was thrown on the way of a call into the error that its caller is told. What nobody foresaw becomes `internal` with a
 * reference; the log has that reference with the cause, and nothing of the cause leaves the process.
 */
export function errorMapper(
  log: Log,
  nextReference: () => string,
): (cause: unknown, method: AnyMethod) => FlowMeshError {
  return (cause, method) => {
    if (isFlowMeshError(cause)) return withShortDetails(cause);
    if (cause instanceof DecodeError) return malformedProtobuf(cause, method);
    if (cause instanceof JsonMappingError) return withShortDetails(wrongJson(cause));
    const reference = nextReference();
    log.error({ err: cause, reference, method: method.fullName }, "a call failed inside FlowMesh");
    return new FlowMeshError("internal", { reference });
  };
}

/** Details often hold what the caller sent. They go back to it, but at no such length that the answer would be larger than what the caller takes. */
function withShortDetails(error: FlowMeshError): FlowMeshError {
  const long = Object.entries(error.details).filter(
    (detail): detail is [string, string] => typeof detail[1] === "string" && detail[1].length > detailCharactersMax,
  );
  if (long.length === 0) return error;
  const short = long.map(([name, text]) => [name, `${text.slice(0, detailCharactersMax - 1).toWellFormed()}\u2026`]);
  return error.with(Object.fromEntries(short));
}

const detailCharactersMax = 500;

function malformedProtobuf(cause: DecodeError, method: AnyMethod): FlowMeshError {
  const place = cause.field === undefined ? "" : `${cause.field}: `;
  return new FlowMeshError(
    "message_malformed",
    { format: method.request.name, problem: `${place}${cause.problem}` },
    { cause },
  );
}

function wrongJson(cause: JsonMappingError): FlowMeshError {
  const { field, messageName, problem, known } = cause;
  if (known !== undefined) {
    return new FlowMeshError(
      "field_unknown",
      { field, message: messageName, known: known.join(", ") || "none" },
      { cause },
    );
  }
  if (field === "")
    return new FlowMeshError("message_malformed", { format: "JSON", problem: `${messageName} ${problem}` }, { cause });
  return new FlowMeshError("field_invalid", { field, problem }, { cause });
}
