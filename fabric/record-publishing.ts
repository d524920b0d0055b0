import {
  CommitRequest,
  type EnqueuedJob,
  type EnqueueOperationInit,
  type EntryResult,
  type HeaderInit,
  limits,
  type NewRecordInit,
  type OperationInit,
  type OperationResult,
  type Placement,
  type PublishOperationInit,
} from "@flowmesh/contract";
import { EncodeError } from "@flowmesh/contract/internal";
import { BatchBuilder } from "./batch/batch-builder.ts";
import type { BatchRecord } from "./batch/batch-record.ts";
import { partitionOfKey, RoundRobin } from "./batch/partitioner.ts";
import { defaultRecordLimits, type RecordLimits } from "./batch/record-limits.ts";
import { validateBatch } from "./batch/validate-batch.ts";
import { checkEach, checkList, checkText, checkWhole, fieldInvalid } from "./check-fields.ts";
import { type CheckedLease, type CheckedOffset, checkCheckLease, checkCheckOffset } from "./check-preconditions.ts";
import { checkRecord } from "./check-record.ts";
import {
  type CheckedAppend,
  type CheckedCommit,
  checkAppend,
  checkExpectedOffset,
  checkStreamName,
} from "./check-requests.ts";
import { type CheckedDeadLetter, checkDeadLetter } from "./dead-letters/check-dead-letter.ts";
import { FlowMeshError, isFlowMeshError } from "./errors.ts";
import { type CheckedGroupCursor, checkCursorOperation } from "./groups/check-group-requests.ts";
import { checkEntryOperation, type EntryStep } from "./kv/check-entry-operations.ts";
import {
  type CheckedEnqueue,
  type CheckedSettleOperation,
  checkEnqueue,
  checkSettleOperation,
} from "./queues/check-job-operations.ts";

/**
 * Number of partitions of a stream.
 * @throws FlowMeshError `stream_not_found`
 */
export type PartitionsOf = (stream: string) => number;

/** What publishing must know of the implementation. */
export interface RecordPublisherOptions {
  readonly partitionsOf: PartitionsOf;
  /** The time of records that name none, in milliseconds. */
  readonly nowMs: () => number;
  readonly limits?: RecordLimits;
}

/** One batch to one partition. */
export interface AppendStep extends CheckedAppend {
  readonly kind: "append";
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

/** A cursor that a commit sets. */
export interface CursorStep extends CheckedGroupCursor {
  readonly kind: "cursor";
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

/** Jobs that a commit adds. */
export interface EnqueueStep extends CheckedEnqueue {
  readonly kind: "enqueue";
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

/** What a commit says of a job. */
export interface SettleStep extends CheckedSettleOperation {
  readonly kind: "settle";
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

/** What a commit rests on, and does not write: where a partition ends, or that a lease is held. */
export type PreconditionStep = (
  | ({ readonly kind: "checkOffset" } & CheckedOffset)
  | ({ readonly kind: "checkLease" } & CheckedLease)
) & {
  /** Index of the operation that asked for it. */
  readonly operation: number;
};

/** A record that a commit moves into the dead letters of a group. */
export interface DeadLetterStep extends CheckedDeadLetter {
  readonly kind: "deadLetter";
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

/** What a commit comes down to. */
export type CommitStep =
  | AppendStep
  | CursorStep
  | EntryStep
  | EnqueueStep
  | SettleStep
  | DeadLetterStep
  | PreconditionStep;

/** What a step was given: where its batch, or each of its jobs, was written, or what became of its entry. A cursor and the end of a lease are given nothing. */
export type StepResult = Placement | EntryResult | readonly Placement[];

/** A commit as steps, and the way back from where they were written to what the caller is told. */
export interface ExpandedCommit {
  /** In the order in which they are to be applied, which is that of their operations. All batches are validated. */
  readonly steps: readonly CommitStep[];
  /**
   * From what each step was given to one placement for each operand: an append of the request, a record of a publish, or a job of an enqueue, in the request's order. With the entries, this is
   * what must be remembered under an idempotency key, for the same commit sent again may expand differently.
   */
  placements(ofSteps: readonly (StepResult | undefined)[]): Placement[];
  /** From what each step was given to what became of the entries: one for each operation of KV, in the request's order. */
  entries(ofSteps: readonly (StepResult | undefined)[]): EntryResult[];
}

/**
 * Turns commits into steps whose records are encoded batches, for implementations that store batches: the records of a publish become one batch a partition, in order; a record with a
 * dedupe id becomes an append of its own. Checks operations and records against their rules and limits on the way.
 */
export class RecordPublisher {
  readonly #options: RecordPublisherOptions;
  readonly #limits: RecordLimits;
  readonly #roundRobin = new RoundRobin();

