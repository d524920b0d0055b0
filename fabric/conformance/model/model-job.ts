import type { Job, JobAttempt, ReservedJob } from "@flowmesh/contract";
import type { BatchRecord } from "../../batch/batch-record.ts";
import { afterEnd, type ChangedJobEnd } from "../../operations/operation-rules.ts";
import { readNotes } from "../../queues/job-record.ts";
import { attemptsAllowed, type EndedState } from "../../queues/job-state.ts";
import type { QueueRules } from "../../queues/queue-settings.ts";
import type { ModelOperation } from "./model-operation.ts";

/** A lease on a job of the model. */
export interface ModelLease {
  readonly name: string;
  readonly workerId: string;
  readonly label: string;
  readonly leaseMs: number;
  readonly startedMs: number;
  endsMs: number;
  begun: boolean;
  progress: number;
  log: readonly string[];
}

/** A job of the model. */
export interface ModelJob {
  readonly id: number;
  readonly record: BatchRecord;
  /** What it carries cannot be read back. */
  isDamaged: boolean;
  readonly priority: number;
  readonly orderingKey: string;
  readonly maxAttempts: number;
  readonly limitKey: string | undefined;
  /** Not before. */
  dueMs: number;
  hasFailed: boolean;
  attempts: number;
  /** Held now. */
  lease: ModelLease | undefined;
  /** How often it was taken. */
  leases: number;
  /** The last one, if its worker told how it ended. */
  toldLease: string;
  lastWorker: string;
  cancelling: boolean;
  ended: { readonly state: EndedState; readonly ms: number; readonly number: number } | undefined;
  history: JobAttempt[];
  result: Uint8Array | undefined;
  /** It was tried again after it had ended. */
  isRedriven: boolean;
  /** Told how it ends, once. */
  operation: ModelOperation | undefined;
}

/** A job that nobody has worked on. */
export function newJob(
  given: Pick<ModelJob, "id" | "record" | "priority" | "orderingKey" | "maxAttempts" | "limitKey" | "dueMs">,
): ModelJob {
  return {
    ...given,
    isDamaged: false,
    hasFailed: false,
    attempts: 0,
    lease: undefined,
    leases: 0,
    toldLease: "",
    lastWorker: "",
    cancelling: false,
    ended: undefined,
    history: [],
    result: undefined,
    isRedriven: false,
    operation: undefined,
  };
}

/** The operation that changed a job hears how it ended. */
export function tellOperation(job: ModelJob, end: ChangedJobEnd): void {
  const { operation } = job;
  job.operation = undefined;
  if (operation !== undefined) operation.progress = afterEnd(operation.progress, end);
}

export function describeJob(job: ModelJob, state: Job["state"], rules: QueueRules): Job {
  const { lease, ended } = job;
  const underWay: JobAttempt[] = lease === undefined ? [] : [attemptOf(job, lease, undefined, "unspecified", "", "")];
  const { notes } = readNotes(job.record.headers ?? []);
  return {
    job: String(job.id),
    state,
    ...carriedBy(job),
    priority: job.priority,
    attemptsUsed: job.attempts,
    maxAttempts: attemptsAllowed(job, rules),
    enqueuedAt: job.record.timestampMs,
    dueAt: state === "delayed" || state === "retrying" ? job.dueMs : undefined,
    endedAt: ended?.ms,
    progress: lease?.progress ?? 0,
    leaseEndsAt: lease?.endsMs,
    workerId: job.lastWorker,
    result: state === "done" ? job.result : undefined,
    error: job.history.findLast(({ end }) => end !== "done")?.error ?? "",
    attempts: [...job.history, ...underWay].slice(-100),
    cancelling: job.cancelling,
    retryOf: notes.retryOf ?? "",
  };
}

export function describeReserved(job: ModelJob, lease: ModelLease, rules: QueueRules): ReservedJob {
  return {
    job: String(job.id),
    lease: lease.name,
    attempt: job.attempts + (lease.begun ? 0 : 1),
    maxAttempts: attemptsAllowed(job, rules),
    enqueuedAt: job.record.timestampMs,
    leaseEndsAt: lease.endsMs,
    priority: job.priority,
    ...carriedBy(job),
  };
}

function carriedBy({
  record,
  orderingKey,
}: ModelJob): Pick<Job, "key" | "value" | "headers" | "orderingKey" | "origin"> {
  const { headers, notes } = readNotes(record.headers ?? []);
  return {
    key: record.key ?? undefined,
    value: record.value ?? undefined,
    headers: headers.map(({ name, value }) => ({ name, value: value ?? new Uint8Array(0) })),
    orderingKey,
    origin: notes.origin,
  };
}

/** An attempt, under way or as it ended. */
export function attemptOf(
  { attempts }: ModelJob,
  { workerId, label, startedMs, log }: ModelLease,
  endedAt: number | undefined,
  end: JobAttempt["end"],
  error: string,
  stack: string,
): JobAttempt {
  return {
    attempt: attempts,
    workerId,
    workerLabel: label,
    startedAt: startedMs,
    endedAt,
    end,
    error,
    stack,
    log: [...log],
  };
}
