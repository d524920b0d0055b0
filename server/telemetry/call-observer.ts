import type { Call } from "../dispatch/call.ts";
import type { Outcome } from "./call-meter.ts";

/** Hears of each call that has ended, where somebody wants to see them. It must not throw, and must be quick: it stands in the way of every call. */
export interface CallObserver {
  ended(call: Call, outcome: Outcome, durationMs: number): void;
}

/** Several observers as one; undefined for none, so that calls cost nothing then. */
export function observersOf(observers: readonly (CallObserver | undefined)[]): CallObserver | undefined {
  const present = observers.filter((observer) => observer !== undefined);
  if (present.length < 2) return present[0];
  return {
    ended: (call, outcome, durationMs) => {
      for (const observer of present) observer.ended(call, outcome, durationMs);
    },
  };
}
