import type { Clock, Timer } from "@flowmesh/engine";
import type { Call } from "./call.ts";

/** Deadlines are looked at no more often than this. */
const sweepMsMin = 10;

/**
 * All calls under way, in a list through the calls themselves, with one timer for all their deadlines. The timer stands at or before the earliest deadline: calls
 * that end in time, which is nearly all of them, never touch it, and it looks at the whole list about once a deadline.
 */
export class OpenCalls {
  readonly #clock: Clock;
  readonly #onOverdue: (call: Call) => void;
  #first: Call | undefined;
  #last: Call | undefined;
  #count = 0;
  #timer: Timer | undefined;
  #timerDueMs = Number.POSITIVE_INFINITY;
  #onEmpty: (() => void)[] = [];

  constructor(clock: Clock, onOverdue: (call: Call) => void) {
    this.#clock = clock;
    this.#onOverdue = onOverdue;
  }

  get count(): number {
    return this.#count;
  }

  add(call: Call): void {
    call.previous = this.#last;
    if (this.#last === undefined) this.#first = call;
    else this.#last.next = call;
    this.#last = call;
    this.#count++;
    if (call.dueMs < this.#timerDueMs) this.#arm(call.dueMs, call.startedMs);
  }

  remove(call: Call): void {
    if (call.previous === undefined) this.#first = call.next;
    else call.previous.next = call.next;
    if (call.next === undefined) this.#last = call.previous;
    else call.next.previous = call.previous;
    call.previous = undefined;
    call.next = undefined;
    if (--this.#count === 0 && this.#onEmpty.length > 0) this.#tellEmpty();
  }

  /** The calls under way now, oldest first. */
  list(): Call[] {
    const calls: Call[] = [];
    for (let call = this.#first; call !== undefined; call = call.next) calls.push(call);
    return calls;
  }

  /** Resolves when no call is under way. */
  empty(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timerDueMs = Number.NEGATIVE_INFINITY;
  }

  #tellEmpty(): void {
    const waiting = this.#onEmpty;
    this.#onEmpty = [];
    for (const resolve of waiting) resolve();
  }

  #arm(dueMs: number, nowMs: number): void {
    this.#timer?.cancel();
    this.#timerDueMs = dueMs;
    this.#timer = this.#clock.after(Math.max(sweepMsMin, dueMs - nowMs), () => this.#sweep());
  }

  #sweep(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#timerDueMs = Number.POSITIVE_INFINITY;
    this.#timer = undefined;
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const call of this.list()) {
      if (call.dueMs <= nowMs) this.#onOverdue(call);
      else if (call.dueMs < earliestMs) earliestMs = call.dueMs;
    }
    if (earliestMs < this.#timerDueMs) this.#arm(earliestMs, nowMs);
  }
}
