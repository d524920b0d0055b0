import type { CommitHeads } from "../commit/commit-intent.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { QueueTable, TableQueue } from "../views/queues/queue-table.ts";
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

/** When the first job that ended is too old to be kept; Infinity when none is. */
export function nextForgetMs(queues: QueueTable): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const queue of queues.all()) nextMs = Math.min(nextMs, forgetMs(queue));
  return nextMs;
}

function forgetMs({ state, jobs }: TableQueue): number {
  return state === undefined ? Number.POSITIVE_INFINITY : jobs.nextForgetMs(state.rules);
}

/** Removes the jobs that ended and are too old to be kept, also of queues where nothing else happens. */
export class ForgetJobsIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #queues: QueueTable;

  constructor(queues: QueueTable) {
    this.#queues = queues;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): void {
    // What is too old is removed by every operation on jobs.
    for (const queue of this.#queues.all())
      if (forgetMs(queue) <= timeMs) operations.push({ kind: "jobs", queue: queue.id, action: "remove", offsets: [] });
  }
}
