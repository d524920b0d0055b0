import { Buffer } from "node:buffer";
import { jsonOf } from "../value.ts";

/**
 * What a handler returns, or acknowledges a job with: bytes are kept as they are, anything else as JSON, nothing as nothing.
 * @throws FlowMeshError `field_invalid`
 */
export function encodeResult(result: unknown): Uint8Array | undefined {
  if (result === undefined) return undefined;
  if (result instanceof Uint8Array) return result;
  return Buffer.from(jsonOf("result", result));
}
