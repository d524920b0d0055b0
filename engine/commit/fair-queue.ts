/** First in, first out for each caller, and turn by turn among callers: who sends much waits behind himself, not before others. */
export class FairQueue<Item> {
  readonly #queues = new Map<object, Item[]>();
  /** Callers with something waiting; the first one's turn is next. */
  #turns: object[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(caller: object, item: Item): void {
    const queue = this.#queues.get(caller);
    if (queue === undefined) {
      this.#queues.set(caller, [item]);
      this.#turns.push(caller);
    } else queue.push(item);
    this.#size++;
  }

  peek(): Item | undefined {
    const caller = this.#turns[0];
    return caller === undefined ? undefined : this.#queues.get(caller)?.[0];
  }

  /** Removes what `peek` gave; its caller's next turn comes after everybody else's. */
  shift(): void {
    const caller = this.#turns.shift();
    const queue = caller === undefined ? undefined : this.#queues.get(caller);
    if (caller === undefined || queue === undefined) return;
    queue.shift();
    this.#size--;
    if (queue.length > 0) this.#turns.push(caller);
    else this.#queues.delete(caller);
  }

  /** Empties the queue. */
  drain(): Item[] {
    const items = [...this.#queues.values()].flat();
    this.#queues.clear();
    this.#turns = [];
    this.#size = 0;
    return items;
  }
}
