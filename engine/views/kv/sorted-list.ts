/** Items of one chunk at most; a full one is cut in two. */
const CHUNK_ITEMS = 512;

/** Items in order, each once. Adding and removing one moves only its neighbours, so that no call takes long however many there are. */
export class SortedList<Item> {
  readonly #compare: (a: Item, b: Item) => number;
  /** None is empty. */
  #chunks: Item[][] = [];
  #size = 0;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  add(item: Item): void {
    const at = this.#chunkOf(item);
    const chunk = this.#chunks[at];
    if (chunk === undefined) this.#chunks.push([item]);
    else if (this.#compare(chunk[chunk.length - 1] as Item, item) < 0 && at === this.#chunks.length - 1) {
      if (chunk.length < CHUNK_ITEMS) chunk.push(item);
      else this.#chunks.push([item]);
    } else {
      const index = this.#firstAtLeast(chunk, item);
      const there = chunk[index];
      if (there !== undefined && this.#compare(there, item) === 0) return;
      chunk.splice(index, 0, item);
      if (chunk.length > CHUNK_ITEMS) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK_ITEMS / 2));
    }
    this.#size++;
  }

  delete(item: Item): void {
    const at = this.#chunkOf(item);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    const index = this.#firstAtLeast(chunk, item);
    const there = chunk[index];
    if (there === undefined || this.#compare(there, item) !== 0) return;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
    this.#size--;
  }

  /** All up to this item and itself; as fast however many there are. */
  deleteThrough(item: Item): void {
    const at = this.#chunkOf(item);
    for (const chunk of this.#chunks.splice(0, at)) this.#size -= chunk.length;
    const chunk = this.#chunks[0] ?? [];
    const index = this.#firstAtLeast(chunk, item);
    const isThere = index < chunk.length && this.#compare(chunk[index] as Item, item) === 0;
    this.#size -= chunk.splice(0, index + Number(isThere)).length;
    if (chunk.length === 0) this.#chunks.shift();
  }

  /** Lets go of all up to this item and itself but of those given, which are in order and were there. */
  keepThrough(item: Item, kept: readonly Item[]): void {
    this.deleteThrough(item);
    const chunks: Item[][] = [];
    for (let at = 0; at < kept.length; at += CHUNK_ITEMS) chunks.push(kept.slice(at, at + CHUNK_ITEMS));
    this.#chunks.unshift(...chunks);
    this.#size += kept.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#size = 0;
  }

  /** From the first item that is not below `item` on. Must be used up before the next change. */
  *from(item: Item): Generator<Item> {
    let at = this.#chunkOf(item);
    let index = this.#firstAtLeast(this.#chunks[at] ?? [], item);
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at] as Item[];
      for (; index < chunk.length; index++) yield chunk[index] as Item;
    }
  }

  /** The chunk in which the item is, or would be. Often that is the last one. */
  #chunkOf(item: Item): number {
    let high = this.#chunks.length - 1;
    if (high < 0 || this.#compare((this.#chunks[high] as Item[])[0] as Item, item) <= 0) return Math.max(0, high);
    let low = 0;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#compare((this.#chunks[middle] as Item[])[0] as Item, item) > 0) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  #firstAtLeast(chunk: readonly Item[], item: Item): number {
    let high = chunk.length;
    if (high > 0 && this.#compare(chunk[high - 1] as Item, item) < 0) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(chunk[middle] as Item, item) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
