import type { TableEntry } from "./table-format.ts";

/** Merges sources in the order of their keys; of entries with one key only that of the first source counts. Removals are given as well. */
export function* merge(sources: readonly Iterator<TableEntry>[]): Generator<TableEntry> {
  const heads = sources.map((source) => next(source));
  for (;;) {
    let least: TableEntry | undefined;
    for (const head of heads) if (head !== undefined && (least === undefined || head.key < least.key)) least = head;
    if (least === undefined) return;
    for (let index = 0; index < heads.length; index++) {
      if (heads[index]?.key === least.key) heads[index] = next(sources[index]!);
    }
    yield least;
  }
}

function next(source: Iterator<TableEntry>): TableEntry | undefined {
  const result = source.next();
  return result.done === true ? undefined : result.value;
}

/** The same for sources that come in parts. */
export async function* mergeParts(
  sources: readonly AsyncIterator<readonly TableEntry[]>[],
): AsyncGenerator<TableEntry[]> {
  const cursors = sources.map((source) => new PartCursor(source));
  for (const cursor of cursors) await cursor.refill();
  let merged: TableEntry[] = [];
  for (;;) {
    let least: TableEntry | undefined;
    for (const { head } of cursors) {
      if (head !== undefined && (least === undefined || head.key < least.key)) least = head;
    }
    if (least === undefined) break;
    for (const cursor of cursors) {
      if (cursor.head?.key === least.key && !cursor.step()) await cursor.refill();
    }
    merged.push(least);
    if (merged.length < partEntries) continue;
    yield merged;
    merged = [];
  }
  if (merged.length > 0) yield merged;
}

const partEntries = 64;

class PartCursor {
  /** The next entry; undefined at the end. */
  head: TableEntry | undefined;
  readonly #source: AsyncIterator<readonly TableEntry[]>;
  #part: readonly TableEntry[] = [];
  #index = 0;

  constructor(source: AsyncIterator<readonly TableEntry[]>) {
    this.#source = source;
  }

  /** Goes one further within the part at hand, if it can. */
  step(): boolean {
    this.#index++;
    this.head = this.#part[this.#index];
    return this.head !== undefined;
  }

  async refill(): Promise<void> {
    do {
      const result = await this.#source.next();
      if (result.done === true) return;
      this.#part = result.value;
      this.#index = 0;
      this.head = this.#part[0];
    } while (this.head === undefined);
  }
}
