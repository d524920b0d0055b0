import type { Producer } from "./lane.ts";

/** One producer id for many lanes, opened when the first of them needs it. */
export class SharedProducer {
  readonly #open: () => Promise<Producer>;
  #opening: Promise<Producer> | undefined;

  constructor(open: () => Promise<Producer>) {
    this.#open = open;
  }

  /** After a failure the next call tries again. */
  get(): Promise<Producer> {
    if (this.#opening !== undefined) return this.#opening;
    const opening = this.#open();
    this.#opening = opening;
    opening.catch(() => {
      this.#opening = undefined;
    });
    return opening;
  }

  /** Has it ready by the time it is needed; a failure shows then. */
  openSoon(): void {
    this.get().catch(() => {});
  }
}
