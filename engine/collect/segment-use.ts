import type { IndexRange } from "../views/streams/partition-index.ts";

interface Use {
  ranges: number;
  bytes: number;
}

/** How many ranges of live records each segment and settled file holds. One without any may be given back. */
export class SegmentUse {
  readonly #uses = new Map<number, Use>();

  added(range: IndexRange): void {
    const use = this.#uses.get(range.segment) ?? { ranges: 0, bytes: 0 };
    use.ranges++;
    if (range.settled !== undefined) use.bytes += range.bytes;
    this.#uses.set(range.segment, use);
  }

  removed(ranges: readonly IndexRange[]): void {
    for (const { segment, bytes, settled } of ranges) {
      const use = this.#uses.get(segment);
      if (use === undefined) continue;
      use.ranges--;
      if (settled !== undefined) use.bytes -= bytes;
      if (use.ranges === 0) this.#uses.delete(segment);
    }
  }

  rangesIn(segment: number): number {
    return this.#uses.get(segment)?.ranges ?? 0;
  }

  /** Bytes of the live ranges of a settled file. */
  bytesIn(settledFile: number): number {
    return this.#uses.get(settledFile)?.bytes ?? 0;
  }
}
