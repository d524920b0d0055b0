/** Time as the model sees it. */
export interface ModelClock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Calls once, `delayMs` from now; the function returned prevents it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The machine's clock. Its timers do not keep the process alive. */
export class SystemModelClock implements ModelClock {
  nowMs(): number {
    return Date.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = setTimeout(callback, delayMs).unref();
    return () => clearTimeout(timer);
  }
}

/** A clock that stands still until it is told to go on. */
export class VirtualModelClock implements ModelClock {
  #nowMs: number;
  readonly #timers = new Set<ModelTimer>();

  constructor(nowMs: number = 1_700_000_000_000) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass unnoticed; what has become due is called when it goes on. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  /** Lets time pass; what is due is called in order. */
  advance(ms: number): void {
    this.advanceTo(this.#nowMs + ms);
  }

  /** Lets time pass until then. A time that is over already is as if it were now. */
  advanceTo(endMs: number): void {
    for (let due = this.#next(endMs); due !== undefined; due = this.#next(endMs)) {
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }

  /** The first that is due until then. */
  #next(endMs: number): ModelTimer | undefined {
    let next: ModelTimer | undefined;
    for (const timer of this.#timers)
      if (timer.atMs <= endMs && timer.atMs < (next?.atMs ?? Number.POSITIVE_INFINITY)) next = timer;
    return next;
  }
}

interface ModelTimer {
  readonly atMs: number;
  readonly callback: () => void;
}
