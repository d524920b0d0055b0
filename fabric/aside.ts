import type { CallOptions } from "@flowmesh/contract";

/** Waits for something to happen, in whose place the call holds nothing for its answer: see `whileWaiting` of `CallOptions`. */
export async function aside<Result>(options: CallOptions | undefined, wait: Promise<Result>): Promise<Result> {
  await options?.whileWaiting?.(wait.then(() => undefined));
  return wait;
}
