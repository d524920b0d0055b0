/** Checks of requests about schedules; see `check-requests.ts`. */
import {
  CommitRequest,
  type DeleteScheduleRequestInit,
  type GetScheduleRequestInit,
  type ListSchedulesRequestInit,
  limits,
  type MissedTimes,
  type OperationInit,
  type PreviewScheduleRequestInit,
  type PutScheduleRequestInit,
  type ScheduleState,
  type ScheduleTimesInit,
} from "@flowmesh/contract";
import { EncodeError } from "@flowmesh/contract/internal";
import { checkChoice, checkList, checkOrDefault, fieldInvalid } from "../check-fields.ts";
import {
  type CheckedListStreams,
  checkAtLeast,
  checkCommit,
  checkExpectedRevision,
  checkListStreams,
  checkName,
  checkSetting,
  checkTime,
} from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import { readCron } from "./cron.ts";
import type { CheckedTimes } from "./schedule-times.ts";
import { isTimeZone } from "./time-zone.ts";

/** Which missed times fire. */
export type MissedPolicy = Exclude<MissedTimes, "unspecified">;

/** What a schedule does, and when. */
export interface SchedulePlan {
  readonly times: CheckedTimes;
  readonly operations: readonly OperationInit[];
  readonly missed: MissedPolicy;
  /** Infinity: any. */
  readonly missedWindowMs: number;
  readonly keepFinishedMs: number;
}

export interface CheckedPutSchedule {
  readonly schedule: string;
  readonly plan: SchedulePlan;
  readonly expectedRevision: number | undefined;
}

const DAY_MS = 86_400_000;
const ANY_AGE: number = Number.POSITIVE_INFINITY;
const EVERY_MS_MIN = 1000;
const LONGEST_ZONE = 64;
const missedWindows: Readonly<Record<MissedPolicy, number>> = {
  one: ANY_AGE,
  all: DAY_MS,
  skip: 60_000,
};
const policies: readonly MissedTimes[] = ["unspecified", "one", "all", "skip"];
const states: readonly ScheduleState[] = ["unspecified", "active", "paused", "finished"];

/** Gives the name back. */
export function checkScheduleName(name: unknown): string {
  return checkName("schedule", name);
}

/** Throws `commit_empty` and `commit_too_large` too. The operations are checked only for what a schedule cannot do. */
export function checkPutSchedule(request: PutScheduleRequestInit): CheckedPutSchedule {
  const schedule = checkScheduleName(request.schedule);
  const operations = checkScheduled(checkList("operations", request.operations));
  return {
    schedule,
    plan: checkPlan(request, operations),
    expectedRevision: checkExpectedRevision(request.expectedRevision),
  };
}

/** The plan of a request whose operations are known to be good. */
export function checkPlan(request: PutScheduleRequestInit, operations: readonly OperationInit[]): SchedulePlan {
  const policy = checkChoice("missed", request.missed, policies);
  const missed = policy === "unspecified" ? "one" : policy;
  checkSetting("missed_window_ms", request.missedWindowMs, 0, limits.scheduleWindowMs.value);
  checkSetting("keep_finished_ms", request.keepFinishedMs, 0, limits.keepFinishedMs.max);
  return {
    times: checkTimes(request.times),
    operations,
    missed,
    missedWindowMs: request.missedWindowMs === 0 ? ANY_AGE : (request.missedWindowMs ?? missedWindows[missed]),
    keepFinishedMs: request.keepFinishedMs ?? limits.keepFinishedMs.value,
  };
}

/** What belongs to somebody who reads or works, and makes no sense later. */
const notScheduled = new Map<keyof OperationInit, string>([
  ["append", "append"],
  ["cursor", "cursor"],
  ["settle", "settle"],
  ["deadLetter", "dead_letter"],
  ["checkLease", "check_lease"],
]);

/** What a schedule may do, checked for that alone. */
function checkScheduled(operations: readonly OperationInit[]): readonly OperationInit[] {
  checkCommit({ operations });
  for (const [operation, content] of operations.entries()) {
    const [, kind] = [...notScheduled].find(([each]) => content[each] !== undefined) ?? [];
    if (kind !== undefined) throw fieldInvalid("operation", `cannot be ${kind} in a schedule`).with({ operation });
  }
  const [size, limit] = [encodedBytes(operations), limits.scheduleBytes.value];
  if (size > limit) throw new FlowMeshError("commit_too_large", { size, unit: "bytes", limit });
  return operations;
}

