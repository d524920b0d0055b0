/** How long something took, each time since it was opened. */
export interface Durations {
  /** Upper bounds of the buckets in seconds, rising. */
  readonly boundsSeconds: readonly number[];
  /** What fell into each bucket, not into those below it, and at the end what took longer than the last bound. */
  readonly counts: readonly number[];
  /** Of all together. */
  readonly seconds: number;
}

/** Counts durations. One costs an addition and a look for its bucket. */
export class DurationMeter {
  readonly #boundsSeconds: readonly number[];
  readonly #counts: number[];
  #seconds = 0;

  constructor(boundsSeconds: readonly number[]) {
    this.#boundsSeconds = boundsSeconds;
    this.#counts = new Array<number>(boundsSeconds.length + 1).fill(0);
  }

  record(durationMs: number): void {
    const seconds = durationMs / 1000;
    this.#seconds += seconds;
    let bucket = 0;
    while (bucket < this.#boundsSeconds.length && seconds > (this.#boundsSeconds[bucket] as number)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
  }

  get times(): Durations {
    return { boundsSeconds: this.#boundsSeconds, counts: [...this.#counts], seconds: this.#seconds };
  }
}
