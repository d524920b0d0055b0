// As they are when this is loaded: tests of programs put their own in the place of the global ones.
import { setImmediate } from "node:timers";

/** Runs this behind what runs now. */
export const microtask: (run: () => void) => void = queueMicrotask;

/** Resolves behind what the event loop has ready: after one turn of it. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
