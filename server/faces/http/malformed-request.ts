import { FlowMeshError } from "@flowmesh/fabric";

/** The request is no HTTP, or its target, head or body cannot be read. */
export function malformedRequest(problem: string, cause?: unknown): FlowMeshError<"message_malformed"> {
  return new FlowMeshError(
    "message_malformed",
    { format: "HTTP request", problem },
    cause === undefined ? {} : { cause },
  );
}
