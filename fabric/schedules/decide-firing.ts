import { limits } from "@flowmesh/contract";
import type { Random } from "../seams/random.ts";
import type { MissedPolicy, SchedulePlan } from "./check-schedule-requests.ts";
import { type AnchoredTimes, countedMax, countTimes, firstTime, latestTime, nextTime } from "./schedule-times.ts";

/** How far a schedule has come. */
export interface ScheduleCursor {
  /** The time that it fires for next. */
  readonly nextMs: number;
  /** When it was to be looked at: behind `nextMs` by its jitter, or because an attempt was refused. */
  readonly dueMs: number;
  /** Of its times, how many it has used: fired for, or given up. */
  readonly used: number;
  /** Attempts for `nextMs` that were refused. */
  readonly attempts: number;
  /** Missed times that have fired one after the other since it was last on time. */
  readonly madeUp: number;
}

/** What is to come; `undefined` times: it has finished. */
export interface NextFiring {
  readonly nextMs: number | undefined;
  /** When it is looked at again. */
  readonly dueMs: number | undefined;
}

/** What becomes of a schedule whose time has come. */
export interface FiringDecision extends NextFiring {
  /** The time that it fires for; undefined: for none. */
  readonly firesFor: number | undefined;
  /** Which attempt for this time it is. */
  readonly attempt: number;
  /** Times that it stands for as well. */
  readonly missed: number;
  /** Times that do not fire for themselves, those that it stands for among them. */
  readonly skipped: number;
  readonly madeUp: number;
  /** The next time takes the place of one that was refused until then; infinite where each is to fire. */
  readonly retryBeforeMs: number;
}

/** A plan with what depends on when it came. */
export interface AnchoredPlan extends AnchoredTimes {
  readonly plan: SchedulePlan;
}

/** Missed times that all fire are so far apart. */
const APART_MS = 100;
/** Waits before the attempts behind the first one. */
const RETRY_WAITS_MS: readonly number[] = [1000, 4000, 16_000, 64_000];

export function anchoredPlan(plan: SchedulePlan, anchorMs: number): AnchoredPlan {
  return { plan, times: plan.times, anchorMs };
}

/** The first firing of all. A time that has passed already is due at once. */
export function firstFiring(anchored: AnchoredPlan, random: Random): NextFiring {
  const { nextMs, dueMs } = withJitter(anchored, firstTime(anchored), random);
  return { nextMs, dueMs: dueMs === undefined ? undefined : Math.max(dueMs, anchored.anchorMs) };
}

/** The next firing behind a moment, unless enough times were used. */
export function firingBehind(anchored: AnchoredPlan, used: number, afterMs: number, random: Random): NextFiring {
  return used >= anchored.times.maxFirings ? NO_MORE : withJitter(anchored, nextTime(anchored, afterMs), random);
}

/** Where a schedule goes on that was resumed: one moment that has passed is not lost. */
export function resumedFiring(
  anchored: AnchoredPlan,
  cursor: ScheduleCursor,
  nowMs: number,
  random: Random,
): NextFiring {
  if (cursor.used >= anchored.times.maxFirings) return NO_MORE;
  if (anchored.times.kind === "at") return cursor.used > 0 ? NO_MORE : firstFiring(anchored, random);
  return firingBehind(anchored, cursor.used, nowMs, random);
}

/** What becomes of the time `cursor.nextMs`, which has come, and of others that have passed meanwhile. */
export function decideFiring(
  anchored: AnchoredPlan,
  cursor: ScheduleCursor,
  nowMs: number,
  random: Random,
): FiringDecision {
  const next = decisions[anchored.plan.missed](anchored, cursor, nowMs);
  const behind = next.firesFor === undefined ? cursor.used : cursor.used + 1;
  const isLate = next.goesOnMs !== undefined && next.goesOnMs <= nowMs;
  const following = isLate
    ? { nextMs: next.goesOnMs, dueMs: nowMs + APART_MS }
    : withJitter(anchored, next.goesOnMs, random);
  const { nextMs, dueMs } = behind >= anchored.times.maxFirings ? NO_MORE : following;
  const attempt = next.firesFor === cursor.nextMs ? cursor.attempts + 1 : 1;
  const { firesFor, missed, skipped } = next;
  const madeUp = isLate ? cursor.madeUp + 1 : 0;
  const retryBeforeMs =
    anchored.plan.missed === "all" ? Number.POSITIVE_INFINITY : (nextMs ?? Number.POSITIVE_INFINITY);
  return { firesFor, attempt, missed, skipped, nextMs, dueMs, madeUp, retryBeforeMs };
}

