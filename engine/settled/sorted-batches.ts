import { type IndexRange, placeAt } from "../views/streams/partition-index.ts";
import type { StreamsView, VisiblePartition } from "../views/streams/streams-view.ts";
import type { SettledBatch } from "./settled-writer.ts";

/** A range that is to be settled, of a partition. */
interface SourceRange {
  readonly partition: VisiblePartition;
  readonly range: IndexRange;
}

/** The live batches that lie in the places meant, sorted by stream, partition and offset. Ranges are looked up now, their rows when they are asked for. */
export function sortedBatches(view: StreamsView, isMeant: (segment: number) => boolean): Iterable<SettledBatch> {
  return batchesOf(sourceRanges(view, isMeant));
}

/** Bytes of the live batches that lie in the places meant, about. */
export function bytesIn(view: StreamsView, isMeant: (segment: number) => boolean): number {
  return sourceRanges(view, isMeant).reduce((bytes, { range }) => bytes + range.bytes, 0);
}

function sourceRanges(view: StreamsView, isMeant: (segment: number) => boolean): SourceRange[] {
  const found: SourceRange[] = [];
  const partitions = [...view.all()].flatMap((stream) => stream.partitions);
  partitions.sort((a, b) => a.index.stream - b.index.stream || a.index.partition - b.index.partition);
  for (const partition of partitions)
    for (const range of partition.index.ranges) if (isMeant(range.segment)) found.push({ partition, range });
  return found;
}

function* batchesOf(sources: readonly SourceRange[]): Generator<SettledBatch> {
  for (const { partition, range } of sources) {
    const { index } = partition;
    if (range.endOffset <= partition.startOffset) continue;
    const entries = index.entries(range);
    const { firstSegment, lastSegment } = range.settled ?? { firstSegment: range.segment, lastSegment: range.segment };
    for (let row = Math.max(0, entries.rowAtOffset(partition.startOffset)); row < entries.rows; row++) {
      const endOffset = row + 1 < entries.rows ? entries.baseOffset(row + 1) : range.endOffset;
      const { stream, partition: number } = index;
      const times = { maxTimestampMs: entries.maxTimestampMs(row), timeMs: entries.timeMs(row) };
      const place = placeAt(range, entries, row);
      yield { stream, partition: number, place, endOffset, ...times, firstSegment, lastSegment };
    }
  }
}
