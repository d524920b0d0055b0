import type { QueueSettingsInit } from "@flowmesh/contract";
import { checkOptionNames, type OptionNames } from "../known-options.ts";

/** How a queue hands out its jobs; what is absent takes its default, or stays as it is in an update. */
export interface QueueOptions {
  /** How long a worker has a job without a sign of life, in milliseconds, where it asks for no other time. 1000 to 43200000. Default 30000. */
  readonly leaseMs?: number | undefined;
  /** Attempts of a job that does not say so itself. 1 to 1000. Default 5. */
  readonly maxAttempts?: number | undefined;
  /** How long a failed job waits for its next attempt. */
  readonly backoff?: BackoffOptions | undefined;
  /** Jobs that are worked on at a time, over all workers. Default 0: any number. */
  readonly concurrency?: number | undefined;
  /** Jobs of one key that are worked on at a time; keys take turns. Default 0: any number. */
  readonly concurrencyPerKey?: number | undefined;
  /** Jobs that are handed out in a time. Default: no limit. */
  readonly rate?: RateOptions | undefined;
  /** The same for the jobs of one key. Default: no limit. */
  readonly ratePerKey?: RateOptions | undefined;
  /** What of a job is its key for these limits: an expression such as `value.customer` or `headers["tenant"]`. Default: the job's key. */
  readonly keyExpression?: string | undefined;
  /** How many jobs that are done or cancelled are kept. Default: the last 1000, for a day. */
  readonly keepDone?: KeepOptions | undefined;
  /** How many dead jobs are kept. Default: any number, for 30 days. */
  readonly keepDead?: KeepOptions | undefined;
  /** For how long a dedupe id is remembered, in milliseconds. At most 86400000. Default 120000; 0 switches it off. */
  readonly dedupeWindowMs?: number | undefined;
}

/** The time before attempt n + 1 is `initialMs` times `factor` to the power of n - 1, at most `maxMs`; with full jitter a random time from 0 to that. */
export interface BackoffOptions {
  /** Default 1000. */
  readonly initialMs?: number | undefined;
  /** 1 to 100. Default 2. */
  readonly factor?: number | undefined;
  /** Default 300000. */
  readonly maxMs?: number | undefined;
  /** Default `full`. */
  readonly jitter?: "full" | "none" | undefined;
}

/**
 * On average at most `limit` jobs in `perMs`: after a time without any, `limit` at once and then one each `perMs / limit`, so that within one `perMs` nearly twice
 * as many may start. `{ limit: 1, perMs: 200 }` keeps each 200 ms from the one before.
 */
export interface RateOptions {
  /** 1 to 1000000. 0: no limit. */
  readonly limit: number;
  /** 1 to 86400000. Default 1000. */
  readonly perMs?: number | undefined;
}

/** Until one of both is exceeded. */
export interface KeepOptions {
  /** 0: none. Absent: any number. */
  readonly count?: number | undefined;
  /** In milliseconds after they ended. Absent: as long as their number allows. */
  readonly ageMs?: number | undefined;
}

/** The names of the options. */
export const queueOptionNames: OptionNames<QueueOptions> = {
  leaseMs: true,
  maxAttempts: true,
  backoff: true,
  concurrency: true,
  concurrencyPerKey: true,
  rate: true,
  ratePerKey: true,
  keyExpression: true,
  keepDone: true,
  keepDead: true,
  dedupeWindowMs: true,
};
const backoffNames: OptionNames<BackoffOptions> = { initialMs: true, factor: true, maxMs: true, jitter: true };
/** The names of a rate's. */
export const rateNames: OptionNames<RateOptions> = { limit: true, perMs: true };
const keepNames: OptionNames<KeepOptions> = { count: true, ageMs: true };

/** @throws FlowMeshError `field_unknown` */
export function queueSettings(options: QueueOptions, of: string): QueueSettingsInit {
  checkOptionNames(options, queueOptionNames, of);
  const { backoff, rate, ratePerKey, keepDone, keepDead } = options;
  checkOptionNames(backoff ?? {}, backoffNames, "backoff");
  for (const each of [rate, ratePerKey]) if (each !== undefined) checkOptionNames(each, rateNames, "rate");
  for (const each of [keepDone, keepDead]) if (each !== undefined) checkOptionNames(each, keepNames, "keep");
  return { ...options };
}
