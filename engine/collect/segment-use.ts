import type { IndexRange } from "../views/streams/partition-index.ts";

/** How many ranges of live records each segment holds. A segment without any may be given back. */
export class SegmentUse {
  readonly #ranges = new Map<number, number>();

  added(range: IndexRange): void {
    this.#ranges.set(range.segment, this.rangesIn(range.segment) + 1);
  }

  removed(ranges: readonly IndexRange[]): void {
    for (const { segment } of ranges) {
      const left = this.rangesIn(segment) - 1;
      if (left > 0) this.#ranges.set(segment, left);
      else this.#ranges.delete(segment);
    }
  }

  rangesIn(segment: number): number {
    return this.#ranges.get(segment) ?? 0;
  }
}
