import { limits, type Placement } from "@flowmesh/contract";
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
import type { AppendStep, CommitStep, CursorStep, DeadLetterStep, StepResult } from "../../record-publishing.ts";
import { limitExceeded } from "../../refusals.ts";
import type { EntriesDraft } from "./model-buckets.ts";
import type { ModelState } from "./model-state.ts";
import type { ModelPartition, ModelProducer, ModelStream } from "./model-stream.ts";
import { QueuesDraft } from "./queues-draft.ts";

const sequences = 2 ** 31;

/** Where a batch was put, and by which commit. */
interface Placed {
  readonly placement: Placement;
  readonly position: number;
}

/** One commit in the making: what its steps would change, kept apart until all of them are known to hold. */
export class ModelDraft {
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

  append(append: AppendStep): Placed {
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
      throw limitExceeded("partitionOffsets", what, value, limit);
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

  #publishedBefore(stream: ModelStream, { dedupeId }: AppendStep): Placed | undefined {
    if (dedupeId === "" || stream.settings.dedupeWindowMs === 0) return undefined;
    const sibling = this.#dedupeIds.get(stream)?.get(dedupeId);
    if (sibling !== undefined) return { placement: sibling, position: this.#position };
    const earlier = stream.dedupeIds.get(dedupeId);
    return earlier && earlier.committedMs >= this.#nowMs - stream.settings.dedupeWindowMs ? earlier : undefined;
  }

  /** Where the batch went if its producer sent it before. */
  #sentBefore(stream: ModelStream, partition: ModelPartition, append: AppendStep): Placed | undefined {
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

/** What each step gives, in their order. @throws FlowMeshError what the first one is refused for that does not hold */
export function draftSteps(
  draft: ModelDraft,
  steps: readonly CommitStep[],
  prepareCursor: (step: CursorStep) => () => void,
): (Placed | Exclude<StepResult, Placement> | undefined)[] {
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

/** Sequences go on at 0 behind 2^31 - 1. */
function lastSequenceOf(batch: Uint8Array): number {
  return (batchBaseSequence(batch) + batchCount(batch) - 1) % sequences;
}

/** Keys chose the partition by the number that there is. */
function expectPartitions({ name, partitions }: ModelStream, { partitionCount: named }: AppendStep): void {
  if (named === undefined || named === partitions.length) return;
  throw new FlowMeshError("partitions_changed", { stream: name, partitions: partitions.length, named });
}
