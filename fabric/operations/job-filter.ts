import type { Job } from "@flowmesh/contract";
import { errorGroupOf } from "../dead-letters/error-groups.ts";
import { hasEnded } from "../queues/job-state.ts";
import { jobSubject } from "../queues/job-subject.ts";
import type { CheckedJobFilter } from "./check-operation-requests.ts";

/** What a filter says of what a job holds. */
export type ContentFilter = Pick<CheckedJobFilter, "key" | "error" | "errorGroup" | "where">;

/** Whether a job is meant whose state and id are. @throws FlowMeshError `expression_invalid` when its expression takes too many steps */
export function isMeant(filter: CheckedJobFilter, job: Job): boolean {
  return isOfTime(filter, job) && isOfContent(filter, job);
}

/** Whether a job holds what is asked for. @throws FlowMeshError `expression_invalid` when the expression takes too many steps */
export function isOfContent(filter: ContentFilter, job: Job): boolean {
  return isOfKey(filter, job) && isOfError(filter, job) && isWhere(filter, job);
}

/** Whether a filter can be told by what is known of a job without reading it. */
export function needsContent({ key, error, errorGroup, state, fromMs, toMs, where }: CheckedJobFilter): boolean {
  const hasTimes = fromMs > Number.NEGATIVE_INFINITY || toMs < Number.POSITIVE_INFINITY;
  return (
    key !== undefined || error !== "" || errorGroup !== "" || where !== undefined || (hasTimes && !hasEnded(state))
  );
}

function isOfTime({ fromMs, toMs }: CheckedJobFilter, { endedAt, enqueuedAt }: Job): boolean {
  const ms = endedAt ?? enqueuedAt ?? 0;
  return ms >= fromMs && ms < toMs;
}

function isOfKey({ key }: ContentFilter, job: Job): boolean {
  return key === undefined || (job.key !== undefined && Buffer.compare(key, job.key) === 0);
}

function isOfError({ error, errorGroup }: ContentFilter, job: Job): boolean {
  const isOfGroup = errorGroup === "" || errorGroupOf(job).id === errorGroup;
  return isOfGroup && (error === "" || job.error.toLowerCase().includes(error));
}

function isWhere({ where }: ContentFilter, job: Job): boolean {
  return where === undefined || where.isTrue(jobSubject(job));
}
