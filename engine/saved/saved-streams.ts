import type { StreamDefinition } from "../commit/stream-operation.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import { ProducerTable } from "../views/streams/producer-table.ts";
import { type DefinedStream, type HeadPartition, isDefined, type StreamsHead } from "../views/streams/streams-head.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import { decodeSaved, encodeNumbers, encodeSaved, padded, scan } from "./rows.ts";

const PARTITION_BYTES = 32;

/** What of the streams has changed behind `savedTo`, and what was deleted since. */
export function streamChanges(store: IndexStore, streams: StreamsHead, savedTo: number): IndexChange[] {
  const changes: IndexChange[] = [];
  for (const id of streams.deleted) changes.push(...removalOf(store, id));
  for (const stream of changedStreams(streams, savedTo)) changes.push(...changesOf(stream, savedTo));
  return changes;
}

/** The streams of which something has changed behind `savedTo`. */
export function changedStreams(streams: StreamsHead, savedTo: number): DefinedStream[] {
  const changed: DefinedStream[] = [];
  for (const stream of streams.all()) {
    const isChanged = stream.changed > savedTo || stream.partitions.some((partition) => partition.changed > savedTo);
    if (isChanged && isDefined(stream)) changed.push(stream);
  }
  return changed;
}

/** Gives the head and the view what was saved of every stream but its ranges. */
export function restoreStreams(store: IndexStore, streams: StreamsHead, view: StreamsView): void {
  for (const { key, value } of scan(store, "s/")) {
    const { operation, home, changed } = decodeSaved(key, value);
    if (operation.kind !== "define") throw new IndexDamaged(`${key} is not a definition`);
    streams.apply(operation, changed, 0, home);
    restoreStream(store, streams, view, operation.definition, changed);
  }
}

function restoreStream(
  store: IndexStore,
  streams: StreamsHead,
  view: StreamsView,
  definition: StreamDefinition,
  changed: number,
): void {
  const stream = streams.findById(definition.id);
  if (stream === undefined) throw new Error("a stream that was just defined is not there");
  stream.restoredTo = changed;
  for (const { key, value } of scan(store, `p/${padded(definition.id)}/`)) {
    const partition = stream.partitions[Number(key.slice(key.lastIndexOf("/") + 1))];
    if (partition !== undefined) restorePartition(partition, value);
  }
  const starts = stream.partitions.map(({ startOffset }) => startOffset);
  const ends = stream.partitions.map(({ nextOffset }) => nextOffset);
  view.restore(definition, starts, ends);
}

/** What of a stream has changed behind `savedTo`, as it is now. */
export function changesOf(stream: DefinedStream, savedTo: number): IndexChange[] {
  const { id, definition, home, changed } = stream;
  const changes: IndexChange[] = [];
  if (changed > savedTo) {
    const value = encodeSaved({ operation: { kind: "define", definition }, home, changed });
    changes.push({ key: `s/${padded(id)}`, value });
  }
  for (const [number, partition] of stream.partitions.entries()) {
    if (partition.changed > savedTo)
      changes.push({ key: `p/${padded(id)}/${number}`, value: encodePartition(partition) });
  }
  return changes;
}

function removalOf(store: IndexStore, id: number): IndexChange[] {
  const keys = [`s/${padded(id)}`];
  for (const prefix of ["p", "r", "x"]) for (const { key } of scan(store, `${prefix}/${padded(id)}/`)) keys.push(key);
  return keys.map((key) => ({ key, value: undefined }));
}

function encodePartition({ startOffset, nextOffset, home, changed, producers }: HeadPartition): Buffer {
  const head = encodeNumbers([startOffset, nextOffset, home, changed]);
  return producers === undefined ? head : Buffer.concat([head, producers.encode()]);
}

function restorePartition(partition: HeadPartition, bytes: Buffer): void {
  partition.startOffset = bytes.readDoubleLE(0);
  partition.nextOffset = bytes.readDoubleLE(8);
  partition.home = bytes.readDoubleLE(16);
  partition.changed = bytes.readDoubleLE(24);
  partition.restoredTo = partition.changed;
  partition.producers =
    bytes.length > PARTITION_BYTES ? ProducerTable.decode(bytes.subarray(PARTITION_BYTES)) : undefined;
}