  constructor(options: RecordPublisherOptions) {
    this.#options = options;
    this.#limits = options.limits ?? defaultRecordLimits;
  }

  /**
   * @throws FlowMeshError `name_invalid`, `field_invalid`, `stream_not_found`, `partition_not_found`, `record_too_large`, `commit_empty`, `commit_too_large`,
   * `batch_malformed`, `batch_crc_mismatch`, `batch_codec_unknown`, `key_invalid`, `value_too_large`, `capability_missing`; with `details.operation` when the commit has several operations
   * @param partitionsOf where another number of partitions counts than that of the options
   */
  expand({ operations }: CheckedCommit, partitionsOf: PartitionsOf = this.#options.partitionsOf): ExpandedCommit {
    const steps: CommitStep[] = [];
    const places: RecordPlace[] = [];
    const only = operations.length === 1 ? this.#entryStep(operations[0]!, 0) : undefined;
    if (only !== undefined) return new OnlyEntry(only);
    let index = 0;
    try {
      for (; index < operations.length; index++) {
        const operation = operations[index]!;
        const entry = this.#entryStep(operation, index);
        if (entry !== undefined) steps.push(entry);
        else places.push(...this.#expandOperation(operation, index, steps, partitionsOf));
      }
    } catch (error) {
      throw operations.length > 1 && isFlowMeshError(error) ? error.with({ operation: index }) : error;
    }
    checkSize(operations, steps);
    return {
      steps,
      placements: (ofSteps) => placementsOf(places, ofSteps),
      entries: (ofSteps) => ofSteps.filter((_, index) => isEntryStep(steps[index]!)) as EntryResult[],
    };
  }

  #expandOperation(
    operation: OperationInit,
    index: number,
    steps: CommitStep[],
    partitionsOf: PartitionsOf,
  ): RecordPlaces {
    const { append, publish, cursor } = operation;
    if (cursor !== undefined) {
      steps.push({ kind: "cursor", ...checkCursorOperation(cursor), operation: index });
      return [];
    }
    const precondition = checkPrecondition(operation);
    if (precondition !== undefined) {
      steps.push({ ...precondition, operation: index });
      return [];
    }
    if (operation.enqueue !== undefined) return this.#expandEnqueue(operation.enqueue, index, steps);
    if (operation.settle !== undefined) {
      steps.push({ kind: "settle", ...checkSettleOperation(operation.settle, this.#limits), operation: index });
      return [];
    }
    if (operation.deadLetter !== undefined) {
      const deadLetter = checkDeadLetter(operation.deadLetter, this.#options.nowMs(), this.#limits);
      steps.push({ kind: "deadLetter", ...deadLetter, operation: index });
      return [];
    }
    if (publish !== undefined) return this.#expandPublish(publish, index, steps, partitionsOf);
    const checked = checkAppend(append ?? {});
    validateBatch(checked.batch, this.#limits);
    steps.push({ kind: "append", ...checked, operation: index });
    return [{ step: steps.length - 1, index: 0 }];
  }

  /** Of an operation on an entry. Checks of all that they are of one kind. */
  #entryStep(operation: OperationInit, index: number): EntryStep | undefined {
    let kinds = 0;
    for (const kind in operation) if (operation[kind as keyof OperationInit] !== undefined) kinds++;
    if (kinds !== 1) throw fieldInvalid("operation", oneKind);
    return checkEntryOperation(operation, index, this.#limits.valueBytesMax);
  }

  #expandEnqueue(enqueue: EnqueueOperationInit, operation: number, steps: CommitStep[]): RecordPlaces {
    const checked = checkEnqueue(enqueue, this.#options.nowMs(), this.#limits);
    const step = steps.push({ kind: "enqueue", ...checked, operation }) - 1;
    return [{ step, index: 0 }];
  }

  #expandPublish(
    publish: PublishOperationInit,
    operation: number,
    steps: CommitStep[],
    partitionsOf: PartitionsOf,
  ): RecordPlaces {
    const stream = checkStreamName(publish.stream);
    const records = checkList("records", publish.records);
    if (records.length === 0) throw new FlowMeshError("commit_empty", { what: "publish", part: "record" });
    const partitions = partitionsOf(stream);
    const expectedOffset = checkExpectedOffset(publish.expectedOffset);
    const run = new PublishRun({ stream, operation, partitions, expectedOffset }, steps);
    const nowMs = this.#options.nowMs();
    checkEach("records", records, (record, index) => {
      const encoded = checkRecord(record, index, nowMs, this.#limits);
      const dedupeId = checkText("dedupe_id", record.dedupeId, limits.dedupeIdBytes.value);
      const partition = this.#partitionFor(stream, record, index, partitions);
      run.add(encoded, { partition, isByKey: record.partition === undefined && record.key !== undefined }, dedupeId);
    });
    return run.finish();
  }

  #partitionFor(stream: string, record: NewRecordInit, index: number, partitions: number): number {
    const { partition, key } = record;
    if (partition === undefined)
      return key === undefined ? this.#roundRobin.nextPartition(stream, partitions) : partitionOfKey(key, partitions);
    checkWhole("partition", partition, { min: -0x80000000, max: 0x7fffffff });
    if (partition >= 0 && partition < partitions) return partition;
    throw new FlowMeshError("partition_not_found", { stream, partition, partitions, last: partitions - 1, index });
  }
}

/** A commit of one operation on an entry, as most of these are. A value is never larger than a commit. */
class OnlyEntry implements ExpandedCommit {
  readonly steps: readonly CommitStep[];

  constructor(step: EntryStep) {
    this.steps = [step];
  }

  placements(): Placement[] {
    return [];
  }

  entries([entry]: readonly (StepResult | undefined)[]): EntryResult[] {
    return [entry as EntryResult];
  }
}

const oneKind =
  "must be one of append, publish, cursor, put, delete, increment, check, enqueue, settle, dead_letter, check_offset and check_lease";

function checkPrecondition({
  checkOffset,
  checkLease,
}: OperationInit):
  | ({ readonly kind: "checkOffset" } & CheckedOffset)
  | ({ readonly kind: "checkLease" } & CheckedLease)
  | undefined {
  if (checkOffset !== undefined) return { kind: "checkOffset", ...checkCheckOffset(checkOffset) };
  return checkLease && { kind: "checkLease", ...checkCheckLease(checkLease) };
}

function isEntryStep({ kind }: CommitStep): boolean {
  return kind === "put" || kind === "delete" || kind === "increment" || kind === "check";
}

/** In which step a record is, and which of that batch's records; all jobs of an enqueue are one. */
interface RecordPlace {
  readonly step: number;
  readonly index: number;
}

/** For the records of an operation, in order. */
type RecordPlaces = readonly RecordPlace[];

/** What a publish is, beside its records. */
interface PublishTarget {
  readonly stream: string;
  readonly operation: number;
  readonly partitions: number;
  readonly expectedOffset: number | undefined;
}

/** An append in the making; its batch comes when it is complete. */
interface BegunAppend {
  readonly partition: number;
  readonly dedupeId: string;
  readonly builder: BatchBuilder;
  /** Whether a record of it came to this partition by its key. */
  isByKey: boolean;
}

/** The records of one publish, gathered into batches. */
class PublishRun {
  readonly #target: PublishTarget;
  readonly #steps: CommitStep[];
  /** Batches that still take records, by partition: their places among those begun. */
  readonly #open = new Map<number, number>();
  /** In the order in which they were begun. */
  readonly #begun: BegunAppend[] = [];
  readonly #places: RecordPlace[] = [];

  constructor(target: PublishTarget, steps: CommitStep[]) {
    this.#target = target;
    this.#steps = steps;
  }

  add(
    record: BatchRecord,
    { partition, isByKey }: { readonly partition: number; readonly isByKey: boolean },
    dedupeId: string,
  ): void {
    // Behind a record with an id the partition's next batch begins, so that its records stay in order.
    const at = (dedupeId === "" ? this.#open.get(partition) : undefined) ?? this.#begin(partition, dedupeId);
    const begun = this.#begun[at]!;
    begun.isByKey ||= isByKey;
    this.#places.push({ step: this.#steps.length + at, index: begun.builder.count });
    begun.builder.append(record);
  }

  /** @throws FlowMeshError `field_invalid` */
  finish(): RecordPlaces {
    const { stream, operation, partitions } = this.#target;
    const [first, ...others] = this.#begun;
    if (this.#target.expectedOffset !== undefined && others.some(({ partition }) => partition !== first?.partition))
      throw fieldInvalid("expected_offset", "needs all records in one partition");
    for (const [index, { partition, dedupeId, builder, isByKey }] of this.#begun.entries()) {
      const expectedOffset = index === 0 ? this.#target.expectedOffset : undefined;
      const partitionCount = isByKey ? partitions : undefined;
      const batch = builder.finish();
      this.#steps.push({
        kind: "append",
        stream,
        operation,
        partition,
        dedupeId,
        expectedOffset,
        partitionCount,
        batch,
      });
    }
    return this.#places;
  }

  #begin(partition: number, dedupeId: string): number {
    const at = this.#begun.push({ partition, dedupeId, builder: new BatchBuilder(512, "shared"), isByKey: false }) - 1;
    if (dedupeId === "") this.#open.set(partition, at);
    else this.#open.delete(partition);
    return at;
  }
}

function checkSize(operations: readonly OperationInit[], steps: readonly CommitStep[]): void {
  const appends = steps.filter((step) => step.kind === "append");
  // Each record with a dedupe id counts as an operation, as it would if it were sent as one.
  const withId = appends.filter(({ dedupeId, operation }) => dedupeId !== "" && operations[operation]?.publish).length;
  const count = Math.max(operations.length, withId);
  const bytes = steps.reduce((sum, step) => sum + bytesOf(step), 0);
  const [mostOperations, mostBytes] = [limits.commitOperations.value, limits.commitBytes.value];
  if (count > mostOperations) throw tooLarge(count, "operations", mostOperations);
  if (bytes > mostBytes) throw tooLarge(bytes, "bytes", mostBytes);
}

function bytesOf(step: CommitStep): number {
  if (step.kind === "append") return step.batch.length;
  if (step.kind === "deadLetter") return step.job.record.value?.length ?? 0;
  if (step.kind === "enqueue") return step.jobs.reduce((sum, { record }) => sum + (record.value?.length ?? 0), 0);
  if (step.kind === "settle") return step.outcome.result?.length ?? 0;
  return step.kind === "put" ? step.value.length : 0;
}

function tooLarge(size: number, unit: string, limit: number): FlowMeshError {
  return new FlowMeshError("commit_too_large", { size, unit, limit });
}

function placementsOf(places: readonly RecordPlace[], ofSteps: readonly (StepResult | undefined)[]): Placement[] {
  const placements: Placement[] = [];
  for (const { step, index } of places) {
    const result = ofSteps[step] as Placement | readonly Placement[];
    if ("length" in result) for (const placement of result) placements.push(placement);
    else placements.push({ ...result, offset: result.offset + index });
  }
  return placements;
}

/** Results of a commit's operations from what `ExpandedCommit.placements` and `ExpandedCommit.entries` gave. */
export function groupResults(
  operations: readonly OperationInit[],
  placements: readonly Placement[],
  entries: readonly EntryResult[],
): OperationResult[] {
  let at = 0;
  let entry = 0;
  return operations.map(({ publish, append, cursor, enqueue, settle, deadLetter, checkOffset, checkLease }) => {
    const from = at;
    if (enqueue !== undefined) {
      at += enqueue.jobs?.length ?? 0;
      return { placements: [], entry: undefined, jobs: placements.slice(from, at).map(enqueuedJob) };
    }
    if ((settle ?? deadLetter ?? checkOffset ?? checkLease) !== undefined)
      return { placements: [], entry: undefined, jobs: [] };
    if (publish !== undefined) at += publish.records?.length ?? 0;
    else if (append !== undefined) at += 1;
    else if (cursor === undefined) return { placements: [], entry: entries[entry++], jobs: [] };
    return { placements: placements.slice(from, at), entry: undefined, jobs: [] };
  });
}

function enqueuedJob({ offset, duplicate }: Placement): EnqueuedJob {
  return { job: String(offset), duplicate };
}

/** Contents of commits up to this size are written over each other: memory of their own would cost more than all the rest of it. */
const SHARED_CONTENT_BYTES = 1 << 20;
let sharedContent: Buffer = Buffer.alloc(0);

/**
 * What a commit does, as bytes that are the same for the same operations: what an idempotency key stands for. They last until the next call. The trace in a record's headers is no part of it:
 * it says who sent the record, and another attempt has another.
 * @throws FlowMeshError `field_invalid`
 */
export function commitContent(operations: readonly OperationInit[]): Uint8Array {
  try {
    const content = { operations: operations.map(withoutTrace) };
    const bound = CommitRequest.bound(content);
    if (bound > SHARED_CONTENT_BYTES) return CommitRequest.encode(content);
    if (bound > sharedContent.length) sharedContent = Buffer.allocUnsafeSlow(Math.min(2 * bound, SHARED_CONTENT_BYTES));
    return sharedContent.subarray(0, CommitRequest.put(content, sharedContent, 0));
  } catch (error) {
    throw error instanceof EncodeError ? fieldInvalid(error.field, error.problem) : error;
  }
}

function withoutTrace(operation: OperationInit): OperationInit {
  const { publish } = operation;
  const isTrace = ({ name }: HeaderInit): boolean => name === "traceparent" || name === "tracestate";
  if (publish?.records?.some(({ headers }) => headers?.some(isTrace)) !== true) return operation;
  const records = publish.records.map((record) =>
    record.headers === undefined ? record : { ...record, headers: record.headers.filter((header) => !isTrace(header)) },
  );
  return { ...operation, publish: { ...publish, records } };
}
