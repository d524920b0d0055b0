const FIRST_ROOM = 64;

/** Jobs that ended, in the order in which they did: a ring of offsets and times. Entries that are not meant any more are for whoever takes them to see. */
export class EndedJobs {
  #offsets = new Float64Array(FIRST_ROOM);
  #endedMs = new Float64Array(FIRST_ROOM);
  #from = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 16 * this.#offsets.length;
  }

  get firstOffset(): number {
    return this.#offsets[this.#from] as number;
  }

  /** When the first one ended; Infinity when there is none. */
  get firstMs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#endedMs[this.#from] as number);
  }

  /** All, in their order. */
  *[Symbol.iterator](): Generator<{ readonly offset: number; readonly endedMs: number }> {
    for (let index = 0; index < this.#size; index++) {
      const at = (this.#from + index) & (this.#offsets.length - 1);
      yield { offset: this.#offsets[at] as number, endedMs: this.#endedMs[at] as number };
    }
  }

  add(offset: number, endedMs: number): void {
    if (this.#size === this.#offsets.length) this.#grow();
    const at = (this.#from + this.#size++) & (this.#offsets.length - 1);
    this.#offsets[at] = offset;
    this.#endedMs[at] = endedMs;
  }

  shift(): void {
    this.#from = (this.#from + 1) & (this.#offsets.length - 1);
    this.#size--;
  }

  #grow(): void {
    const [offsets, endedMs] = [this.#offsets, this.#endedMs];
    this.#offsets = new Float64Array(offsets.length * 2);
    this.#endedMs = new Float64Array(offsets.length * 2);
    for (let index = 0; index < this.#size; index++) {
      const at = (this.#from + index) & (offsets.length - 1);
      this.#offsets[index] = offsets[at] as number;
      this.#endedMs[index] = endedMs[at] as number;
    }
    this.#from = 0;
  }
}
