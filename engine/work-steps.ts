import type { Clock } from "./clock/clock.ts";

/** So long such work goes on within one turn of the event loop. */
const STEPS_MS = 1.5;

/**
 * Turns for works that each go on for long in many small steps, as writing a file that is encoded bit by bit: in each turn of the event loop one of them goes on for a moment, and everything else has its
 * turn in between. A virtual clock stands still meanwhile, so there nobody ever waits.
 */
export class WorkSteps {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #turnBeganMs = 0;
  #isTurnUnderWay = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * To be awaited between two steps: resolves at once while the turn is young.
   * @param stretch so many times longer than usual
   */
  next(stretch = 1): Promise<void> | undefined {
    if (!this.#isTurnUnderWay) this.#beginTurn();
    const isYoung = this.#clock.monotonicMs() - this.#turnBeganMs < stretch * STEPS_MS;
    return isYoung && this.#waiting.length === 0 ? undefined : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #beginTurn(): void {
    this.#isTurnUnderWay = true;
    this.#turnBeganMs = this.#clock.monotonicMs();
    this.#clock.soon(() => {
      this.#isTurnUnderWay = false;
      if (this.#waiting.length === 0) return;
      this.#beginTurn();
      this.#waiting.shift()?.();
    });
  }
}
