import { randomUUID } from "node:crypto";
import { type EntryResult, limits, type Placement, type Stream, type StreamSettingsInit } from "@flowmesh/contract";
import {
  batchBaseSequence,
  batchCount,
  batchNextOffset,
  batchProducerEpoch,
  batchProducerId,
  patchBaseOffset,
} from "../../batch/batch-header.ts";
import type { CheckedOffset } from "../../check-preconditions.ts";
import { FlowMeshError } from "../../errors.ts";
import { type Growth, grown } from "../../groups/growth.ts";
import type { AppendStep, CommitStep, CursorStep, DeadLetterStep, StepResult } from "../../record-publishing.ts";
import { type EntriesDraft, ModelBuckets } from "./model-buckets.ts";
import type { ModelGroup } from "./model-groups.ts";
import type { ModelLineageCommit } from "./model-lineage.ts";
import type { ModelQueue } from "./model-queue.ts";
import { QueuesDraft } from "./model-queues.ts";
import type { ModelSchedule } from "./model-schedule.ts";

/** Where the model's limits are smaller than the product's, so that tests can reach them. */
export interface ModelLimits {
  readonly streams: number;
  readonly partitions: number;
  readonly idempotencyKeys: number;
  readonly groups: number;
  readonly groupMembers: number;
  readonly partitionOffsets: number;
  readonly buckets: number;
  readonly queues: number;
  /** Jobs that a queue ever has. */
  readonly queueJobs: number;
  readonly waitingReserves: number;
  readonly schedules: number;
  readonly kvRevisions: number;
  readonly operationsRunning: number;
  readonly operationsKept: number;
}

export interface StoredBatch {
  /** Whether it is to be unreadable, as after damage to a disk. */
  isDamaged: boolean;
  readonly baseOffset: number;
  /** Offset behind its last record. */
  readonly nextOffset: number;
  readonly bytes: Uint8Array;
  readonly committedMs: number;
}

export interface ModelPartition {
  earliestOffset: number;
  nextOffset: number;
  readonly batches: StoredBatch[];
  readonly producers: Map<number, ModelProducer>;
}

/** What is remembered of a producer in one partition; never changed in place. */
interface ModelProducer {
  readonly epoch: number;
  /** Oldest first. */
  readonly batches: readonly { firstSequence: number; lastSequence: number; offset: number; position: number }[];
}

export interface ModelStream {
  readonly name: string;
  /** Of all streams there ever were, this one's alone. */
  readonly number: number;
  readonly id: string;
  readonly createdMs: number;
  settings: { retentionMs: number; retentionBytes: number; dedupeWindowMs: number };
  revision: number;
  readonly partitions: ModelPartition[];
  growths: readonly Growth[];
  readonly dedupeIds: Map<string, { placement: Placement; position: number; committedMs: number }>;
}

/** A commit that came with an idempotency key, and what the caller was told. */
interface ModelCommit {
  readonly content: string;
  readonly position: number;
  readonly placements: readonly Placement[];
  readonly entries: readonly EntryResult[];
  /** For how long it is remembered, and until when that is. */
  readonly windowMs: number;
  readonly untilMs: number;
}

/** What a commit gave, each step in turn. */
export interface ModelOutcome {
  readonly position: number;
  readonly ofSteps: readonly (StepResult | undefined)[];
}

const sequences = 2 ** 31;

/** All that a fabric knows, and the rules by which commits change it. Each method takes effect as a whole or throws and changes nothing. */
export class ModelState {
  readonly streams: Map<string, ModelStream> = new Map();
  readonly commits: Map<string, ModelCommit> = new Map();
  readonly groups: Map<string, ModelGroup> = new Map();
  readonly buckets: ModelBuckets;
  readonly queues: Map<string, ModelQueue> = new Map();
  readonly schedules: Map<string, ModelSchedule> = new Map();
  /** Every commit that wrote something, in order. */
  readonly lineage: ModelLineageCommit[] = [];
  readonly limits: ModelLimits;
  position = 0;
  /** Whether nothing more can be written, as on a disk that is full. */
  isFull = false;
  #producers = 0;

