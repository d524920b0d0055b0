import type { OperationInit } from "@flowmesh/contract";
import { durationMs } from "../moment.ts";
import type { LeasedJob } from "./job.ts";
import { describeFailure, type JobEnd } from "./job-failure.ts";
import { encodeResult } from "./job-result.ts";

/** What a commit says of one job. */
export type LeaseOperation = Pick<OperationInit, "settle">;

/** How a job is given back. */
export interface NackOptions {
  /** How long it waits for its next attempt, `"30s"` or milliseconds. Default: the queue's backoff. */
  readonly retryAfter?: string | number | undefined;
}

/** The job is done. @throws FlowMeshError `field_invalid` */
export function ackOperation(job: LeasedJob, result: unknown): LeaseOperation {
  return settleOperation(job, { done: { result: encodeResult(result) } });
}

/** The attempt failed. @throws FlowMeshError `field_invalid` */
export function nackOperation(job: LeasedJob, error: unknown, { retryAfter }: NackOptions): LeaseOperation {
  const retryAfterMs = retryAfter === undefined ? undefined : durationMs(retryAfter, "retryAfter");
  return settleOperation(job, { failed: { ...describeFailure(error), retryAfterMs } });
}

/** The attempt failed, and trying again would not help. */
export function deadOperation(job: LeasedJob, error: unknown): LeaseOperation {
  return settleOperation(job, { dead: describeFailure(error) });
}

function settleOperation({ queue, id: job, lease }: LeasedJob, end: JobEnd): LeaseOperation {
  return { settle: { queue, outcome: { job, lease, ...end } } };
}
