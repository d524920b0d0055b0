import { duePrefix, type KvRows, kvRow } from "./kv-rows.ts";

/** A key to which something is to happen; encoded. */
export interface DueKey {
  readonly dueMs: number;
  readonly bucket: number;
  readonly key: string;
}

/** Keys that are taken for one commit at most. */
const DUE_A_COMMIT = 500;
/** Rows that are read at once. */
const ROWS_AHEAD = 256;
/** About what an operation takes beside its key. */
const OPERATION_BYTES = 64;

/**
 * When keys are due, earliest first: those written since the last save in a heap, the others in the index store, of which some rows are read ahead. A key is
 * given once; whether it is still due is for the owner to see, as neither heap nor rows follow what becomes of it before the next save.
 */
export class DueTimes {
  readonly #rows: KvRows;
  readonly #what: "expiry" | "forgetting";
  #heap: DueKey[] = [];
  /** Rows before this one were given. */
  #from: string;
  /** Rows that were read, of which so many were given. */
  #ahead: readonly DueKey[] = [];
  #given = 0;
  /** Whether there are no rows behind those. */
  #isAll = false;

  constructor(rows: KvRows, what: "expiry" | "forgetting") {
    this.#rows = rows;
    this.#what = what;
    this.#from = duePrefix(what);
  }

  note(due: DueKey): void {
    this.#heap.push(due);
    this.#rise(this.#heap.length - 1);
  }

  /** When the first one is due; Infinity: none is. */
  get nextMs(): number {
    const stored = this.#peekStored();
    return Math.min(this.#heap[0]?.dueMs ?? Number.POSITIVE_INFINITY, stored?.dueMs ?? Number.POSITIVE_INFINITY);
  }

  /** Takes those that are due, as many as fit a commit of so many bytes. */
  take(nowMs: number, bytesMax: number): DueKey[] {
    const taken: DueKey[] = [];
    for (let bytes = 0; taken.length < DUE_A_COMMIT && bytes < bytesMax && this.nextMs <= nowMs; ) {
      const due = this.#takeFirst();
      bytes += OPERATION_BYTES + Buffer.byteLength(due.key);
      taken.push(due);
    }
    return taken;
  }

  /** What was noted is saved now, or in memory still, which is given; what was taken and not done is noted again. Rows behind which nothing was saved are not looked through again: those that are gone would cost as much as those that are there. */
  saved(inMemory: Iterable<DueKey>): void {
    const earliest = this.#heap[0];
    const from = earliest === undefined ? this.#from : rowOf(this.#what, earliest);
    this.#begin(from < this.#from ? from : this.#from, inMemory);
  }

  /** Begins anew: all rows have changed. */
  clear(): void {
    this.#begin(duePrefix(this.#what), []);
  }

  #begin(from: string, inMemory: Iterable<DueKey>): void {
    this.#heap = [];
    for (const due of inMemory) this.note(due);
    this.#from = from;
    this.#ahead = [];
    this.#given = 0;
    this.#isAll = false;
  }

  #takeFirst(): DueKey {
    const stored = this.#peekStored();
    const first = this.#heap[0];
    if (stored !== undefined && (first === undefined || compareDue(stored, first) < 0)) {
      this.#given++;
      this.#from = `${rowOf(this.#what, stored)}\0`;
      return stored;
    }
    return this.#pop() as DueKey;
  }

  #peekStored(): DueKey | undefined {
    if (this.#given === this.#ahead.length && !this.#isAll) {
      const rows = this.#rows.page(this.#from, `${duePrefix(this.#what)}\x7f`, ROWS_AHEAD);
      this.#ahead = rows.map(({ key }) => dueKeyOf(key));
      this.#given = 0;
      this.#isAll = rows.length < ROWS_AHEAD;
    }
    return this.#ahead[this.#given];
  }

  #pop(): DueKey | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (this.#heap.length > 0 && last !== undefined) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >>> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, at)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  /** As rows are ordered: of one moment by bucket and key. */
  #isBefore(index: number, other: number): boolean {
    const [one, two] = [this.#heap[index], this.#heap[other]];
    return one !== undefined && (two === undefined || compareDue(one, two) < 0);
  }

  #swap(a: number, b: number): void {
    const item = this.#heap[a] as DueKey;
    this.#heap[a] = this.#heap[b] as DueKey;
    this.#heap[b] = item;
  }
}

function compareDue(one: DueKey, other: DueKey): number {
  return one.dueMs - other.dueMs || one.bucket - other.bucket || (one.key < other.key ? -1 : 1);
}

function rowOf(what: "expiry" | "forgetting", { dueMs, bucket, key }: DueKey): string {
  return kvRow.due(what, dueMs, bucket, key);
}

/** `t/<due>/<bucket>/<key>`; the key may hold slashes. */
function dueKeyOf(row: string): DueKey {
  const [, dueMs = "", bucket = ""] = row.split("/", 3);
  return { dueMs: Number(dueMs), bucket: Number(bucket), key: row.slice(4 + dueMs.length + bucket.length) };
}
