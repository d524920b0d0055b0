import type { StreamOptions } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import { limits, type StreamSettingsInit } from "@flowmesh/contract";
import type { Command } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { parseSize } from "../values/size.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags of the commands that make or change a stream. */
export interface StreamFlags extends OutputOptions {
  readonly url?: string;
  readonly partitions?: number;
  readonly retention?: string;
  readonly retentionBytes?: string;
  readonly dedupeWindow?: string;
  readonly curl?: boolean;
  readonly dryRun?: boolean;
}

/** Adds them to a command. */
export function addStreamOptions(command: Command, isNew: boolean): void {
  command
    .option(
      "--partitions <n>",
      `number of partitions; they can only become more${isNew ? " (default: 1)" : ""}`,
      wholeNumber(1, limits.streamPartitions.value),
    )
    .option(
      "--retention <duration>",
      `remove records that were written longer ago, as 7d; 0 keeps them for ever${isNew ? " (default: 0)" : ""}`,
    )
    .option(
      "--retention-bytes <size>",
      `remove a partition's oldest records beyond this, as 10GB; 0 is no limit${isNew ? " (default: 0)" : ""}`,
    )
    .option("--dedupe-window <duration>", "how long dedupe ids are remembered, at most 24h; 0 switches it off")
    .option("--curl", "print the REST call instead of making it")
    .option("--dry-run", "say what would be done, and do nothing");
}

/** What the flags ask for. @throws FlowMeshError `field_invalid` */
export function streamOptionsOf(flags: StreamFlags): StreamOptions {
  const { partitions, retention, retentionBytes, dedupeWindow } = flags;
  return {
    partitions,
    retentionMs: durationOf(retention, "--retention"),
    retentionBytes: retentionBytes === undefined ? undefined : parseSize(retentionBytes, "--retention-bytes"),
    dedupeWindowMs: durationOf(dedupeWindow, "--dedupe-window"),
  };
}

/** The same as the request that REST takes, with only what was given. */
export function streamRequestOf(stream: string, options: StreamOptions): object {
  const { partitions, ...all } = options;
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const settings: StreamSettingsInit | undefined = given.length === 0 ? undefined : Object.fromEntries(given);
  return { stream, partitions, settings };
}

function durationOf(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined;
  return text === "0" ? 0 : parseDurationMs(text, field);
}
