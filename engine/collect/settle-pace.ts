import type { Clock } from "../clock/clock.ts";
import type { Log } from "../log/log.ts";

export interface SettlePaceOptions {
  readonly clock: Clock;
  readonly log: Pick<Log, "firstSegment" | "full"> & {
    readonly writer: { readonly segment: { readonly number: number } };
  };
  /** Segments that the log may have before it is settled. */
  readonly logSegments: number;
  /** Bytes that others have committed. */
  readonly acceptedBytes: () => number;
}

/** While others write, settling works at most one part of the time in so many, beside the pauses: a quarter. */
const PAUSES = 3;
const PAUSE_MS_MAX = 250;

/**
 * Settling goes in slices, behind each of which everything else has its turn. While others write it pauses, so that disk and event loop are theirs for most of the time; the less, the longer the log has become meanwhile:
 * one of twice the segments that it may have, or on a full disk, is settled without a pause.
 */
export class SettlePace {
  readonly #options: SettlePaceOptions;

  constructor(options: SettlePaceOptions) {
    this.#options = options;
  }

  /** Does one slice, and resolves when the next one may begin. */
  async slice(work: () => Promise<void>): Promise<void> {
    const { clock, acceptedBytes } = this.#options;
    const beganMs = clock.monotonicMs();
    const before = acceptedBytes();
    await work();
    const isBusy = acceptedBytes() > before;
    const tookMs = clock.monotonicMs() - beganMs;
    const pauseMs = isBusy ? Math.min(PAUSE_MS_MAX, tookMs * PAUSES * this.#leisure()) : 0;
    await new Promise<void>((resolve) => {
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
