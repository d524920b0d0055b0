import type { BatchPlace } from "../../log/log-reader.ts";
import type { RowsPlace } from "../../settled/settled-format.ts";
import { BatchEntries } from "./batch-entries.ts";

/**
 * Where the batches of a partition lie: ranges in offset order, each within one segment or settled file and of at most `RANGE_ROWS` batches. Newest ranges are held in
 * memory; once a segment is full its ranges are saved to the index store, and their rows are loaded again when they are needed; those of a settled file are loaded from
 * it. Applying a commit never loads any.
 */
export interface IndexRange {
  readonly segment: number;
  readonly firstOffset: number;
  endOffset: number;
  /** Of all its batches, trimmed ones too. */
  bytes: number;
  /** Greatest record timestamp of its batches, trimmed ones too. */
  maxTimestampMs: number;
  lastTimeMs: number;
  /** Absent when they were saved and let go. */
  entries: BatchEntries | undefined;
  /** Of a range in a settled file. */
  readonly settled?: SettledPart | undefined;
}

/** What is known of a range in a settled file beside what is known of others. */
export interface SettledPart {
  readonly rows: RowsPlace;
  readonly firstTimeMs: number;
  /** Segments in which its batches stood. */
  readonly firstSegment: number;
  readonly lastSegment: number;
}

/** Offsets that damage took, and the segments between which it did: those of the batches before and behind them. */
export interface OffsetHole {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly fromSegment: number;
  readonly toSegment: number;
}

/** Gives the rows of a range that are not in memory. */
export type RangeLoader = (index: PartitionIndex, range: IndexRange) => BatchEntries;

/** Batches of a range at most. */
export const RANGE_ROWS = 4096;

export class PartitionIndex {
  readonly stream: number;
  readonly partition: number;
  readonly ranges: IndexRange[] = [];
  readonly #load: RangeLoader;
  #startOffset = 0;
  #bytes = 0;
  /** Bytes of the first range's batches that were trimmed; counted when they are asked for. */
  #trimmedBytes: number | undefined = 0;

  constructor(stream: number, partition: number, load: RangeLoader) {
    this.stream = stream;
    this.partition = partition;
    this.#load = load;
  }

  /** Bytes of all batches kept. */
  get bytes(): number {
    this.#trimmedBytes ??= this.#bytesBelow(this.#startOffset);
    return this.#bytes - this.#trimmedBytes;
  }

  /** Adds a batch behind the others. Returns whether it began a new range. */
  append(place: BatchPlace, endOffset: number, maxTimestampMs: number, timeMs: number): boolean {
    const last = this.ranges.at(-1);
    const continues =
      last?.entries !== undefined &&
      last.segment === place.segment &&
      last.entries.rows < RANGE_ROWS &&
      last.endOffset === place.baseOffset;
    const range = continues ? last : this.#addRange(place);
    range.entries?.push(place.baseOffset, place.byte, place.payloadBytes, place.payloadCrc, maxTimestampMs, timeMs);
    range.endOffset = endOffset;
    range.bytes += place.payloadBytes;
    range.maxTimestampMs = Math.max(range.maxTimestampMs, maxTimestampMs);
    range.lastTimeMs = timeMs;
    this.#bytes += place.payloadBytes;
    return !continues;
  }

  /** Adds a range whose rows are in the index store. */
  adopt(range: IndexRange): void {
    this.ranges.push(range);
    this.#bytes += range.bytes;
  }

