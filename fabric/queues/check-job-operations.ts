/** Checks of what adds jobs and says what became of them, alone and within a commit; see `check-requests.ts`. */
import {
  type EnqueueOperationInit,
  type JobOutcomeInit,
  limits,
  type NewJobInit,
  type SettleOperationInit,
} from "@flowmesh/contract";
import type { BatchRecord, BatchRecordHeader } from "../batch/batch-record.ts";
import { defaultRecordLimits, type RecordLimits } from "../batch/record-limits.ts";
import {
  type Bounds,
  checkBytes,
  checkEach,
  checkIn,
  checkList,
  checkOrDefault,
  checkText,
  checkWhole,
  fieldInvalid,
} from "../check-fields.ts";
import { checkRecord } from "../check-record.ts";
import { checkName, checkTime } from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import { notesHeader, withNotes } from "./job-record.ts";
import type { LeaseEnd } from "./job-state.ts";

/** Before the name of a group: the queue of its dead letters. */
export const deadLetterMark = "@";

/** The queue in which the dead letters of a group are. */
export function deadLettersOf(group: string): string {
  return deadLetterMark + group;
}

/** Of a queue of dead letters the group; undefined for any other. */
export function groupOfDeadLetters(queue: string): string | undefined {
  return queue.startsWith(deadLetterMark) ? queue.slice(1) : undefined;
}

/** Gives the name back: of a queue, or of the dead letters of a group. */
export function checkQueueName(name: unknown): string {
  if (typeof name !== "string" || !name.startsWith(deadLetterMark)) return checkOwnQueueName(name);
  checkName("queue", name.slice(1));
  return name;
}

/** Gives the name back, of a queue that is no group's: to be made or deleted, and to have jobs added. */
export function checkOwnQueueName(name: unknown): string {
  return checkName("queue", name);
}

/** A job to be enqueued. */
export interface CheckedJob {
  /** What is kept of it as it is. */
  readonly record: BatchRecord;
  readonly priority: number;
  /** From now on; undefined with a time of its own, or at once. */
  readonly delayMs: number | undefined;
  /** Not before; undefined: at once, or after `delayMs`. */
  readonly runAtMs: number | undefined;
  /** Empty: none. */
  readonly orderingKey: string;
  /** Empty: none. */
  readonly dedupeId: string;
  /** 0: as the queue says. */
  readonly maxAttempts: number;
}

/** Jobs that a commit adds to one queue. */
export interface CheckedEnqueue {
  readonly queue: string;
  readonly jobs: readonly CheckedJob[];
}

/** The priority of a job that names none. */
export const defaultPriority = 5;
/** The highest one; 0 is the lowest. */
export const priorityMax = 9;

