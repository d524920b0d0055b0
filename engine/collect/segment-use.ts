import type { IndexRange } from "../views/streams/partition-index.ts";

/** How many ranges of live records each segment holds. A segment without any may be given back. */
export class SegmentUse {
  readonly #ranges = new Map<number, number>();

  added(range: IndexRange): void {
    this.#ranges.set(range.segment, (this.#ranges.get(range.segment) ?? 0) + 1);
  }

  removed(ranges: readonly IndexRange[]): void {
    for (const { segment } of ranges) {
      const left = (this.#ranges.get(segment) ?? 0) - 1;
      if (left > 0) this.#ranges.set(segment, left);
      else this.#ranges.delete(segment);
    }
  }

  holdsRecords(segment: number): boolean {
    return this.#ranges.has(segment);
  }
}
