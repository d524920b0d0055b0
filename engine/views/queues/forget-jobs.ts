import { hasEnded, type QueueRules } from "@flowmesh/fabric/internal";
import type { EndedJobs } from "./ended-jobs.ts";
import { DEAD_STATES, FINISHED_STATES } from "./job-state-numbers.ts";
import type { EndingJob, QueueJobs } from "./queue-jobs.ts";

/** Jobs that are forgotten in one commit at most: of many that are not kept any more, as after a downtime, some at a time. */
const FORGOTTEN_A_COMMIT = 1000;

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

/**
 * The first jobs that ended and are not kept any more, once those of `ending` have ended too: by their number, or too old. Which these are is decided when a commit is ordered and
 * stands in the log: what counts against them may have left it when it is replayed.
 */
export function jobsToForget(
  jobs: QueueJobs,
  { keepDone, keepDead }: KeepRules,
  nowMs: number,
  ending: readonly EndingJob[] = [],
): number[] {
  const isDead = ({ state }: EndingJob): boolean => state === "dead";
  const finished = ending.filter((job) => hasEnded(job.state) && !isDead(job));
  const kept = { finished: jobs.count("done") + jobs.count("cancelled"), dead: jobs.count("dead") };
  return [
    ...oldest(jobs, jobs.ended.finished, FINISHED_STATES, kept.finished, keepDone, nowMs, finished),
    ...oldest(jobs, jobs.ended.dead, DEAD_STATES, kept.dead, keepDead, nowMs, ending.filter(isDead)),
  ].slice(0, FORGOTTEN_A_COMMIT);
}

function oldest(
  jobs: QueueJobs,
  list: EndedJobs,
  states: readonly number[],
  kept: number,
  keep: QueueRules["keepDone"],
  nowMs: number,
  ending: readonly EndingJob[],
): number[] {
  const sinceMs = keep.ageMs === undefined ? Number.NEGATIVE_INFINITY : nowMs - keep.ageMs;
  let tooMany = kept + ending.length - (keep.count ?? Number.POSITIVE_INFINITY);
  const forgotten: number[] = [];
  for (const ended of list) {
    const isLast = tooMany <= 0 && ended.endedMs >= sinceMs;
    if (isLast || forgotten.length === FORGOTTEN_A_COMMIT) return forgotten;
    if (!jobs.ended.isMeant(ended, states)) continue;
    forgotten.push(ended.offset);
    tooMany--;
  }
  return [...forgotten, ...ending.slice(0, Math.max(0, tooMany)).map(({ offset }) => offset)];
}
