import type { ScheduleTimes } from "@flowmesh/contract";
import { timestampMsMax } from "../batch/batch-record.ts";
import { type Cron, readCron } from "./cron.ts";
import { nextCronTime } from "./cron-times.ts";

/** When a schedule fires, checked. */
export interface CheckedTimes {
  readonly kind: "cron" | "every" | "at";
  /** Empty unless it is a cron expression. */
  readonly cron: string;
  readonly zone: string;
  readonly everyMs: number;
  readonly atMs: number;
  /** Undefined: from its creation on. */
  readonly startMs: number | undefined;
  /** Infinity: for ever. */
  readonly endMs: number;
  /** Infinity: any number. */
  readonly maxFirings: number;
  readonly jitterMs: number;
}

/** Times, and from where an interval counts. */
export interface AnchoredTimes {
  readonly times: CheckedTimes;
  /** When the schedule got these times. */
  readonly anchorMs: number;
}

/** Missed times are counted up to this number. */
export const countedMax = 1000;
/** Two times of a cron expression are at least so far apart. */
const CRON_STEP_MS = 1000;

/** The first time of all; undefined: there is none. */
export function firstTime({ times, anchorMs }: AnchoredTimes): number | undefined {
  if (times.kind === "at") return times.atMs;
  return nextTime({ times, anchorMs }, anchorMs - (times.startMs === undefined ? 0 : 1));
}

/** The first time behind a moment; undefined: there is none. */
export function nextTime({ times, anchorMs }: AnchoredTimes, afterMs: number): number | undefined {
  const fromMs = Math.max(afterMs, (times.startMs ?? anchorMs) - 1);
  const next = nextUnbounded(times, anchorMs, fromMs);
  return next === undefined || next > Math.min(times.endMs, timestampMsMax) ? undefined : next;
}

function nextUnbounded(times: CheckedTimes, anchorMs: number, afterMs: number): number | undefined {
  if (times.kind === "at") return times.atMs > afterMs ? times.atMs : undefined;
  if (times.kind === "cron") return nextCronTime(cronOf(times), times.zone, afterMs);
  const { everyMs, startMs } = times;
  const firstMs = startMs ?? anchorMs + everyMs;
  return firstMs + Math.max(0, Math.floor((afterMs - firstMs) / everyMs) + 1) * everyMs;
}

function cronOf({ cron }: CheckedTimes): Cron {
  return readCron(cron);
}

/** The last time that is not behind `untilMs`, of those from the time `firstMs` on. */
export function latestTime(anchored: AnchoredTimes, firstMs: number, untilMs: number): number {
  const { kind, everyMs } = anchored.times;
  if (kind === "at") return firstMs;
  const endMs = Math.min(untilMs, anchored.times.endMs);
  if (kind === "every") return firstMs + Math.floor((endMs - firstMs) / everyMs) * everyMs;
  return latestCronTime(anchored, firstMs, endMs);
}

/** Looks further and further back for a stretch in which there is one, then closes in on the last. */
function latestCronTime(anchored: AnchoredTimes, firstMs: number, untilMs: number): number {
  const nextUpTo = (afterMs: number): number | undefined => {
    const next = nextTime(anchored, afterMs);
    return next !== undefined && next <= untilMs ? next : undefined;
  };
  let found: number | undefined;
  for (let backMs = CRON_STEP_MS; found === undefined && untilMs - backMs > firstMs; backMs *= 2)
    found = nextUpTo(untilMs - backMs);
  let latest = found ?? firstMs;
  let behind = untilMs;
  while (behind - latest > CRON_STEP_MS) {
    const middle = Math.floor((latest + behind) / 2);
    const later = nextUpTo(middle);
    if (later === undefined) behind = middle;
    else latest = later;
  }
  return nextUpTo(latest) ?? latest;
}

/** How many times there are from the time `firstMs` on and before `endMs`; at most `countedMax` are counted. */
export function countTimes(anchored: AnchoredTimes, firstMs: number, endMs: number): number {
  const { kind, everyMs } = anchored.times;
  if (endMs <= firstMs) return 0;
  if (kind === "every") return Math.min(countedMax, Math.ceil((endMs - firstMs) / everyMs));
  let count = 0;
  for (let at: number | undefined = firstMs; at !== undefined && at < endMs && count < countedMax; count++)
    at = nextTime(anchored, at);
  return count;
}

/**
 * The next times from a moment on, of a schedule that would be made now; of one that would have been made then, if the moment has passed. Times before that count for its number of
 * firings, up to `countedMax` of them.
 */
export function previewTimes(
  {
    times,
    count,
    fromMs,
  }: { readonly times: CheckedTimes; readonly count: number; readonly fromMs: number | undefined },
  nowMs: number,
): number[] {
  // The times of a cron expression come behind their anchor, and `fromMs` may be one of them.
  const earliestMs = times.kind === "cron" ? (fromMs ?? nowMs + 1) - 1 : (fromMs ?? nowMs);
  const anchored = { times, anchorMs: Math.min(nowMs, earliestMs) };
  const found: number[] = [];
  let next = firstTime(anchored);
  let used = 0;
  if (next !== undefined && fromMs !== undefined && next < fromMs) {
    if (times.maxFirings !== Number.POSITIVE_INFINITY) used = countTimes(anchored, next, fromMs);
    next = nextTime(anchored, fromMs - 1);
  }
  const most = Math.min(count, times.maxFirings - used);
  for (; next !== undefined && found.length < most; next = nextTime(anchored, next)) found.push(next);
  return found;
}

/** As they are told. */
export function describeTimes(times: CheckedTimes): ScheduleTimes {
  const { kind, cron, zone, everyMs, atMs, startMs, endMs, maxFirings, jitterMs } = times;
  return {
    ...(kind === "cron" && { cron }),
    ...(kind === "every" && { everyMs }),
    ...(kind === "at" && { at: atMs }),
    zone: kind === "cron" ? zone : "",
    startAt: startMs,
    endAt: endMs === Number.POSITIVE_INFINITY ? undefined : endMs,
    maxFirings: maxFirings === Number.POSITIVE_INFINITY ? 0 : maxFirings,
    jitterMs,
  };
}
