import { Alarm } from "../../clock/alarm.ts";
import type { Clock, Timer } from "../../clock/clock.ts";

/**
 * What is to happen at some time of day, of all views: one alarm for the earliest. A view keeps its own times and asks to be told when the first of them comes; being told
 * it looks at what is due, and asks anew.
 */
export class Timers {
  readonly #clock: Clock;
  readonly #nowMs: () => number;
  readonly #views = new Set<ViewTimer>();
  /** For what is due, and waits for a pause to end. */
  readonly #alarm: Alarm;
  #timer: Timer | undefined;
  #timerMs = Number.POSITIVE_INFINITY;
  #ringsSoon = false;
  #isStopped = false;

  /** @param nowMs the time by which things are due: that of a commit which would be ordered now */
  constructor(clock: Clock, nowMs: () => number) {
    this.#clock = clock;
    this.#nowMs = nowMs;
    this.#alarm = new Alarm(clock, () => this.#ring());
  }

  /** A part of the alarm for one view. */
  add(onDue: () => void): ViewTimer {
    const view = new ViewTimer(onDue, () => this.#set(view));
    this.#views.add(view);
    return view;
  }

  stop(): void {
    this.#isStopped = true;
    this.#alarm.stop();
    this.#timer?.cancel();
  }

  #set({ dueMs, notBeforeMs }: ViewTimer): void {
    if (this.#isStopped || dueMs === Number.POSITIVE_INFINITY) return;
    if (dueMs <= this.#nowMs()) this.#ringSoon(notBeforeMs);
    else if (dueMs < this.#timerMs) {
      this.#timer?.cancel();
      this.#timerMs = dueMs;
      this.#timer = this.#clock.atWall(dueMs, () => {
        this.#timerMs = Number.POSITIVE_INFINITY;
        this.#ring();
      });
    }
  }

  /** What is due is told of once the work under way is done, or when its pause is over. */
  #ringSoon(notBeforeMs: number): void {
    if (notBeforeMs > this.#clock.monotonicMs()) this.#alarm.ringAt(notBeforeMs);
    else if (!this.#ringsSoon) {
      this.#ringsSoon = true;
      this.#clock.soon(() => {
        this.#ringsSoon = false;
        this.#ring();
      });
    }
  }

  #ring(): void {
    if (this.#isStopped) return;
    const [nowMs, monotonicMs] = [this.#nowMs(), this.#clock.monotonicMs()];
    for (const view of this.#views) {
      if (view.dueMs <= nowMs && view.notBeforeMs <= monotonicMs) view.ring();
      else this.#set(view);
    }
  }
}

/** When one view is to be told that something is due. */
export class ViewTimer {
  readonly #onDue: () => void;
  readonly #set: () => void;
  #dueMs = Number.POSITIVE_INFINITY;
  #notBeforeMs = 0;

  constructor(onDue: () => void, set: () => void) {
    this.#onDue = onDue;
    this.#set = set;
  }

  get dueMs(): number {
    return this.#dueMs;
  }

  /** On the clock that never goes back. */
  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /** Tells the view at `wallMs`, if not before. Infinity: not for this. */
  ringAt(wallMs: number): void {
    if (wallMs >= this.#dueMs) return;
    this.#dueMs = wallMs;
    this.#set();
  }

  /** Tells the view at `monotonicMs`, and of nothing before: it has enough to do until then. */
  pauseUntil(monotonicMs: number): void {
    this.#dueMs = Number.NEGATIVE_INFINITY;
    this.#notBeforeMs = monotonicMs;
    this.#set();
  }

  ring(): void {
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.#notBeforeMs = 0;
    this.#onDue();
  }
}
