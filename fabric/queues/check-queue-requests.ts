/** Checks of requests about queues that every implementation makes the same way; see `check-requests.ts`. */
import {
  type CreateQueueRequestInit,
  type DeleteQueueRequestInit,
  type ExplainJobRequestInit,
  type ExtendRequestInit,
  type GetJobRequestInit,
  type GetQueueRequestInit,
  type JobState,
  type LeaseExtensionInit,
  type ListJobsRequestInit,
  limits,
  type PurgeQueueRequestInit,
  type ReserveRequestInit,
  type SettleRequestInit,
  type UpdateQueueRequestInit,
} from "@flowmesh/contract";
import { defaultRecordLimits, type RecordLimits } from "../batch/record-limits.ts";
import {
  checkBytes,
  checkChoice,
  checkEach,
  checkList,
  checkOrDefault,
  checkText,
  checkWhole,
  fieldInvalid,
} from "../check-fields.ts";
import { checkAtLeast, checkExpectedRevision, checkMaxBytes, checkWaitMs } from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import type { Expression } from "../expression/expression.ts";
import {
  type CheckedOutcome,
  checkCount,
  checkJobBound,
  checkJobId,
  checkOutcome,
  checkOwnQueueName,
  checkQueueName,
  keptText,
} from "./check-job-operations.ts";
import { jobStates } from "./job-state.ts";
import { jobExpression } from "./job-subject.ts";
import { checkQueueSettings, leaseMsMin, type QueueRulesChange } from "./queue-settings.ts";

export interface CheckedCreateQueue {
  readonly queue: string;
  readonly settings: QueueRulesChange;
}

export function checkCreateQueue({ queue, settings }: CreateQueueRequestInit): CheckedCreateQueue {
  return { queue: checkOwnQueueName(queue), settings: checkQueueSettings(settings) };
}

export interface CheckedUpdateQueue extends CheckedCreateQueue {
  readonly expectedRevision: number | undefined;
}

export function checkUpdateQueue(request: UpdateQueueRequestInit): CheckedUpdateQueue {
  const settings = checkQueueSettings(request.settings);
  return {
    queue: checkQueueName(request.queue),
    settings,
    expectedRevision: checkExpectedRevision(request.expectedRevision),
  };
}

export interface CheckedDeleteQueue {
  readonly queue: string;
  readonly expectedRevision: number | undefined;
}

export function checkDeleteQueue({ queue, expectedRevision }: DeleteQueueRequestInit): CheckedDeleteQueue {
  return { queue: checkOwnQueueName(queue), expectedRevision: checkExpectedRevision(expectedRevision) };
}

export interface CheckedGetQueue {
  readonly queue: string;
  readonly atLeast: number;
}

export function checkGetQueue({ queue, atLeast }: GetQueueRequestInit): CheckedGetQueue {
  return { queue: checkQueueName(queue), atLeast: checkAtLeast(atLeast) };
}

const statesToName: readonly JobState[] = ["unspecified", ...jobStates];

/** The states that a purge is about. */
export function checkPurgeQueue({ queue, state }: PurgeQueueRequestInit): {
  queue: string;
  states: readonly JobState[];
} {
  const chosen = checkChoice("state", state, statesToName);
  if (chosen === "active") throw fieldInvalid("state", "cannot be active: cancel these jobs instead");
  const states: readonly JobState[] = chosen === "unspecified" ? ["waiting", "delayed", "retrying"] : [chosen];
  return { queue: checkQueueName(queue), states };
}

export interface CheckedReserve {
  readonly queue: string;
  readonly workerId: string;
  readonly label: string;
  readonly maxJobs: number;
  readonly waitMs: number;
  /** 0: as the queue says. */
  readonly leaseMs: number;
  readonly ahead: boolean;
  readonly maxBytes: number;
  /** It takes none, and ends the wait of the worker's others. */
  readonly leaving: boolean;
}

export function checkReserve(request: ReserveRequestInit): CheckedReserve {
  return {
    queue: checkQueueName(request.queue),
    workerId: checkWorkerId(request.workerId),
    label: checkText("label", request.label, limits.workerLabelBytes.value),
    maxJobs: checkOrDefault("max_jobs", request.maxJobs, { min: 1, max: limits.queueJobs.value }, 1),
    waitMs: checkWaitMs(request.waitMs),
    leaseMs: checkLeaseMs(request.leaseMs),
    ahead: request.ahead ?? false,
    maxBytes: checkMaxBytes(request.maxBytes),
    leaving: request.leaving ?? false,
  };
}

function checkWorkerId(workerId: string | undefined): string {
  const id = checkText("worker_id", workerId, limits.workerIdBytes.value);
  if (id === "") throw fieldInvalid("worker_id", "must be given: 1 to 64 bytes, such as a UUID");
  return id;
}

function checkLeaseMs(leaseMs: number | undefined): number {
  return checkOrDefault("lease_ms", leaseMs, { min: leaseMsMin, max: limits.leaseMs.max }, 0);
}

export interface CheckedSettle {
  readonly queue: string;
  readonly outcomes: readonly CheckedOutcome[];
}

