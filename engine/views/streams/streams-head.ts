import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type CheckedOffset, limitExceeded } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import type {
  AppendOperation,
  PartitionOperation,
  StreamDefinition,
  TrimOperation,
} from "../../commit/stream-operation.ts";
import { Window, type WindowEntry } from "../../commit/window.ts";
import { dedupeCounts, dedupeHorizonMs } from "./dedupe-horizon.ts";
import { isHiddenStream } from "./hidden-stream.ts";
import { nextSequence, type ProducerBatch, ProducerTable, type ProducerVerdict } from "./producer-table.ts";

/**
 * Streams as the sequencer sees them: what every commit that was ordered has made of them, synced or not. Only the sequencer reads it. It decides offsets,
 * expectations and duplicates; `StreamsView` follows once the commits are durable. There is no way back: a commit that was ordered either becomes durable or the
 * process ends.
 *
 * For each stream and partition it knows the segment of the last operation with its full state (`home`): once no home lies in the oldest segment, that segment
 * is not needed to know the present.
 */
export interface HeadStream {
  readonly id: number;
  /** Absent while replay has met only later effects: batches of a stream whose definition was carried forward. */
  definition: StreamDefinition | undefined;
  readonly partitions: HeadPartition[];
  home: number;
  readonly dedupe: Window<DedupeEntry>;
  /** Position of the commit that last changed the definition. */
  changed: number;
  /** Position up to which the definition was restored rather than replayed. */
  restoredTo: number;
}

/** A stream that has a name. */
export type DefinedStream = HeadStream & { definition: StreamDefinition };

export interface HeadPartition {
  startOffset: number;
  nextOffset: number;
  producers: ProducerTable | undefined;
  home: number;
  /** Position of the commit that last changed this partition. */
  changed: number;
  /** Position up to which it was restored rather than replayed. */
  restoredTo: number;
}

export interface DedupeEntry extends WindowEntry {
  readonly partition: number;
  readonly offset: number;
  readonly position: number;
}

/** An append as it is asked for; the batch has been validated. */
export interface AppendIntent {
  readonly stream: string;
  readonly partition: number;
  readonly payload: Uint8Array;
  readonly records: number;
  readonly payloadCrc: number;
  readonly maxTimestampMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** Hash of the dedupe id; empty without one. */
  readonly dedupe: string;
  readonly expectedOffset: number | undefined;
  /** Of how many partitions the keys of its records chose this one; undefined: they did not. */
  readonly partitionCount: number | undefined;
  /** What jobs among its records have that others do not (see `job-table.ts`). */
  readonly jobs: Uint8Array | undefined;
  /** Which operation of its commit asked for it, named in errors. */
  readonly operation: number | undefined;
}

/** Where an append goes, or went. */
export interface OrderedAppend {
  readonly partition: number;
  readonly offset: number;
  /** Position of the first one, if this is a duplicate. */
  readonly duplicateOf: number | undefined;
}

/** Effects of the operations before it in the same commit, which the head does not know yet. Most commits have few of them, so nothing is made before it is needed. */
export class CommitScratch {
  #nextOffsets: Map<HeadPartition, number> | undefined;
  #sequences: Map<string, { epoch: number; next: number }> | undefined;
  #dedupe: Map<string, OrderedAppend> | undefined;

  nextOffset(partition: HeadPartition): number {
    return this.#nextOffsets?.get(partition) ?? partition.nextOffset;
  }

  /** Epoch, and the sequence that must follow, if an earlier batch of this commit is of the same producer. */
  nextSequence(stream: number, { partition, producerId }: AppendIntent): { epoch: number; next: number } | undefined {
    return this.#sequences?.get(`${stream} ${partition} ${producerId}`);
  }

  dedupe(stream: number, hash: string): OrderedAppend | undefined {
    return this.#dedupe?.get(`${stream} ${hash}`);
  }

  note(partition: HeadPartition, operation: AppendOperation, position: number): void {
    const { stream, producerId, producerEpoch, baseOffset } = operation;
    this.#nextOffsets ??= new Map();
    this.#nextOffsets.set(partition, baseOffset + operation.records);
    if (operation.dedupe !== "") {
      this.#dedupe ??= new Map();
      this.#dedupe.set(`${stream} ${operation.dedupe}`, {
        partition: operation.partition,
        offset: baseOffset,
        duplicateOf: position,
      });
    }
    if (producerId >= 0) {
      const sequence = { epoch: producerEpoch, next: nextSequence(producerBatch(operation)) };
      this.#sequences ??= new Map();
      this.#sequences.set(`${stream} ${operation.partition} ${producerId}`, sequence);
    }
  }
}

const SWEEP_MS = 1000;

