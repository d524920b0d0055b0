import type { Call } from "../dispatch/call.ts";
import type { Outcome } from "./call-meter.ts";
import type { CallObserver } from "./call-observer.ts";
import type { Log } from "./log.ts";

/**
 * Writes a line about each call that took longer than it should, as a warning: at most ten a second, and then how many were left out. Calls that wait for
 * something to happen are not slow.
 */
export class SlowCalls implements CallObserver {
  readonly #log: Log;
  readonly #slowMs: number;
  readonly #nowMs: () => number;
  #secondBeganMs = 0;
  #linesInSecond = 0;
  #leftOut = 0;

  constructor(log: Log, slowMs: number, nowMs: () => number) {
    this.#log = log;
    this.#slowMs = slowMs;
    this.#nowMs = nowMs;
  }

  /** Undefined where nobody reads such lines, or 0 was given as the time. */
  static of(log: Log, slowMs: number, nowMs: () => number): SlowCalls | undefined {
    return slowMs > 0 && log.isLevelEnabled("warn") ? new SlowCalls(log, slowMs, nowMs) : undefined;
  }

  ended(call: Call, outcome: Outcome, durationMs: number): void {
    if (durationMs < this.#slowMs || call.isWaiting) return;
    const nowMs = this.#nowMs();
    if (nowMs - this.#secondBeganMs >= 1000) {
      this.#secondBeganMs = nowMs;
      this.#linesInSecond = 0;
    }
    if (this.#linesInSecond++ >= linesPerSecond) {
      this.#leftOut++;
      return;
    }
    const { method, face, requestId, resourceName: name } = call;
    const facts = {
      [method.resource || "resource"]: name,
      face,
      outcome,
      requestId,
      traceparent: call.trace?.traceparent,
    };
    const leftOut = this.#leftOut === 0 ? undefined : this.#leftOut;
    this.#leftOut = 0;
    this.#log.warn({ method: method.name, ...facts, ms: Math.round(durationMs), leftOut }, "slow call");
  }
}

const linesPerSecond = 10;
