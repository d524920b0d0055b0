import type { StartOperationRequest } from "@flowmesh/contract";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type CheckedOperation, checkStartOperation } from "@flowmesh/fabric/internal";

/** What an operation of the log was asked to do. */
export interface AskedBefore {
  readonly asked: CheckedOperation;
  /** Why it cannot be done: what took it was another version. */
  readonly refusal: FlowMeshError | undefined;
}

/** Reads what was asked. A log opens whatever another version took: what this one would refuse is shown by its action, and ends where it stands. */
export function askedBefore(request: StartOperationRequest): AskedBefore {
  try {
    return { asked: checkStartOperation(request), refusal: undefined };
  } catch (error) {
    if (!isFlowMeshError(error)) throw error;
    const { queue, reason } = request;
    const action = request.action === "unspecified" ? "retry" : request.action;
    const plain = checkStartOperation({ queue: "plain", action: "retry" });
    return { asked: { ...plain, queue, action, reason }, refusal: error };
  }
}
