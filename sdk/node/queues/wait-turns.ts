import { limits } from "@flowmesh/contract";

/** Waits under way at a time. Each takes a place among the calls of its connection, of which others, such as a worker's that is to end these waits, need some too. */
const waitsMax = 512;
/** While more than half of the places are taken, a wait lasts so long, and the next one has its turn. */
const shortMs = 1000;

/** Calls that wait for something to happen take turns when there are many of them. */
export class WaitTurns {
  #taken = 0;
  /** In the order in which they came. */
  readonly #line: Set<() => void> = new Set();

  /**
   * Makes a call that may wait, when it has its turn, and tells it for how long, in milliseconds.
   * @throws the signal's reason when that is aborted before
   */
  async run<Result>(signal: AbortSignal | undefined, call: (waitMsMax: number) => Promise<Result>): Promise<Result> {
    if (this.#taken < waitsMax) this.#taken += 1;
    else await this.#turn(signal);
    try {
      return await call(this.#taken > waitsMax / 2 ? shortMs : limits.waitMs.value);
    } finally {
      this.#leave();
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#line.delete(begin);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#line.add(begin);
    });
  }

  /** The place goes to the first in the line. */
  #leave(): void {
    const [next] = this.#line;
    if (next === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#line.delete(next);
    next();
  }
}
