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

  /** The first one; undefined when there is none. */
  get first(): EndedJob | undefined {
    this.#sort();
    return this.#size === 0 ? undefined : this.#at(this.#from);
  }

  /** When the first one ended; Infinity when there is none. */
  get firstMs(): number {
    return this.first?.endedMs ?? Number.POSITIVE_INFINITY;
  }

  /** When the last one ended; 0 when there is none. */
  get lastMs(): number {
    return this.#size === 0 ? 0 : this.#at(this.#from + this.#size - 1).endedMs;
  }

  /** The last ones, at most so many, the last one first. */
  last(most: number): EndedJob[] {
    const mask = this.#offsets.length - 1;
    return Array.from({ length: Math.min(most, this.#size) }, (_, back) =>
      this.#at((this.#from + this.#size - 1 - back) & mask),
    );
  }

  /** All, in their order. */
  *[Symbol.iterator](): Generator<EndedJob> {
    this.#sort();
    for (let index = 0; index < this.#size; index++) yield this.#at(this.#from + index);
  }

  add(ended: EndedJob): void {
    if (this.#size === this.#offsets.length) this.#grow();
    const end = this.#from + this.#size;
    const least = Math.max(this.#from, end - MOVED_MAX);
    let at = end;
    while (at > least && ended.place > this.#at(at - 1).place) at--;
    if (at > this.#from && this.#at(at - 1).place === ended.place && this.#at(at - 1).offset === ended.offset) return;
    if (at === least && at > this.#from) this.#isSorted = false;
    for (let moved = end; moved > at; moved--) this.#set(moved, this.#at(moved - 1));
    this.#size++;
    this.#set(at, ended);
  }

  shift(): void {
    this.#sort();
    this.#from = (this.#from + 1) & (this.#offsets.length - 1);
    this.#size--;
  }

  /** Those at both ends that are not meant any more leave. */
  tidy(isMeant: (ended: EndedJob) => boolean): void {
    this.#sort();
    while (this.#size > 0 && !isMeant(this.#at(this.#from))) this.shift();
    while (this.#size > 0 && !isMeant(this.#at(this.#from + this.#size - 1))) this.#size--;
  }

  #at(index: number): EndedJob {
    const at = index & (this.#offsets.length - 1);
    const [offset, endedMs, place] = [this.#offsets[at], this.#endedMs[at], this.#place[at]];
    return { offset: offset as number, endedMs: endedMs as number, place: place as number };
  }

  #set(index: number, { offset, endedMs, place }: EndedJob): void {
    const at = index & (this.#offsets.length - 1);
    this.#offsets[at] = offset;
    this.#endedMs[at] = endedMs;
    this.#place[at] = place;
  }

  /** Puts what came late where it belongs. */
  #sort(): void {
    if (this.#isSorted) return;
    const entries = Array.from({ length: this.#size }, (_, index) => this.#at(this.#from + index));
    this.#isSorted = true;
    this.#size = 0;
    for (const entry of entries.sort((a, b) => b.place - a.place)) this.add(entry);
  }

  #grow(): void {
    const entries = Array.from({ length: this.#size }, (_, index) => this.#at(this.#from + index));
    this.#offsets = new Float64Array(this.#offsets.length * 2);
    this.#endedMs = new Float64Array(this.#offsets.length);
    this.#place = new Float64Array(this.#offsets.length);
    this.#from = 0;
    for (const [index, entry] of entries.entries()) this.#set(index, entry);
  }
}
