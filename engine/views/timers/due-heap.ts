/** Arrays of so few entries lie in the JavaScript heap itself, which makes one that stays empty cheap. */
const FIRST_ROOM = 8;

/**
 * Times at which something is to happen to offsets: a heap with four children a node in two flat arrays. An entry that is not meant any more is not searched for:
 * whoever takes it looks whether it still is.
 */
export class DueHeap {
  #dueMs = new Float64Array(FIRST_ROOM);
  #offsets = new Float64Array(FIRST_ROOM);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 16 * this.#dueMs.length;
  }

  /** The earliest time; Infinity when there is none. */
  get nextMs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#dueMs[0] as number);
  }

  /** The offset of the earliest time. */
  get nextOffset(): number {
    return this.#offsets[0] as number;
  }

  add(dueMs: number, offset: number): void {
    if (this.#size === this.#dueMs.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (!this.#isBefore(dueMs, offset, parent)) break;
      this.#copy(parent, at);
      at = parent;
    }
    this.#dueMs[at] = dueMs;
    this.#offsets[at] = offset;
  }

  /** Removes the earliest. */
  shift(): void {
    this.#size--;
    if (this.#size > 0) this.#sink(0, this.#dueMs[this.#size] as number, this.#offsets[this.#size] as number);
  }

  /** Removes all entries that are not meant. */
  keep(isMeant: (dueMs: number, offset: number) => boolean): void {
    let kept = 0;
    for (let at = 0; at < this.#size; at++)
      if (isMeant(this.#dueMs[at] as number, this.#offsets[at] as number)) this.#copy(at, kept++);
    this.#size = kept;
    for (let at = (kept - 2) >> 2; at >= 0; at--)
      this.#sink(at, this.#dueMs[at] as number, this.#offsets[at] as number);
  }

  /** Puts an entry where it belongs at this node or below. */
  #sink(from: number, dueMs: number, offset: number): void {
    let at = from;
    for (let child = 4 * at + 1; child < this.#size; child = 4 * at + 1) {
      const least = this.#leastOf(child);
      if (this.#isBefore(dueMs, offset, least)) break;
      this.#copy(least, at);
      at = least;
    }
    this.#dueMs[at] = dueMs;
    this.#offsets[at] = offset;
  }

  #leastOf(first: number): number {
    let least = first;
    const end = Math.min(first + 4, this.#size);
    for (let child = first + 1; child < end; child++)
      if (this.#isBefore(this.#dueMs[child] as number, this.#offsets[child] as number, least)) least = child;
    return least;
  }

  /** At the same time the lower offset comes first, so that the order is always the same. */
  #isBefore(dueMs: number, offset: number, other: number): boolean {
    const otherMs = this.#dueMs[other] as number;
    return dueMs < otherMs || (dueMs === otherMs && offset < (this.#offsets[other] as number));
  }

  #copy(from: number, to: number): void {
    this.#dueMs[to] = this.#dueMs[from] as number;
    this.#offsets[to] = this.#offsets[from] as number;
  }

  #grow(): void {
    const length = this.#size + (this.#size >>> 1);
    const [dueMs, offsets] = [new Float64Array(length), new Float64Array(length)];
    dueMs.set(this.#dueMs);
    offsets.set(this.#offsets);
    this.#dueMs = dueMs;
    this.#offsets = offsets;
  }
}
