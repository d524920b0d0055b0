/** Checks of requests about operations that every implementation makes the same way; see `check-requests.ts`. */
import {
  type GetOperationRequestInit,
  type JobEditInit,
  type JobFilterInit,
  type JobState,
  type ListOperationsRequestInit,
  limits,
  type OperationAction,
  type StartOperationRequestInit,
} from "@flowmesh/contract";
import type { BatchRecordHeader } from "../batch/batch-record.ts";
import { defaultRecordLimits, type RecordLimits } from "../batch/record-limits.ts";
import {
  checkBytes,
  checkChoice,
  checkIn,
  checkList,
  checkOrDefault,
  checkText,
  checkWhole,
  fieldInvalid,
} from "../check-fields.ts";
import { checkRecord } from "../check-record.ts";
import { checkAtLeast, checkTime, checkWaitMs } from "../check-requests.ts";
import type { FlowMeshError } from "../errors.ts";
import type { Expression } from "../expression/expression.ts";
import { checkJobBound, checkOwnQueueName, checkQueueName } from "../queues/check-job-operations.ts";
import { notesHeader } from "../queues/job-record.ts";
import { jobStates } from "../queues/job-state.ts";
import { jobExpression } from "../queues/job-subject.ts";
import { checkRate, type Rate } from "../queues/queue-settings.ts";
import { parseMergePatch } from "./merge-patch.ts";
import { type OperationPlan, statesOfAction } from "./operation-rules.ts";

/** Which jobs are meant. */
export interface CheckedJobFilter {
  readonly state: Exclude<JobState, "unspecified">;
  readonly key: Uint8Array | undefined;
  /** In lower case; empty: any. */
  readonly error: string;
  /** Empty: any. */
  readonly errorGroup: string;
  /** Empty: from the first. */
  readonly fromJob: string;
  /** Empty: to the last. */
  readonly toJob: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Undefined: any. */
  readonly where: Expression | undefined;
}

/** New content of jobs. */
export interface CheckedJobEdit {
  readonly value: Uint8Array | undefined;
  /** As JSON. */
  readonly mergePatch: unknown;
  readonly key: Uint8Array | undefined;
  readonly headers: readonly BatchRecordHeader[];
}

/** An operation that is asked for. */
export interface CheckedOperation extends OperationPlan {
  readonly queue: string;
  readonly action: Exclude<OperationAction, "unspecified">;
  readonly filter: CheckedJobFilter;
  readonly dryRun: boolean;
  readonly edit: CheckedJobEdit | undefined;
  /** Empty unless it is a move. */
  readonly toQueue: string;
  readonly rate: Rate;
  readonly reason: string;
}

const rampMax = 10;
const reasonBytes = 1024;
const actions = ["unspecified", "retry", "remove", "cancel", "run", "move"] as const;
const states: readonly JobState[] = ["unspecified", ...jobStates];

/** @throws FlowMeshError `name_invalid`, `field_invalid`, `expression_invalid`, `record_too_large` */
export function checkStartOperation(
  request: StartOperationRequestInit,
  recordLimits: RecordLimits = defaultRecordLimits,
): CheckedOperation {
  const queue = checkQueueName(request.queue);
  const action = checkChoice("action", request.action, actions);
  if (action === "unspecified") throw fieldInvalid("action", "must be given: retry, remove, cancel, run or move");
  const checked = {
    queue,
    action,
    filter: checkFilter(action, request.filter ?? {}),
    dryRun: request.dryRun ?? false,
    edit: request.edit && checkEdit(request.edit, recordLimits),
    toQueue: action === "move" ? checkOwnQueueName(request.toQueue ?? "") : "",
    rate: checkedRate(request.rate),
    ramp: checkList("ramp", request.ramp).map((jobs, at) => checkWhole(`ramp[${at}]`, jobs, { min: 0, max: 1e9 })),
    stopOnFailurePercent:
      request.stopOnFailurePercent === undefined
        ? undefined
        : checkWhole("stop_on_failure_percent", request.stopOnFailurePercent, { min: 0, max: 100 }),
    reason: checkText("reason", request.reason, reasonBytes),
  };
  refuseWhatDoesNotFit(checked, request);
  return checked;
}

function checkedRate(rate: StartOperationRequestInit["rate"]): Rate {
  try {
    return checkRate("rate", rate ?? {});
  } catch (error) {
    const { field, problem } = (error as FlowMeshError).details;
    throw fieldInvalid(String(field), String(problem));
  }
}

function refuseWhatDoesNotFit(
  { queue, action, edit, toQueue, ramp, stopOnFailurePercent }: CheckedOperation,
  request: StartOperationRequestInit,
): void {
  if (edit !== undefined && action !== "retry" && action !== "move")
    throw fieldInvalid("edit", "is for retry and move alone");
  if (action === "move" && toQueue === queue) throw fieldInvalid("to_queue", "must be another queue");
  if (action !== "move" && request.toQueue) throw fieldInvalid("to_queue", "is for move alone");
  if (action !== "retry" && ramp.length > 0) throw fieldInvalid("ramp", "is for retry alone");
  if (action !== "retry" && stopOnFailurePercent !== undefined)
    throw fieldInvalid("stop_on_failure_percent", "is for retry alone");
  if (ramp.length > rampMax) throw fieldInvalid("ramp", `must have at most ${rampMax} numbers`);
  if (ramp.slice(0, -1).includes(0))
    throw fieldInvalid("ramp", "can have 0, all that are left, only as its last number");
}

