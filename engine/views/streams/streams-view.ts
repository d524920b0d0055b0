import { FlowMeshError } from "@flowmesh/fabric";
import { type LogOperation, payloadBytesOf } from "../../commit/operation.ts";
import type { AppendOperation, StreamDefinition } from "../../commit/stream-operation.ts";
import type { FrameEntry } from "../../log/segment-footer.ts";
import { isHiddenStream } from "./hidden-stream.ts";
import { type IndexRange, PartitionIndex, type RangeLoader } from "./partition-index.ts";

/**
 * Streams as readers see them: what commits that are synced have made of them. Applies whole commits in the order of the log; between two commits it is
 * consistent at `visiblePosition`, and nothing that is not durable is ever in it.
 *
 * Replay may meet batches of a stream before the operation that defines it (its definition was carried forward): those wait in a stream without a definition,
 * which no name leads to.
 */
export interface VisiblePartition {
  readonly index: PartitionIndex;
  startOffset: number;
  endOffset: number;
  /** Called whenever something of this partition has changed. */
  readonly watchers: Set<() => void>;
}

export interface VisibleStream {
  definition: StreamDefinition | undefined;
  readonly partitions: VisiblePartition[];
}

/** Told when ranges of the index come and go, which decides what segments are still needed. */
export interface RangeObserver {
  added(range: IndexRange): void;
  removed(index: PartitionIndex, ranges: readonly IndexRange[]): void;
}

export class StreamsView {
  readonly #byId = new Map<number, VisibleStream>();
  readonly #byName = new Map<string, VisibleStream>();
  readonly #load: RangeLoader;
  readonly #observer: RangeObserver;
  #sortedNames: string[] | undefined;

  constructor(load: RangeLoader, observer: RangeObserver) {
    this.#load = load;
    this.#observer = observer;
  }

  get count(): number {
    return this.names().length;
  }

  /** Names in order, of those that are streams to users. */
  names(): readonly string[] {
    this.#sortedNames ??= [...this.#byName.keys()].filter((name) => !isHiddenStream(name)).sort();
    return this.#sortedNames;
  }

  find(name: string): VisibleStream | undefined {
    return this.#byName.get(name);
  }

  findById(id: number): VisibleStream | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<VisibleStream> {
    return this.#byId.values();
  }

  /** @throws FlowMeshError stream_not_found */
  get(name: string): VisibleStream & { definition: StreamDefinition } {
    const stream = this.#byName.get(name);
    if (stream?.definition === undefined) throw new FlowMeshError("stream_not_found", { stream: name });
    return stream as VisibleStream & { definition: StreamDefinition };
  }

  /** @throws FlowMeshError stream_not_found, partition_not_found */
  partition(name: string, partition: number): VisiblePartition {
    const { partitions } = this.get(name);
    const found = partitions[partition];
    if (found !== undefined) return found;
    throw new FlowMeshError("partition_not_found", {
      stream: name,
      partition,
      partitions: partitions.length,
      last: partitions.length - 1,
    });
  }

  /** Applies a commit. `segment` is where its frame lies. */
  apply(
    entry: Pick<FrameEntry, "timeMs" | "payloadByte"> & { readonly operations: readonly LogOperation[] },
    segment: number,
  ): void {
    let byte = entry.payloadByte;
    for (const operation of entry.operations) {
      if (operation.kind === "append") this.#append(operation, segment, byte, entry.timeMs);
      else this.#change(operation);
      byte += payloadBytesOf(operation);
    }
  }

  /** Sets a stream as it was saved, before replay. */
  restore(definition: StreamDefinition, starts: readonly number[], ends: readonly number[]): VisibleStream {
    const stream = this.#define(definition);
    for (const [number, partition] of stream.partitions.entries()) {
      partition.startOffset = starts[number] ?? 0;
      partition.endOffset = ends[number] ?? 0;
    }
    return stream;
  }

  /** Adds a saved range to a partition, before replay. */
  adopt(partition: VisiblePartition, range: IndexRange): void {
    partition.index.adopt(range);
    this.#observer.added(range);
  }

  /** Puts ranges of settled files in place of those of the places that are replaced. */
  settle(
    isReplaced: (segment: number) => boolean,
    settledOf: (stream: number, partition: number) => readonly IndexRange[],
  ): void {
    for (const { partitions } of this.#byId.values()) {
      for (const { index } of partitions) {
        const { removed, added } = index.settle(isReplaced, settledOf(index.stream, index.partition));
        if (removed.length > 0) this.#observer.removed(index, removed);
        for (const range of added) this.#observer.added(range);
      }
    }
  }

