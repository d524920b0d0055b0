import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { type Counter, collectDefaultMetrics, type Metric, Registry } from "prom-client";
import type { FaceName } from "../dispatch/call.ts";
import { CallMeter, durationBounds } from "./call-meter.ts";

type MetricKind = "counter" | "gauge" | "histogram";
type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly value: number;
  readonly labels?: Labels;
  /** Where it differs from the metric's name: `_bucket`, `_sum`, `_count`. */
  readonly metricName?: string;
}

/** Connections and bytes of one face. */
export class FaceMeter {
  readonly face: FaceName;
  opened = 0;
  closed = 0;
  bytesReceived = 0;
  bytesSent = 0;

  constructor(face: FaceName) {
    this.face = face;
  }
}

/** Between two looks at the event loop. */
const LOOK_MS = 10;

/**
 * What the server counts, read by Prometheus at `/metrics`. Names follow OpenTelemetry's conventions under the prefix `flowmesh_`. The counting places are plain
 * numbers in objects of their own; they are turned into samples only when somebody asks.
 */
export class Metrics {
  readonly registry: Registry = new Registry();
  readonly frames: FaceMeter = new FaceMeter("frames");
  readonly http: FaceMeter = new FaceMeter("http");
  readonly grpc: FaceMeter = new FaceMeter("grpc");
  connectionsRefused = 0;
  readonly #calls: CallMeter[] = [];
  #isProcessAskedFor = false;
  #watchesProcess: Promise<void> | undefined;

  constructor() {
    this.#registerCalls();
    this.#registerConnections();
  }

  /**
   * Also tells what the process uses: processor, memory, event loop, garbage collection. It is watched from the first reading on, as looking at the event loop wakes a server at rest two
   * hundred times a second; the processor's time counts from the start.
   */
  collectProcess(): void {
    this.#isProcessAskedFor = true;
  }

  /** All of it in Prometheus' text format. */
  async text(): Promise<string> {
    if (this.#isProcessAskedFor) this.#watchesProcess ??= this.#watchProcess();
    await this.#watchesProcess;
    return this.registry.metrics();
  }

  async #watchProcess(): Promise<void> {
    const { user, system } = process.cpuUsage();
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOK_MS });
    // Sums of what stands beside them by type, under names that only counters may have.
    for (const what of ["handles", "requests", "resources"])
      this.registry.removeSingleMetric(`nodejs_active_${what}_total`);
    const microseconds = { user_: user, system_: system, "": user + system };
    for (const [whose, used] of Object.entries(microseconds))
      (this.registry.getSingleMetric(`process_cpu_${whose}seconds_total`) as Counter).inc(used / 1e6);
    // The metrics of the event loop have no values before its first look. This one was begun after theirs, so when it has looked, so have they.
    const looks = monitorEventLoopDelay({ resolution: LOOK_MS });
    looks.enable();
    while (looks.count === 0) await delay(LOOK_MS);
    looks.disable();
  }

  /** A meter that is part of the call metrics from now on. */
  callMeter(method: string, face: FaceName): CallMeter {
    const meter = new CallMeter(method, face);
    this.#calls.push(meter);
    return meter;
  }

  /** Adds a metric whose samples are asked for at each reading. */
  register(
    name: string,
    type: MetricKind,
    help: string,
    read: () => readonly Sample[] | Promise<readonly Sample[]>,
  ): void {
    const get = async (): Promise<object> => ({ name, help, type, values: await read() });
    this.registry.registerMetric({ name, help, type, get, reset: () => {} } as unknown as Metric);
  }

  #registerCalls(): void {
    this.register("flowmesh_rpc_server_calls_total", "counter", "Calls that ended, by method, face and outcome.", () =>
      this.#calls.flatMap((meter) =>
        meter.outcomes().map(({ outcome, code, count }) => ({
          value: count,
          labels: { ...labelsOf(meter), code, error_type: outcome === "ok" ? "" : outcome },
        })),
      ),
    );
    const name = "flowmesh_rpc_server_call_duration_seconds";
    // Those of all methods on all faces would be 5,000 lines, of which most say nothing.
    this.register(name, "histogram", "Time from the request to the end of the answer.", () =>
      this.#calls.filter(wasCalled).flatMap((meter) => {
        const measured = { bounds: durationBounds, counts: meter.buckets, sum: meter.seconds };
        return histogramSamples(name, labelsOf(meter), measured);
      }),
    );
  }

  #registerConnections(): void {
    const faces = [this.frames, this.http, this.grpc];
    const byFace = (read: (meter: FaceMeter) => number) => (): Sample[] =>
      faces.map((meter) => ({ value: read(meter), labels: { face: meter.face } }));
    this.register(
      "flowmesh_connections",
      "gauge",
      "Open connections.",
      byFace((meter) => meter.opened - meter.closed),
    );
    this.register(
      "flowmesh_connections_opened_total",
      "counter",
      "Connections that were opened.",
      byFace((meter) => meter.opened),
    );
    this.register(
      "flowmesh_connections_refused_total",
      "counter",
      "Connections that were closed before a face took them.",
      () => [{ value: this.connectionsRefused }],
    );
    this.register("flowmesh_network_io_bytes_total", "counter", "Bytes received and sent.", () =>
      faces.flatMap((meter) => [
        { value: meter.bytesReceived, labels: { face: meter.face, network_io_direction: "receive" } },
        { value: meter.bytesSent, labels: { face: meter.face, network_io_direction: "transmit" } },
      ]),
    );
  }
}

function wasCalled(meter: CallMeter): boolean {
  return meter.ok > 0 || meter.others.size > 0;
}

function labelsOf(meter: CallMeter): Labels {
  return { rpc_method: meter.method, face: meter.face };
}

/** The samples of a histogram whose counts are of each bucket alone; the last one is of what lies above all bounds. */
export function histogramSamples(
  name: string,
  labels: Labels,
  { bounds, counts, sum }: { bounds: readonly number[]; counts: ArrayLike<number>; sum: number },
): Sample[] {
  const samples: Sample[] = [];
  let count = 0;
  for (const [index, le] of [...bounds.map(String), "+Inf"].entries()) {
    count += counts[index]!;
    samples.push({ metricName: `${name}_bucket`, labels: { ...labels, le }, value: count });
  }
  samples.push({ metricName: `${name}_sum`, labels, value: sum });
  samples.push({ metricName: `${name}_count`, labels, value: count });
  return samples;
}
