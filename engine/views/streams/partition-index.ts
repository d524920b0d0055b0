import type { BatchPlace } from "../../log/log-reader.ts";
import { BatchEntries } from "./batch-entries.ts";

/**
 * Where the batches of a partition lie: ranges in offset order, each within one segment and of at most `RANGE_ROWS` batches. Newest ranges are held in memory;
 * once a segment is full its ranges are saved to the index store, and their rows are loaded again when they are needed.
 */
export interface IndexRange {
  readonly segment: number;
  readonly firstOffset: number;
  endOffset: number;
  bytes: number;
  /** Greatest record timestamp of the partition up to the end of this range. */
  maxTimestampMs: number;
  lastTimeMs: number;
  /** Absent when they were saved and let go. */
  entries: BatchEntries | undefined;
}

/** Offsets that damage took. */
export interface OffsetHole {
  readonly segment: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/** Gives the rows of a range that are not in memory. */
export type RangeLoader = (index: PartitionIndex, range: IndexRange) => BatchEntries;

const RANGE_ROWS = 4096;

export class PartitionIndex {
  readonly stream: number;
  readonly partition: number;
  readonly ranges: IndexRange[] = [];
  readonly holes: OffsetHole[] = [];
  readonly #load: RangeLoader;
  #bytes = 0;
  /** Bytes of the first range's batches that were trimmed. */
  #trimmedBytes = 0;

  constructor(stream: number, partition: number, load: RangeLoader) {
    this.stream = stream;
    this.partition = partition;
    this.#load = load;
  }

  /** Bytes of all batches kept. */
  get bytes(): number {
    return this.#bytes - this.#trimmedBytes;
  }

  /** Adds a batch behind the others. Returns whether it began a new range. */
  append(place: BatchPlace, endOffset: number, maxTimestampMs: number, timeMs: number): boolean {
    const last = this.ranges.at(-1);
    const maxSoFar = Math.max(maxTimestampMs, last?.maxTimestampMs ?? Number.NEGATIVE_INFINITY);
    const continues =
      last?.entries !== undefined &&
      last.segment === place.segment &&
      last.entries.rows < RANGE_ROWS &&
      last.endOffset === place.baseOffset;
    const range = continues ? last : this.#addRange(place);
    range.entries?.push(place.baseOffset, place.byte, place.payloadBytes, place.payloadCrc, maxSoFar, timeMs);
    range.endOffset = endOffset;
    range.bytes += place.payloadBytes;
    range.maxTimestampMs = maxSoFar;
    range.lastTimeMs = timeMs;
    this.#bytes += place.payloadBytes;
    return !continues;
  }

  /** Adds a range whose rows are in the index store. */
  adopt(range: IndexRange): void {
    this.ranges.push(range);
    this.#bytes += range.bytes;
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

  /** The batch that holds the first record whose timestamp is at or after `timestampMs`. */
  placeAtTimestamp(timestampMs: number): BatchPlace | undefined {
    const range = this.ranges.find((candidate) => candidate.maxTimestampMs >= timestampMs);
    if (range === undefined) return undefined;
    const entries = this.entries(range);
    return placeAt(range, entries, entries.rowAtTimestamp(timestampMs));
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
    let excess = this.bytes - bytes;
    let trimmed = this.#trimmedBytes;
    for (const [index, range] of this.ranges.entries()) {
      const remaining = range.bytes - trimmed;
      const isLast = index === this.ranges.length - 1;
      if (excess > remaining - (isLast ? 1 : 0) && !isLast) {
        excess -= remaining;
        trimmed = 0;
        continue;
      }
      const entries = this.entries(range);
      let skip = trimmed;
      for (let row = 0; row < entries.rows; row++) {
        if (skip > 0) {
          skip -= entries.length(row);
          continue;
        }
        if (excess <= 0 || (isLast && row === entries.rows - 1)) return entries.baseOffset(row);
        excess -= entries.length(row);
      }
    }
    return this.ranges.at(-1)?.endOffset ?? 0;
  }

  /** Forgets batches that lie wholly below `startOffset`. Returns the ranges that are gone. */
  trim(startOffset: number): IndexRange[] {
    let gone = 0;
    while (gone < this.ranges.length && (this.ranges[gone] as IndexRange).endOffset <= startOffset) gone++;
    const removed = this.ranges.splice(0, gone);
    for (const range of removed) this.#bytes -= range.bytes;
    if (removed.length > 0) this.#trimmedBytes = 0;
    const first = this.ranges[0];
    if (first !== undefined && first.firstOffset < startOffset)
      this.#trimmedBytes = this.#bytesBelow(first, startOffset);
    while (this.holes[0] !== undefined && this.holes[0].lastOffset < startOffset) this.holes.shift();
    return removed;
  }

  /** The hole that holds `offset`, if damage took it. */
  holeAt(offset: number): OffsetHole | undefined {
    return this.holes.find((hole) => offset >= hole.firstOffset && offset <= hole.lastOffset);
  }

  entries(range: IndexRange): BatchEntries {
    return range.entries ?? this.#load(this, range);
  }

  #addRange(place: BatchPlace): IndexRange {
    const range: IndexRange = {
      segment: place.segment,
      firstOffset: place.baseOffset,
      endOffset: place.baseOffset,
      bytes: 0,
      maxTimestampMs: 0,
      lastTimeMs: 0,
      entries: new BatchEntries(),
    };
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

  #bytesBelow(range: IndexRange, startOffset: number): number {
    const entries = this.entries(range);
    let bytes = 0;
    for (let row = 0; row < entries.rows && entries.baseOffset(row) < startOffset; row++) bytes += entries.length(row);
    return bytes;
  }
}

function placeAt(range: IndexRange, entries: BatchEntries, row: number): BatchPlace {
  return {
    segment: range.segment,
    byte: entries.byte(row),
    payloadBytes: entries.length(row),
    payloadCrc: entries.crc(row),
    baseOffset: entries.baseOffset(row),
  };
}
