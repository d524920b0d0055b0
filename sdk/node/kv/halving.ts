/** Commits by whose median a way is judged, and for how many the better one is kept before the other is tried again. */
const TRIED = 64;
const KEPT = 1024;
/** Two may take so much longer by the median: a stall that a median leaves out holds up one of them, where it would hold up all. */
const FAVOUR = 1.15;

/**
 * Whether many writes that are asked for together go as one commit, or as two of which one is made while the other is synced. Where the disk is quick and the processors are what takes the time,
 * two come back sooner; where the disk or the way is slow, each waits for the other, and one does. No figure tells it for every machine, so both are tried, again and again, and what came back
 * sooner lately is done: with the same number of writes under way that is also what does more of them in a second.
 */
export class Halving {
  #isHalved = false;
  #isTrial = true;
  #left = TRIED;
  readonly #whole: number[] = [];
  readonly #halves: number[] = [];

  /** Two commits, for now. */
  get isHalved(): boolean {
    return this.#isHalved;
  }

  /** A commit of many writes came back, and what follows it was sent. `wasHalved`: what `isHalved` said when it was sent itself. */
  note(wasHalved: boolean, tripMs: number): void {
    if (wasHalved !== this.#isHalved) return;
    const trips = wasHalved ? this.#halves : this.#whole;
    if (trips.push(tripMs) > TRIED) trips.shift();
    if (--this.#left > 0) return;
    if (this.#isTrial && this.#whole.length > 0 && this.#halves.length > 0) this.#choose();
    else this.#tryOther();
  }

  #choose(): void {
    this.#isHalved = median(this.#halves) < FAVOUR * median(this.#whole);
    this.#isTrial = false;
    this.#left = KEPT;
  }

  #tryOther(): void {
    this.#isHalved = !this.#isHalved;
    this.#isTrial = true;
    this.#left = TRIED;
  }
}

/** Of some numbers. Stalls of the machine, which either way may meet, do not move it. */
function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >>> 1]!;
}
