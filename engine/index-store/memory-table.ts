import { entryBytes, type TableEntry } from "./table-format.ts";

/** The newest entries, in memory until they are written as a table. */
export class MemoryTable {
  readonly #entries: Map<string, TableEntry> = new Map();
  /** Sorted, without the keys in `#unsorted`. */
  #keys: string[] = [];
  #unsorted: string[] = [];
  #bytes = 0;

  /** Roughly what a table of these entries would take. */
  get bytes(): number {
    return this.#bytes;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** The key's entry, if it has one. */
  find(key: string): TableEntry | undefined {
    return this.#entries.get(key);
  }

  put(entry: TableEntry): void {
    const before = this.#entries.get(entry.key);
    if (before === undefined) this.#unsorted.push(entry.key);
    else this.#bytes -= entryBytes(before);
    this.#bytes += entryBytes(entry);
    this.#entries.set(entry.key, entry);
  }

  /** Entries in order, from the first key at or after `from`. Must be used up before the next `put`. */
  *entriesFrom(from: string): Generator<TableEntry> {
    this.#sort();
    for (let index = firstAtLeast(this.#keys, from); index < this.#keys.length; index++) {
      yield this.#entries.get(this.#keys[index]!)!;
    }
  }

  /** Sorting a sorted list with a sorted tail takes little more than a pass. */
  #sort(): void {
    if (this.#unsorted.length === 0) return;
    this.#keys = this.#keys.concat(this.#unsorted.sort()).sort();
    this.#unsorted = [];
  }
}

/** Index of the first key that is not below `from`. */
export function firstAtLeast(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
