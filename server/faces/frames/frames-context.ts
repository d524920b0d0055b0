import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import type { FaceOptions } from "../face-options.ts";
import type { Lender } from "../lender.ts";
import type { OpenConnections } from "../open-connections.ts";
import type { FramesConnection } from "./frames-connection.ts";

export interface FramesFaceOptions extends FaceOptions {
  /** Name and version of this program, for the client's logs. */
  readonly software: string;
}

/** What all connections of the frames face share. */
export interface FramesContext extends FramesFaceOptions {
  readonly connections: OpenConnections<FramesConnection>;
  /** Requests that are being worked on. */
  readonly requestBytes: ByteBudget;
  /** Frames of which only a part has come. */
  readonly halfFrameBytes: ByteBudget;
  /** Has `flush` called once all input that has arrived was taken. */
  readonly flushSoon: (connection: FramesConnection) => void;
  /** Whose memory the responses of reads lie in; undefined while the data is being opened. */
  lender: Lender | undefined;
}
