import type { Backoff } from "./queue-settings.ts";

/** A whole number from 0 to `below - 1`. */
export type RandomBelow = (below: number) => number;

/**
 * How long a job waits after so many of its attempts have failed, in whole milliseconds: `initialMs` after the first, each time `factor` times as long, at most
 * `maxMs`; with jitter a random time from 0 to that.
 */
export function backoffMs(
  { initialMs, factor, maxMs, jitter }: Backoff,
  failures: number,
  random: RandomBelow,
): number {
  const wholeMs = Math.min(maxMs, Math.floor(initialMs * factor ** Math.max(0, failures - 1)));
  return jitter === "none" ? wholeMs : random(wholeMs + 1);
}
