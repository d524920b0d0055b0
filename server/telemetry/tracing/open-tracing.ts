import type { Clock } from "@flowmesh/engine";
import type { CallObserver } from "../call-observer.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { CallSpans } from "./call-spans.ts";
import { SpanExporter, type TracingOptions } from "./span-exporter.ts";

/** What makes spans of calls and sends them. */
export interface Tracing {
  readonly spans: CallObserver;
  /** Sends what is left, for a moment. */
  close(): Promise<void>;
}

/** Undefined without options: then calls cost nothing for it. */
export function openTracing(
  options: TracingOptions | undefined,
  { version, clock, log, metrics }: { version: string; clock: Clock; log: Log; metrics: Metrics },
): Tracing | undefined {
  if (options === undefined) return undefined;
  const exporter = new SpanExporter(options, { version, clock, log });
  metrics.register("flowmesh_spans_sent_total", "counter", "Spans that the receiver has taken.", () => [
    { value: exporter.sent },
  ]);
  metrics.register("flowmesh_spans_dropped_total", "counter", "Spans that were not sent, or not taken.", () => [
    { value: exporter.dropped },
  ]);
  return { spans: new CallSpans(exporter, options.ratio ?? 1, () => clock.wallMs()), close: () => exporter.close() };
}
