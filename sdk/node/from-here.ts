import { isFlowMeshError } from "@flowmesh/fabric";

/**
 * Throws a failure of a call on, with the stack of where the call is awaited in the place of where its answer came in: to be given to `catch` by what the caller awaits.
 */
export function fromHere(error: unknown): never {
  if (isFlowMeshError(error)) Error.captureStackTrace(error, fromHere);
  throw error;
}
