/** A queue from whose front taking costs the same however long it is. */
export class Fifo<Item> {
  #items: (Item | undefined)[] = [];
  #at = 0;

  get length(): number {
    return this.#items.length - this.#at;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** So many places behind the front. */
  peek(index: number = 0): Item | undefined {
    return this.#items[this.#at + index];
  }

  shift(): Item | undefined {
    const item = this.#items[this.#at];
    if (item === undefined) return undefined;
    this.#items[this.#at++] = undefined;
    if (this.#at > 32 && this.#at * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#at);
      this.#at = 0;
    }
    return item;
  }
}
