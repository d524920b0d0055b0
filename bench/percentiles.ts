/** Durations, kept to the last one, because the rare long ones are what counts. */
export class Percentiles {
  #values: Float64Array = new Float64Array(16_384);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = value;
    this.#count += 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The value that the share `quantile` of all lies at or below. */
  at(quantile: number): number {
    const sorted = this.#values.subarray(0, this.#count).toSorted();
    return sorted[Math.max(0, Math.ceil(quantile * this.#count) - 1)] ?? Number.NaN;
  }
}
