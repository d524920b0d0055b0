interface Waiter {
  readonly bytes: number;
  readonly start: () => void;
}

/**
 * The memory that records may take until they are written or refused. Who finds it full waits, first come first served; when as much again is waiting it
 * is overfull and more should be refused, so that a producer that never awaits cannot fill the memory.
 */
export class BufferBudget {
  readonly #bytesMax: number;
  readonly #waiting: Waiter[] = [];
  #waitingBytes = 0;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes taken and waited for. */
  get bytes(): number {
    return this.#bytes + this.#waitingBytes;
  }

  get isOverfull(): boolean {
    return this.#waitingBytes >= this.#bytesMax;
  }

  /** Takes room at once, if there is any and nobody waits for it. A record larger than everything is let in alone. */
  tryTake(bytes: number): boolean {
    if (this.#waiting.length > 0 || (this.#bytes > 0 && this.#bytes + bytes > this.#bytesMax)) return false;
    this.#bytes += bytes;
    return true;
  }

  /** Calls `start` once there is room, which is then taken. */
  wait(bytes: number, start: () => void): void {
    this.#waiting.push({ bytes, start });
    this.#waitingBytes += bytes;
  }

  give(bytes: number): void {
    this.#bytes -= bytes;
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!;
      if (this.#bytes > 0 && this.#bytes + next.bytes > this.#bytesMax) return;
      this.#waiting.shift();
      this.#waitingBytes -= next.bytes;
      this.#bytes += next.bytes;
      next.start();
    }
  }
}
