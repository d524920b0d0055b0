/**
 * What is remembered for a while: dedupe ids, idempotency keys. An entry knows when it was committed and in which segment its log record stands, so that what a
 * freed segment still holds can be carried forward. Kept in the order of those segments.
 */
export interface WindowEntry {
  readonly timeMs: number;
  segment: number;
}

export class Window<Entry extends WindowEntry> {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  /** The entry, unless it was committed before `sinceMs`. */
  get(key: string, sinceMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.timeMs >= sinceMs ? entry : undefined;
  }

  /** Puts an entry behind the others, in place of one of the same key. */
  set(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Lets go of entries at the front that were committed before `sinceMs`. */
  expire(sinceMs: number): void {
    for (const [key, entry] of this.#entries) {
      if (entry.timeMs >= sinceMs) return;
      this.#entries.delete(key);
    }
  }

  /** Entries whose record stands in `segment` or before, and that are not older than `sinceMs`. */
  heldBy(segment: number, sinceMs: number): [string, Entry][] {
    const held: [string, Entry][] = [];
    for (const pair of this.#entries) {
      if (pair[1].segment > segment) break;
      if (pair[1].timeMs >= sinceMs) held.push(pair);
    }
    return held;
  }

  entries(): IterableIterator<[string, Entry]> {
    return this.#entries.entries();
  }
}
