const FIRST_ROOM = 64;
/** Entries that one moves that comes late, before all are sorted. */
const MOVED_MAX = 1000;

/** One end of a job. */
export interface EndedJob {
  readonly offset: number;
  readonly endedMs: number;
  /** Tells it from other ends, of the same job too; below 0, and lower for each later one. */
  readonly place: number;
}

/**
 * Jobs that ended, in the order in which they did: a ring of offsets and times. What was carried may come late, and twice. Entries that are not meant any more are for
 * whoever takes them to see.
 */
export class EndedJobs {
  #offsets = new Float64Array(FIRST_ROOM);
  #endedMs = new Float64Array(FIRST_ROOM);
  #place = new Float64Array(FIRST_ROOM);
  #from = 0;
  #size = 0;
  #isSorted = true;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 24 * this.#offsets.length;
  }

  /** When the first one ended; Infinity when there is none. */
  get firstMs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.endedMsAt(0);
  }

  /** When the last one ended; 0 when there is none. */
  get lastMs(): number {
    return this.#size === 0 ? 0 : this.endedMsAt(this.#size - 1);
  }

  /** Of the one that stands there in their order, counted from 0. */
  offsetAt(index: number): number {
    return this.#offsets[this.#cell(index)] as number;
  }

  /** Of the one that stands there in their order, counted from 0. */
  endedMsAt(index: number): number {
    return this.#endedMs[this.#cell(index)] as number;
  }

  /** Of the one that stands there in their order, counted from 0. */
  placeAt(index: number): number {
    return this.#place[this.#cell(index)] as number;
  }

  /** The last ones, at most so many, the last one first. */
  last(most: number): EndedJob[] {
    return Array.from({ length: Math.min(most, this.#size) }, (_, back) => this.#at(this.#size - 1 - back));
  }

  add(offset: number, endedMs: number, place: number): void {
    if (this.#size === this.#offsets.length) this.#grow();
    const mask = this.#offsets.length - 1;
    const least = Math.max(0, this.#size - MOVED_MAX);
    let at = this.#size;
    while (at > least && place > (this.#place[(this.#from + at - 1) & mask] as number)) at--;
    const before = (this.#from + at - 1) & mask;
    if (at > 0 && this.#place[before] === place && this.#offsets[before] === offset) return;
    if (at === least && at > 0) this.#isSorted = false;
    for (let moved = this.#size; moved > at; moved--)
      this.#copy((this.#from + moved - 1) & mask, (this.#from + moved) & mask);
    this.#size++;
    this.#set((this.#from + at) & mask, offset, endedMs, place);
  }

  /** Those at both ends that are not meant any more leave. */
  tidy(isMeant: (offset: number, place: number) => boolean): void {
    while (this.#size > 0 && !isMeant(this.offsetAt(0), this.placeAt(0))) {
      this.#from = (this.#from + 1) & (this.#offsets.length - 1);
      this.#size--;
    }
    while (this.#size > 0 && !isMeant(this.offsetAt(this.#size - 1), this.placeAt(this.#size - 1))) this.#size--;
  }

  #at(index: number): EndedJob {
    return { offset: this.offsetAt(index), endedMs: this.endedMsAt(index), place: this.placeAt(index) };
  }

  /** Where in the columns the one is that stands there in their order. */
  #cell(index: number): number {
    if (!this.#isSorted) this.#sort();
    return (this.#from + index) & (this.#offsets.length - 1);
  }

  #set(cell: number, offset: number, endedMs: number, place: number): void {
    this.#offsets[cell] = offset;
    this.#endedMs[cell] = endedMs;
    this.#place[cell] = place;
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.#offsets[from] as number, this.#endedMs[from] as number, this.#place[from] as number);
  }

  /** Puts what came late where it belongs. */
  #sort(): void {
    this.#isSorted = true;
    const entries = this.last(this.#size);
    this.#size = 0;
    for (const { offset, endedMs, place } of entries.sort((a, b) => b.place - a.place))
      this.add(offset, endedMs, place);
  }

  #grow(): void {
    const { length } = this.#offsets;
    this.#offsets = unrolled(this.#offsets, this.#from, length * 2);
    this.#endedMs = unrolled(this.#endedMs, this.#from, length * 2);
    this.#place = unrolled(this.#place, this.#from, length * 2);
    this.#from = 0;
  }
}

/** A ring that is full, in a larger array, its first cell in front. */
function unrolled(ring: Float64Array, from: number, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length);
  larger.set(ring.subarray(from));
  larger.set(ring.subarray(0, from), ring.length - from);
  return larger;
}
