import type { QueueRules, Rate } from "./queue-settings.ts";

/**
 * How many jobs a queue, or one key of it, may hand out. A rate is a bucket that holds up to `limit` tokens and refills evenly. All that is known of it is one time,
 * `fullMs`: when the bucket is full again if nothing more is handed out.
 */
export interface RateUse {
  readonly fullMs: number;
}

/** How many jobs the rate allows at this time; Infinity without a limit. */
export function rateRoom({ limit, perMs }: Rate, { fullMs }: RateUse, nowMs: number): number {
  if (limit === 0) return Number.POSITIVE_INFINITY;
  const missingMs = Math.max(0, fullMs - nowMs);
  return Math.max(0, Math.floor(((perMs - missingMs) * limit) / perMs + roundingTokens));
}

/** When the rate allows the next job, which is now or later. */
export function rateOpensMs({ limit, perMs }: Rate, { fullMs }: RateUse, nowMs: number): number {
  if (limit === 0) return nowMs;
  return Math.max(nowMs, Math.ceil(fullMs - perMs + perMs / limit));
}

/** The bucket once so many jobs were handed out. */
export function rateAfter({ limit, perMs }: Rate, { fullMs }: RateUse, jobs: number, nowMs: number): RateUse {
  if (limit === 0) return { fullMs: nowMs };
  return { fullMs: Math.max(fullMs, nowMs) + (jobs * perMs) / limit };
}

/** Times are sums of fractions: what is a millionth of a token short is a token. */
const roundingTokens = 1e-6;

/** What decides how many jobs a queue may hand out. */
export interface HandOutState {
  readonly paused: boolean;
  /** Jobs that are worked on. */
  readonly active: number;
  readonly rate: RateUse;
}

/** How many jobs the queue may hand out now, by its own limits; those of keys are looked at job by job. */
export function handOutRoom(
  { concurrency, rate }: Pick<QueueRules, "concurrency" | "rate">,
  { paused, active, rate: use }: HandOutState,
  nowMs: number,
): number {
  if (paused) return 0;
  const free = concurrency === 0 ? Number.POSITIVE_INFINITY : Math.max(0, concurrency - active);
  return Math.min(free, rateRoom(rate, use, nowMs));
}
