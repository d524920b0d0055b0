import { RunBlock } from "./run-block.ts";

/**
 * An ordered set of offsets, kept as runs [start, end) of neighbours in blocks of some hundred runs: the jobs of one priority that wait. Those that nobody touched cost
 * nothing one by one, and millions that come back in any order find their places without moving the others.
 */
export class OffsetRuns {
  /** In order, none of them empty. */
  #blocks: RunBlock[] = [];
  #size = 0;
  /** Told of offsets that are about to be added or removed. */
  readonly #willChange: (start: number, end: number) => void;

  constructor(willChange: (start: number, end: number) => void = () => undefined) {
    this.#willChange = willChange;
  }

  /** Offsets in the set. */
  get size(): number {
    return this.#size;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.bytes, 0);
  }

  /** The lowest offset; Infinity when there is none. */
  get first(): number {
    return this.#blocks[0]?.start(0) ?? Number.POSITIVE_INFINITY;
  }

  /** All runs in order. */
  *[Symbol.iterator](): Generator<{ readonly start: number; readonly end: number }> {
    for (const block of this.#blocks)
      for (let run = 0; run < block.runs; run++) yield { start: block.start(run), end: block.end(run) };
  }

  /** What of the runs lies within [first, end). */
  *within(first: number, end: number): Generator<{ readonly start: number; readonly end: number }> {
    for (let start = this.next(first); start < end; ) {
      const block = this.#blocks[this.#find(start)] as RunBlock;
      const runEnd = Math.min(block.end(block.find(start)), end);
      yield { start, end: runEnd };
      start = this.next(runEnd);
    }
  }

  /** Removes what of [from, to) is there. */
  clear(from: number, to: number): void {
    for (const { start, end } of [...this.within(from, to)]) this.remove(start, end);
  }

  has(offset: number): boolean {
    const block = this.#blocks[this.#find(offset)];
    return block !== undefined && offset < block.end(block.find(offset));
  }

  /** Whether [start, end) is there, all of it. */
  hasAll(start: number, end: number): boolean {
    const block = this.#blocks[this.#find(start)];
    return block !== undefined && end <= block.end(block.find(start));
  }

  /** The lowest offset from this one on; Infinity when there is none. */
  next(offset: number): number {
    const at = this.#find(offset);
    const block = this.#blocks[at];
    if (block !== undefined) {
      const run = block.find(offset);
      if (offset < block.end(run)) return offset;
      if (run + 1 < block.runs) return block.start(run + 1);
    }
    return this.#blocks[at + 1]?.start(0) ?? Number.POSITIVE_INFINITY;
  }

  /** How many offsets lie below this one. */
  below(offset: number): number {
    const at = this.#find(offset);
    let count = 0;
    for (let index = 0; index < at; index++) count += (this.#blocks[index] as RunBlock).size;
    const block = this.#blocks[at];
    if (block === undefined) return 0;
    for (let run = 0; run < block.runs && block.start(run) < offset; run++)
      count += Math.min(offset, block.end(run)) - block.start(run);
    return count;
  }

  /** Adds [start, end), none of which is in the set. */
  add(start: number, end: number): void {
    this.#willChange(start, end);
    this.#size += end - start;
    const last = this.#blocks.at(-1);
    const isBehind = last === undefined || start >= last.end(last.runs - 1);
    const at = isBehind ? this.#blocks.length - 1 : Math.max(0, this.#find(start));
    if (last === undefined || (isBehind && last.isFull && last.end(last.runs - 1) !== start)) {
      this.#insert(at + 1, start, end);
      return;
    }
    const next = this.#blocks[at + 1];
    let endOfAll = end;
    if (next?.start(0) === end) {
      endOfAll = next.end(0);
      next.remove(end, endOfAll);
      if (next.runs === 0) this.#blocks.splice(at + 1, 1);
    }
    this.#roomy(at, start).add(start, endOfAll);
  }

  /** Removes [start, end), which lies in one run. */
  remove(start: number, end: number): void {
    this.#willChange(start, end);
    const at = this.#find(start);
    const block = this.#blocks[at];
    if (block === undefined) throw new Error(`offsets ${start} to ${end - 1} do not wait`);
    const run = block.find(start);
    if (block.start(run) < start && end < block.end(run)) this.#roomy(at, start).remove(start, end);
    else block.remove(start, end);
    this.#size -= end - start;
    if (block.runs === 0) this.#blocks.splice(at, 1);
  }

  #insert(at: number, start: number, end: number): void {
    const block = new RunBlock();
    block.add(start, end);
    this.#blocks.splice(at, 0, block);
  }

  /** The block at this place, or the half of it in which the offset belongs when it was full. */
  #roomy(at: number, offset: number): RunBlock {
    const block = this.#blocks[at] as RunBlock;
    if (!block.isFull) return block;
    const upper = block.split();
    this.#blocks.splice(at + 1, 0, upper);
    return offset < upper.start(0) ? block : upper;
  }

  /** The last block that begins at or before the offset; -1 when there is none. */
  #find(offset: number): number {
    let low = 0;
    let high = this.#blocks.length;
    if (high > 1 && (this.#blocks[1] as RunBlock).start(0) > offset) high = 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle] as RunBlock).start(0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
