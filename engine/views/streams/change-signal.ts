/** Something that changes now and then, and somebody who waits for it. A change between two waits is not missed. */
export class ChangeSignal {
  #changed = false;
  #wake: (() => void) | undefined;

  /** May be passed on as a function. */
  readonly notify = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake === undefined) this.#changed = true;
    else wake();
  };

  /** Resolves at the next change; undefined when there was one since the last wait. */
  wait(): Promise<void> | undefined {
    if (this.#changed) {
      this.#changed = false;
      return undefined;
    }
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
