import type { Clock } from "@flowmesh/engine";
import type { Access } from "../../access/access.ts";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { Health } from "../../lifecycle/health.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";
import type { Lender } from "../frames/frames-context.ts";
import type { Compression } from "./compression.ts";
import type { GrpcConnection } from "./grpc-connection.ts";

/** What all connections of the gRPC face share. */
export interface GrpcContext {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly meter: FaceMeter;
  readonly log: Log;
  readonly health: Health;
  readonly compression: Compression;
  /** What reads under way may return. */
  readonly responseBytes: ByteBudget;
  /** Answers that clients have not taken. */
  readonly unsentBytesAll: ByteBudget;
  /** Requests, from their first byte until their work is done. */
  readonly requestBytes: ByteBudget;
  readonly closed: (connection: GrpcConnection) => void;
  /** Whose memory the responses of reads lie in; undefined while the data is being opened. */
  lender: Lender | undefined;
}
