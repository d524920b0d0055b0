import type { Cursor } from "@flowmesh/contract";

/** Which records of a partition are finished: everything below an offset, and ranges above it, which are kept in order and apart from each other. */
export class FinishedOffsets {
  #offset: number;
  readonly #firsts: number[] = [];
  readonly #lasts: number[] = [];

  constructor(cursor: Cursor) {
    this.#offset = cursor.offset;
    this.addAll(cursor);
  }

  /** First offset that is not finished. */
  get offset(): number {
    return this.#offset;
  }

  /** Ranges above it. */
  get ranges(): number {
    return this.#firsts.length;
  }

  has(offset: number): boolean {
    if (offset < this.#offset) return true;
    const first = this.#firsts[lowest(this.#lasts, offset)];
    return first !== undefined && first <= offset;
  }

  /** Whether finishing this offset would make one more range. */
  isApart(offset: number): boolean {
    return !this.has(offset - 1) && !this.has(offset) && !this.has(offset + 1);
  }

  /** Offsets that are finished already may be among them. */
  add(first: number, last: number): void {
    if (last < this.#offset) return;
    const from = lowest(this.#lasts, first - 1);
    const behind = lowest(this.#firsts, last + 2);
    const joinedFirst = Math.min(first, from < behind ? (this.#firsts[from] as number) : first);
    const joinedLast = Math.max(last, from < behind ? (this.#lasts[behind - 1] as number) : last);
    if (joinedFirst <= this.#offset) {
      this.#offset = joinedLast + 1;
      if (behind > 0) this.#replace(0, behind);
    } else if (behind - from === 1) {
      this.#firsts[from] = joinedFirst;
      this.#lasts[from] = joinedLast;
    } else {
      this.#replace(from, behind - from, [joinedFirst, joinedLast]);
    }
  }

  addAll({ offset, finished }: Cursor): void {
    this.add(0, offset - 1);
    for (const { firstOffset, lastOffset } of finished) this.add(firstOffset, lastOffset);
  }

  cursor(): Cursor {
    const finished = this.#firsts.map((firstOffset, index) => {
      return { firstOffset, lastOffset: this.#lasts[index] as number };
    });
    return { offset: this.#offset, finished };
  }

  #replace(from: number, count: number, by?: readonly [first: number, last: number]): void {
    this.#firsts.splice(from, count, ...(by === undefined ? [] : [by[0]]));
    this.#lasts.splice(from, count, ...(by === undefined ? [] : [by[1]]));
  }
}

/** Place of the first number that is not below `least`; behind the last one if there is none. */
function lowest(rising: readonly number[], least: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
