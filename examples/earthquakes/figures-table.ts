import type { NetworkFigures } from "./statistics.ts";

/** A line for each network, those with most events first; events `a day` over all `days`. */
export function formatFigures(networks: Record<string, NetworkFigures>, days: number): string {
  const sorted = Object.entries(networks).sort(([, one], [, other]) => other.count - one.count);
  return [
    "network  events    min   mean    max  a day  strongest",
    ...sorted.map((entry) => formatNetwork(entry, days)),
  ].join("\n");
}

function formatNetwork([net, { count, min, mean, max, strongest }]: [string, NetworkFigures], days: number): string {
  const figures = [min, mean, max].map((value) => (value === null ? "-" : value.toFixed(2)).padStart(7)).join("");
  return `${net.padEnd(7)}${String(count).padStart(8)}${figures}${(count / days).toFixed(1).padStart(7)}  ${strongest?.place ?? "-"}`;
}
