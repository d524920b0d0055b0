import { CallError } from "@flowmesh/contract";
import type { Frame } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import { errorFromWire } from "@flowmesh/fabric/internal";

/** The error that an ERROR or GOAWAY carries, with the texts that the server gave it. */
export function errorFromFrame(frame: Frame): FlowMeshError {
  return errorFromWire(CallError.decode(frame.bytes, frame.start, frame.end));
}
