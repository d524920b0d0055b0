interface Waiter {
  readonly position: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** Takes it away from its caller's signal. */
  readonly leave: () => void;
}

/** Who waits until readers see a position: also one that may never come, so that each is forgotten when its caller gives up. */
export class PositionWaiters {
  readonly #waiters: Set<Waiter> = new Set();
  /** None of them waits for less. */
  #first: number = Number.POSITIVE_INFINITY;

  /** @throws the signal's reason */
  wait(position: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiters.delete(waiter);
        reject(signal?.reason);
      };
      const leave = (): void => signal?.removeEventListener("abort", giveUp);
      const waiter = { position, resolve, reject, leave };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiters.add(waiter);
      this.#first = Math.min(this.#first, position);
    });
  }

  /** Readers see all up to this position. */
  wake(visible: number): void {
    if (visible < this.#first) return;
    this.#first = Number.POSITIVE_INFINITY;
    const reached: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.position <= visible) reached.push(waiter);
      else this.#first = Math.min(this.#first, waiter.position);
    }
    for (const waiter of reached) {
      this.#waiters.delete(waiter);
      waiter.leave();
      waiter.resolve();
    }
  }

  /** Nothing more will be seen. */
  refuse(error: unknown): void {
    for (const { leave, reject } of this.#waiters) {
      leave();
      reject(error);
    }
    this.#waiters.clear();
  }
}
