import type { Clock } from "../clock/clock.ts";
import type { Log } from "../log/log.ts";

export interface CollectPaceOptions {
  readonly clock: Clock;
  readonly log: Pick<Log, "firstSegment" | "full"> & {
    readonly writer: { readonly segment: { readonly number: number } };
  };
  /** Segments that the log may have before it is settled. */
  readonly logSegments: number;
  /** Bytes that others have committed. */
  readonly acceptedBytes: () => number;
}

/** While others write, collecting works at most one part of the time in so many, beside the pauses: a quarter. */
const PAUSES = 3;
const PAUSE_MS_MAX = 250;
/** What is only looked through is looked through for so long in one slice. */
const LOOK_MS = 2;
/** Also where the clock stands still, as a virtual one does, others have their turn behind so many. */
const LOOKED_AT_MAX = 1000;

/**
 * Collecting goes in slices, behind each of which everything else has its turn. While others write it pauses, so that disk and event loop are theirs for most of the time; the less, the longer the log has become meanwhile:
 * in one of twice the segments that it may have, or on a full disk, there are no pauses.
 */
export class CollectPace {
  readonly #options: CollectPaceOptions;
  /** Bytes of others when the slice before ended. */
  #acceptedBytes: number;

  constructor(options: CollectPaceOptions) {
    this.#options = options;
    this.#acceptedBytes = options.acceptedBytes();
  }

  /** Does one slice, and resolves when the next one may begin. On a full disk that is at once: others, who free space one by one, must not be faster. */
  async slice(work: () => Promise<void>): Promise<void> {
    const beganMs = this.#options.clock.monotonicMs();
    await work();
    if (!this.#options.log.full) await this.#turnOfOthers(beganMs);
  }

  /**
   * Looks through items in slices that are over before others notice it.
   * @param look tells whether to go on
   * @returns whether there are no more items
   */
  async lookThrough<Item>(items: Iterator<Item>, look: (item: Item) => boolean): Promise<boolean> {
    const { clock } = this.#options;
    for (;;) {
      const beganMs = clock.monotonicMs();
      for (let count = 0; count < LOOKED_AT_MAX && clock.monotonicMs() < beganMs + LOOK_MS; count++) {
        const { value, done } = items.next();
        if (done === true) return true;
        if (!look(value)) return false;
      }
      await this.#turnOfOthers(beganMs);
    }
  }

  /** Behind a slice that began then. */
  #turnOfOthers(beganMs: number): Promise<void> {
    const { clock, acceptedBytes } = this.#options;
    const isBusy = acceptedBytes() > this.#acceptedBytes;
    this.#acceptedBytes = acceptedBytes();
    const tookMs = clock.monotonicMs() - beganMs;
    const pauseMs = isBusy ? Math.min(PAUSE_MS_MAX, tookMs * PAUSES * this.#leisure()) : 0;
    return new Promise((resolve) => {
      if (pauseMs > 0) clock.after(pauseMs, resolve);
      else clock.soon(resolve);
    });
  }

  /** From 1, while the log is no longer than it may be, to 0. */
  #leisure(): number {
    const { log, logSegments } = this.#options;
    if (log.full) return 0;
    const segments = log.writer.segment.number - log.firstSegment + 1;
    return 1 - Math.min(1, Math.max(0, segments - logSegments) / logSegments);
  }
}