export class StreamsHead {
  readonly #byName = new Map<string, DefinedStream>();
  readonly #byId = new Map<number, HeadStream>();
  nextStreamId: number = 1;
  nextProducerId: number = 1;
  #dedupeIds = 0;
  #partitions = 0;
  /** When ids of all streams were last looked through, which is done only when there are too many. */
  #sweptMs = Number.NEGATIVE_INFINITY;
  readonly #dedupeIdsMax: number;
  /** Ids of streams deleted since they were last asked for. */
  readonly deleted: Set<number> = new Set();

  constructor(dedupeIdsMax: number = limits.dedupeIds.value) {
    this.#dedupeIdsMax = dedupeIdsMax;
  }

  find(name: string): DefinedStream | undefined {
    return this.#byName.get(name);
  }

  findById(id: number): HeadStream | undefined {
    return this.#byId.get(id);
  }

  /** @throws FlowMeshError stream_not_found */
  get(name: string): DefinedStream {
    const stream = this.#byName.get(name);
    if (stream === undefined) throw new FlowMeshError("stream_not_found", { stream: name });
    return stream;
  }

  get count(): number {
    return this.#byName.size;
  }

  /** Partitions of all streams. */
  get partitions(): number {
    return this.#partitions;
  }

  all(): IterableIterator<HeadStream> {
    return this.#byId.values();
  }

  /**
   * Decides an append: pushes its operation, unless it is a duplicate. Changes nothing yet.
   * @throws FlowMeshError stream_not_found, partition_not_found, expected_offset_mismatch, limit_exceeded, producer_unknown, producer_fenced,
   * sequence_out_of_order, partitions_changed, overloaded
   */
  order(
    intent: AppendIntent,
    position: number,
    timeMs: number,
    scratch: CommitScratch | undefined,
    operations: LogOperation[],
  ): OrderedAppend {
    const stream = this.get(intent.stream);
    const partition = partitionOf(stream, intent.partition);
    const duplicate = this.#duplicate(stream, partition, intent, timeMs, scratch);
    if (duplicate !== undefined) return duplicate;
    checkPartitionCount(stream, intent);
    const baseOffset = scratch?.nextOffset(partition) ?? partition.nextOffset;
    if (intent.expectedOffset !== undefined) expectOffset(intent, intent.expectedOffset, baseOffset);
    checkRoom(intent, baseOffset + intent.records);
    const operation: AppendOperation = {
      kind: "append",
      stream: stream.id,
      partition: intent.partition,
      baseOffset,
      records: intent.records,
      payloadBytes: intent.payload.length,
      payloadCrc: intent.payloadCrc,
      maxTimestampMs: intent.maxTimestampMs,
      producerId: intent.producerId,
      producerEpoch: intent.producerEpoch,
      baseSequence: intent.baseSequence,
      dedupe: stream.definition.dedupeWindowMs > 0 ? intent.dedupe : "",
      jobs: intent.jobs,
      payload: intent.payload,
    };
    operations.push(operation);
    scratch?.note(partition, operation, position);
    return { partition: intent.partition, offset: baseOffset, duplicateOf: undefined };
  }

  /**
   * What the next record of a partition gets must be what is expected, behind what the commit of `scratch` has written.
   * @throws FlowMeshError stream_not_found, partition_not_found, expected_offset_mismatch
   */
  checkNextOffset(expected: CheckedOffset, scratch: CommitScratch | undefined): void {
    const partition = partitionOf(this.get(expected.stream), expected.partition);
    expectOffset(expected, expected.expectedOffset, scratch?.nextOffset(partition) ?? partition.nextOffset);
  }

  /** Applies what was ordered, or what replay finds. Applying what is known already changes nothing. */
  apply(operation: LogOperation, position: number, timeMs: number, segment: number): void {
    switch (operation.kind) {
      case "append":
        this.#append(operation, position, timeMs, segment);
        break;
      case "define":
        this.#define(operation.definition, position, segment);
        break;
      case "delete":
        this.#delete(operation.stream);
        break;
      case "trim":
        this.#trim(operation, position, segment);
        break;
      case "partition":
        this.#setPartition(operation, position, segment);
        break;
      case "dedupe":
        this.#remember(operation.stream, operation.hash, { ...operation, segment });
        break;
      case "counters":
        this.nextStreamId = Math.max(this.nextStreamId, operation.nextStreamId);
        this.nextProducerId = Math.max(this.nextProducerId, operation.nextProducerId);
        break;
    }
  }

  /**
   * Sets a stream as it was saved, before replay. Of several streams of one name the newest has it: replay meets those that were deleted before it was made,
   * after what was saved has brought it back.
   */
  restore(stream: HeadStream): void {
    this.#byId.set(stream.id, stream);
    if (!isDefined(stream)) return;
    const holder = this.#byName.get(stream.definition.name);
    if (holder === undefined || holder.id <= stream.id) this.#byName.set(stream.definition.name, stream);
  }

