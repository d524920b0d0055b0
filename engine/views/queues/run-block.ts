const FIRST_ROOM = 4;
/** Runs that one block takes. */
const RUNS_MAX = 512;

/**
 * Some neighbouring runs [start, end) of an ordered set of offsets. They lie one behind the other in the middle of two arrays, so that taking the first and adding behind
 * the last are cheap; in the midst the shorter side is moved.
 */
export class RunBlock {
  #starts = new Float64Array(FIRST_ROOM);
  #ends = new Float64Array(FIRST_ROOM);
  /** The runs are those from here to `#to`. */
  #from = 0;
  #to = 0;
  #size = 0;

  /** Offsets in the block. */
  get size(): number {
    return this.#size;
  }

  get runs(): number {
    return this.#to - this.#from;
  }

  get isFull(): boolean {
    return this.runs === RUNS_MAX;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 16 * this.#starts.length + 100;
  }

  /** Start of a run, counted from 0. */
  start(run: number): number {
    return this.#starts[this.#from + run] as number;
  }

  /** End of a run, counted from 0. */
  end(run: number): number {
    return this.#ends[this.#from + run] as number;
  }

  /** The last run that begins at or before the offset; -1 when there is none. */
  find(offset: number): number {
    let low = this.#from;
    let high = this.#to;
    // Most look for the front.
    if (low + 1 < high && (this.#starts[low + 1] as number) > offset) high = low + 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1 - this.#from;
  }

  /** Adds [start, end), none of which is there; the block must not be full. */
  add(start: number, end: number): void {
    this.#size += end - start;
    const before = this.find(start) + this.#from;
    const joinsBefore = before >= this.#from && this.#ends[before] === start;
    const joinsAfter = before + 1 < this.#to && this.#starts[before + 1] === end;
    if (joinsBefore && joinsAfter) {
      this.#ends[before] = this.#ends[before + 1] as number;
      this.#cut(before + 1);
    } else if (joinsBefore) this.#ends[before] = end;
    else if (joinsAfter) this.#starts[before + 1] = start;
    else this.#insert(before + 1, start, end);
  }

  /** Removes [start, end), which lies in one run; the block must not be full, unless the run's start or end goes too. */
  remove(start: number, end: number): void {
    const at = this.find(start) + this.#from;
    if (at < this.#from || end > (this.#ends[at] as number))
      throw new Error(`offsets ${start} to ${end - 1} do not wait`);
    this.#size -= end - start;
    const isFirst = this.#starts[at] === start;
    const isLast = this.#ends[at] === end;
    if (isFirst && isLast) this.#cut(at);
    else if (isFirst) this.#starts[at] = end;
    else if (isLast) this.#ends[at] = start;
    else {
      const runEnd = this.#ends[at] as number;
      this.#ends[at] = start;
      this.#insert(at + 1, end, runEnd);
    }
  }

  /** Takes the upper half of the runs out, as a block of its own. */
  split(): RunBlock {
    const upper = new RunBlock();
    const half = this.#from + (this.runs >>> 1);
    upper.#starts = this.#starts.slice(half, this.#to);
    upper.#ends = this.#ends.slice(half, this.#to);
    upper.#to = this.#to - half;
    for (let at = half; at < this.#to; at++) upper.#size += (this.#ends[at] as number) - (this.#starts[at] as number);
    this.#to = half;
    this.#size -= upper.#size;
    return upper;
  }

  #insert(place: number, start: number, end: number): void {
    let at = place;
    if (at === this.#to || this.#to - at <= at - this.#from) {
      if (this.#to === this.#starts.length) at += this.#makeRoom();
      this.#move(at, this.#to, 1);
      this.#to++;
    } else {
      if (this.#from === 0) at += this.#makeRoom();
      this.#move(this.#from, at, -1);
      this.#from--;
      at--;
    }
    this.#starts[at] = start;
    this.#ends[at] = end;
  }

  #cut(at: number): void {
    if (at - this.#from < this.#to - at) {
      this.#move(this.#from, at, 1);
      this.#from++;
    } else {
      this.#move(at + 1, this.#to, -1);
      this.#to--;
    }
  }

  #move(from: number, to: number, by: number): void {
    if (from === to) return;
    this.#starts.copyWithin(from + by, from, to);
    this.#ends.copyWithin(from + by, from, to);
  }

  /** Gives room at both ends; returns by how much the runs were moved. */
  #makeRoom(): number {
    const { runs } = this;
    const length = Math.min(2 * runs + FIRST_ROOM, RUNS_MAX + FIRST_ROOM);
    const from = Math.max(1, (length - runs) >>> 2);
    const [starts, ends] = [new Float64Array(length), new Float64Array(length)];
    starts.set(this.#starts.subarray(this.#from, this.#to), from);
    ends.set(this.#ends.subarray(this.#from, this.#to), from);
    const moved = from - this.#from;
    this.#starts = starts;
    this.#ends = ends;
    this.#from = from;
    this.#to = from + runs;
    return moved;
  }
}
