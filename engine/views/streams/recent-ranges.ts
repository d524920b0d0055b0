import type { BatchEntries } from "./batch-entries.ts";
import type { IndexRange, RangeLoader } from "./partition-index.ts";

/** Of at most 147 KB each. */
const RANGES_KEPT = 8;

/**
 * A loader that keeps the rows of the ranges that it has loaded last: whoever looks at many jobs or batches one by one asks for those of the same range each time. Rows of a range that
 * was saved never change; one whose rows are found elsewhere is another range.
 */
export function keepingRecent(load: RangeLoader): RangeLoader {
  const recent = new Map<IndexRange, BatchEntries>();
  return (index, range) => {
    const known = recent.get(range);
    if (known !== undefined) return known;
    const entries = load(index, range);
    if (recent.size === RANGES_KEPT) recent.delete(recent.keys().next().value as IndexRange);
    recent.set(range, entries);
    return entries;
  };
}
