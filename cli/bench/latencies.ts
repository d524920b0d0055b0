/** Times are counted in classes that grow by this factor each, from a microsecond on: what is told is at most 2 percent too high. */
const growth = 1.02;
const classes = 1200;
const logGrowth = Math.log(growth);

/** Counts how long calls took, in a fixed amount of memory however many there are. */
export class Latencies {
  readonly #counts = new Float64Array(classes);
  #count = 0;
  #maxMs = 0;

  get count(): number {
    return this.#count;
  }

  get maxMs(): number {
    return this.#maxMs;
  }

  add(ms: number): void {
    const us = ms * 1000;
    const at = us <= 1 ? 0 : Math.min(classes - 1, Math.ceil(Math.log(us) / logGrowth));
    this.#counts[at]! += 1;
    this.#count += 1;
    if (ms > this.#maxMs) this.#maxMs = ms;
  }

  /** The time that this share of the calls did not exceed; 0 when there were none. */
  percentileMs(share: number): number {
    let left = Math.ceil(this.#count * share);
    for (let at = 0; at < classes && left > 0; at += 1) {
      left -= this.#counts[at]!;
      if (left <= 0) return Math.min(growth ** at / 1000, this.#maxMs);
    }
    return this.#maxMs;
  }
}
