/**
 * What is remembered for a while: dedupe ids, idempotency keys. An entry knows when it was committed and in which segment its log record stands, so that what a
 * freed segment still holds can be carried forward. What stands in one segment is found without looking at the others.
 */
export interface WindowEntry {
  readonly timeMs: number;
  readonly segment: number;
}

export class Window<Entry extends WindowEntry> {
  readonly #entries = new Map<string, Entry>();
  /** Keys by the segment of their entry; segments in rising order, keys in the order in which they came. */
  readonly #keys = new Map<number, Set<string>>();

  get size(): number {
    return this.#entries.size;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** The entry, unless it was committed before `sinceMs`. */
  get(key: string, sinceMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.timeMs >= sinceMs ? entry : undefined;
  }

  /** Puts an entry behind the others, in place of one of the same key. Segments never fall. */
  set(key: string, entry: Entry): void {
    this.delete(key);
    this.#entries.set(key, entry);
    const keys = this.#keys.get(entry.segment);
    if (keys === undefined) this.#keys.set(entry.segment, new Set([key]));
    else keys.add(key);
  }

  /** @returns what it was */
  delete(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    const keys = this.#keys.get(entry.segment);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(entry.segment);
    return entry;
  }

  /** Lets go of entries at the front whose time is over. */
  expire(isOver: (entry: Entry) => boolean): void {
    for (const keys of this.#keys.values()) {
      for (const key of keys) {
        if (!isOver(this.#entries.get(key) as Entry)) return;
        this.delete(key);
      }
    }
  }

  /** Entries whose record stands in a segment that is meant. */
  *heldIn(isMeant: (segment: number) => boolean): Generator<[string, Entry]> {
    for (const segment of this.#keys.keys()) if (isMeant(segment)) yield* this.standingIn(segment);
  }

  /** Entries whose record stands in exactly this segment. */
  *standingIn(segment: number): Generator<[string, Entry]> {
    for (const key of this.#keys.get(segment) ?? []) yield [key, this.#entries.get(key) as Entry];
  }

  entries(): IterableIterator<[string, Entry]> {
    return this.#entries.entries();
  }
}
