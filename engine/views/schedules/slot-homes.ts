/** Columns of so few rows lie in the heap itself, which makes a list that stays empty cheap. */
const FIRST_ROOM = 8;

/** In which segment each slot's state stands: of each segment a list through its slots, so that looking at one segment costs nothing for the others. */
export class SlotHomes {
  /** By segment its first slot + 1. */
  readonly #first = new Map<number, number>();
  #segment = new Float64Array(FIRST_ROOM);
  /** The neighbours + 1 in the list; 0: none. */
  #next = new Uint32Array(FIRST_ROOM);
  #previous = new Uint32Array(FIRST_ROOM);

  /** Segments in which something stands. */
  get segments(): MapIterator<number> {
    return this.#first.keys();
  }

  /** The slot is in no list; from now on it is in this one. */
  add(slot: number, segment: number): void {
    while (this.#next.length <= slot) this.#grow();
    const first = this.#first.get(segment) ?? 0;
    this.#segment[slot] = segment;
    this.#next[slot] = first;
    this.#previous[slot] = 0;
    if (first !== 0) this.#previous[first - 1] = slot + 1;
    this.#first.set(segment, slot + 1);
  }

  remove(slot: number): void {
    const [next, previous] = [this.#next[slot] as number, this.#previous[slot] as number];
    if (next !== 0) this.#previous[next - 1] = previous;
    if (previous !== 0) this.#next[previous - 1] = next;
    else if (next !== 0) this.#first.set(this.#segment[slot] as number, next);
    else this.#first.delete(this.#segment[slot] as number);
  }

  /** Slots whose state stands in this segment, the newest first. Must be used up before the next change. */
  *in(segment: number): Generator<number> {
    for (let each = this.#first.get(segment) ?? 0; each !== 0; each = this.#next[each - 1] as number) yield each - 1;
  }

  #grow(): void {
    const length = this.#next.length + (this.#next.length >>> 1);
    const [segment, next, previous] = [new Float64Array(length), new Uint32Array(length), new Uint32Array(length)];
    segment.set(this.#segment);
    next.set(this.#next);
    previous.set(this.#previous);
    this.#segment = segment;
    this.#next = next;
    this.#previous = previous;
  }
}
