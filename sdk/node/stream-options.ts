import type { OptionNames } from "./known-options.ts";

/** What a stream is made with; what is absent takes its default. */
export interface StreamOptions {
  /** 1 to 1024. Default 1. They can be added later, never taken away. */
  readonly partitions?: number | undefined;
  /** Records written longer ago are removed. Default 0: kept for ever. */
  readonly retentionMs?: number | undefined;
  /** A partition's oldest records are removed while it holds more bytes. Default 0: no limit. */
  readonly retentionBytes?: number | undefined;
  /** How long a dedupe id is remembered, at most 86400000. Default 120000; 0 switches it off. */
  readonly dedupeWindowMs?: number | undefined;
}

/** The names of the options. */
export const streamOptionNames: OptionNames<StreamOptions> = {
  partitions: true,
  retentionMs: true,
  retentionBytes: true,
  dedupeWindowMs: true,
};