  constructor({
    streams = limits.streams.value,
    partitions = limits.partitions.value,
    idempotencyKeys = limits.idempotencyKeys.value,
    groups = limits.groups.value,
    groupMembers = limits.groupMembers.value,
    partitionOffsets = limits.partitionOffsets.value,
    buckets = limits.buckets.value,
    queues = limits.queues.value,
    queueJobs = limits.partitionOffsets.value,
    waitingReserves = limits.waitingReserves.value,
    schedules = limits.schedules.value,
    kvRevisions = limits.kvRevisions.value,
    operationsRunning = limits.operationsRunning.value,
    operationsKept = limits.operationsKept.value,
  }: Partial<ModelLimits>) {
    this.limits = {
      streams,
      partitions,
      idempotencyKeys,
      groups,
      groupMembers,
      partitionOffsets,
      buckets,
      queues,
      queueJobs,
      waitingReserves,
      schedules,
      kvRevisions,
      operationsRunning,
      operationsKept,
    };
    this.buckets = new ModelBuckets(this.limits);
  }

  stream(name: string): ModelStream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw new FlowMeshError("stream_not_found", { stream: name });
    return stream;
  }

  partition(name: string, number: number): ModelPartition {
    const { partitions } = this.stream(name);
    const partition = partitions[number];
    if (partition !== undefined) return partition;
    const details = { stream: name, partition: number, partitions: partitions.length, last: partitions.length - 1 };
    throw new FlowMeshError("partition_not_found", details);
  }

  create(name: string, partitions: number, settings: StreamSettingsInit, nowMs: number): ModelStream {
    this.checkRoom();
    if (this.streams.has(name)) throw new FlowMeshError("stream_exists", { stream: name });
    const limit = this.limits.streams;
    if (this.streams.size >= limit) {
      const details = { what: "the number of streams", value: limit + 1, limit, name: "streams" };
      throw new FlowMeshError("limit_exceeded", details);
    }
    this.#checkPartitions(partitions);
    const defaults = { retentionMs: 0, retentionBytes: 0, dedupeWindowMs: limits.dedupeWindowMs.value };
    const stream: ModelStream = {
      name,
      number: this.position + 1,
      id: randomUUID(),
      createdMs: nowMs,
      settings: merged(defaults, settings),
      revision: ++this.position,
      partitions: Array.from({ length: partitions }, emptyPartition),
      growths: [],
      dedupeIds: new Map(),
    };
    this.streams.set(name, stream);
    return stream;
  }

  update(
    name: string,
    partitions: number | undefined,
    settings: StreamSettingsInit,
    expectedRevision: number | undefined,
    nowMs: number,
  ): ModelStream {
    this.checkRoom();
    const stream = this.stream(name);
    expectRevision(stream, expectedRevision);
    const before = stream.partitions.length;
    if (partitions !== undefined && partitions < before) {
      throw new FlowMeshError("partitions_shrink", { stream: name, partitions: before });
    }
    this.#checkPartitions((partitions ?? before) - before);
    stream.revision = ++this.position;
    changeSettings(stream, settings, nowMs);
    if ((partitions ?? before) > before) {
      const offsets = stream.partitions.map(({ earliestOffset, nextOffset }) => {
        return { startOffset: earliestOffset, nextOffset };
      });
      stream.growths = grown(stream.growths, offsets);
    }
    while (stream.partitions.length < (partitions ?? before)) stream.partitions.push(emptyPartition());
    return stream;
  }

  #checkPartitions(more: number): void {
    const limit = this.limits.partitions;
    const value = [...this.streams.values()].reduce((sum, { partitions }) => sum + partitions.length, more);
    if (more === 0 || value <= limit) return;
    const what = "the number of partitions of all streams";
    throw new FlowMeshError("limit_exceeded", { what, value, limit, name: "partitions" });
  }

  delete(name: string, expectedRevision: number | undefined): number {
    expectRevision(this.stream(name), expectedRevision);
    this.streams.delete(name);
    return ++this.position;
  }

  openProducer(): number {
    this.checkRoom();
    this.position += 1;
    return ++this.#producers;
  }

  /**
   * All steps or none. The batches' bytes are patched with their offsets; the state keeps copies.
   * @param prepareCursor checks a cursor, and gives what sets it
   */
  commit(steps: readonly CommitStep[], nowMs: number, prepareCursor: (step: CursorStep) => () => void): ModelOutcome {
    this.checkRoom();
    const draft = new Draft(this, nowMs, this.#producers);
    const outcomes = draftSteps(draft, steps, prepareCursor);
    const ofSteps = outcomes.map((outcome) => (outcome && "placement" in outcome ? outcome.placement : outcome));
    if (draft.isEmpty) {
      const [first] = outcomes;
      return { position: first && "position" in first ? first.position : this.position, ofSteps };
    }
    this.position += 1;
    draft.apply();
    return { position: this.position, ofSteps };
  }

  /** Throws what a commit of these steps would be refused for. */
  check(steps: readonly CommitStep[], nowMs: number): void {
    draftSteps(new Draft(this, nowMs, this.#producers), steps, () => () => undefined);
  }

  /** Of a change that is no commit of steps. */
  takePosition(needsRoom: boolean): void {
    if (needsRoom) this.checkRoom();
    this.position += 1;
  }

  /** @throws FlowMeshError disk_full */
  checkRoom(): void {
    if (this.isFull) throw new FlowMeshError("disk_full", { path: "memory" });
  }

  /** Removes what is older, or more, than the settings keep. A partition's newest batch stays however large it is. */
  retain(nowMs: number): void {
    this.buckets.forget(nowMs);
    for (const { settings, partitions } of this.streams.values()) {
      for (const partition of partitions) {
        const { batches } = partition;
        const isTooOld = (): boolean =>
          settings.retentionMs > 0 && batches[0]!.committedMs < nowMs - settings.retentionMs;
        const isTooMuch = (): boolean =>
          settings.retentionBytes > 0 && batches.length > 1 && bytesOf(partition) > settings.retentionBytes;
        while (batches.length > 0 && (isTooOld() || isTooMuch())) {
          partition.earliestOffset = batches.shift()!.nextOffset;
        }
      }
    }
  }

  describe({ name, id, createdMs, settings, revision, partitions }: ModelStream): Stream {
    const described = partitions.map((partition, number) => {
      const { earliestOffset, nextOffset } = partition;
      return { partition: number, earliestOffset, nextOffset, bytes: bytesOf(partition) };
    });
    const bytes = described.reduce((sum, partition) => sum + partition.bytes, 0);
    return {
      stream: name,
      id,
      settings: { ...settings },
      createdAt: createdMs,
      partitions: described,
      bytes,
      revision,
    };
  }
}

/** One commit in the making: what its steps would change, kept apart until all of them are known to hold. */
class Draft {
  readonly entries: EntriesDraft;
  readonly queues: QueuesDraft;
  readonly #state: ModelState;
  readonly #nowMs: number;
  readonly #lastProducerId: number;
  readonly #position: number;
  readonly #changes: (() => void)[] = [];
  readonly #nextOffsets = new Map<ModelPartition, number>();
  readonly #producers = new Map<ModelPartition, Map<number, ModelProducer>>();
  readonly #dedupeIds = new Map<ModelStream, Map<string, Placement>>();

  constructor(state: ModelState, nowMs: number, lastProducerId: number) {
    this.entries = state.buckets.draft(nowMs);
    this.queues = new QueuesDraft(state.queues, nowMs, state.limits.queueJobs);
    this.#state = state;
    this.#nowMs = nowMs;
    this.#lastProducerId = lastProducerId;
    this.#position = state.position + 1;
  }

  get isEmpty(): boolean {
    return this.#changes.length === 0 && this.entries.isEmpty && this.queues.isEmpty;
  }

  apply(): void {
    for (const change of this.#changes) change();
    this.entries.apply();
    this.queues.apply();
  }

  change(change: () => void): undefined {
    this.#changes.push(change);
  }

  /** The record must be there, and its partition the member's, as for a cursor. */
  deadLetter(step: DeadLetterStep, prepareCursor: (step: CursorStep) => () => void): undefined {
    prepareCursor({ ...step, kind: "cursor", cursor: { offset: 0, finished: [] } });
    const { nextOffset: end, earliestOffset: earliest } = this.#state.partition(step.stream, step.partition);
    const { stream, partition, offset } = step;
    if (offset >= end) throw new FlowMeshError("offset_out_of_range", { stream, partition, offset, earliest, end });
    this.queues.bury(step, this.#position);
  }

  append(append: AppendStep): { placement: Placement; position: number } {
    const stream = this.#state.stream(append.stream);
    const partition = this.#state.partition(append.stream, append.partition);
    const earlier = this.#sentBefore(stream, partition, append) ?? this.#publishedBefore(stream, append);
    if (earlier !== undefined) return earlier;
    expectPartitions(stream, append);
    const offset = this.#nextOffset(partition);
    if (append.expectedOffset !== undefined) expectOffset(append, append.expectedOffset, offset);
    const [value, limit] = [offset + batchCount(append.batch), this.#state.limits.partitionOffsets];
    if (value > limit) {
      const what = `the next offset of partition ${append.partition} of stream ${stream.name}`;
      throw new FlowMeshError("limit_exceeded", { what, value, limit, name: "partition_offsets" });
    }
    this.#store(partition, append.batch, offset);
    this.#remember(stream, partition, append, offset);
    const placement = { partition: append.partition, offset, duplicate: false };
    return { placement, position: this.#position };
  }

  checkOffset(step: CheckedOffset): undefined {
    const partition = this.#state.partition(step.stream, step.partition);
    expectOffset(step, step.expectedOffset, this.#nextOffset(partition));
  }

  #nextOffset(partition: ModelPartition): number {
    return this.#nextOffsets.get(partition) ?? partition.nextOffset;
  }

  #store(partition: ModelPartition, batch: Uint8Array, offset: number): void {
    const bytes = Uint8Array.from(batch);
    patchBaseOffset(bytes, 0, offset);
    const nextOffset = batchNextOffset(bytes);
    this.#nextOffsets.set(partition, nextOffset);
    this.#changes.push(() => {
      partition.batches.push({ isDamaged: false, baseOffset: offset, nextOffset, bytes, committedMs: this.#nowMs });
      partition.nextOffset = nextOffset;
    });
  }

  #remember(stream: ModelStream, partition: ModelPartition, append: AppendStep, offset: number): void {
    const producerId = batchProducerId(append.batch);
    if (producerId >= 0) {
      const producer = this.#withBatch(this.#producer(partition, producerId), append.batch, offset);
      this.#producers.set(partition, (this.#producers.get(partition) ?? new Map()).set(producerId, producer));
      this.#changes.push(() => partition.producers.set(producerId, producer));
    }
    if (append.dedupeId !== "" && stream.settings.dedupeWindowMs > 0) {
      const placement = { partition: append.partition, offset, duplicate: true };
      this.#dedupeIds.set(stream, (this.#dedupeIds.get(stream) ?? new Map()).set(append.dedupeId, placement));
      const entry = { placement, position: this.#position, committedMs: this.#nowMs };
      this.#changes.push(() => stream.dedupeIds.set(append.dedupeId, entry));
    }
  }

  #publishedBefore(
    stream: ModelStream,
    { dedupeId }: AppendStep,
  ): { placement: Placement; position: number } | undefined {
    if (dedupeId === "" || stream.settings.dedupeWindowMs === 0) return undefined;
    const sibling = this.#dedupeIds.get(stream)?.get(dedupeId);
    if (sibling !== undefined) return { placement: sibling, position: this.#position };
    const earlier = stream.dedupeIds.get(dedupeId);
    return earlier && earlier.committedMs >= this.#nowMs - stream.settings.dedupeWindowMs ? earlier : undefined;
  }

  /** Where the batch went if its producer sent it before. */
  #sentBefore(
    stream: ModelStream,
    partition: ModelPartition,
    append: AppendStep,
  ): { placement: Placement; position: number } | undefined {
    const { batch, partition: number } = append;
    const [producer, epoch, sequence] = [batchProducerId(batch), batchProducerEpoch(batch), batchBaseSequence(batch)];
    if (producer < 0) return undefined;
    if (producer < 1 || producer > this.#lastProducerId) throw new FlowMeshError("producer_unknown", { producer });
    const known = this.#producer(partition, producer);
    if (known === undefined) return undefined;
    if (epoch < known.epoch) throw new FlowMeshError("producer_fenced", { producer, epoch, current: known.epoch });
    const expected = epoch > known.epoch ? 0 : (known.batches.at(-1)!.lastSequence + 1) % sequences;
    if (sequence === expected) return undefined;
    const last = lastSequenceOf(batch);
    const isSame = (kept: ModelProducer["batches"][number]): boolean => {
      return epoch === known.epoch && kept.firstSequence === sequence && kept.lastSequence === last;
    };
    const same = known.batches.find(isSame);
    if (same === undefined) {
      expectPartitions(stream, append);
      throw new FlowMeshError("sequence_out_of_order", { producer, sequence, partition: number, expected });
    }
    return { placement: { partition: number, offset: same.offset, duplicate: true }, position: same.position };
  }

  #producer(partition: ModelPartition, id: number): ModelProducer | undefined {
    return this.#producers.get(partition)?.get(id) ?? partition.producers.get(id);
  }

  #withBatch(before: ModelProducer | undefined, batch: Uint8Array, offset: number): ModelProducer {
    const epoch = batchProducerEpoch(batch);
    const kept = before?.epoch === epoch ? before.batches : [];
    const sent = {
      firstSequence: batchBaseSequence(batch),
      lastSequence: lastSequenceOf(batch),
      offset,
      position: this.#position,
    };
    return { epoch, batches: [...kept, sent].slice(-limits.producerBatches.value) };
  }
}

function expectOffset(
  { stream, partition }: Pick<CheckedOffset, "stream" | "partition">,
  expected: number,
  actual: number,
): void {
  if (actual === expected) return;
  throw new FlowMeshError("expected_offset_mismatch", { stream, partition, actual, expected });
}

function draftSteps(draft: Draft, steps: readonly CommitStep[], prepareCursor: (step: CursorStep) => () => void) {
  return steps.map((step) => {
    try {
      if (step.kind === "append") return draft.append(step);
      if (step.kind === "cursor") return draft.change(prepareCursor(step));
      if (step.kind === "enqueue") return draft.queues.enqueue(step);
      if (step.kind === "settle") return draft.queues.settle(step);
      if (step.kind === "deadLetter") return draft.deadLetter(step, prepareCursor);
      if (step.kind === "checkOffset") return draft.checkOffset(step);
      if (step.kind === "checkLease") return draft.queues.checkLease(step);
      return draft.entries.order(step);
    } catch (error) {
      throw steps.length > 1 && error instanceof FlowMeshError ? error.with({ operation: step.operation }) : error;
    }
  });
}

function emptyPartition(): ModelPartition {
  return { earliestOffset: 0, nextOffset: 0, batches: [], producers: new Map() };
}

function bytesOf({ batches }: ModelPartition): number {
  return batches.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** Sequences go on at 0 behind 2^31 - 1. */
function lastSequenceOf(batch: Uint8Array): number {
  return (batchBaseSequence(batch) + batchCount(batch) - 1) % sequences;
}

/** Dedupe ids that do not count any more never count again, however long the window becomes. */
function changeSettings(stream: ModelStream, change: StreamSettingsInit, nowMs: number): void {
  const { settings: before, dedupeIds } = stream;
  stream.settings = merged(before, change);
  for (const [id, { committedMs }] of dedupeIds)
    if (stream.settings.dedupeWindowMs === 0 || committedMs < nowMs - before.dedupeWindowMs) dedupeIds.delete(id);
}

function merged(before: ModelStream["settings"], change: StreamSettingsInit): ModelStream["settings"] {
  const { retentionMs, retentionBytes, dedupeWindowMs } = change;
  return {
    retentionMs: retentionMs ?? before.retentionMs,
    retentionBytes: retentionBytes ?? before.retentionBytes,
    dedupeWindowMs: dedupeWindowMs ?? before.dedupeWindowMs,
  };
}

/** Keys chose the partition by the number that there is. */
function expectPartitions({ name, partitions }: ModelStream, { partitionCount: named }: AppendStep): void {
  if (named === undefined || named === partitions.length) return;
  throw new FlowMeshError("partitions_changed", { stream: name, partitions: partitions.length, named });
}

function expectRevision({ name, revision }: ModelStream, expected: number | undefined): void {
  if (expected === undefined || expected === revision) return;
  throw new FlowMeshError("revision_mismatch", { what: `stream ${name}`, stream: name, actual: revision, expected });
}