  /** Puts ranges with the same batches, or what is left of them, in place of one. */
  replaceRange(index: PartitionIndex, range: IndexRange, ranges: readonly IndexRange[]): void {
    if (!index.replace(range, ranges)) return;
    this.#observer.removed(index, [range]);
    for (const added of ranges) this.#observer.added(added);
  }

  #append(operation: AppendOperation, segment: number, byte: number, timeMs: number): void {
    const partition = this.#shell(operation.stream, operation.partition);
    const endOffset = operation.baseOffset + operation.records;
    if (endOffset <= partition.startOffset || operation.baseOffset < (partition.index.ranges.at(-1)?.endOffset ?? 0))
      return;
    const isNewRange = partition.index.append(
      { ...placeOf(operation), segment, byte },
      endOffset,
      operation.maxTimestampMs,
      timeMs,
    );
    if (isNewRange) this.#observer.added(partition.index.ranges.at(-1) as IndexRange);
    partition.endOffset = Math.max(partition.endOffset, endOffset);
    wake(partition);
  }

  #change(operation: LogOperation): void {
    switch (operation.kind) {
      case "define":
        this.#define(operation.definition);
        break;
      case "delete":
        this.#delete(operation.stream);
        break;
      case "trim":
        this.#trim(operation.stream, operation.partition, operation.startOffset);
        break;
      case "partition":
        this.#trim(operation.stream, operation.partition, operation.startOffset);
        this.#extend(operation.stream, operation.partition, operation.nextOffset);
        break;
    }
  }

  #define(definition: StreamDefinition): VisibleStream {
    const stream = this.#byId.get(definition.id) ?? { definition: undefined, partitions: [] };
    stream.definition = definition;
    this.#byId.set(definition.id, stream);
    // Replay may meet one that was deleted before the name was taken again.
    const holder = this.#byName.get(definition.name)?.definition;
    if (holder === undefined || holder.id <= definition.id) this.#byName.set(definition.name, stream);
    this.#sortedNames = undefined;
    while (stream.partitions.length < definition.partitions)
      stream.partitions.push(this.#newPartition(definition.id, stream.partitions.length));
    for (const partition of stream.partitions) wake(partition);
    return stream;
  }

  #delete(id: number): void {
    const stream = this.#byId.get(id);
    if (stream === undefined) return;
    this.#byId.delete(id);
    const name = stream.definition?.name;
    if (name !== undefined && this.#byName.get(name) === stream) this.#byName.delete(name);
    this.#sortedNames = undefined;
    stream.definition = undefined;
    for (const partition of stream.partitions) {
      this.#observer.removed(partition.index, partition.index.ranges.splice(0));
      wake(partition);
    }
  }

  #trim(id: number, number: number, startOffset: number): void {
    const partition = this.#shell(id, number);
    if (startOffset <= partition.startOffset) return;
    partition.startOffset = startOffset;
    partition.endOffset = Math.max(partition.endOffset, startOffset);
    const removed = partition.index.trim(startOffset);
    if (removed.length > 0) this.#observer.removed(partition.index, removed);
  }

  #extend(id: number, number: number, nextOffset: number): void {
    const partition = this.#shell(id, number);
    partition.endOffset = Math.max(partition.endOffset, nextOffset);
  }

  /** The partition, made if replay meets it before its definition. */
  #shell(id: number, number: number): VisiblePartition {
    let stream = this.#byId.get(id);
    if (stream === undefined) {
      stream = { definition: undefined, partitions: [] };
      this.#byId.set(id, stream);
    }
    while (stream.partitions.length <= number) stream.partitions.push(this.#newPartition(id, stream.partitions.length));
    return stream.partitions[number] as VisiblePartition;
  }

  #newPartition(stream: number, partition: number): VisiblePartition {
    return {
      index: new PartitionIndex(stream, partition, this.#load),
      startOffset: 0,
      endOffset: 0,
      watchers: new Set(),
    };
  }
}

function placeOf(operation: AppendOperation): { baseOffset: number; payloadBytes: number; payloadCrc: number } {
  return { baseOffset: operation.baseOffset, payloadBytes: operation.payloadBytes, payloadCrc: operation.payloadCrc };
}

function wake(partition: VisiblePartition): void {
  for (const watcher of partition.watchers) watcher();
}
