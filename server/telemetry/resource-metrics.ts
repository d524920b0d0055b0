import { type Group, limits, type Stream } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import type { ServedFabric } from "../served-fabric.ts";
import type { Metrics, Sample } from "./metrics.ts";

type MetricRow<Resource> = readonly [
  name: string,
  kind: "counter" | "gauge",
  help: string,
  read: (resource: Resource) => number,
];

const ofStreams: readonly MetricRow<Stream>[] = [
  ["flowmesh_stream_records_total", "counter", "Records that were written, over all partitions.", recordsWritten],
  ["flowmesh_stream_records_kept", "gauge", "Offsets between the first record kept and the end.", recordsKept],
  ["flowmesh_stream_bytes", "gauge", "Bytes of the records kept, as they are stored.", ({ bytes }) => bytes],
  ["flowmesh_stream_partitions", "gauge", "Partitions.", ({ partitions }) => partitions.length],
];

const ofGroups: readonly MetricRow<Group>[] = [
  ["flowmesh_group_lag_records", "gauge", "Records that the group has not finished.", ({ lagRecords }) => lagRecords],
  [
    "flowmesh_group_lag_seconds",
    "gauge",
    "Age of the oldest record that the group has not finished; 0 without one.",
    ({ lagMs }) => lagMs / 1000,
  ],
  ["flowmesh_group_members", "gauge", "Members that are alive.", ({ members }) => members.length],
  [
    "flowmesh_group_rebalances_total",
    "counter",
    "How often the members changed, or what they hold, or a reset moved cursors.",
    ({ epoch }) => epoch,
  ],
  ["flowmesh_group_paused", "gauge", "1 while the group is paused.", ({ paused }) => (paused ? 1 : 0)],
];

/**
 * Adds what is counted of each stream and group. Each has its own series, so only so many are shown as `metrics_resources` says, in the order of their names; how many
 * were left out is a metric too.
 */
export function registerResourceMetrics(metrics: Metrics, fabric: ServedFabric, clock: Clock): void {
  const turn = (): Promise<void> => new Promise((resolve) => clock.soon(resolve));
  const streams = onceAtATime(() =>
    pagesOf(async (pageToken) => {
      const page = await fabric.streams.listStreams({ pageSize: pageEntries, pageToken });
      return { entries: page.streams, nextPageToken: page.nextPageToken };
    }, turn),
  );
  const groups = onceAtATime(() =>
    pagesOf(async (pageToken) => {
      const page = await fabric.groups.listGroups({ pageSize: pageEntries, pageToken });
      return { entries: page.groups, nextPageToken: page.nextPageToken };
    }, turn),
  );
  registerRows(metrics, ofStreams, streams, ({ stream }) => ({ stream }));
  registerRows(metrics, ofGroups, groups, ({ group }) => ({ group }));
  metrics.register(
    "flowmesh_metrics_left_out",
    "gauge",
    "1 where not every stream or group is shown here.",
    async () => [
      { labels: { kind: "stream" }, value: (await streams()).isWhole ? 0 : 1 },
      { labels: { kind: "group" }, value: (await groups()).isWhole ? 0 : 1 },
    ],
  );
}

interface Listed<Resource> {
  readonly entries: readonly Resource[];
  readonly isWhole: boolean;
}

function registerRows<Resource>(
  metrics: Metrics,
  rows: readonly MetricRow<Resource>[],
  list: () => Promise<Listed<Resource>>,
  labelsOf: (resource: Resource) => Readonly<Record<string, string>>,
): void {
  for (const [name, kind, help, read] of rows) {
    metrics.register(name, kind, help, async (): Promise<Sample[]> => {
      const { entries } = await list();
      return entries.map((entry) => ({ labels: labelsOf(entry), value: read(entry) }));
    });
  }
}

/** A few entries at a time, so that a reading of the metrics does not hold up calls. A fabric that is closing lists nothing. */
async function pagesOf<Resource>(
  read: (pageToken: string) => Promise<{ entries: readonly Resource[]; nextPageToken: string }>,
  turn: () => Promise<void>,
): Promise<Listed<Resource>> {
  const entries: Resource[] = [];
  try {
    for (let pageToken = ""; ; await turn()) {
      const page = await read(pageToken);
      entries.push(...page.entries.slice(0, limits.metricsResources.value - entries.length));
      pageToken = page.nextPageToken;
      if (pageToken === "") return { entries, isWhole: true };
      if (entries.length >= limits.metricsResources.value) return { entries, isWhole: false };
    }
  } catch {
    return { entries: [], isWhole: false };
  }
}

/** The metrics of one reading come from one listing. */
function onceAtATime<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<Result> | undefined;
  return () => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

function recordsWritten({ partitions }: Stream): number {
  return partitions.reduce((sum, { nextOffset }) => sum + nextOffset, 0);
}

function recordsKept({ partitions }: Stream): number {
  return partitions.reduce((sum, { nextOffset, earliestOffset }) => sum + nextOffset - earliestOffset, 0);
}

const pageEntries = 20;
