import { type ErrorReason, errors } from "@flowmesh/contract";
import type { FaceName } from "../dispatch/call.ts";

/** Upper bounds of the duration buckets in seconds, as OpenTelemetry's conventions advise, with finer ones below 5 ms. */
export const durationBounds: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

/** How a call ended: `ok`, `cancelled` by its caller, or with an error. */
export type Outcome = "ok" | "cancelled" | ErrorReason;

/** Counts the calls of one method on one face. A call costs two additions and a look for its bucket: no labels, no objects. */
export class CallMeter {
  readonly method: string;
  readonly face: FaceName;
  /** One count for each bound, and one for what took longer. */
  readonly buckets: Float64Array = new Float64Array(durationBounds.length + 1);
  seconds = 0;
  ok = 0;
  readonly others: Map<Outcome, number> = new Map();

  constructor(method: string, face: FaceName) {
    this.method = method;
    this.face = face;
  }

  record(outcome: Outcome, durationMs: number): void {
    if (outcome === "ok") this.ok++;
    else this.others.set(outcome, (this.others.get(outcome) ?? 0) + 1);
    const seconds = durationMs / 1000;
    this.seconds += seconds;
    let bucket = 0;
    while (bucket < durationBounds.length && seconds > durationBounds[bucket]!) bucket++;
    this.buckets[bucket]!++;
  }

  /** Every outcome that happened, with its code and count. */
  outcomes(): { outcome: Outcome; code: string; count: number }[] {
    const list = [...this.others].map(([outcome, count]) => ({ outcome, code: codeOf(outcome), count }));
    return [{ outcome: "ok", code: "ok", count: this.ok }, ...list];
  }
}

/** The code of an outcome, for metrics and spans. */
export function codeOf(outcome: Outcome): string {
  return outcome === "ok" || outcome === "cancelled" ? outcome : errors[outcome].code;
}