  #duplicate(
    stream: DefinedStream,
    partition: HeadPartition,
    intent: AppendIntent,
    timeMs: number,
    scratch: CommitScratch | undefined,
  ): OrderedAppend | undefined {
    const { producerId: producer } = intent;
    if (producer >= 0 && !this.#wasHandedOut(producer)) throw new FlowMeshError("producer_unknown", { producer });
    const sentAgain = producer >= 0 ? judgeProducer(stream, partition, intent, scratch) : undefined;
    if (sentAgain !== undefined || intent.dedupe === "" || stream.definition.dedupeWindowMs === 0) return sentAgain;
    const earlier = stream.dedupe.get(intent.dedupe, 0);
    if (earlier !== undefined && dedupeCounts(stream.definition, earlier, timeMs))
      return { partition: earlier.partition, offset: earlier.offset, duplicateOf: earlier.position };
    const sibling = scratch?.dedupe(stream.id, intent.dedupe);
    if (sibling !== undefined) return sibling;
    this.#makeRoom(stream, timeMs);
    return undefined;
  }

  /** An id of the future must not be taken: its owner's first batch would look like one sent again. */
  #wasHandedOut(producerId: number): boolean {
    return producerId >= 1 && producerId < this.nextProducerId;
  }

  #makeRoom(stream: DefinedStream, timeMs: number): void {
    this.#expire(stream, timeMs);
    const limit = this.#dedupeIdsMax;
    if (this.#dedupeIds >= limit && timeMs >= this.#sweptMs + SWEEP_MS) {
      this.#sweptMs = timeMs;
      for (const other of this.#byName.values()) this.#expire(other, timeMs);
    }
    if (this.#dedupeIds >= limit)
      throw new FlowMeshError("overloaded", { what: "the number of dedupe ids remembered", limit });
  }

  #expire({ dedupe, definition }: DefinedStream, timeMs: number): void {
    const before = dedupe.size;
    const horizonMs = dedupeHorizonMs(definition, timeMs);
    dedupe.expire((entry) => entry.timeMs < horizonMs);
    this.#dedupeIds -= before - dedupe.size;
  }

  #append(operation: AppendOperation, position: number, timeMs: number, segment: number): void {
    const partition = this.#shell(operation.stream, operation.partition, segment);
    if (operation.dedupe !== "") {
      const entry = { partition: operation.partition, offset: operation.baseOffset, position, timeMs, segment };
      this.#remember(operation.stream, operation.dedupe, entry);
    }
    if (position <= partition.restoredTo) return;
    partition.nextOffset = operation.baseOffset + operation.records;
    partition.changed = position;
    if (operation.producerId >= 0) {
      // Damage may have taken the commit that handed it out.
      this.nextProducerId = Math.max(this.nextProducerId, operation.producerId + 1);
      partition.producers ??= new ProducerTable();
      partition.producers.record(producerBatch(operation), operation.baseOffset, position, timeMs);
    }
  }

  #trim(operation: TrimOperation, position: number, segment: number): void {
    const partition = this.#shell(operation.stream, operation.partition, segment);
    if (operation.startOffset <= partition.startOffset) return;
    partition.startOffset = operation.startOffset;
    partition.nextOffset = Math.max(partition.nextOffset, operation.startOffset);
    partition.changed = position;
  }

  #remember(id: number, hash: string, entry: DedupeEntry): void {
    const { dedupe } = this.#shellStream(id, entry.segment);
    const { partition, offset, position, timeMs, segment } = entry;
    const before = dedupe.size;
    dedupe.set(hash, { partition, offset, position, timeMs, segment });
    this.#dedupeIds += dedupe.size - before;
  }

  #define(definition: StreamDefinition, position: number, segment: number): void {
    this.nextStreamId = Math.max(this.nextStreamId, definition.id + 1);
    const stream = this.#shellStream(definition.id, segment);
    if (position <= stream.restoredTo) return;
    this.#partitions += definition.partitions - (stream.definition?.partitions ?? 0);
    stream.definition = definition;
    stream.home = segment;
    stream.changed = position;
    while (stream.partitions.length < definition.partitions) stream.partitions.push(newPartition(segment, position));
    this.restore(stream);
  }

  #delete(id: number): void {
    const stream = this.#byId.get(id);
    if (stream === undefined) return;
    this.#byId.delete(id);
    const name = stream.definition?.name;
    if (name !== undefined && this.#byName.get(name) === stream) this.#byName.delete(name);
    this.#partitions -= stream.definition?.partitions ?? 0;
    this.#dedupeIds -= stream.dedupe.size;
    this.deleted.add(id);
  }

  #setPartition(operation: PartitionOperation, position: number, segment: number): void {
    const partition = this.#shell(operation.stream, operation.partition, segment);
    if (position <= partition.restoredTo) return;
    partition.startOffset = operation.startOffset;
    partition.nextOffset = operation.nextOffset;
    partition.producers = operation.producers.length > 4 ? ProducerTable.decode(operation.producers) : undefined;
    partition.home = segment;
    partition.changed = position;
  }

  #shellStream(id: number, segment: number): HeadStream {
    let stream = this.#byId.get(id);
    if (stream === undefined) {
      stream = {
        id,
        definition: undefined,
        partitions: [],
        home: segment,
        dedupe: new Window<DedupeEntry>(),
        changed: 0,
        restoredTo: 0,
      };
      this.#byId.set(id, stream);
    }
    return stream;
  }

  #shell(id: number, number: number, segment: number): HeadPartition {
    const { partitions } = this.#shellStream(id, segment);
    while (partitions.length <= number) partitions.push(newPartition(segment, 0));
    return partitions[number] as HeadPartition;
  }
}

