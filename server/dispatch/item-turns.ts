import type { Clock } from "@flowmesh/engine";

/** So long the items of all calls that are behind are made within one turn of the event loop. */
const TURN_MS = 3;

/**
 * Lets many calls whose readers are behind go on side by side without holding the event loop: their items are made while the turn is young, and what is left goes on in
 * the next one, in order, behind what has come meanwhile. Who has seen all there was, and gets what was just written, need not ask. A virtual clock stands still within a turn, so there nobody ever waits.
 */
export class ItemTurns {
  readonly #clock: Clock;
  #beganMs = 0;
  #isUnderWay = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be awaited before the next item is made: undefined while the turn is young. */
  next(): Promise<void> | undefined {
    return this.#isOver() ? new Promise((resolve) => this.#later(resolve)) : undefined;
  }

  #later(goOn: () => void): void {
    this.#clock.soon(() => {
      if (this.#isOver()) this.#later(goOn);
      else goOn();
    });
  }

  #isOver(): boolean {
    if (this.#isUnderWay) return this.#clock.monotonicMs() - this.#beganMs >= TURN_MS;
    this.#isUnderWay = true;
    this.#beganMs = this.#clock.monotonicMs();
    this.#clock.soon(() => (this.#isUnderWay = false));
    return false;
  }
}
