import assert from "node:assert/strict";
import type { BulkOperation, Job, JobDeadInit, NewJobInit, StartOperationRequestInit } from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";

/** Enqueues jobs, one a value, and has a worker call them dead; gives their ids. */
export async function deadJobs(
  { enqueue, reserve, queues }: CaseContext,
  queue: string,
  values: readonly string[],
  { error = "no route", ...more }: NewJobInit & { readonly error?: string } = {},
): Promise<string[]> {
  const ids = await enqueue(queue, values, more);
  for (let left = ids.length; left > 0; ) {
    const jobs = await reserve(queue, left);
    assert.ok(jobs.length > 0, "jobs that were enqueued can be reserved");
    await queues.settle({ queue, outcomes: jobs.map(({ job, lease }) => ({ job, lease, dead: { error } })) });
    left -= jobs.length;
  }
  return ids;
}

/** Begins an operation. */
export async function start({ operations }: CaseContext, request: StartOperationRequestInit): Promise<BulkOperation> {
  const { operation } = await operations.startOperation(request);
  assert.ok(operation);
  return operation;
}

/** Begins an operation and waits for its end. */
export async function whole(context: CaseContext, request: StartOperationRequestInit): Promise<BulkOperation> {
  return ended(context, await start(context, request));
}

/** An operation once it has ended. */
export async function ended(context: CaseContext, { queue, operation }: BulkOperation): Promise<BulkOperation> {
  return until(context, { queue, operation }, ({ state }) => state === "done" || state === "stopped");
}

/** An operation once something is so of it. */
export async function until(
  context: CaseContext,
  of: Pick<BulkOperation, "queue" | "operation">,
  isSo: (operation: BulkOperation) => boolean,
): Promise<BulkOperation> {
  const { queue, operation } = of;
  const look = async (): Promise<BulkOperation> => {
    for (let tries = 0; tries < 2000; tries++) {
      const found = (await context.operations.getOperation({ queue, operation, waitMs: 5 })).operation!;
      if (isSo(found)) return found;
    }
    throw new assert.AssertionError({ message: "the operation does not come so far" });
  };
  return context.elapse(look());
}

/** Works on the jobs that are there at this moment, each as said; gives their ids in the order in which they came. */
export async function work(
  { reserve, queues }: CaseContext,
  queue: string,
  endOf: () => { dead?: JobDeadInit } | undefined = () => undefined,
): Promise<string[]> {
  const jobs = await reserve(queue, 100);
  const outcomes = jobs.map(({ job, lease }) => ({ job, lease, ...(endOf() ?? { done: {} }) }));
  if (jobs.length > 0) await queues.settle({ queue, outcomes });
  return jobs.map(({ job }) => job);
}

/** All jobs of a queue. */
export async function jobsOf({ queues }: CaseContext, queue: string): Promise<Job[]> {
  return (await queues.listJobs({ queue, pageSize: 1000 })).jobs;
}
