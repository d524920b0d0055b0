import type { OptionNames } from "../known-options.ts";

/** What a bucket is made with; what is absent takes its default. */
export interface BucketOptions {
  /** How many revisions of each key are kept, the latest included: 1 to 64. Default 1. */
  readonly history?: number | undefined;
  /** How long an entry lives whose write says nothing, in milliseconds. Default 0: for ever. */
  readonly ttlMs?: number | undefined;
}

/** The names of the options. */
export const bucketOptionNames: OptionNames<BucketOptions> = { history: true, ttlMs: true };
