import type { ModelClock } from "@flowmesh/fabric/conformance";

/** The model's clock: stands still until it is told to go on, and can be set forward as a machine's that slept, which notices late what was due. */
export class SleepingClock implements ModelClock {
  #nowMs: number;
  readonly #timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  constructor(nowMs: number) {
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

  /** Time passes; what is due is called in order. */
  passTo(endMs: number): void {
    for (let due = this.#next(endMs); due !== undefined; due = this.#next(endMs)) {
      this.#timers.delete(due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }

  /** Nobody looks at the time until then. */
  sleepTo(endMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, endMs);
    this.passTo(endMs);
  }

  #next(endMs: number): { readonly atMs: number; readonly callback: () => void } | undefined {
    let next: { readonly atMs: number; readonly callback: () => void } | undefined;
    for (const timer of this.#timers)
      if (timer.atMs <= endMs && timer.atMs < (next?.atMs ?? Number.POSITIVE_INFINITY)) next = timer;
    return next;
  }
}
