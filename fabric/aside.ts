import type { CallOptions } from "@flowmesh/contract";

/** Waits for something to happen, in whose place the call holds nothing for its answer: see `whileWaiting` of `CallOptions`. */
export function aside(options: CallOptions | undefined, wait: Promise<void>): Promise<void> {
  return options?.whileWaiting?.(wait) ?? wait;
}
