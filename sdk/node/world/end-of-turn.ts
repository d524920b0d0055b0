import type { Clock } from "@flowmesh/fabric/internal";

/**
 * The end of this turn of the event loop, the same for all who wait for it. What they send then leaves in one write to the socket and is read at once by the server, which orders it together and
 * syncs it with one sync; sent a moment apart, the second would wait for the sync of the first.
 */
export class EndOfTurn {
  readonly #clock: Clock;
  #next: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves then, in the order in which it was asked for. */
  wait(): Promise<void> {
    this.#next ??= new Promise((resolve) =>
      this.#clock.soon(() => {
        this.#next = undefined;
        resolve();
      }),
    );
    return this.#next;
  }
}
