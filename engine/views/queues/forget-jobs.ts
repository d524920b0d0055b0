import type { QueueRules } from "@flowmesh/fabric/internal";
import type { JobsOperation } from "../../commit/queue-operation.ts";
import type { EndedJobs } from "./ended-jobs.ts";
import { DEAD_STATES, FINISHED_STATES } from "./job-state-numbers.ts";
import type { QueueJobs } from "./queue-jobs.ts";
import type { NamedQueue } from "./queue-table.ts";

/** Jobs that are forgotten in one commit at most: of many that are not kept any more, as after a downtime, some at a time. */
export const FORGOTTEN_A_COMMIT: number = 1000;

/** Offsets of jobs that end with a commit. */
export interface EndingJobs {
  /** Done or cancelled. */
  readonly finished: readonly number[];
  readonly dead: readonly number[];
}

const NONE_ENDING: EndingJobs = { finished: [], dead: [] };

type KeepRules = Pick<QueueRules, "keepDone" | "keepDead">;

/** When the first of the jobs that ended is not kept any more because of its age; Infinity when none ever is. */
export function nextForgottenMs({ ended: { finished, dead } }: QueueJobs, { keepDone, keepDead }: KeepRules): number {
  const doneMs = finished.firstMs + (keepDone.ageMs ?? Number.POSITIVE_INFINITY);
  const deadMs = dead.firstMs + (keepDead.ageMs ?? Number.POSITIVE_INFINITY);
  return Math.min(doneMs, deadMs) + 1;
}

/** More jobs that ended are there than are kept. */
export function isOverfull(jobs: QueueJobs, { keepDone, keepDead }: KeepRules): boolean {
  const finished = jobs.count("done") + jobs.count("cancelled");
  return (
    finished > (keepDone.count ?? Number.POSITIVE_INFINITY) ||
    jobs.count("dead") > (keepDead.count ?? Number.POSITIVE_INFINITY)
  );
}

/** Removes what is not kept any more, once some more have ended, at most so many; nothing when all is. */
export function forgetting(
  { id, state, jobs }: NamedQueue,
  nowMs: number,
  ending: EndingJobs = NONE_ENDING,
  most: number = FORGOTTEN_A_COMMIT,
): JobsOperation[] {
  const offsets = jobsToForget(jobs, state.rules, nowMs, ending).slice(0, most);
  return offsets.length === 0 ? [] : [{ kind: "jobs", queue: id, action: "remove", offsets }];
}

/**
 * The first jobs that ended and are not kept any more, once those of `ending` have ended too: by their number, or too old. Which these are is decided when a commit is ordered and
 * stands in the log: what counts against them may have left it when it is replayed.
 */
export function jobsToForget(
  jobs: QueueJobs,
  { keepDone, keepDead }: KeepRules,
  nowMs: number,
  { finished, dead }: EndingJobs = NONE_ENDING,
): number[] {
  const kept = { finished: jobs.count("done") + jobs.count("cancelled"), dead: jobs.count("dead") };
  return [
    ...oldest(jobs, jobs.ended.finished, FINISHED_STATES, kept.finished, keepDone, nowMs, finished),
    ...oldest(jobs, jobs.ended.dead, DEAD_STATES, kept.dead, keepDead, nowMs, dead),
  ].slice(0, FORGOTTEN_A_COMMIT);
}

function oldest(
  jobs: QueueJobs,
  list: EndedJobs,
  states: readonly number[],
  kept: number,
  keep: QueueRules["keepDone"],
  nowMs: number,
  ending: readonly number[],
): number[] {
  const sinceMs = keep.ageMs === undefined ? Number.NEGATIVE_INFINITY : nowMs - keep.ageMs;
  let tooMany = kept + ending.length - (keep.count ?? Number.POSITIVE_INFINITY);
  const forgotten: number[] = [];
  for (let index = 0; index < list.size; index++) {
    const isLast = tooMany <= 0 && list.endedMsAt(index) >= sinceMs;
    if (isLast || forgotten.length === FORGOTTEN_A_COMMIT) return forgotten;
    const offset = list.offsetAt(index);
    if (!jobs.ended.isMeant(offset, list.placeAt(index), states)) continue;
    forgotten.push(offset);
    tooMany--;
  }
  return [...forgotten, ...ending.slice(0, Math.max(0, tooMany))];
}
