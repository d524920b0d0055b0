import type { KvRows } from "../kv/kv-rows.ts";

type Row = ReturnType<KvRows["page"]>[number];

/** All rows from a key on, up to another one. */
interface Window {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly Row[];
}

/** Rows that are read at once. */
const ROWS_AHEAD = 256;
/** Who goes through a segment asks for rows of a few streams, queues and buckets in turn. */
const WINDOWS_MAX = 32;

/**
 * Rows for somebody who asks for them about in their order, and nearly always for such as are not there: some are read ahead, so that a look into the index, all of its
 * tables, serves many questions. What is written after they were read may be missed, so it is meant for one pass.
 */
export class RowsAhead implements Pick<KvRows, "get" | "page" | "scan"> {
  readonly #rows: KvRows;
  /** The last one used stands at the end. */
  readonly #windows: Window[] = [];

  constructor(rows: KvRows) {
    this.#rows = rows;
  }

  get(key: string): Buffer | undefined {
    return this.page(key, `${key}\0`, 1)[0]?.value;
  }

  page(from: string, to: string, limit: number): Row[] {
    const window = this.#windowAt(from);
    const rows = rowsIn(window, from, to, limit);
    return to <= window.to || rows.length === limit ? rows : this.#rows.page(from, to, limit);
  }

  scan(from: string, prefix: string): ReturnType<KvRows["scan"]> {
    return this.#rows.scan(from, prefix);
  }

  #windowAt(key: string): Window {
    const known = this.#windows.findIndex(({ from, to }) => from <= key && key < to);
    const window = known < 0 ? this.#read(key) : this.#windows.splice(known, 1)[0]!;
    this.#windows.push(window);
    if (this.#windows.length > WINDOWS_MAX) this.#windows.shift();
    return window;
  }

  /** Of the rows that differ in what comes last only. */
  #read(from: string): Window {
    const end = `${from.slice(0, from.lastIndexOf("/"))}0`;
    const rows = this.#rows.page(from, end, ROWS_AHEAD);
    return { from, to: rows.length < ROWS_AHEAD ? end : `${rows.at(-1)!.key}\0`, rows };
  }
}

function rowsIn({ rows }: Window, from: string, to: string, limit: number): Row[] {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]!.key < from) low = middle + 1;
    else high = middle;
  }
  const found: Row[] = [];
  for (let at = low; at < rows.length && found.length < limit && rows[at]!.key < to; at++) found.push(rows[at]!);
  return found;
}
