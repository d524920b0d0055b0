import type { Cursor } from "@flowmesh/contract";

/** Which records of a partition are finished: everything below an offset, and some above it. */
export class FinishedOffsets {
  #offset: number;
  /** Finished above `offset`: last by first offset, and first by last. */
  readonly #lastOf = new Map<number, number>();
  readonly #firstOf = new Map<number, number>();

  constructor(cursor: Cursor) {
    this.#offset = cursor.offset;
    for (const { firstOffset, lastOffset } of cursor.finished) this.#add(firstOffset, lastOffset);
  }

  /** First offset that is not finished. */
  get offset(): number {
    return this.#offset;
  }

  /** Ranges above it. */
  get ranges(): number {
    return this.#lastOf.size;
  }

  has(offset: number): boolean {
    if (offset < this.#offset) return true;
    for (const [first, last] of this.#lastOf) if (first <= offset && offset <= last) return true;
    return false;
  }

  /** Finishes offsets that were not. Offsets between records that the log never gave are finished with the records before them. */
  add(first: number, last: number): void {
    if (last < this.#offset) return;
    this.#add(Math.max(first, this.#offset), last);
  }

  cursor(): Cursor {
    const finished = [...this.#lastOf].map(([firstOffset, lastOffset]) => ({ firstOffset, lastOffset }));
    return { offset: this.#offset, finished: finished.sort((a, b) => a.firstOffset - b.firstOffset) };
  }

  #add(first: number, last: number): void {
    const before = this.#firstOf.get(first - 1);
    const after = this.#lastOf.get(last + 1);
    if (before !== undefined) this.#remove(before, first - 1);
    if (after !== undefined) this.#remove(last + 1, after);
    const [from, to] = [before ?? first, after ?? last];
    if (from <= this.#offset) this.#offset = to + 1;
    else {
      this.#lastOf.set(from, to);
      this.#firstOf.set(to, from);
    }
  }

  #remove(first: number, last: number): void {
    this.#lastOf.delete(first);
    this.#firstOf.delete(last);
  }
}
