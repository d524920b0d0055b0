const FIRST_ROOM = 64;

/** One end of a job. */
export interface EndedJob {
  readonly offset: number;
  readonly endedMs: number;
  /** Tells it from other ends, of the same job too; below 0, and lower for each later one. */
  readonly place: number;
}

/** Jobs that ended, in the order in which they did: a ring of offsets and times. Entries that are not meant any more are for whoever takes them to see. */
export class EndedJobs {
  #offsets = new Float64Array(FIRST_ROOM);
  #endedMs = new Float64Array(FIRST_ROOM);
  #place = new Float64Array(FIRST_ROOM);
  #from = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 24 * this.#offsets.length;
  }

  /** The first one; undefined when there is none. */
  get first(): EndedJob | undefined {
    return this.#size === 0 ? undefined : this.#at(this.#from);
  }

  /** When the first one ended; Infinity when there is none. */
  get firstMs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#endedMs[this.#from] as number);
  }

  /** All, in their order. */
  *[Symbol.iterator](): Generator<EndedJob> {
    for (let index = 0; index < this.#size; index++) yield this.#at((this.#from + index) & (this.#offsets.length - 1));
  }

  add({ offset, endedMs, place }: EndedJob): void {
    if (this.#size === this.#offsets.length) this.#grow();
    const at = (this.#from + this.#size++) & (this.#offsets.length - 1);
    this.#offsets[at] = offset;
    this.#endedMs[at] = endedMs;
    this.#place[at] = place;
  }

  shift(): void {
    this.#from = (this.#from + 1) & (this.#offsets.length - 1);
    this.#size--;
  }

  #at(at: number): EndedJob {
    const [offset, endedMs, place] = [this.#offsets[at], this.#endedMs[at], this.#place[at]];
    return { offset: offset as number, endedMs: endedMs as number, place: place as number };
  }

  #grow(): void {
    const [offsets, endedMs, place] = [this.#offsets, this.#endedMs, this.#place];
    this.#offsets = new Float64Array(offsets.length * 2);
    this.#endedMs = new Float64Array(offsets.length * 2);
    this.#place = new Float64Array(offsets.length * 2);
    for (let index = 0; index < this.#size; index++) {
      const at = (this.#from + index) & (offsets.length - 1);
      this.#offsets[index] = offsets[at] as number;
      this.#endedMs[index] = endedMs[at] as number;
      this.#place[index] = place[at] as number;
    }
    this.#from = 0;
  }
}
