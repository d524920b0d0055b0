/**
 * Bytes that may be in use at once, over all connections. Who finds it full stops reading, waits here, and is woken, first come first served, when there is room
 * again. The bound is soft by what one connection takes in one turn, so that nobody ever waits while holding room that only others can give back.
 */
export class ByteBudget {
  readonly bytesMax: number;
  readonly #within: ByteBudget | undefined;
  readonly #waiting: Set<() => void> = new Set();
  #bytes = 0;

  /** What is taken here is taken from `within` too. */
  constructor(bytesMax: number, within?: ByteBudget) {
    this.bytesMax = bytesMax;
    this.#within = within;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.bytesMax;
  }

  take(bytes: number): void {
    this.#bytes += bytes;
    this.#within?.take(bytes);
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
    this.#within?.give(bytes);
    if (this.#waiting.size > 0) this.#wake();
  }

  /** Calls once there is room. */
  wait(wake: () => void): void {
    this.#waiting.add(wake);
  }

  stopWaiting(wake: () => void): void {
    this.#waiting.delete(wake);
  }

  #wake(): void {
    for (const wake of this.#waiting) {
      if (this.isFull) return;
      this.#waiting.delete(wake);
      wake();
    }
  }
}
