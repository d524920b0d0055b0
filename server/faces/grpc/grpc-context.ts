import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Health } from "../../lifecycle/health.ts";
import type { FaceOptions } from "../face-options.ts";
import type { Lender } from "../lender.ts";
import type { OpenConnections } from "../open-connections.ts";
import type { Compression } from "./compression.ts";
import type { GrpcConnection } from "./grpc-connection.ts";

export interface GrpcFaceOptions extends FaceOptions {
  readonly health: Health;
}

/** What all connections of the gRPC face share. */
export interface GrpcContext extends GrpcFaceOptions {
  readonly connections: OpenConnections<GrpcConnection>;
  readonly compression: Compression;
  /** Requests, from their first byte until their work is done. */
  readonly requestBytes: ByteBudget;
  /** Whose memory the responses of reads lie in; undefined while the data is being opened. */
  lender: Lender | undefined;
}
