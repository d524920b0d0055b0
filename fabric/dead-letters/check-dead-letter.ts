import { type DeadLetterOperationInit, limits } from "@flowmesh/contract";
import type { BatchRecord } from "../batch/batch-record.ts";
import type { RecordLimits } from "../batch/record-limits.ts";
import { checkIn, checkText, checkWhole } from "../check-fields.ts";
import { checkRecord } from "../check-record.ts";
import { checkStreamName } from "../check-requests.ts";
import { checkGroupName } from "../groups/check-group-requests.ts";
import { type CheckedJob, deadLettersOf, defaultPriority, keptText } from "../queues/check-job-operations.ts";
import { withNotes } from "../queues/job-record.ts";

/** A record that a member of a group gives up. */
export interface CheckedDeadLetter {
  readonly group: string;
  readonly memberId: string;
  readonly stream: string;
  readonly partition: number;
  readonly epoch: number;
  readonly offset: number;
  /** The queue of the group's dead letters. */
  readonly queue: string;
  /** What it becomes. */
  readonly job: CheckedJob;
  readonly attempts: number;
  readonly error: string;
  readonly stack: string;
}

/** @throws FlowMeshError `name_invalid`, `field_invalid`, `record_too_large` */
export function checkDeadLetter(
  operation: DeadLetterOperationInit,
  nowMs: number,
  recordLimits: RecordLimits,
): CheckedDeadLetter {
  const { key, value, headers, timestamp } = operation;
  const group = checkGroupName(operation.group);
  const stream = checkStreamName(operation.stream);
  const partition = checkWhole("partition", operation.partition ?? 0, { min: 0, max: 0x7fffffff });
  const offset = checkWhole("offset", operation.offset ?? 0, { min: 0 });
  const record = checkIn("dead_letter", () => checkRecord({ key, value, headers, timestamp }, 0, nowMs, recordLimits));
  return {
    group,
    memberId: checkText("member_id", operation.memberId, limits.memberIdBytes.value),
    stream,
    partition,
    epoch: checkWhole("epoch", operation.epoch ?? 0, { min: 0 }),
    offset,
    queue: deadLettersOf(group),
    job: jobOf({ ...record, timestampMs: nowMs }, { stream, partition, offset, timestamp: record.timestampMs }),
    attempts: checkWhole("attempts", operation.attempts ?? 0, { min: 1, max: limits.jobAttempts.max }),
    error: keptText("error", operation.error, limits.jobErrorBytes.value),
    stack: keptText("stack", operation.stack, limits.jobStackBytes.value),
  };
}

function jobOf(record: BatchRecord, origin: NonNullable<Parameters<typeof withNotes>[1]["origin"]>): CheckedJob {
  return {
    record: withNotes(record, { origin }),
    priority: defaultPriority,
    delayMs: undefined,
    runAtMs: undefined,
    orderingKey: "",
    dedupeId: "",
    maxAttempts: 0,
  };
}
