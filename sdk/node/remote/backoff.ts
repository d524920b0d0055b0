/** Delays between attempts: exponential with full jitter, so that clients that lost the same server do not come back at the same moment. */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #attempt = 0;

  constructor(baseMs: number = 50, capMs: number = 2000, random: () => number = Math.random) {
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.#random = random;
  }

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const ceilingMs = Math.min(this.#capMs, this.#baseMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return Math.round(this.#random() * ceilingMs);
  }

  /** To be called after a success: the next failure waits briefly again. */
  reset(): void {
    this.#attempt = 0;
  }
}
