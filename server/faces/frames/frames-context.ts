import type { Clock } from "@flowmesh/engine";
import type { Access } from "../../access/access.ts";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { Dispatcher } from "../../dispatch/dispatcher.ts";
import type { ServerLimits } from "../../server-limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { FaceMeter } from "../../telemetry/metrics.ts";
import type { FramesConnection } from "./frames-connection.ts";

/** What all connections of the frames face share. */
export interface FramesContext {
  readonly access: Access;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly limits: ServerLimits;
  readonly meter: FaceMeter;
  readonly log: Log;
  /** Name and version of this program, for the client's logs. */
  readonly software: string;
  /** What reads under way may return. */
  readonly responseBytes: ByteBudget;
  /** Answers that clients have not taken. */
  readonly unsentBytesAll: ByteBudget;
  /** Requests that are being worked on. */
  readonly requestBytes: ByteBudget;
  /** Frames of which only a part has come. */
  readonly halfFrameBytes: ByteBudget;
  /** Has `flush` called once all input that has arrived was taken. */
  readonly flushSoon: (connection: FramesConnection) => void;
  readonly closed: (connection: FramesConnection) => void;
  /** Whose memory the responses of reads lie in; undefined while the data is being opened. */
  lender: Lender | undefined;
}

/** Takes back the memory of responses that were sent. */
export interface Lender {
  giveBack(bytes: Uint8Array): void;
}