function checkFilter(action: CheckedOperation["action"], filter: JobFilterInit): CheckedJobFilter {
  const asked = checkChoice("filter.state", filter.state, states);
  if (asked === "unspecified" && action === "remove")
    throw fieldInvalid("filter.state", "must be given: remove is for jobs in any state");
  const state = asked === "unspecified" ? statesOfAction[action][0] : asked;
  if (state === undefined || state === "unspecified" || !statesOfAction[action].includes(state))
    throw fieldInvalid("filter.state", `must be one of ${statesOfAction[action].join(", ")} for ${action}`);
  checkBytes("filter.key", filter.key);
  return {
    state,
    key: filter.key,
    error: checkText("filter.error", filter.error, limits.jobErrorBytes.value).toLowerCase(),
    errorGroup: checkText("filter.error_group", filter.errorGroup, 64),
    fromJob: checkJobBound("filter.from_job", filter.fromJob),
    toJob: checkJobBound("filter.to_job", filter.toJob),
    fromMs: checkTime("filter.from_time", filter.fromTime) ?? Number.NEGATIVE_INFINITY,
    toMs: checkTime("filter.to_time", filter.toTime) ?? Number.POSITIVE_INFINITY,
    where: jobExpression("filter.where", filter.where),
  };
}

function checkEdit({ value, mergePatch, key, headers }: JobEditInit, recordLimits: RecordLimits): CheckedJobEdit {
  if (value !== undefined && mergePatch !== undefined)
    throw fieldInvalid("edit.merge_patch", "cannot be given together with value");
  checkBytes("edit.merge_patch", mergePatch);
  const record = checkIn("edit", () => checkRecord({ key, value, headers }, 0, 0, recordLimits));
  const names = record.headers?.map(({ name }) => name) ?? [];
  if (names.includes(notesHeader)) throw fieldInvalid("edit.headers", `cannot have one named ${notesHeader}`);
  const ofHeaders = record.headers?.reduce((sum, { name, value }) => sum + name.length + (value?.length ?? 0), 0) ?? 0;
  const bytes = (value?.length ?? 0) + (mergePatch?.length ?? 0) + (key?.length ?? 0) + ofHeaders;
  const most = limits.operationEditBytes.value;
  if (bytes > most) throw fieldInvalid("edit", `must have at most ${most} bytes`);
  return { value, mergePatch: mergePatch && patchOf(mergePatch), key, headers: record.headers ?? [] };
}

function patchOf(bytes: Uint8Array): unknown {
  try {
    return parseMergePatch(bytes);
  } catch (cause) {
    throw fieldInvalid("edit.merge_patch", `must be JSON: ${(cause as Error).message}`);
  }
}

/** One operation of a queue. */
export interface OperationOfQueue {
  readonly queue: string;
  readonly operation: string;
}

export function checkOperationOf(request: {
  readonly queue?: string | undefined;
  readonly operation?: string | undefined;
}): OperationOfQueue {
  const operation = checkText("operation", request.operation, 64);
  if (operation === "") throw fieldInvalid("operation", "must be given");
  return { queue: checkQueueName(request.queue), operation };
}

export interface CheckedGetOperation {
  readonly of: OperationOfQueue;
  readonly waitMs: number;
  readonly atLeast: number;
}

export function checkGetOperation({ waitMs, atLeast, ...of }: GetOperationRequestInit): CheckedGetOperation {
  return { of: checkOperationOf(of), waitMs: checkWaitMs(waitMs), atLeast: checkAtLeast(atLeast) };
}

export function checkStopOperation(request: {
  readonly queue?: string | undefined;
  readonly operation?: string | undefined;
  readonly reason?: string | undefined;
}): OperationOfQueue & { readonly reason: string } {
  return { ...checkOperationOf(request), reason: checkText("reason", request.reason, reasonBytes) };
}

export interface CheckedListOperations {
  /** Empty: of all. */
  readonly queue: string;
  readonly running: boolean;
  readonly pageSize: number;
  readonly pageToken: string;
  readonly atLeast: number;
}

export function checkListOperations(request: ListOperationsRequestInit): CheckedListOperations {
  const { value, max } = limits.pageSize;
  return {
    queue: request.queue ? checkQueueName(request.queue) : "",
    running: request.running ?? false,
    pageSize: checkOrDefault("page_size", request.pageSize, { min: 1, max }, value),
    pageToken: checkText("page_token", request.pageToken, 256),
    atLeast: checkAtLeast(request.atLeast),
  };
}
