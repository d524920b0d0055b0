import type { IncomingHttpHeaders } from "node:http2";
import { CallError } from "@flowmesh/contract";
import { codeOfGrpcStatus, DecodeError, decodeGrpcStatus, decodeGrpcText } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { errorFromWire } from "@flowmesh/fabric/internal";

/** Why a call failed, by its trailers; undefined when it did not. What stands between client and server may say less than FlowMesh does. */
export function errorOfStatus(trailers: IncomingHttpHeaders): FlowMeshError | undefined {
  const status = Number(trailers["grpc-status"] ?? unknownStatus);
  if (status === 0) return undefined;
  const details = trailers["grpc-status-details-bin"];
  const told = details === undefined ? undefined : toldError(Buffer.from(String(details), "base64"));
  if (told !== undefined) return told;
  const code = codeOfGrpcStatus(status);
  const message = decodeGrpcText(String(trailers["grpc-message"] ?? `the call ended with gRPC status ${status}`));
  return FlowMeshError.fromWire({
    reason: code,
    code,
    message,
    fix: "",
    retryable: code === "unavailable",
    details: {},
  });
}

/** The reason that came with GOAWAY. */
export function errorOfGoaway(data: Uint8Array | undefined): FlowMeshError {
  try {
    if (data !== undefined && data.length > 0) return errorFromWire(CallError.decode(data));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
  }
  return new FlowMeshError("stopping");
}

function toldError(status: Uint8Array): FlowMeshError | undefined {
  try {
    const error = decodeGrpcStatus(status);
    return error === undefined ? undefined : errorFromWire(error);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

const unknownStatus = 2;
