import type { Clock } from "../../clock/clock.ts";
import { type Wake, waitToBeWoken } from "../../clock/wake.ts";

/** Somebody who waits for news of leases. */
interface Watch {
  /** Jobs of which nothing was heard yet. */
  left: number;
  readonly wake: Wake;
}

/** Calls that wait for news of the leases of one queue. Of a job only the last one that waits hears: there are never more than jobs that are worked on. */
export class LeaseWatches {
  readonly #byJob = new Map<number, Watch>();

  /** Resolves when a lease is lost or its job cancelled, when none is left, or when the time is over; rejects with the signal's reason. */
  wait(offsets: ReadonlySet<number>, clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
    return waitToBeWoken(clock, waitMs, signal, (wake) => {
      const watch: Watch = { left: offsets.size, wake };
      for (const offset of offsets) {
        this.settled(offset);
        this.#byJob.set(offset, watch);
      }
      return () => {
        for (const offset of offsets) if (this.#byJob.get(offset) === watch) this.#byJob.delete(offset);
      };
    });
  }

  /** A lease ended as its worker said, or somebody else listens: that is no news, unless it was the last one. */
  settled(offset: number): void {
    const watch = this.#byJob.get(offset);
    if (watch === undefined) return;
    this.#byJob.delete(offset);
    watch.left -= 1;
    if (watch.left === 0) watch.wake();
  }

  /** A lease was lost, or its job is to be given up. */
  news(offset: number): void {
    this.#byJob.get(offset)?.wake();
  }

  /** There is no such queue any more. */
  end(): void {
    for (const watch of new Set(this.#byJob.values())) watch.wake();
  }
}
