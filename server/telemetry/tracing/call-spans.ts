import { randomFillSync } from "node:crypto";
import type { Call } from "../../dispatch/call.ts";
import type { Outcome } from "../call-meter.ts";
import type { CallObserver } from "../call-observer.ts";
import { spanOf } from "./span.ts";
import type { SpanExporter } from "./span-exporter.ts";

/**
 * Makes a span of each call that its trace wants recorded: where the caller says whether it does, that counts; of the others, a share of `ratio` begins a trace of its
 * own. The span is made when the call has been answered.
 */
export class CallSpans implements CallObserver {
  readonly #exporter: SpanExporter;
  readonly #ratio: number;
  readonly #wallMs: () => number;
  readonly #random = Buffer.alloc(8192);
  #randomUsed: number = this.#random.length;

  constructor(exporter: SpanExporter, ratio: number, wallMs: () => number) {
    this.#exporter = exporter;
    this.#ratio = ratio;
    this.#wallMs = wallMs;
  }

  ended(call: Call, outcome: Outcome, durationMs: number): void {
    const parent = call.trace?.traceparent;
    if (parent !== undefined && !isSampled(parent)) return;
    if (parent === undefined && this.#ratio < 1 && this.#share() >= this.#ratio) return;
    if (this.#exporter.isFull) {
      this.#exporter.dropped++;
      return;
    }
    const place = {
      traceId: parent?.slice(3, 35) ?? this.#hex(16),
      spanId: this.#hex(8),
      parentSpanId: parent?.slice(36, 52),
    };
    this.#exporter.add(spanOf(call, outcome, durationMs, this.#wallMs(), place));
  }

  #share(): number {
    return this.#random.readUInt32LE(this.#take(4)) / 0x1_0000_0000;
  }

  #hex(bytes: number): string {
    const start = this.#take(bytes);
    return this.#random.toString("hex", start, start + bytes);
  }

  /** Where so many random bytes stand that nobody had before. */
  #take(bytes: number): number {
    if (this.#randomUsed + bytes > this.#random.length) {
      randomFillSync(this.#random);
      this.#randomUsed = 0;
    }
    const start = this.#randomUsed;
    this.#randomUsed += bytes;
    return start;
  }
}

/** The lowest bit of the flags, which stand behind both ids. */
function isSampled(traceparent: string): boolean {
  return (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1;
}