  /**
   * Puts settled ranges in place of those of the places that are replaced. Returns the ranges that are gone, and those that were added: what was trimmed is not.
   */
  settle(
    isReplaced: (segment: number) => boolean,
    settled: readonly IndexRange[],
  ): { readonly removed: readonly IndexRange[]; readonly added: readonly IndexRange[] } {
    const removed = this.ranges.filter(({ segment }) => isReplaced(segment));
    const added = settled.filter(({ endOffset }) => endOffset > this.#startOffset);
    if (removed.length === 0 && added.length === 0) return { removed, added };
    const kept = this.ranges.filter(({ segment }) => !isReplaced(segment));
    this.ranges.splice(0, this.ranges.length, ...[...kept, ...added].sort((a, b) => a.firstOffset - b.firstOffset));
    for (const { bytes } of removed) this.#bytes -= bytes;
    for (const { bytes } of added) this.#bytes += bytes;
    this.#trimmedBytes = undefined;
    return { removed, added };
  }

  /** Puts ranges in place of one. Returns whether it was still there. */
  replace(range: IndexRange, ranges: readonly IndexRange[]): boolean {
    const at = this.#rangeAt(range.firstOffset);
    if (this.ranges[at] !== range) return false;
    this.ranges.splice(at, 1, ...ranges);
    this.#bytes += ranges.reduce((sum, { bytes }) => sum + bytes, -range.bytes);
    this.#trimmedBytes = undefined;
    return true;
  }

  /** Batches from the one that holds `offset` on, up to `maxBytes` but at least one. `offset` must not be trimmed. */
  places(offset: number, maxBytes: number): BatchPlace[] {
    const places: BatchPlace[] = [];
    let budget = maxBytes;
    let next: number | undefined;
    for (let rangeIndex = this.#rangeAt(offset); rangeIndex < this.ranges.length; rangeIndex++) {
      const range = this.ranges[rangeIndex] as IndexRange;
      if (next !== undefined && range.firstOffset !== next) break;
      const entries = this.entries(range);
      for (let row = next === undefined ? Math.max(0, entries.rowAtOffset(offset)) : 0; row < entries.rows; row++) {
        if (places.length > 0 && entries.length(row) > budget) return places;
        places.push(placeAt(range, entries, row));
        budget -= entries.length(row);
      }
      next = range.endOffset;
    }
    return places;
  }

  /** Offset behind the batch that holds `offset`. */
  batchEnd(offset: number): number {
    const range = this.ranges[this.#rangeAt(offset)];
    if (range === undefined) return offset + 1;
    const entries = this.entries(range);
    const next = entries.rowAtOffset(offset) + 1;
    return next < entries.rows ? entries.baseOffset(next) : range.endOffset;
  }

  /** The first batch from the one that holds `fromOffset` on with a record whose timestamp is at or after `timestampMs`. */
  placeAtTimestamp(timestampMs: number, fromOffset: number): BatchPlace | undefined {
    for (let rangeIndex = this.#rangeAt(fromOffset); rangeIndex < this.ranges.length; rangeIndex++) {
      const range = this.ranges[rangeIndex] as IndexRange;
      if (range.maxTimestampMs < timestampMs) continue;
      const entries = this.entries(range);
      const row = entries.rowAtTimestamp(timestampMs, Math.max(0, entries.rowAtOffset(fromOffset)));
      if (row < entries.rows) return placeAt(range, entries, row);
    }
    return undefined;
  }

  /** When the batch that holds `offset`, or the next one, was committed; `undefined` behind the last. */
  commitTimeOf(offset: number): number | undefined {
    const range = this.ranges[this.#rangeAt(offset)];
    if (range === undefined) return undefined;
    const entries = this.entries(range);
    return entries.timeMs(Math.max(0, entries.rowAtOffset(offset)));
  }

  /** Commit time of the oldest batch kept; `Infinity` when there is none. */
  get oldestTimeMs(): number {
    const [range] = this.ranges;
    if (range === undefined) return Number.POSITIVE_INFINITY;
    if (range.settled !== undefined && this.#startOffset <= range.firstOffset) return range.settled.firstTimeMs;
    const entries = this.entries(range);
    return entries.timeMs(Math.max(0, entries.rowAtOffset(this.#startOffset)));
  }

  /** First offset that was committed at or after `timeMs`; the end of the index when none was. */
  offsetAtCommitTime(timeMs: number): number {
    const range = this.ranges.find((candidate) => candidate.lastTimeMs >= timeMs);
    if (range === undefined) return this.ranges.at(-1)?.endOffset ?? 0;
    const entries = this.entries(range);
    return entries.baseOffset(entries.rowAtCommitTime(timeMs));
  }

  /** First offset to keep so that at most `bytes` remain; the newest batch always does. */
  offsetForBytes(bytes: number): number {
    let kept = 0;
    for (let rangeIndex = this.ranges.length - 1; rangeIndex >= 0; rangeIndex--) {
      const range = this.ranges[rangeIndex] as IndexRange;
      if (kept + range.bytes <= bytes) {
        kept += range.bytes;
        continue;
      }
      const entries = this.entries(range);
      let firstKept = range.endOffset;
      for (let row = entries.rows - 1; row >= 0; row--) {
        if (kept > 0 && kept + entries.length(row) > bytes) return firstKept;
        kept += entries.length(row);
        firstKept = entries.baseOffset(row);
      }
    }
    return this.ranges[0]?.firstOffset ?? 0;
  }

  /** Forgets batches that lie wholly below `startOffset`. Returns the ranges that are gone. */
  trim(startOffset: number): IndexRange[] {
    this.#startOffset = startOffset;
    let gone = 0;
    while (gone < this.ranges.length && (this.ranges[gone] as IndexRange).endOffset <= startOffset) gone++;
    const removed = this.ranges.splice(0, gone);
    for (const range of removed) this.#bytes -= range.bytes;
    const first = this.ranges[0];
    this.#trimmedBytes = first !== undefined && first.firstOffset < startOffset ? undefined : 0;
    return removed;
  }

  /** What is missing between `startOffset` and `endOffset`. Offsets are handed out without gaps, so a gap is damage. */
  holes(startOffset: number, endOffset: number): OffsetHole[] {
    const holes: OffsetHole[] = [];
    let expected = startOffset;
    let fromSegment = 0;
    for (const range of this.ranges) {
      if (range.firstOffset > expected)
        holes.push({
          firstOffset: expected,
          lastOffset: range.firstOffset - 1,
          fromSegment,
          toSegment: range.settled?.firstSegment ?? range.segment,
        });
      expected = Math.max(expected, range.endOffset);
      fromSegment = range.settled?.lastSegment ?? range.segment;
    }
    if (endOffset > expected)
      holes.push({
        firstOffset: expected,
        lastOffset: endOffset - 1,
        fromSegment,
        toSegment: Number.POSITIVE_INFINITY,
      });
    return holes;
  }

  entries(range: IndexRange): BatchEntries {
    return range.entries ?? this.#load(this, range);
  }

  /** The range of `segment` that holds `offset`. */
  rangeOf(segment: number, offset: number): IndexRange | undefined {
    const range = this.ranges[this.#rangeAt(offset)];
    return range !== undefined && range.segment === segment && range.firstOffset <= offset ? range : undefined;
  }

  #addRange(place: BatchPlace): IndexRange {
    const range = newRange(place.segment, place.baseOffset);
    this.ranges.push(range);
    return range;
  }

  /** Index of the range that holds `offset`, or of the first behind it. */
  #rangeAt(offset: number): number {
    let low = 0;
    let high = this.ranges.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ranges[middle] as IndexRange).endOffset <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of the first range, which is the only one that can be trimmed in part. */
  #bytesBelow(startOffset: number): number {
    const first = this.ranges[0];
    if (first === undefined) return 0;
    const entries = this.entries(first);
    let bytes = 0;
    for (let row = 0; row < entries.rows && entries.baseOffset(row) < startOffset; row++) bytes += entries.length(row);
    return bytes;
  }
}

/** One that has no batches yet. Of the same shape as all others, and with times that are no small integers from the start: else V8 compiles what reads ranges again and again. */
export function newRange(segment: number, firstOffset: number): IndexRange & { readonly entries: BatchEntries } {
  return {
    segment,
    firstOffset,
    endOffset: firstOffset,
    bytes: 0,
    maxTimestampMs: Number.NEGATIVE_INFINITY,
    lastTimeMs: Number.NEGATIVE_INFINITY,
    entries: new BatchEntries(),
    settled: undefined,
  };
}

/** Where the batch of a row lies. */
export function placeAt(range: IndexRange, entries: BatchEntries, row: number): BatchPlace {
  return {
    segment: range.segment,
    byte: entries.byte(row),
    payloadBytes: entries.length(row),
    payloadCrc: entries.crc(row),
    baseOffset: entries.baseOffset(row),
  };
}
