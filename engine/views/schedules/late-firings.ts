import { limits } from "@flowmesh/contract";
import type { Clock } from "../../clock/clock.ts";

/** A firing that is late by more is so because nothing was running. */
const LATE_MS = 5000;
const STEP_MS = 10;

/** Lets firings that are late go on at a bounded rate, a few at a time; others pass freely. */
export class LateFirings {
  readonly #clock: Clock;
  /** When the step began in which firings are let go on now, and how many were. */
  #stepMs = Number.NEGATIVE_INFINITY;
  #gone = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the next ones may go on, after one may not. */
  get goesOnMs(): number {
    return this.#stepMs + STEP_MS;
  }

  /** Whether a firing may go on that is late by so much. */
  mayGo(lateMs: number): boolean {
    if (lateMs <= LATE_MS) return true;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs >= this.goesOnMs) {
      this.#stepMs = nowMs;
      this.#gone = 0;
    }
    return this.#gone++ < (limits.scheduleLateFirings.value * STEP_MS) / 1000;
  }
}
