/** Upper bounds of the buckets, in seconds: from a disk with a safe cache to one that is in trouble. */
const boundsSeconds: readonly number[] = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** How long syncs took since the log was opened. */
export interface SyncTimes {
  /** Upper bounds of the buckets in seconds, rising. */
  readonly boundsSeconds: readonly number[];
  /** Syncs in each bucket, not in those below it, and at the end those that took longer than the last bound. */
  readonly counts: readonly number[];
  /** Of all syncs together. */
  readonly seconds: number;
}

/** Counts the syncs that writers wait for. A sync costs an addition and a look for its bucket. */
export class SyncMeter {
  readonly #counts: number[] = new Array<number>(boundsSeconds.length + 1).fill(0);
  #seconds = 0;

  record(durationMs: number): void {
    const seconds = durationMs / 1000;
    this.#seconds += seconds;
    let bucket = 0;
    while (bucket < boundsSeconds.length && seconds > (boundsSeconds[bucket] as number)) bucket++;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
  }

  get times(): SyncTimes {
    return { boundsSeconds, counts: [...this.#counts], seconds: this.#seconds };
  }
}
