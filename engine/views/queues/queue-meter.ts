import type { JobState } from "@flowmesh/contract";
import { jobStates } from "@flowmesh/fabric/internal";
import type { LeaseEnds } from "../../commit/lease-ends.ts";
import type { LogOperation } from "../../commit/operation.ts";

/** What became of the jobs of a queue since the engine was opened. */
export interface QueueCounts {
  /** Jobs that were added. */
  enqueued: number;
  /** Jobs that were handed out, each time. */
  reserved: number;
  /** Leases that ended, by how: as the worker told, or by themselves. */
  done: number;
  failed: number;
  released: number;
  expired: number;
  /** Jobs that died. */
  dead: number;
}

export function noCounts(): QueueCounts {
  return { enqueued: 0, reserved: 0, done: 0, failed: 0, released: 0, expired: 0, dead: 0 };
}

/** Counts what an operation does to the jobs of queues. */
export function countOperation(operation: LogOperation, countsOf: (queue: number) => QueueCounts | undefined): void {
  if (operation.kind === "append" && operation.jobs !== undefined) {
    const counts = countsOf(operation.stream);
    if (counts !== undefined) counts.enqueued += operation.records;
  } else if (operation.kind === "lease") {
    const counts = countsOf(operation.queue);
    if (counts !== undefined) for (const { start, end } of operation.runs) counts.reserved += end - start;
  } else if (operation.kind === "settle") {
    const counts = countsOf(operation.queue);
    if (counts !== undefined) countEnds(counts, operation.ends);
  }
}

function countEnds(counts: QueueCounts, ends: LeaseEnds): void {
  for (let index = 0; index < ends.count; index++)
    countEnd(counts, ends.told(index), jobStates[ends.state(index)] as JobState);
}

function countEnd(counts: QueueCounts, told: boolean, state: JobState): void {
  if (state === "dead") counts.dead++;
  if (!told) counts.expired++;
  else if (state === "done") counts.done++;
  else if (state === "waiting") counts.released++;
  else counts.failed++;
}
