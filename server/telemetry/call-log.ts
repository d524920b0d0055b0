import type { Call } from "../dispatch/call.ts";
import type { Outcome } from "./call-meter.ts";
import type { Log } from "./log.ts";

/** Writes a line about each call that has ended: what was called, by which protocol, on what, how it ended and how long it took. */
export class CallLog {
  readonly #log: Log;
  readonly #resources = new WeakMap<Call, string>();

  private constructor(log: Log) {
    this.#log = log;
  }

  /** Undefined unless the log takes such lines, so that calls cost nothing then. */
  static of(log: Log): CallLog | undefined {
    return log.isLevelEnabled("debug") ? new CallLog(log) : undefined;
  }

  begin(call: Call, request: object): void {
    const resource = (request as Readonly<Record<string, unknown>>)[call.method.resource];
    if (typeof resource === "string") this.#resources.set(call, resource);
  }

  end(call: Call, outcome: Outcome, durationMs: number): void {
    const { name, resource } = call.method;
    const facts = { [resource || "resource"]: this.#resources.get(call), face: call.face, outcome };
    this.#log.debug({ ...facts, ms: Math.round(durationMs * 1000) / 1000 }, name);
  }
}
