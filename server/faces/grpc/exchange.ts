import type { FlowMeshError } from "@flowmesh/fabric";

/** One stream of a connection, as the connection looks after it. */
export interface Exchange {
  /** Of one that carries many calls: takes no more, answers those that came, and ends then, with `reason` or well. */
  leave?(reason: FlowMeshError | undefined): void;
  /** Whether it may last without anything happening: a subscription, a watch. */
  readonly mayRest: boolean;
  /** Since when the client has taken nothing of what waits for it; undefined when nothing waits. */
  readonly stalledSinceMs: number | undefined;
  checkSilence(nowMs: number): void;
  beginAnew(nowMs: number): void;
  /** Resets the stream: nobody takes its answers. */
  abandon(): void;
  /** The stream is gone. */
  closed(): void;
  /** Nothing more comes on its connection: a request that is not whole never will be. */
  inputEnded?(): void;
}
