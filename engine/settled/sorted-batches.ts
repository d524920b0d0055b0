import type { QueueTable } from "../views/queues/queue-table.ts";
import { isAnyJob } from "../views/queues/set-jobs.ts";
import { type IndexRange, placeAt } from "../views/streams/partition-index.ts";
import type { StreamsView, VisiblePartition } from "../views/streams/streams-view.ts";
import type { SettledPayload } from "./settled-writer.ts";

/** A range that is to be settled, of a partition. */
interface SourceRange {
  readonly partition: VisiblePartition;
  readonly range: IndexRange;
  /** The partition's range before it is to be settled too, if there is one. */
  readonly follows: boolean;
}

/** Batches that nobody keeps are passed over for so long before others have a turn. */
const PASSED_OVER = 4096;

/**
 * The live batches that lie in the places meant, sorted by stream, partition and offset; of a queue's those with a job that is there. Ranges are looked up now, their rows
 * when they are asked for. Undefined comes where many were passed over.
 * @param isApart whether each place is meant for itself, not all of them together
 */
export function sortedBatches(
  view: StreamsView,
  queues: QueueTable,
  isMeant: (segment: number) => boolean,
  isApart = false,
): Iterable<SettledPayload | undefined> {
  return batchesOf(sourceRanges(view, isMeant, isApart), queues);
}

/** Bytes of the live batches that lie in the places meant, about. */
export function bytesIn(view: StreamsView, isMeant: (segment: number) => boolean): number {
  return sourceRanges(view, isMeant).reduce((bytes, { range }) => bytes + range.bytes, 0);
}

function sourceRanges(view: StreamsView, isMeant: (segment: number) => boolean, isApart = false): SourceRange[] {
  const found: SourceRange[] = [];
  const isAnyMeant = ({ index }: VisiblePartition): boolean => index.ranges.some(({ segment }) => isMeant(segment));
  const partitions = [...view.all()].flatMap((stream) => stream.partitions.filter(isAnyMeant));
  partitions.sort((a, b) => a.index.stream - b.index.stream || a.index.partition - b.index.partition);
  for (const partition of partitions) {
    let before: number | undefined;
    for (const range of partition.index.ranges) {
      const { segment } = range;
      const follows = before === undefined || (isApart ? before === segment : isMeant(before));
      if (isMeant(segment)) found.push({ partition, range, follows });
      before = segment;
    }
  }
  return found;
}

function* batchesOf(sources: readonly SourceRange[], queues: QueueTable): Generator<SettledPayload | undefined> {
  let passedOver = 0;
  /** Nothing that stays where it is lies between the last batch and the next one. */
  let isTogether = true;
  for (const { partition, range, follows } of sources) {
    const { index } = partition;
    isTogether &&= follows;
    // Since the walk began it may have been trimmed, or its stream deleted, which leaves no ranges.
    if (range.endOffset <= partition.startOffset || index.ranges.length === 0) continue;
    const entries = index.entries(range);
    const queue = queues.findById(index.stream);
    const { firstSegment, lastSegment } = range.settled ?? { firstSegment: range.segment, lastSegment: range.segment };
    for (let row = Math.max(0, entries.rowAtOffset(partition.startOffset)); row < entries.rows; row++) {
      const endOffset = row + 1 < entries.rows ? entries.baseOffset(row + 1) : range.endOffset;
      const baseOffset = entries.baseOffset(row);
      if (queue !== undefined && !isAnyJob(queue.jobs, baseOffset, endOffset)) {
        if (++passedOver % PASSED_OVER === 0) yield undefined;
        continue;
      }
      const { stream, partition: number } = index;
      const times = { maxTimestampMs: entries.maxTimestampMs(row), timeMs: entries.timeMs(row) };
      const place = placeAt(range, entries, row);
      const offsets = { baseOffset, endOffset, isSparse: queue !== undefined && isTogether };
      isTogether = true;
      yield { stream, partition: number, place, ...offsets, ...times, firstSegment, lastSegment };
    }
  }
}
