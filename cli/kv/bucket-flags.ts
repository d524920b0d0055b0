import type { BucketOptions } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import { limits } from "@flowmesh/contract";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags of the commands that make or change a bucket. */
export interface BucketFlags extends OutputOptions {
  readonly url?: string;
  readonly history?: number;
  readonly ttl?: string;
  readonly curl?: boolean;
}

/** Adds them to a command. */
export function addBucketOptions(command: Command, isNew: boolean): void {
  command
    .option(
      "--history <n>",
      `how many revisions of each key are kept, the latest included${isNew ? " (default: 1)" : ""}`,
      wholeNumber(1, limits.kvHistory.max),
    )
    .option(
      "--ttl <duration>",
      `how long an entry lives whose write says nothing, as 12h; 0 is for ever${isNew ? " (default: 0)" : ""}`,
    )
    .option("--curl", "print the REST call instead of making it");
}

/** What the flags ask for. @throws FlowMeshError `field_invalid` */
export function bucketOptionsOf({ history, ttl }: BucketFlags): BucketOptions {
  return { history, ttlMs: ttlOf(ttl) };
}

/** The same as the request that REST takes. */
export function bucketRequestOf(bucket: string, options: BucketOptions): object {
  const isGiven = Object.values(options).some((value) => value !== undefined);
  return { bucket, settings: isGiven ? options : undefined };
}

/** Milliseconds of `--ttl`; 0 is for ever. @throws FlowMeshError `field_invalid` */
export function ttlOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return text === "0" ? 0 : parseDurationMs(text, "--ttl");
}
