import type { Clock, Timer } from "./clock.ts";

/** One timer for many times: it rings at the earliest of those that were asked for, and is then asked anew for the others. */
export class Alarm {
  readonly #clock: Clock;
  readonly #onRing: () => void;
  #timer: Timer | undefined;
  #ringsMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, onRing: () => void) {
    this.#clock = clock;
    this.#onRing = onRing;
  }

  /** Rings at `monotonicMs`, if not before. Infinity: not for this. */
  ringAt(monotonicMs: number): void {
    if (monotonicMs >= this.#ringsMs) return;
    this.#timer?.cancel();
    this.#ringsMs = monotonicMs;
    this.#timer = this.#clock.after(Math.max(0, monotonicMs - this.#clock.monotonicMs()), () => {
      this.#ringsMs = Number.POSITIVE_INFINITY;
      this.#onRing();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
