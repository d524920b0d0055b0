import {
  CommitRequest,
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
import { type BatchRecord, isTimestampMs } from "./batch/batch-record.ts";
import { partitionOfKey, RoundRobin } from "./batch/partitioner.ts";
import { defaultRecordLimits, type RecordLimits, recordTooLarge } from "./batch/record-limits.ts";
import { validateBatch } from "./batch/validate-batch.ts";
import { checkBytes, checkList, checkText, checkWhole, fieldInvalid } from "./check-fields.ts";
import {
  type CheckedAppend,
  type CheckedCommit,
  checkAppend,
  checkExpectedOffset,
  checkStreamName,
} from "./check-requests.ts";
import { FlowMeshError, isFlowMeshError } from "./errors.ts";
import { type CheckedGroupCursor, checkCursorOperation } from "./groups/check-group-requests.ts";

/** What publishing must know of the implementation. */
export interface RecordPublisherOptions {
  /**
   * Number of partitions of a stream.
   * @throws FlowMeshError `stream_not_found`
   */
  readonly partitionsOf: (stream: string) => number;
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

/** What a commit comes down to. */
export type CommitStep = AppendStep | CursorStep;

/** A commit as steps, and the way back from where they were written to what the caller is told. */
export interface ExpandedCommit {
  /** In the order in which they are to be applied, which is that of their operations. All batches are validated. */
  readonly steps: readonly CommitStep[];
  /**
   * From what each step was given, a placement or nothing, to one placement for each operand: an append of the request, or a record of a publish, in the request's order.
   * This is what must be remembered under an idempotency key, for the same commit sent again may expand differently.
   */
  placements(ofSteps: readonly (Placement | undefined)[]): Placement[];
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
   * `batch_malformed`, `batch_crc_mismatch`, `batch_codec_unknown`, `capability_missing`; with `details.operation` when the commit has several operations
   */
  expand({ operations }: CheckedCommit): ExpandedCommit {
    const steps: CommitStep[] = [];
    const places: RecordPlace[] = [];
    for (const [index, operation] of operations.entries()) {
      try {
        places.push(...this.#expandOperation(operation, index, steps));
      } catch (error) {
        throw operations.length > 1 && isFlowMeshError(error) ? error.with({ operation: index }) : error;
      }
    }
    checkSize(operations, steps);
    return { steps, placements: (ofSteps) => places.map((place) => placementOf(place, ofSteps)) };
  }

  #expandOperation(operation: OperationInit, index: number, steps: CommitStep[]): RecordPlaces {
    const { append, publish, cursor } = operation;
    if ([append, publish, cursor].filter((kind) => kind !== undefined).length !== 1) {
      throw fieldInvalid("operation", oneKind);
    }
    if (cursor !== undefined) {
      steps.push({ kind: "cursor", ...checkCursorOperation(cursor), operation: index });
      return [];
    }
    if (publish !== undefined) return this.#expandPublish(publish, index, steps);
    const checked = checkAppend(append ?? {});
    validateBatch(checked.batch, this.#limits);
    steps.push({ kind: "append", ...checked, operation: index });
    return [{ step: steps.length - 1, index: 0 }];
  }

  #expandPublish(publish: PublishOperationInit, operation: number, steps: CommitStep[]): RecordPlaces {
    const stream = checkStreamName(publish.stream);
    const records = checkList("records", publish.records);
    if (records.length === 0) throw new FlowMeshError("commit_empty", { what: "publish", part: "record" });
    const run = new PublishRun(stream, operation, checkExpectedOffset(publish.expectedOffset), steps);
    const partitions = this.#options.partitionsOf(stream);
    const nowMs = this.#options.nowMs();
    for (const [index, record] of records.entries()) {
      const encoded = this.#checkRecord(record, index, nowMs);
      const dedupeId = checkText(`records[${index}].dedupe_id`, record.dedupeId, limits.dedupeIdBytes.value);
      run.add(encoded, this.#partitionFor(stream, record, index, partitions), dedupeId);
    }
    return run.finish();
  }

  #checkRecord(record: NewRecordInit, index: number, nowMs: number): BatchRecord {
    const { key, value, headers, timestamp } = record;
    const field = `records[${index}]`;
    checkBytes(`${field}.key`, key);
    checkBytes(`${field}.value`, value);
    const { keyBytesMax, valueBytesMax, headersMax } = this.#limits;
    if (key !== undefined && key.length > keyBytesMax) throw recordTooLarge("key", index, key.length, keyBytesMax);
    if (value !== undefined && value.length > valueBytesMax) {
      throw recordTooLarge("value", index, value.length, valueBytesMax);
    }
    const named = checkList(`${field}.headers`, headers);
    if (named.length > headersMax) throw recordTooLarge("headers", index, named.length, headersMax, "entries");
    const timestampMs = Math.floor(timestamp ?? nowMs);
    if (!isTimestampMs(timestampMs)) throw fieldInvalid(`${field}.timestamp`, "must be a time in the years 1 to 9999");
    return { key, value, timestampMs, headers: named.map((header) => this.#checkHeader(header, index)) };
  }

  #checkHeader({ name = "", value = noBytes }: HeaderInit, index: number): { name: string; value: Uint8Array } {
    if (typeof name !== "string") throw fieldInvalid(`records[${index}].headers.name`, "must be text");
    checkBytes(`records[${index}].headers.value`, value);
    const size = Buffer.byteLength(name) + value.length;
    const limit = this.#limits.headerBytesMax;
    if (size > limit) throw recordTooLarge("header", index, size, limit);
    return { name, value };
  }

  #partitionFor(stream: string, record: NewRecordInit, index: number, partitions: number): number {
    const { partition, key } = record;
    if (partition === undefined)
      return key === undefined ? this.#roundRobin.nextPartition(stream, partitions) : partitionOfKey(key, partitions);
    checkWhole(`records[${index}].partition`, partition, { min: -0x80000000, max: 0x7fffffff });
    if (partition >= 0 && partition < partitions) return partition;
    throw new FlowMeshError("partition_not_found", { stream, partition, partitions, last: partitions - 1, index });
  }
}

const noBytes = new Uint8Array(0);
const oneKind = "must be one of append, publish and cursor";

/** In which step a record is, and which of that batch's records. */
interface RecordPlace {
  readonly step: number;
  readonly index: number;
}

/** For each record of an operation, in order. */
type RecordPlaces = readonly RecordPlace[];

/** The records of one publish, gathered into batches. */
class PublishRun {
  readonly #stream: string;
  readonly #operation: number;
  readonly #expectedOffset: number | undefined;
  readonly #steps: CommitStep[];
  /** Batches that still take records, by partition. */
  readonly #open = new Map<number, { step: number; builder: BatchBuilder }>();
  /** Appends in the order in which they were begun; their batches come when they are complete. */
  readonly #begun: { partition: number; dedupeId: string; builder: BatchBuilder }[] = [];
  readonly #places: RecordPlace[] = [];

  constructor(stream: string, operation: number, expectedOffset: number | undefined, steps: CommitStep[]) {
    this.#stream = stream;
    this.#operation = operation;
    this.#expectedOffset = expectedOffset;
    this.#steps = steps;
  }

  add(record: BatchRecord, partition: number, dedupeId: string): void {
    const first = this.#begun[0];
    if (this.#expectedOffset !== undefined && first !== undefined && first.partition !== partition) {
      throw fieldInvalid("expected_offset", "needs all records in one partition");
    }
    // Behind a record with an id the partition's next batch begins, so that its records stay in order.
    const open = (dedupeId === "" && this.#open.get(partition)) || this.#begin(partition, dedupeId);
    this.#places.push({ step: this.#steps.length + open.step, index: open.builder.count });
    open.builder.append(record);
  }

  finish(): RecordPlaces {
    for (const [index, { partition, dedupeId, builder }] of this.#begun.entries()) {
      const expectedOffset = index === 0 ? this.#expectedOffset : undefined;
      const [stream, operation, batch] = [this.#stream, this.#operation, builder.finish()];
      this.#steps.push({ kind: "append", stream, operation, partition, dedupeId, expectedOffset, batch });
    }
    return this.#places;
  }

  #begin(partition: number, dedupeId: string): { step: number; builder: BatchBuilder } {
    const builder = new BatchBuilder(512);
    const begun = { step: this.#begun.length, builder };
    this.#begun.push({ partition, dedupeId, builder });
    if (dedupeId === "") this.#open.set(partition, begun);
    else this.#open.delete(partition);
    return begun;
  }
}

function checkSize(operations: readonly OperationInit[], steps: readonly CommitStep[]): void {
  const appends = steps.filter((step) => step.kind === "append");
  // Each record with a dedupe id counts as an operation, as it would if it were sent as one.
  const withId = appends.filter(({ dedupeId, operation }) => dedupeId !== "" && operations[operation]?.publish).length;
  const count = Math.max(operations.length, withId);
  const bytes = appends.reduce((sum, { batch }) => sum + batch.length, 0);
  const [mostOperations, mostBytes] = [limits.commitOperations.value, limits.commitBytes.value];
  if (count > mostOperations) throw tooLarge(count, "operations", mostOperations);
  if (bytes > mostBytes) throw tooLarge(bytes, "bytes", mostBytes);
}

function tooLarge(size: number, unit: string, limit: number): FlowMeshError {
  return new FlowMeshError("commit_too_large", { size, unit, limit });
}

function placementOf({ step, index }: RecordPlace, ofSteps: readonly (Placement | undefined)[]): Placement {
  const { partition, offset, duplicate } = ofSteps[step]!;
  return { partition, offset: offset + index, duplicate };
}

/** Results of a commit's operations from one placement for each operand; see `ExpandedCommit.placements`. */
export function groupPlacements(
  operations: readonly OperationInit[],
  placements: readonly Placement[],
): OperationResult[] {
  let at = 0;
  return operations.map(({ publish, append }) => {
    const from = at;
    if (publish !== undefined) at += publish.records?.length ?? 0;
    else if (append !== undefined) at += 1;
    return { placements: placements.slice(from, at) };
  });
}

/**
 * What a commit does, as bytes that are the same for the same operations: what an idempotency key stands for. The trace in a record's headers is no part of it: it says who
 * sent the record, and another attempt has another.
 * @throws FlowMeshError `field_invalid`
 */
export function commitContent(operations: readonly OperationInit[]): Uint8Array {
  try {
    return CommitRequest.encode({ operations: operations.map(withoutTrace) });
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
