import { entryBytes, type TableEntry } from "./table-format.ts";

/** So many new keys are sorted when they have come: a part of the work that is not left to the moment in which all must be in order. */
const RUN_KEYS = 512;

/** The newest entries, in memory until they are written as a table. */
export class MemoryTable {
  readonly #entries: Map<string, TableEntry> = new Map();
  /** Sorted, without the keys in `#runs` and `#run`. */
  #keys: string[] = [];
  /** Sorted runs, one behind the other. */
  #runs: string[] = [];
  #run: string[] = [];
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
    if (before === undefined) this.#addKey(entry.key);
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

  #addKey(key: string): void {
    if (this.#run.push(key) === RUN_KEYS) this.#endRun();
  }

  #endRun(): void {
    this.#runs.push(...this.#run.sort());
    this.#run = [];
  }

  /** Sorting a list of sorted runs takes little more than merging them. */
  #sort(): void {
    this.#endRun();
    if (this.#runs.length === 0) return;
    this.#keys = this.#keys.concat(this.#runs).sort();
    this.#runs = [];
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