function encodedBytes(operations: readonly OperationInit[]): number {
  try {
    return CommitRequest.encode({ operations }).length;
  } catch (error) {
    throw error instanceof EncodeError ? fieldInvalid(error.field, error.problem) : error;
  }
}

function checkTimes(times: ScheduleTimesInit | undefined): CheckedTimes {
  const { cron, everyMs, at, zone, startAt, endAt, maxFirings = 0, jitterMs = 0 } = times ?? {};
  if ([cron, everyMs, at].filter((each) => each !== undefined).length !== 1)
    throw timesInvalid("times", "must be one of cron, every_ms and at");
  checkSetting("every_ms", everyMs, EVERY_MS_MIN, limits.scheduleEveryMs.value);
  checkSetting("max_firings", maxFirings, 0, Number.MAX_SAFE_INTEGER);
  checkSetting("jitter_ms", jitterMs, 0, limits.scheduleJitterMs.value);
  const startMs = wholeMs(checkTime("start_at", startAt));
  const endMs = wholeMs(checkTime("end_at", endAt)) ?? Number.POSITIVE_INFINITY;
  if (at !== undefined && (startMs !== undefined || endMs !== Number.POSITIVE_INFINITY))
    throw timesInvalid("at", "cannot be given together with start_at or end_at");
  return {
    kind: cron !== undefined ? "cron" : everyMs !== undefined ? "every" : "at",
    cron: cron === undefined ? "" : checkCron(cron),
    zone: checkZone(zone, cron !== undefined),
    everyMs: everyMs ?? 0,
    atMs: wholeMs(checkTime("at", at)) ?? 0,
    startMs,
    endMs,
    maxFirings: maxFirings === 0 ? Number.POSITIVE_INFINITY : maxFirings,
    jitterMs,
  };
}

function checkCron(cron: unknown): string {
  if (typeof cron !== "string") throw timesInvalid("cron", "must be text");
  readCron(cron);
  return cron;
}

function checkZone(zone: unknown, isCron: boolean): string {
  if (zone === undefined || zone === "") return "UTC";
  if (!isCron) throw timesInvalid("zone", "needs a cron expression");
  if (typeof zone === "string" && zone.length <= LONGEST_ZONE && isTimeZone(zone)) return zone;
  throw timesInvalid("zone", "must be a time zone such as Europe/Berlin");
}

function timesInvalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("settings_invalid", { field, problem });
}

/** Not before the time asked for, in whole milliseconds. */
function wholeMs(timeMs: number | undefined): number | undefined {
  return timeMs === undefined ? undefined : Math.ceil(timeMs);
}

export interface CheckedGetSchedule {
  readonly schedule: string;
  readonly atLeast: number;
}

export function checkGetSchedule({ schedule, atLeast }: GetScheduleRequestInit): CheckedGetSchedule {
  return { schedule: checkScheduleName(schedule), atLeast: checkAtLeast(atLeast) };
}

export interface CheckedListSchedules extends CheckedListStreams {
  /** Undefined: any. */
  readonly state: ScheduleState | undefined;
}

export function checkListSchedules(request: ListSchedulesRequestInit): CheckedListSchedules {
  const state = checkChoice("state", request.state, states);
  return { ...checkListStreams(request), state: state === "unspecified" ? undefined : state };
}

export interface CheckedDeleteSchedule {
  readonly schedule: string;
  readonly expectedRevision: number | undefined;
}

export function checkDeleteSchedule({ schedule, expectedRevision }: DeleteScheduleRequestInit): CheckedDeleteSchedule {
  return { schedule: checkScheduleName(schedule), expectedRevision: checkExpectedRevision(expectedRevision) };
}

export interface CheckedPreviewSchedule {
  readonly times: CheckedTimes;
  readonly count: number;
  /** Undefined: from now. */
  readonly fromMs: number | undefined;
}

export function checkPreviewSchedule({ times, count, from }: PreviewScheduleRequestInit): CheckedPreviewSchedule {
  return {
    times: checkTimes(times),
    count: checkOrDefault("count", count, { min: 1, max: 100 }, 10),
    fromMs: wholeMs(checkTime("from", from)),
  };
}
