import type { CallOptions } from "@flowmesh/contract";

/** Options that a fabric over the network understands beside those of all. */
export interface RemoteCallOptions extends CallOptions {
  /** Called before the answer is given to a call that was sent a single time: no copy of it is on its way, however late. */
  readonly sentOnce?: (() => void) | undefined;
}
