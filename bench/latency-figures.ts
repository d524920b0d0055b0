import type { Figures } from "./comparison.ts";
import type { Percentiles } from "./percentiles.ts";

/** The 99th percentile as the value, the others beside it. */
export function latencyFigures(latencies: Percentiles): Figures {
  const others = { p50: latencies.at(0.5), "p99.9": latencies.at(0.999), records: latencies.count };
  return { value: latencies.at(0.99), others };
}
