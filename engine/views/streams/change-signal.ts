/** Something that changes now and then, and somebody who waits for it. A change between two waits is not missed. */
export class ChangeSignal {
  #changed = false;
  #wake: (() => void) | undefined;

  /** May be passed on as a function. */
  readonly notify = (): void => {
    this.#changed = true;
    this.#wake?.();
  };

  /** Resolves at the next change, or at once when there was one since the last wait. */
  async wait(): Promise<void> {
    if (!this.#changed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#changed = false;
    this.#wake = undefined;
  }
}
