import type { SettledOperation } from "../commit/settled-operation.ts";
import type { IndexRange } from "../views/streams/partition-index.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { SettledFiles } from "./settled-files.ts";
import type { SettledRange } from "./settled-format.ts";
import { fileOfPlace, isSettled, placeInFile } from "./settled-place.ts";
import type { SettledTable } from "./settled-table.ts";

/** A settled file with what its directory says. */
interface AdoptedFile {
  readonly operation: SettledOperation;
  readonly ranges: readonly SettledRange[];
}

/** Lets readers find in a settled file what it was made from, as soon as the commit that names it is durable. Named again it changes nothing. */
export function adoptWritten(view: StreamsView, files: SettledFiles, operation: SettledOperation): void {
  const ranges = files.takeRanges(operation.file);
  if (ranges !== undefined) adopt(view, [{ operation, ranges }]);
}

/** After replay, which leaves settled files out: opens those of the manifest and puts their ranges in place of those that they were made from. */
export async function adoptManifest(view: StreamsView, files: SettledFiles, settled: SettledTable): Promise<void> {
  const adopted: AdoptedFile[] = [];
  for (const { operation } of settled.all()) adopted.push({ operation, ranges: await files.open(operation) });
  if (adopted.length > 0) adopt(view, adopted);
}

function adopt(view: StreamsView, files: readonly AdoptedFile[]): void {
  const replaced = new Set(files.flatMap(({ operation }) => operation.replaces));
  const settledTo = Math.max(...files.map(lastSegmentOf));
  const isReplaced = (place: number): boolean =>
    isSettled(place) ? replaced.has(fileOfPlace(place)) : place <= settledTo;
  const byPartition = new Map<string, IndexRange[]>();
  for (const { operation, ranges } of files) {
    if (replaced.has(operation.file)) continue;
    for (const range of ranges) {
      const key = `${range.stream}/${range.partition}`;
      const ofPartition = byPartition.get(key) ?? [];
      ofPartition.push(indexRange(operation.file, range));
      byPartition.set(key, ofPartition);
    }
  }
  view.settle(isReplaced, (stream, partition) => byPartition.get(`${stream}/${partition}`) ?? []);
}

/**
 * Up to this segment all that was kept is settled, for segments are settled oldest first. Of a file that replaces others only its ranges tell: the segments may still be there, for the sake of something
 * else that stands in them.
 */
function lastSegmentOf({ operation, ranges }: AdoptedFile): number {
  return ranges.reduce((last, { lastSegment }) => Math.max(last, lastSegment), operation.lastSegment);
}

function indexRange(
  file: number,
  { rows, firstTimeMs, firstSegment, lastSegment, ...range }: SettledRange,
): IndexRange {
  const { firstOffset, endOffset, bytes, maxTimestampMs, lastTimeMs } = range;
  const settled = { rows, firstTimeMs, firstSegment, lastSegment };
  return {
    segment: placeInFile(file),
    firstOffset,
    endOffset,
    bytes,
    maxTimestampMs,
    lastTimeMs,
    entries: undefined,
    settled,
  };
}
