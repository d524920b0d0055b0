import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import { BatchEntries } from "../views/streams/batch-entries.ts";
import type { IndexRange, PartitionIndex } from "../views/streams/partition-index.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import { encodeNumbers, padded, scan } from "./rows.ts";

/** The ranges of the segments from `from` to `to`. */
export function rangesOf(view: StreamsView, from: number, to: number): [PartitionIndex, IndexRange][] {
  const found: [PartitionIndex, IndexRange][] = [];
  for (const { partitions } of view.all()) {
    for (const { index } of partitions) {
      for (let at = index.ranges.length - 1; at >= 0; at--) {
        const range = index.ranges[at] as IndexRange;
        if (range.segment < from) break;
        if (range.segment <= to) found.push([index, range]);
      }
    }
  }
  return found;
}

export function rangeChanges(index: PartitionIndex, range: IndexRange): IndexChange[] {
  const [head, rows] = rangeKeys(index, range) as [string, string];
  const { segment, firstOffset, endOffset, bytes, maxTimestampMs, lastTimeMs } = range;
  return [
    { key: rows, value: index.entries(range).encode() },
    { key: head, value: encodeNumbers([segment, firstOffset, endOffset, bytes, maxTimestampMs, lastTimeMs]) },
  ];
}

/** Of a range without its rows, and of its rows. */
export function rangeKeys(index: PartitionIndex, range: IndexRange): string[] {
  const key = `${padded(index.stream)}/${index.partition}/${padded(range.firstOffset)}`;
  return [`r/${key}`, `x/${key}`];
}

/** @throws IndexDamaged when they are not there */
export function readRows(store: IndexStore, index: PartitionIndex, range: IndexRange): BatchEntries {
  const key = rangeKeys(index, range)[1] as string;
  const rows = store.get(key);
  if (rows === undefined) throw new IndexDamaged(`the rows of ${key} are missing`);
  return BatchEntries.decode(rows);
}

/** Gives the view the ranges of the segments from `firstSegment` up to `floor`; returns the keys of those that nothing needs any more. */
export function restoreRanges(store: IndexStore, view: StreamsView, firstSegment: number, floor: number): string[] {
  const unneeded: string[] = [];
  for (const { key, value } of scan(store, "r/")) {
    const range = decodeRange(value);
    const [, stream, partition] = key.split("/");
    const visible = view.findById(Number(stream))?.partitions[Number(partition)];
    const isKept =
      visible !== undefined &&
      range.segment >= firstSegment &&
      range.segment < floor &&
      range.endOffset > visible.startOffset;
    if (isKept) view.adopt(visible, range);
    else unneeded.push(key, `x${key.slice(1)}`);
  }
  for (const stream of view.all())
    for (const partition of stream.partitions) partition.index.trim(partition.startOffset);
  return unneeded;
}

function decodeRange(bytes: Buffer): IndexRange {
  return {
    segment: bytes.readDoubleLE(0),
    firstOffset: bytes.readDoubleLE(8),
    endOffset: bytes.readDoubleLE(16),
    bytes: bytes.readDoubleLE(24),
    maxTimestampMs: bytes.readDoubleLE(32),
    lastTimeMs: bytes.readDoubleLE(40),
    entries: undefined,
    settled: undefined,
  };
}