function newPartition(home: number, changed: number): HeadPartition {
  return { startOffset: 0, nextOffset: 0, producers: undefined, home, changed, restoredTo: 0 };
}

/**
 * Where the batch went if its producer sent it before.
 * @throws FlowMeshError producer_fenced, sequence_out_of_order, partitions_changed
 */
function judgeProducer(
  stream: DefinedStream,
  partition: HeadPartition,
  intent: AppendIntent,
  scratch: CommitScratch | undefined,
): OrderedAppend | undefined {
  const verdict =
    judgeSibling(scratch?.nextSequence(stream.id, intent), intent) ?? partition.producers?.judge(producerBatch(intent));
  const { producerId: producer, producerEpoch: epoch, baseSequence: sequence } = intent;
  switch (verdict?.kind) {
    case "duplicate":
      return { partition: intent.partition, offset: verdict.baseOffset, duplicateOf: verdict.position };
    case "fenced":
      throw new FlowMeshError("producer_fenced", { producer, epoch, current: verdict.current });
    case "gap": {
      const { expected } = verdict;
      checkPartitionCount(stream, intent);
      throw new FlowMeshError("sequence_out_of_order", { producer, sequence, partition: intent.partition, expected });
    }
    default:
      return undefined;
  }
}

/** A batch behind another one of its producer in the same commit. */
function judgeSibling(
  before: { epoch: number; next: number } | undefined,
  { producerEpoch, baseSequence }: AppendIntent,
): ProducerVerdict | undefined {
  if (before === undefined) return undefined;
  if (producerEpoch < before.epoch) return { kind: "fenced", current: before.epoch };
  const expected = producerEpoch > before.epoch ? 0 : before.next;
  return baseSequence === expected ? { kind: "new" } : { kind: "gap", expected };
}

/**
 * A batch whose keys chose their partition among fewer than there are would lie in another one than what its keys are given from now on. Asked only of what is not
 * written already, and before its sequence: one that follows a batch that was refused so is refused for the same reason.
 */
function checkPartitionCount(
  { definition: { name, partitions } }: DefinedStream,
  { partitionCount: named }: AppendIntent,
): void {
  if (named === undefined || named === partitions) return;
  throw new FlowMeshError("partitions_changed", { stream: name, partitions, named });
}

/** Numbers tell offsets apart up to 2^53 only. */
function checkRoom({ stream, partition }: AppendIntent, value: number): void {
  if (value <= limits.partitionOffsets.value) return;
  const what = isHiddenStream(stream)
    ? `the number of jobs that ${stream.replace("/", " ")} ever had`
    : `the next offset of partition ${partition} of stream ${stream}`;
  throw limitExceeded("partitionOffsets", what, value);
}

export function isDefined(stream: HeadStream): stream is DefinedStream {
  return stream.definition !== undefined;
}

/** @throws FlowMeshError partition_not_found */
export function partitionOf(stream: DefinedStream, number: number): HeadPartition {
  const partition = stream.partitions[number];
  if (partition !== undefined) return partition;
  const partitions = stream.partitions.length;
  throw new FlowMeshError("partition_not_found", {
    stream: stream.definition.name,
    partition: number,
    partitions,
    last: partitions - 1,
  });
}

function producerBatch(of: {
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  records: number;
}): ProducerBatch {
  return { producerId: of.producerId, epoch: of.producerEpoch, firstSequence: of.baseSequence, records: of.records };
}

function expectOffset(
  { stream, partition }: { readonly stream: string; readonly partition: number },
  expected: number,
  actual: number,
): void {
  if (actual === expected) return;
  throw new FlowMeshError("expected_offset_mismatch", { stream, partition, actual, expected });
}
