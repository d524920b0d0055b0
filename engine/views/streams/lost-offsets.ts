import type { LogDamage } from "../../log/damage-list.ts";
import { isSettled } from "../../settled/settled-place.ts";
import { isHiddenStream } from "./hidden-stream.ts";
import type { OffsetHole, PartitionIndex } from "./partition-index.ts";
import type { StreamsView } from "./streams-view.ts";

/** Offsets of one partition that damage of the log took, as far as the batches around it tell. */
export interface LostOffsets {
  readonly stream: string;
  readonly partition: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** What a damage took: batches that the index knows and that lie in it, and gaps between those before and behind it. */
export function lostOffsets(view: StreamsView, damage: LogDamage): LostOffsets[] {
  const lost: LostOffsets[] = [];
  for (const { definition, partitions } of view.all()) {
    const stream = definition?.name ?? "";
    for (const [partition, { index, startOffset, endOffset }] of partitions.entries()) {
      // Of a queue's records in settled files those are left out whose jobs are gone.
      const isSparse = isHiddenStream(stream) && index.ranges.some(({ settled }) => settled !== undefined);
      const missing = isSparse ? [] : index.holes(startOffset, endOffset).filter((hole) => mayHaveMade(damage, hole));
      const damaged = batchesIn(index, damage).filter(({ lastOffset }) => lastOffset >= startOffset);
      for (const { firstOffset, lastOffset } of [...missing, ...damaged])
        lost.push({ stream, partition, firstOffset, lastOffset });
    }
  }
  return lost;
}

/** Of a settled file that is gone it is not known what it had: any gap may be of it. */
function mayHaveMade({ segment, firstByte }: LogDamage, { fromSegment, toSegment }: OffsetHole): boolean {
  if (isSettled(segment)) return firstByte === 0;
  return segment >= fromSegment && segment <= toSegment;
}

function batchesIn(index: PartitionIndex, damage: LogDamage): { firstOffset: number; lastOffset: number }[] {
  const found: { firstOffset: number; lastOffset: number }[] = [];
  for (const range of index.ranges) {
    if (range.segment !== damage.segment) continue;
    const entries = index.entries(range);
    for (let row = 0; row < entries.rows; row++) {
      const byte = entries.byte(row);
      if (byte > damage.lastByte || byte + entries.length(row) <= damage.firstByte) continue;
      const firstOffset = entries.baseOffset(row);
      found.push({ firstOffset, lastOffset: index.batchEnd(firstOffset) - 1 });
    }
  }
  return found;
}
