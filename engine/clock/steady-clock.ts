import type { Clock, Timer } from "./clock.ts";

/** So fast time goes on while the machine's clock is behind: slower than it passes, so that the machine's catches up; a delay then takes twice as long. */
const PACE = 0.5;
const LOOK_MS_MAX = 10_000;
/** A time server moves a clock back by less than this all the time. */
const TOLD_MS = 10_000;

/**
 * A clock whose wall time never goes back, nor stands still. Where the machine's is set back, or the log was written by one that was ahead, what waits for its time must neither come
 * twice nor wait until the machine's clock has caught up, which may be years: time goes on at half its pace until then.
 */
export class SteadyClock implements Clock {
  readonly #clock: Clock;
  readonly #onBehind: (behindMs: number) => void;
  #latestMs: number;
  /** When the machine's clock was found to be behind. */
  #behindFrom: { readonly wallMs: number; readonly monotonicMs: number } | undefined;

  /**
   * @param latestMs a wall time that was seen already
   * @param onBehind told when the machine's clock is found to be behind, not only by a little
   */
  constructor(clock: Clock, latestMs: number, onBehind: (behindMs: number) => void) {
    this.#clock = clock;
    this.#latestMs = latestMs;
    this.#onBehind = onBehind;
  }

  wallMs(): number {
    const wallMs = this.#clock.wallMs();
    if (wallMs >= this.#latestMs) {
      this.#behindFrom = undefined;
      this.#latestMs = wallMs;
    } else this.#goOn(this.#latestMs - wallMs);
    return this.#latestMs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.#clock.after(delayMs, callback);
  }

  atWall(wallMs: number, callback: () => void): Timer {
    let timer: Timer;
    const look = (): void => (this.wallMs() >= wallMs ? callback() : arm());
    const arm = (): void => {
      const leftMs = wallMs - this.wallMs();
      timer =
        this.#behindFrom === undefined
          ? this.#clock.atWall(wallMs, look)
          : this.#clock.after(Math.min(LOOK_MS_MAX, Math.max(0, leftMs) / PACE), look);
    };
    arm();
    return { cancel: () => timer.cancel() };
  }

  soon(callback: () => void): void {
    this.#clock.soon(callback);
  }

  #goOn(behindMs: number): void {
    const monotonicMs = this.#clock.monotonicMs();
    if (this.#behindFrom === undefined) {
      this.#behindFrom = { wallMs: this.#latestMs, monotonicMs };
      if (behindMs > TOLD_MS) this.#onBehind(behindMs);
    }
    const { wallMs: fromMs, monotonicMs: since } = this.#behindFrom;
    this.#latestMs = Math.max(this.#latestMs, fromMs + Math.floor((monotonicMs - since) * PACE));
  }
}
