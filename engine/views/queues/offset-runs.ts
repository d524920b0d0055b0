const FIRST_ROOM = 16;

/**
 * An ordered set of offsets, kept as runs [start, end) of neighbours: the jobs of one priority that wait, of which the ones that nobody touched cost nothing one by one.
 *
 * The runs lie one behind the other in the middle of two arrays with room at both ends, so that taking the first, adding behind the last and putting one back near
 * the front are all cheap; in the midst the shorter side is moved.
 */
export class OffsetRuns {
  #starts = new Float64Array(FIRST_ROOM);
  #ends = new Float64Array(FIRST_ROOM);
  /** The runs are those from here to `#to`. */
  #from = 0;
  #to = 0;
  #size = 0;

  /** Offsets in the set. */
  get size(): number {
    return this.#size;
  }

  get runs(): number {
    return this.#to - this.#from;
  }

  /** Bytes of memory that it takes. */
  get bytes(): number {
    return 16 * this.#starts.length;
  }

  /** The lowest offset; Infinity when there is none. */
  get first(): number {
    return this.#from === this.#to ? Number.POSITIVE_INFINITY : (this.#starts[this.#from] as number);
  }

  /** Start of a run, counted from 0. */
  start(run: number): number {
    return this.#starts[this.#from + run] as number;
  }

  /** End of a run, counted from 0. */
  end(run: number): number {
    return this.#ends[this.#from + run] as number;
  }

  has(offset: number): boolean {
    const at = this.#find(offset);
    return at >= this.#from && offset < (this.#ends[at] as number);
  }

  /** The lowest offset from this one on; Infinity when there is none. */
  next(offset: number): number {
    const at = this.#find(offset);
    if (at >= this.#from && offset < (this.#ends[at] as number)) return offset;
    return at + 1 < this.#to ? (this.#starts[at + 1] as number) : Number.POSITIVE_INFINITY;
  }

  /** How many offsets lie below this one. */
  below(offset: number): number {
    let count = 0;
    for (let at = this.#from; at < this.#to && (this.#starts[at] as number) < offset; at++)
      count += Math.min(offset, this.#ends[at] as number) - (this.#starts[at] as number);
    return count;
  }

  /** Adds [start, end), none of which is in the set. */
  add(start: number, end: number): void {
    this.#size += end - start;
    const before =
      this.#to > this.#from && start >= (this.#ends[this.#to - 1] as number) ? this.#to - 1 : this.#find(start);
    const joinsBefore = before >= this.#from && this.#ends[before] === start;
    const joinsAfter = before + 1 < this.#to && this.#starts[before + 1] === end;
    if (joinsBefore && joinsAfter) {
      this.#ends[before] = this.#ends[before + 1] as number;
      this.#cut(before + 1);
    } else if (joinsBefore) this.#ends[before] = end;
    else if (joinsAfter) this.#starts[before + 1] = start;
    else this.#insert(before + 1, start, end);
  }

  /** Removes [start, end), which lies in one run. */
  remove(start: number, end: number): void {
    const at = this.#find(start);
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

  clear(): void {
    this.#starts = new Float64Array(FIRST_ROOM);
    this.#ends = new Float64Array(FIRST_ROOM);
    this.#from = 0;
    this.#to = 0;
    this.#size = 0;
  }

  /** Place of the last run that begins at or before the offset; the place before the first when there is none. */
  #find(offset: number): number {
    let low = this.#from;
    let high = this.#to;
    // Most look for the front.
    if (low + 1 < high && (this.#starts[low + 1] as number) > offset) high = low + 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
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

  /** Gives room at both ends, more behind; returns by how much the runs were moved. */
  #makeRoom(): number {
    const { runs } = this;
    const length = Math.max(FIRST_ROOM, runs + (runs >>> 1) + 8);
    const from = (length - runs) >>> 2 || 1;
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
