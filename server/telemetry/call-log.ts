import type { Call } from "../dispatch/call.ts";
import type { Outcome } from "./call-meter.ts";
import type { CallObserver } from "./call-observer.ts";
import type { Log } from "./log.ts";

/** Writes a line about each call that has ended: what was called, by which protocol and request, on what, how it ended and how long it took. */
export class CallLog implements CallObserver {
  readonly #log: Log;

  private constructor(log: Log) {
    this.#log = log;
  }

  /** Undefined unless the log takes such lines, so that calls cost nothing then. */
  static of(log: Log): CallLog | undefined {
    return log.isLevelEnabled("debug") ? new CallLog(log) : undefined;
  }

  ended(call: Call, outcome: Outcome, durationMs: number): void {
    const { name, resource } = call.method;
    const { requestId, trace } = call;
    const facts = { [resource || "resource"]: call.resourceName, face: call.face, outcome };
    const origin = { requestId, traceparent: trace?.traceparent };
    this.#log.debug({ ...facts, ...origin, ms: Math.round(durationMs * 1000) / 1000 }, name);
  }
}