/** When a refused firing is tried again; undefined: its time is given up. */
export function retryDueMs({ attempt, retryBeforeMs }: FiringDecision, nowMs: number): number | undefined {
  const waitMs = RETRY_WAITS_MS[attempt - 1];
  return waitMs === undefined || nowMs + waitMs >= retryBeforeMs ? undefined : nowMs + waitMs;
}

interface Choice {
  readonly firesFor: number | undefined;
  readonly missed: number;
  readonly skipped: number;
  /** The time with which it goes on. */
  readonly goesOnMs: number | undefined;
}

type Decide = (anchored: AnchoredPlan, cursor: ScheduleCursor, nowMs: number) => Choice;

const decisions: Readonly<Record<MissedPolicy, Decide>> = { one: latestAlone, skip: latestAlone, all: oldestFirst };

/** A time counts as missed from when it was due, and not from what it is called: jitter and refused attempts make none of it old. */
function isWithinWindow(anchored: AnchoredPlan, cursor: ScheduleCursor, timeMs: number, nowMs: number): boolean {
  const { nextMs, dueMs, attempts, madeUp } = cursor;
  const isPlanned = timeMs === nextMs && (attempts > 0 || madeUp === 0);
  return nowMs - (isPlanned ? dueMs : timeMs + anchored.times.jitterMs) <= anchored.plan.missedWindowMs;
}

function latestAlone(anchored: AnchoredPlan, cursor: ScheduleCursor, nowMs: number): Choice {
  const { nextMs } = cursor;
  const latest = latestTime(anchored, nextMs, nowMs);
  const missed = countTimes(anchored, nextMs, latest);
  const goesOnMs = nextTime(anchored, Math.max(latest, nowMs));
  if (isWithinWindow(anchored, cursor, latest, nowMs)) return { firesFor: latest, missed, skipped: missed, goesOnMs };
  return { firesFor: undefined, missed: 0, skipped: missed + 1, goesOnMs };
}

function oldestFirst(anchored: AnchoredPlan, cursor: ScheduleCursor, nowMs: number): Choice {
  const { nextMs, madeUp } = cursor;
  const earliestMs = nowMs - anchored.plan.missedWindowMs - anchored.times.jitterMs;
  const isYoung = isWithinWindow(anchored, cursor, nextMs, nowMs);
  const first = isYoung ? nextMs : nextTime(anchored, Math.max(nextMs, earliestMs - 1));
  const skipped = countTimes(anchored, nextMs, first ?? Math.min(nowMs, anchored.times.endMs) + 1);
  if (first === undefined || first > nowMs) return { firesFor: undefined, missed: 0, skipped, goesOnMs: first };
  const following = nextTime(anchored, first);
  const isEnough = madeUp + 1 >= limits.scheduleMissed.value;
  if (!isEnough || following === undefined || following > nowMs)
    return { firesFor: first, missed: 0, skipped, goesOnMs: following };
  const left = Math.min(countedMax, skipped + countTimes(anchored, following, nowMs + 1));
  return { firesFor: first, missed: 0, skipped: left, goesOnMs: nextTime(anchored, nowMs) };
}

const NO_MORE: NextFiring = { nextMs: undefined, dueMs: undefined };

function withJitter(anchored: AnchoredPlan, nextMs: number | undefined, random: Random): NextFiring {
  const { jitterMs } = anchored.times;
  if (nextMs === undefined || jitterMs === 0) return { nextMs, dueMs: nextMs };
  const gapMs = (nextTime(anchored, nextMs) ?? Number.POSITIVE_INFINITY) - nextMs;
  return { nextMs, dueMs: nextMs + random.integer(Math.min(jitterMs + 1, gapMs)) };
}