/** @throws FlowMeshError `name_invalid`, `field_invalid`, `record_too_large`, `commit_empty` */
export function checkEnqueue(
  { queue, jobs }: EnqueueOperationInit,
  nowMs: number,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedEnqueue {
  const name = checkOwnQueueName(queue);
  const asked = checkList("jobs", jobs);
  if (asked.length === 0) throw new FlowMeshError("commit_empty", { what: "enqueue", part: "job" });
  checkCount("jobs", asked.length, "jobs");
  return {
    queue: name,
    jobs: checkEach("jobs", asked, (job, index) => checkNewJob(job, nowMs, recordLimits, index)),
  };
}

/** @throws FlowMeshError `field_invalid`, `record_too_large` */
export function checkNewJob(job: NewJobInit, nowMs: number, recordLimits: RecordLimits, index = 0): CheckedJob {
  const { key, value, headers, priority, delayMs = 0, runAt } = job;
  if (delayMs !== 0 && runAt !== undefined) throw fieldInvalid("run_at", "cannot be given together with delay_ms");
  const record = checkRecord({ key, value, headers }, index, nowMs, recordLimits);
  if (record.headers?.some(isNotes))
    throw fieldInvalid("headers", `cannot have one named ${notesHeader}, which is FlowMesh's own`);
  const orderingKey = checkText("ordering_key", job.orderingKey, limits.orderingKeyBytes.value);
  const longestMs = limits.jobDelayMs.value;
  const runAtMs = wholeMs(checkTime("run_at", runAt));
  if (runAtMs !== undefined && runAtMs > nowMs + longestMs)
    throw fieldInvalid("run_at", "must be within a hundred years from now");
  return {
    record: orderingKey === "" ? record : withNotes(record, { orderingKey }),
    priority: checkWhole("priority", priority ?? defaultPriority, priorityBounds),
    delayMs: delayMs === 0 ? undefined : checkWhole("delay_ms", delayMs, { min: 0, max: longestMs }),
    runAtMs,
    orderingKey,
    dedupeId: checkText("dedupe_id", job.dedupeId, limits.dedupeIdBytes.value),
    maxAttempts: checkOrDefault("max_attempts", job.maxAttempts, attemptsBounds, 0),
  };
}

const priorityBounds: Bounds = { min: 0, max: priorityMax };
const attemptsBounds: Bounds = { min: 1, max: limits.jobAttempts.max };

function isNotes({ name }: BatchRecordHeader): boolean {
  return name === notesHeader;
}

/** Not before the time asked for, in whole milliseconds. */
function wholeMs(timeMs: number | undefined): number | undefined {
  return timeMs === undefined ? undefined : Math.ceil(timeMs);
}

/** What became of a job, as its worker tells. */
export interface CheckedOutcome {
  readonly job: string;
  readonly lease: string;
  readonly end: LeaseEnd;
  /** Absent unless it is done with a result. */
  readonly result: Uint8Array | undefined;
  readonly error: string;
  readonly stack: string;
}

/** What a commit says of one job. */
export interface CheckedSettleOperation {
  readonly queue: string;
  readonly outcome: CheckedOutcome;
}

/** @throws FlowMeshError `name_invalid`, `field_invalid`, `record_too_large` */
export function checkSettleOperation(
  { queue, outcome }: SettleOperationInit,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedSettleOperation {
  return {
    queue: checkQueueName(queue),
    outcome: checkIn("outcome", () => checkOutcome(outcome ?? {}, 0, recordLimits)),
  };
}

/** @throws FlowMeshError `field_invalid`, `record_too_large` */
export function checkOutcome(outcome: JobOutcomeInit, index: number, { valueBytesMax }: RecordLimits): CheckedOutcome {
  const { done, failed, dead } = outcome;
  const result = done?.result;
  checkBytes("result", result);
  if (result !== undefined && result.length > valueBytesMax) {
    const details = { part: "result", index, size: result.length, unit: "bytes", limit: valueBytesMax };
    throw new FlowMeshError("record_too_large", details);
  }
  const told = failed ?? dead;
  return {
    job: checkJobId("job", outcome.job),
    lease: checkText("lease", outcome.lease, idBytesMax),
    end: endOf(outcome),
    result,
    error: keptText("error", told?.error, limits.jobErrorBytes.value),
    stack: keptText("stack", told?.stack, limits.jobStackBytes.value),
  };
}

const idBytesMax = 64;

/** A job's id, which may be no queue's; it is looked up as it is. */
export function checkJobId(field: string, job: string | undefined): string {
  const id = checkText(field, job, idBytesMax);
  if (id === "") throw fieldInvalid(field, "must be given");
  return id;
}

/** Whether a job may have this id. */
export function isJobId(job: string): boolean {
  if (job === "" || job.length > JOB_DIGITS_MAX || (job.length > 1 && job.charCodeAt(0) === ZERO)) return false;
  for (let at = 0; at < job.length; at++) {
    const digit = job.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

const JOB_DIGITS_MAX = 16;
const ZERO = 0x30;

/** Where a range of jobs begins or ends; empty for no bound. */
export function checkJobBound(field: string, job: string | undefined): string {
  const bound = checkText(field, job, idBytesMax);
  if (bound !== "" && !isJobId(bound)) throw fieldInvalid(field, "must be the id of a job, there or not");
  return bound;
}

function endOf({ done, failed, dead, released }: JobOutcomeInit): LeaseEnd {
  const told = Number(done !== undefined) + Number(failed !== undefined) + Number(dead !== undefined);
  if (told + Number(released !== undefined) !== 1)
    throw fieldInvalid("outcome", "must be one of done, failed, dead and released");
  if (failed !== undefined) return { kind: "failed", retryAfterMs: checkRetryAfter(failed.retryAfterMs) };
  return done !== undefined ? DONE : dead !== undefined ? DEAD : RELEASED;
}

const DONE: LeaseEnd = { kind: "done" };
const DEAD: LeaseEnd = { kind: "dead" };
const RELEASED: LeaseEnd = { kind: "released" };

function checkRetryAfter(retryAfterMs: number | undefined): number | undefined {
  if (retryAfterMs === undefined) return undefined;
  return checkWhole("retry_after_ms", retryAfterMs, { min: 0, max: limits.jobDelayMs.value });
}

/** Text for people: what is too long is cut between two characters. */
export function keptText(field: string, value: unknown, bytesMax: number): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw fieldInvalid(field, "must be text");
  if (Buffer.byteLength(value) <= bytesMax) return value;
  const bytes = Buffer.from(value);
  let end = bytesMax;
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.toString("utf8", 0, end);
}

/** @throws FlowMeshError `field_invalid` when there are more than one call takes */
export function checkCount(field: string, count: number, what: string): void {
  const most = limits.queueJobs.value;
  if (count > most) throw fieldInvalid(field, `must have at most ${most} ${what}`);
}
