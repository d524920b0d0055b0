import { Buffer } from "node:buffer";
import { FlowMeshError } from "@flowmesh/fabric";

/**
 * What a handler returns, or acknowledges a job with: bytes are kept as they are, anything else as JSON, nothing as nothing.
 * @throws FlowMeshError `field_invalid`
 */
export function encodeResult(result: unknown): Uint8Array | undefined {
  if (result === undefined) return undefined;
  if (result instanceof Uint8Array) return result;
  let json: string | undefined;
  try {
    json = JSON.stringify(result);
  } catch (cause) {
    throw invalid(`cannot be written as JSON: ${(cause as Error).message.split("\n")[0]}`, cause);
  }
  if (json === undefined) throw invalid(`is a ${typeof result}, which is no JSON`);
  return Buffer.from(json);
}

function invalid(problem: string, cause?: unknown): FlowMeshError {
  return new FlowMeshError("field_invalid", { field: "result", problem }, { cause });
}
