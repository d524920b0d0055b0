import type { JobRun, QueueJobs } from "./queue-jobs.ts";
import { NO_SLOT } from "./slot-table.ts";

/** Jobs that are counted before one of its key. */
const AHEAD_OF_KEY_MAX = 10_000;

/** How many jobs go before one that waits; of one with a key those of its key. */
export function jobsAhead(jobs: QueueJobs, offset: number): number {
  const slot = jobs.slots.find(offset);
  if (slot !== NO_SLOT && jobs.keys.has(slot)) return jobs.keys.before(slot, AHEAD_OF_KEY_MAX);
  const priority = jobs.priorityOf(offset);
  const higher = jobs.readyRuns.byPriority.slice(priority + 1).reduce((sum, runs) => sum + runs.size, 0);
  return higher + jobs.readyRuns.of(priority).below(offset);
}

/** The jobs that are next, at most so many, in the order in which they go. */
export function pickJobs(jobs: QueueJobs, most: number, nowMs: number): JobRun[] {
  jobs.keys.pass(nowMs);
  return jobs.keys.open === 0 ? pickWithoutKey(jobs, most) : pickInTurn(jobs, most, nowMs);
}

function pickInTurn(jobs: QueueJobs, most: number, nowMs: number): JobRun[] {
  return jobs.keys.pick(most, nowMs, readyOneByOne(jobs)).map((start) => {
    const slot = jobs.slots.find(start);
    const key = slot === NO_SLOT ? 0 : jobs.keys.hashOf(slot);
    return { priority: jobs.priorityOf(start), start, end: start + 1, key };
  });
}

/** Jobs without a key in the order in which they go. */
function* readyOneByOne(jobs: QueueJobs): Generator<{ readonly priority: number; readonly offset: number }> {
  for (const { priority, start, end } of readyInOrder(jobs))
    for (let offset = start; offset < end; offset++) yield { priority, offset };
}

function pickWithoutKey(jobs: QueueJobs, most: number): JobRun[] {
  const picked: JobRun[] = [];
  let left = most;
  if (left <= 0) return picked;
  for (const run of readyInOrder(jobs)) {
    const end = Math.min(run.end, run.start + left);
    picked.push({ ...run, end });
    left -= end - run.start;
    if (left === 0) break;
  }
  return picked;
}

/** Runs of jobs without a key in the order in which they go. */
function* readyInOrder({ readyRuns }: QueueJobs): Generator<JobRun> {
  for (let priority = readyRuns.byPriority.length - 1; priority >= 0; priority--)
    for (const { start, end } of readyRuns.of(priority)) yield { priority, start, end, key: 0 };
}
