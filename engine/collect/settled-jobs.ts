import type { CommitHeads } from "../commit/commit-intent.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import { FORGOTTEN_A_COMMIT, forgetting, isOverfull, nextForgottenMs } from "../views/queues/forget-jobs.ts";
import type { NamedQueue, QueueTable, TableQueue } from "../views/queues/queue-table.ts";
import type { TrimmedStart } from "./retention.ts";

/** Where the jobs of each queue begin once those that are gone at its front are left out. */
export function settledStarts({ queues, streams }: Pick<CommitHeads, "queues" | "streams">): TrimmedStart[] {
  const starts: TrimmedStart[] = [];
  for (const { id, jobs } of queues.all()) {
    const [partition] = streams.findById(id)?.partitions ?? [];
    // While the first one is there, nothing can go.
    if (partition === undefined || jobs.stateOf(partition.startOffset) !== undefined) continue;
    const startOffset = Math.min(jobs.lowest(), partition.nextOffset);
    if (startOffset > partition.startOffset) starts.push({ stream: id, partition: 0, startOffset });
  }
  return starts;
}

/** When the first job that ended is not kept any more; Infinity when all are. */
export function nextForgetMs(queues: QueueTable): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const queue of queues.all()) nextMs = Math.min(nextMs, forgetMs(queue));
  return nextMs;
}

function forgetMs({ state, jobs }: TableQueue): number {
  if (state === undefined) return Number.POSITIVE_INFINITY;
  return isOverfull(jobs, state.rules) ? 0 : nextForgottenMs(jobs, state.rules);
}

const JOB_BYTES = 8;

/** Removes the jobs that ended and are not kept any more, some at a time, also of queues where nothing else happens. Says when there are none any more. */
export class ForgetJobsIntent implements Intent<{ isAll: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #queues: QueueTable;
  readonly #jobsMax: number;

  constructor(queues: QueueTable, bytesMax: number) {
    this.#queues = queues;
    this.#jobsMax = Math.min(FORGOTTEN_A_COMMIT, Math.floor(bytesMax / JOB_BYTES));
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): { isAll: boolean } {
    for (const queue of this.#queues.all()) {
      if (forgetMs(queue) > timeMs) continue;
      operations.push(...forgetting(queue as NamedQueue, timeMs, undefined, this.#jobsMax));
      if (operations.length > 0) return { isAll: false };
    }
    return { isAll: true };
  }
}
