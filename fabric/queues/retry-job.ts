import type { Job, NewJobInit, RetryJobRequestInit } from "@flowmesh/contract";
import { defaultRecordLimits, type RecordLimits } from "../batch/record-limits.ts";
import { checkIn, fieldInvalid } from "../check-fields.ts";
import { type CheckedJob, checkNewJob } from "./check-job-operations.ts";
import { checkJobOf, type JobOfQueue } from "./check-queue-requests.ts";
import { readNotes, withNotes } from "./job-record.ts";

/** A retry, with what is other than it was; undefined: nothing. */
export interface CheckedRetry extends JobOfQueue {
  readonly edit: NewJobInit | undefined;
}

/** @throws FlowMeshError `name_invalid`, `field_invalid`, `record_too_large` */
export function checkRetryJob(
  { queue, job, edit }: RetryJobRequestInit,
  nowMs: number,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedRetry {
  const of = checkJobOf({ queue, job });
  if (edit !== undefined) checkIn("edit", () => checkNewJob(edit, nowMs, recordLimits));
  if (edit?.dedupeId) throw fieldInvalid("edit.dedupe_id", "cannot be given: the job takes the place of another one");
  return { ...of, edit };
}

/** A job whose place is taken. */
export interface RetriedJob
  extends Pick<Job, "job" | "key" | "value" | "headers" | "orderingKey" | "priority" | "origin"> {
  /** Of its own; 0: as the queue says. */
  readonly ownAttempts: number;
}

/**
 * The job that takes the place of another one: what the edit does not say stays as it was.
 * @throws FlowMeshError `field_invalid`, `record_too_large`
 */
export function jobInPlaceOf(
  old: RetriedJob,
  edit: NewJobInit,
  nowMs: number,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedJob {
  const merged: NewJobInit = {
    ...edit,
    key: edit.key ?? old.key,
    value: edit.value ?? old.value,
    headers: edit.headers !== undefined && edit.headers.length > 0 ? edit.headers : old.headers,
    priority: edit.priority ?? old.priority,
    orderingKey: edit.orderingKey || old.orderingKey,
    maxAttempts: edit.maxAttempts || old.ownAttempts,
  };
  const job = checkIn("edit", () => checkNewJob(merged, nowMs, recordLimits));
  const { headers } = readNotes(job.record.headers ?? []);
  const record = withNotes(
    { ...job.record, headers },
    { orderingKey: job.orderingKey, retryOf: old.job, origin: old.origin },
  );
  return { ...job, record };
}
