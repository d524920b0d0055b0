import { FrameWriter } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { errorToWire } from "@flowmesh/fabric/internal";
import type { Protocol } from "../first-bytes.ts";
import { problemOf, rawProblemResponse } from "../http/problem.ts";

/** What a client that came without TLS is told, in the protocol that it began. Those of gRPC are told by their face, as the status of their call. */
export function plainRefusal(protocol: Protocol): Buffer {
  const error = new FlowMeshError("tls_required", {});
  if (protocol !== "frames") return Buffer.from(rawProblemResponse(problemOf(error)));
  const writer = new FrameWriter();
  writer.goaway(errorToWire(error));
  return Buffer.concat(writer.take());
}
