import type { Shape } from "../output/format.ts";
import { formatSize } from "../values/size.ts";
import type { LoadFigures } from "./closed-loop.ts";

/** What was measured, with the settings under which it was. */
export interface BenchResult {
  readonly what: string;
  /** What one operation is, such as `records`. */
  readonly unit: string;
  readonly operations: number;
  readonly perSecond: number;
  /** Content alone: values, without keys and overhead. 0 where there is none. */
  readonly bytesPerSecond: number;
  /** What the latencies are of. */
  readonly latencyOf: string;
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
  };
  readonly errors: number;
  readonly seconds: number;
  readonly settings: Readonly<Record<string, string | number>>;
  /** Shares of one processor, and memory, while it was measured. Of the server only where its metrics tell. */
  readonly client: { readonly cpuPercent: number };
  readonly server: { readonly cpuPercent: number; readonly residentBytes: number } | undefined;
}

/** How results are shown: figures first, the settings beside them. */
export const benchShape: Shape<BenchResult> = {
  columns: [
    { title: "BENCH", value: ({ what }) => what },
    {
      title: "OPERATIONS",
      value: ({ operations }) => operations,
      shown: ({ operations, unit, seconds }) => `${count(operations)} ${unit} in ${seconds.toFixed(1)} s`,
    },
    {
      title: "THROUGHPUT",
      value: ({ perSecond }) => perSecond,
      shown: ({ perSecond, unit }) => `${count(perSecond)} ${unit}/s`,
    },
    {
      title: "CONTENT",
      value: ({ bytesPerSecond }) => bytesPerSecond,
      shown: ({ bytesPerSecond }) => (bytesPerSecond === 0 ? "-" : `${formatSize(bytesPerSecond)}/s`),
    },
    {
      title: "LATENCY",
      value: ({ latencyMs: { p50, p95, p99, p999, max } }) => [p50, p95, p99, p999, max].join(" "),
      shown: ({ latencyOf, latencyMs: { p50, p95, p99, p999, max } }) =>
        `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, p99.9 ${p999} ms, max ${max} ms (${latencyOf})`,
    },
    { title: "ERRORS", value: ({ errors }) => errors },
    {
      title: "SETTINGS",
      value: ({ settings }) =>
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}`)
          .join(" "),
    },
    {
      title: "PROCESSORS",
      value: ({ client, server }) => `${client.cpuPercent} ${server?.cpuPercent ?? ""}`,
      shown: ({ client, server }) =>
        `client ${client.cpuPercent} %, server ${server === undefined ? "unknown" : `${server.cpuPercent} %, ${formatSize(server.residentBytes)} of memory`}`,
    },
  ],
  toJson: (result) => result,
};

/** The latencies of a load, in milliseconds to the microsecond. */
export function latencyMsOf({ latencies }: LoadFigures): BenchResult["latencyMs"] {
  const at = (share: number): number => rounded(latencies.percentileMs(share), 3);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), p999: at(0.999), max: rounded(latencies.maxMs, 3) };
}

/** A number with so many digits behind the point. */
export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}
