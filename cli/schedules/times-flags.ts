import { parseDurationMs } from "@flowmesh/client/internal";
import type { PutScheduleRequestInit, ScheduleTimesInit } from "@flowmesh/contract";
import { type Command, Option } from "commander";
import type { OutputOptions } from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { parseFutureMs } from "../values/future.ts";
import { wholeNumber } from "../values/whole-number.ts";

/** Flags that say when a schedule fires. */
export interface TimesFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
  readonly cron?: string;
  readonly zone?: string;
  readonly every?: string;
  readonly at?: string;
  readonly start?: string;
  readonly end?: string;
  readonly maxFirings?: number;
  readonly jitter?: string;
}

/** Flags of the commands that make or change a schedule. */
export interface ScheduleFlags extends TimesFlags {
  readonly missed?: "one" | "all" | "skip";
  readonly missedWindow?: string;
  readonly keep?: string;
}

/** Adds them to a command. */
export function addTimesOptions(command: Command): void {
  command
    .option("--cron <expression>", "at the times of a cron expression, as '0 9 * * MON-FRI'")
    .option("--zone <zone>", "time zone of the expression, as Europe/Berlin (default: UTC)")
    .option("--every <duration>", "again and again after so much time, as 5m")
    .option("--at <time>", "once, as 2026-12-24T18:00:00Z, 'tomorrow 09:00', or 2h for in two hours")
    .option("--start <time>", "not before; an interval counts from here")
    .option("--end <time>", "not after")
    .option("--max-firings <n>", "at how many of its times it fires", wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option("--jitter <duration>", "late by a random time up to this one, as 30s")
    .option("--curl", "print the REST call instead of making it");
}

export function addScheduleOptions(command: Command): void {
  addTimesOptions(command);
  command
    .addOption(
      new Option(
        "--missed <how>",
        "times at which nothing was running: one firing for all, all of them, or none",
      ).choices(["one", "all", "skip"]),
    )
    .option("--missed-window <duration>", "times that were missed by more do not fire, as 1h; 0 is any")
    .option("--keep <duration>", "how long it is kept after its last firing, as 1d; 0 is not at all");
}

/** @throws FlowMeshError `usage_invalid` unless the flags say one kind of times */
export function checkTimesFlags({ cron, every, at }: TimesFlags, command: Command): void {
  if ([cron, every, at].filter((each) => each !== undefined).length !== 1)
    throw usageError("say when it fires: one of --cron, --every and --at", command);
}

/** When it fires, as the flags say. @throws FlowMeshError `field_invalid` */
export function timesOfFlags(flags: TimesFlags): ScheduleTimesInit {
  const { cron, zone, every, at, start, end, maxFirings, jitter } = flags;
  return {
    cron,
    zone,
    everyMs: every === undefined ? undefined : parseDurationMs(every, "--every"),
    at: at === undefined ? undefined : parseFutureMs(at, "--at"),
    startAt: start === undefined ? undefined : parseFutureMs(start, "--start"),
    endAt: end === undefined ? undefined : parseFutureMs(end, "--end"),
    maxFirings,
    jitterMs: jitter === undefined ? undefined : parseDurationMs(jitter, "--jitter"),
  };
}

/** All that the flags say of a schedule but what it does. @throws FlowMeshError `field_invalid` */
export function requestOfFlags(flags: ScheduleFlags): PutScheduleRequestInit {
  const { missed, missedWindow, keep } = flags;
  return {
    times: timesOfFlags(flags),
    missed,
    missedWindowMs: durationOrZero(missedWindow, "--missed-window"),
    keepFinishedMs: durationOrZero(keep, "--keep"),
  };
}

function durationOrZero(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  return text === "0" ? 0 : parseDurationMs(text, flag);
}