/** Throws `commit_empty`, `commit_too_large` and `record_too_large` too. */
export function checkSettle(
  { queue, outcomes }: SettleRequestInit,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedSettle {
  const name = checkQueueName(queue);
  const told = checkList("outcomes", outcomes);
  if (told.length === 0) throw new FlowMeshError("commit_empty", { what: "settle", part: "outcome" });
  checkCount("outcomes", told.length, "outcomes");
  const checked = checkEach("outcomes", told, (outcome, index) => checkOutcome(outcome, index, recordLimits));
  if (!areRising(checked) && new Set(checked.map(({ job }) => job)).size < checked.length)
    throw fieldInvalid("outcomes", "must name each job once");
  let size = 0;
  for (const { result } of checked) if (result !== undefined) size += result.length;
  const limit = limits.commitBytes.value;
  if (size > limit) throw new FlowMeshError("commit_too_large", { size, unit: "bytes", limit });
  return { queue: name, outcomes: checked };
}

/** Whether each job stands behind the one before, as they mostly do: then none is named twice. */
function areRising(outcomes: readonly CheckedOutcome[]): boolean {
  for (let at = 1; at < outcomes.length; at++) {
    const [{ job: before }, { job }] = [outcomes[at - 1] as CheckedOutcome, outcomes[at] as CheckedOutcome];
    if (job.length < before.length || (job.length === before.length && job <= before)) return false;
  }
  return true;
}

export interface CheckedExtension {
  readonly job: string;
  readonly lease: string;
  /** Undefined: as it was. */
  readonly progress: number | undefined;
  readonly log: readonly string[];
}

export interface CheckedExtend {
  readonly queue: string;
  readonly workerId: string;
  readonly leases: readonly CheckedExtension[];
  /** 0: as it was reserved. */
  readonly leaseMs: number;
  readonly waitMs: number;
}

export function checkExtend(request: ExtendRequestInit): CheckedExtend {
  const leases = checkList("leases", request.leases);
  if (leases.length === 0) throw fieldInvalid("leases", "must name at least one");
  checkCount("leases", leases.length, "leases");
  return {
    queue: checkQueueName(request.queue),
    workerId: checkWorkerId(request.workerId),
    leases: checkEach("leases", leases, checkExtension),
    leaseMs: checkLeaseMs(request.leaseMs),
    waitMs: checkWaitMs(request.waitMs),
  };
}

function checkExtension({ job, lease, progress, log }: LeaseExtensionInit): CheckedExtension {
  const lines = checkList("log", log).slice(-limits.jobLogLines.value);
  return {
    job: checkJobId("job", job),
    lease: checkText("lease", lease, 64),
    progress: progress === undefined ? undefined : checkWhole("progress", progress, { min: 0, max: 100 }),
    log: lines.map((line) => keptText("log", line, limits.jobLogLineBytes.value)),
  };
}

export interface CheckedGetJob {
  readonly queue: string;
  readonly job: string;
  readonly waitMs: number;
  readonly atLeast: number;
}

export function checkGetJob({ queue, job, waitMs, atLeast }: GetJobRequestInit): CheckedGetJob {
  return { ...checkJobOf({ queue, job }), waitMs: checkWaitMs(waitMs), atLeast: checkAtLeast(atLeast) };
}

/** One job of a queue. */
export interface JobOfQueue {
  readonly queue: string;
  readonly job: string;
}

export function checkJobOf({
  queue,
  job,
}: {
  readonly queue?: string | undefined;
  readonly job?: string | undefined;
}): JobOfQueue {
  return { queue: checkQueueName(queue), job: checkJobId("job", job) };
}

/** One job of a queue, at a position. */
export function checkExplainJob({ atLeast, ...of }: ExplainJobRequestInit): JobOfQueue & { readonly atLeast: number } {
  return { ...checkJobOf(of), atLeast: checkAtLeast(atLeast) };
}

export interface CheckedListJobs {
  readonly queue: string;
  /** Undefined: any. */
  readonly state: JobState | undefined;
  readonly key: Uint8Array | undefined;
  /** In lower case; empty: any. */
  readonly error: string;
  /** Empty: any. */
  readonly errorGroup: string;
  readonly where: Expression | undefined;
  /** Empty: from the first. */
  readonly fromJob: string;
  /** Empty: to the last. */
  readonly toJob: string;
  readonly pageSize: number;
  readonly pageToken: string;
  readonly withoutValues: boolean;
  readonly atLeast: number;
}

/** What a page's token must have been made for. */
export function askedOf(asked: CheckedListJobs): readonly unknown[] {
  const { state, key, error, errorGroup, where, fromJob, toJob } = asked;
  return [state, key && Buffer.from(key).toString("base64"), error, errorGroup, where?.source, fromJob, toJob];
}

export function checkListJobs(request: ListJobsRequestInit): CheckedListJobs {
  const { value, max } = limits.pageSize;
  const state = checkChoice("state", request.state, statesToName);
  checkBytes("key", request.key);
  return {
    queue: checkQueueName(request.queue),
    state: state === "unspecified" ? undefined : state,
    key: request.key,
    error: checkText("error", request.error, limits.jobErrorBytes.value).toLowerCase(),
    errorGroup: checkText("error_group", request.errorGroup, 64),
    where: jobExpression("where", request.where),
    fromJob: checkJobBound("from_job", request.fromJob),
    toJob: checkJobBound("to_job", request.toJob),
    pageSize: checkOrDefault("page_size", request.pageSize, { min: 1, max }, value),
    pageToken: checkText("page_token", request.pageToken, 256),
    withoutValues: request.withoutValues ?? false,
    atLeast: checkAtLeast(request.atLeast),
  };
}
