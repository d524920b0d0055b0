import type { Clock } from "./clock/clock.ts";

/** Work of one turn of the event loop beyond which the rest waits for the next one. */
const TURN_MS = 5;

/**
 * Turns for work that cannot be interrupted and may take long, such as undoing compression: while little was done in a turn of the event loop it begins at once; beyond
 * that one piece of work a turn begins, in order, and everything else has its turn in between. A virtual clock stands still meanwhile, so there nobody ever waits.
 */
export class WorkTurns {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #spentMs = 0;
  #isTurnPending = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Does the work, now or when its turn has come.
   * @param work is given what tells how long it has taken so far
   */
  async run<Result>(work: (spentMs: () => number) => Result): Promise<Result> {
    if (this.#spentMs >= TURN_MS || this.#waiting.length > 0) await this.#turn();
    const beganMs = this.#clock.monotonicMs();
    try {
      return work(() => this.#clock.monotonicMs() - beganMs);
    } finally {
      this.#spentMs += this.#clock.monotonicMs() - beganMs;
      this.#nextTurn();
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#nextTurn();
    });
  }

  #nextTurn(): void {
    if (this.#isTurnPending) return;
    this.#isTurnPending = true;
    this.#clock.soon(() => {
      this.#isTurnPending = false;
      this.#spentMs = 0;
      this.#waiting.shift()?.();
      if (this.#waiting.length > 0) this.#nextTurn();
    });
  }
}
