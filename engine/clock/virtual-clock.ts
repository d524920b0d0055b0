import { nextTick } from "@flowmesh/fabric/internal";
import { type Clock, SET_BACK_MS, type Timer } from "./clock.ts";

interface PendingTimer {
  readonly dueMs: number;
  /** Breaks ties: of two timers due at once, the one that was set first fires first. */
  readonly sequence: number;
  readonly callback: () => void;
}

/**
 * Time that moves only when told to, for tests and simulations.
 *
 * - `advance` fires what becomes due, one timer after the other, in order of due time and then of setting, each at its own moment, and lets all promises settle
 *   after each: whatever a timer's callback sets in motion is finished before the next one fires, as long as it waits for nothing but promises and `soon`.
 * - `soon` needs no `advance`: its callbacks run by themselves, in order, once pending promises have settled.
 * - `setWall` moves the wall clock alone, as an operator or a time server would; of the timers only those set by `atWall` notice.
 */
export class VirtualClock implements Clock {
  #monotonicMs = 0;
  #wallOffsetMs: number;
  #sequence = 0;
  /** Sorted by due time, then sequence. */
  readonly #timers: PendingTimer[] = [];
  /** Sets each of them anew, or lets it fire at once. */
  readonly #wallTimers = new Set<(isSetBack: boolean) => void>();
  readonly #soon: (() => void)[] = [];
  #isSoonScheduled = false;
  #soonCount = 0;

  /** Starts at the given wall time; the monotonic time starts at 0. */
  constructor(wallMs: number = Date.UTC(2026, 0, 1)) {
    this.#wallOffsetMs = wallMs;
  }

  wallMs(): number {
    return this.#wallOffsetMs + this.#monotonicMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: this.#monotonicMs + Math.max(0, delayMs), sequence: this.#sequence++, callback };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return { cancel: () => this.#remove(timer) };
  }

  atWall(wallMs: number, callback: () => void): Timer {
    let timer: Timer | undefined;
    const place = (isSetBack: boolean): void => {
      timer?.cancel();
      timer = this.after(isSetBack ? 0 : wallMs - this.wallMs(), () => {
        this.#wallTimers.delete(place);
        callback();
      });
    };
    this.#wallTimers.add(place);
    place(false);
    const cancel = (): void => {
      this.#wallTimers.delete(place);
      timer?.cancel();
    };
    return { cancel };
  }

  soon(callback: () => void): void {
    this.#soon.push(callback);
    this.#scheduleSoon();
  }

  /** Moves the time forward and fires everything that becomes due on the way, also what is set on the way. */
  async advance(durationMs: number): Promise<void> {
    const targetMs = this.#monotonicMs + durationMs;
    await this.settle();
    for (let next = this.#timers[0]; next !== undefined && next.dueMs <= targetMs; next = this.#timers[0]) {
      this.#timers.shift();
      this.#monotonicMs = Math.max(this.#monotonicMs, next.dueMs);
      next.callback();
      await this.settle();
    }
    this.#monotonicMs = Math.max(this.#monotonicMs, targetMs);
  }

  /** Resolves when no promise and no `soon` callback is left that could go on without time passing. */
  async settle(): Promise<void> {
    let countBefore: number;
    do {
      countBefore = this.#soonCount;
      await (this.#soon.length > 0 ? this.beforeSoon() : microtasksSettled());
    } while (this.#soon.length > 0 || this.#soonCount !== countBefore);
  }

  /** Sets the wall clock; later calls of `wallMs` go on from there. */
  setWall(wallMs: number): void {
    const isSetBack = wallMs <= this.wallMs() - SET_BACK_MS;
    this.#wallOffsetMs = wallMs - this.#monotonicMs;
    for (const place of this.#wallTimers) place(isSetBack);
  }

  /** Milliseconds from now until each pending timer is due, earliest first. */
  pendingTimers(): number[] {
    return this.#timers.map((timer) => timer.dueMs - this.#monotonicMs);
  }

  #scheduleSoon(): void {
    if (this.#isSoonScheduled) return;
    this.#isSoonScheduled = true;
    void this.beforeSoon().then(() => this.#runSoon());
  }

  /** What each callback of `soon` waits for: that no promise is left that could go on. */
  protected beforeSoon(): Promise<void> {
    return microtasksSettled();
  }

  /** One callback a time, so that its promises settle before the next one, as they do between two of the platform's immediates. */
  #runSoon(): void {
    this.#isSoonScheduled = false;
    const callback = this.#soon.shift();
    if (this.#soon.length > 0) this.#scheduleSoon();
    this.#soonCount++;
    callback?.();
  }

  #placeOf(timer: PendingTimer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timers[middle]!.dueMs <= timer.dueMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #remove(timer: PendingTimer): void {
    const index = this.#timers.indexOf(timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }
}

/**
 * A tick that is queued from inside a microtask runs when the microtask queue is empty: cheaper than a turn of the event loop, and no input can come between.
 * The first `await` makes sure that we are inside one.
 */
async function microtasksSettled(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => nextTick(resolve));
}
