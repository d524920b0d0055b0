import type { MissedTimes, PutScheduleRequestInit, ScheduleTimesInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { instantMs } from "../instant.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { durationMs } from "../moment.ts";
import type { Transaction } from "../transaction.ts";

/** When a schedule fires: exactly one of `cron`, `every` and `at`. */
export interface TimesOptions {
  /** A cron expression: five fields, or six with seconds first; names, `L`, `W` and `#` too. */
  readonly cron?: string | undefined;
  /** Time zone of the expression, such as `Europe/Berlin`. Default UTC. */
  readonly zone?: string | undefined;
  /** A fixed time from one firing to the next: `"5m"`, or milliseconds. At least a second. */
  readonly every?: string | number | undefined;
  /** Once, at this moment: a date, or milliseconds since 1970; at once if it has passed. */
  readonly at?: Date | number | undefined;
  /** No firing before; an interval counts from here. */
  readonly startAt?: Date | number | undefined;
  /** No firing after. */
  readonly endAt?: Date | number | undefined;
  /** At how many of its times it fires. Default: any number. */
  readonly maxFirings?: number | undefined;
  /** Each firing is late by a random time up to this one: `"30s"`, or milliseconds. At most a day. Default: none. */
  readonly jitter?: string | number | undefined;
}

/** What a schedule is made with. */
export interface ScheduleOptions extends TimesOptions {
  /** What each firing does, as one commit: `tx.publish`, `tx.enqueue`, `tx.put`, `tx.delete`, `tx.increment`, `tx.check`. Called once, when the schedule is put. */
  readonly effect: (tx: Transaction) => void | Promise<void>;
  /** What becomes of times at which nothing was running: `one` firing for all of them (the default), `all` of them one after the other, or `skip`. */
  readonly missed?: Exclude<MissedTimes, "unspecified"> | undefined;
  /** Times that were missed by more do not fire: `"1h"`, or milliseconds. Default: of `one` any, of `all` a day, of `skip` a minute. */
  readonly missedWindow?: string | number | undefined;
  /** How long it is kept after its last firing: `"1d"`, or milliseconds; 0: not at all. Default a day. */
  readonly keepFinished?: string | number | undefined;
  /** Refused with `revision_mismatch` unless the schedule's revision is this one; 0: only when there is none. */
  readonly expectedRevision?: number | undefined;
}

/** The names of what says when. */
export const timesNames: OptionNames<TimesOptions> = {
  cron: true,
  zone: true,
  every: true,
  at: true,
  startAt: true,
  endAt: true,
  maxFirings: true,
  jitter: true,
};

const optionNames: OptionNames<ScheduleOptions> = {
  ...timesNames,
  effect: true,
  missed: true,
  missedWindow: true,
  keepFinished: true,
  expectedRevision: true,
};

/** The request that the options ask for, without what the schedule does. @throws FlowMeshError `field_invalid`, `field_unknown` */
export function putRequest(options: ScheduleOptions): PutScheduleRequestInit {
  checkOptionNames(options, optionNames, "put");
  const { missed, missedWindow, keepFinished, expectedRevision } = options;
  return {
    times: scheduleTimes(options),
    missed,
    missedWindowMs: optionalMs(missedWindow, "missedWindow"),
    keepFinishedMs: optionalMs(keepFinished, "keepFinished"),
    expectedRevision,
  };
}

/** @throws FlowMeshError `field_invalid` */
export function scheduleTimes(options: TimesOptions): ScheduleTimesInit {
  const { cron, zone, every, at, startAt, endAt, maxFirings, jitter } = options;
  if ([cron, every, at].filter((each) => each !== undefined).length !== 1)
    throw new FlowMeshError("settings_invalid", { field: "times", problem: "must be one of cron, every and at" });
  return {
    cron,
    zone,
    everyMs: optionalMs(every, "every"),
    at: moment(at, "at"),
    startAt: moment(startAt, "startAt"),
    endAt: moment(endAt, "endAt"),
    maxFirings,
    jitterMs: optionalMs(jitter, "jitter"),
  };
}

function optionalMs(duration: string | number | undefined, field: string): number | undefined {
  return duration === undefined ? undefined : durationMs(duration, field);
}

/** @throws FlowMeshError `field_invalid` */
export function moment(at: Date | number | undefined, field: string): number | undefined {
  return at === undefined ? undefined : instantMs(at, field);
}
