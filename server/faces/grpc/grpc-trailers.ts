import type { OutgoingHttpHeaders } from "node:http2";
import { encodeGrpcStatus, encodeGrpcText, grpcMessageOf, grpcStatusOf } from "@flowmesh/contract/internal";
import type { FlowMeshError } from "@flowmesh/fabric";
import { errorToWire } from "@flowmesh/fabric/internal";
import { acceptedCodings } from "./compression.ts";

/** How a call ended well. */
export const okTrailers: OutgoingHttpHeaders = { "grpc-status": "0" };

/** How a call ended, for a client that knows gRPC alone, and for one that knows FlowMesh. */
export function errorTrailers(error: FlowMeshError): OutgoingHttpHeaders {
  const wire = errorToWire(error);
  const trailers = {
    "grpc-status": String(grpcStatusOf(wire)),
    "grpc-message": encodeGrpcText(grpcMessageOf(wire)),
    "grpc-status-details-bin": encodeGrpcStatus(wire).toString("base64"),
  };
  return error.reason === "compression_unknown" ? { ...trailers, "grpc-accept-encoding": acceptedCodings } : trailers;
}
