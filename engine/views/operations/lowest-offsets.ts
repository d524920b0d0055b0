/** Of the offsets that it is given, the lowest ones, however many they are. */
export class LowestOffsets {
  readonly #most: number;
  readonly #kept: Float64Array;
  #count = 0;
  #bound = Number.POSITIVE_INFINITY;

  /** @param most so many are kept */
  constructor(most: number) {
    this.#most = most;
    this.#kept = new Float64Array(2 * most);
  }

  /** Those from here on were not kept. */
  get bound(): number {
    return this.#bound;
  }

  add(offset: number): void {
    if (offset >= this.#bound) return;
    this.#kept[this.#count++] = offset;
    if (this.#count === this.#kept.length) this.#cut();
  }

  /** Those kept, in order. */
  inOrder(): Float64Array {
    this.#cut();
    return this.#kept.subarray(0, this.#count);
  }

  #cut(): void {
    const kept = this.#kept.subarray(0, this.#count).sort();
    if (this.#count <= this.#most) return;
    this.#bound = kept[this.#most] as number;
    this.#count = this.#most;
  }
}
