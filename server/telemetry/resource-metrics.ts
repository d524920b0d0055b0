import { type Group, limits, type Queue, type Stream } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import { jobStates } from "@flowmesh/fabric/internal";
import type { FabricQueueCounts, ServedFabric } from "../served-fabric.ts";
import { histogramSamples, type Metrics, type Sample } from "./metrics.ts";

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

const ofQueues: readonly MetricRow<Queue>[] = [
  ["flowmesh_queue_paused", "gauge", "1 while the queue is paused.", ({ paused }) => (paused ? 1 : 0)],
];

const queueCounters: readonly (readonly [name: string, help: string, read: (counts: FabricQueueCounts) => number])[] = [
  ["flowmesh_queue_jobs_enqueued_total", "Jobs that were added.", ({ enqueued }) => enqueued],
  ["flowmesh_queue_jobs_reserved_total", "Jobs that were handed out, each time.", ({ reserved }) => reserved],
  ["flowmesh_queue_jobs_dead_total", "Jobs that died.", ({ dead }) => dead],
];

const leaseEnds = ["done", "failed", "released", "expired"] as const;
const waitSeconds = "flowmesh_queue_wait_seconds";

/**
 * Adds what is counted of each stream, group and queue. Each has its own series, so only so many are shown as `metrics_resources` says, in the order of their names; how many
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
  const queues = onceAtATime(() =>
    pagesOf(async (pageToken) => {
      const page = await fabric.queues.listQueues({ pageSize: pageEntries, pageToken });
      return { entries: page.queues, nextPageToken: page.nextPageToken };
    }, turn),
  );
  registerQueues(metrics, fabric, queues, clock);
  registerRows(metrics, ofStreams, streams, ({ stream }) => ({ stream }));
  registerRows(metrics, ofGroups, groups, ({ group }) => ({ group }));
  metrics.register(
    "flowmesh_metrics_left_out",
    "gauge",
    "1 where not every stream, group or queue is shown here.",
    async () => [
      { labels: { kind: "stream" }, value: (await streams()).isWhole ? 0 : 1 },
      { labels: { kind: "group" }, value: (await groups()).isWhole ? 0 : 1 },
      { labels: { kind: "queue" }, value: (await queues()).isWhole ? 0 : 1 },
    ],
  );
}

function registerQueues(
  metrics: Metrics,
  { queues: metered }: ServedFabric,
  queues: () => Promise<Listed<Queue>>,
  clock: Clock,
): void {
  registerRows(metrics, ofQueues, queues, ({ queue }) => ({ queue }));
  metrics.register("flowmesh_queue_jobs", "gauge", "Jobs, by their state.", async () =>
    (await queues()).entries.flatMap(({ queue, counts }) =>
      jobStates.map((state) => ({ labels: { queue, state }, value: counts?.[state] ?? 0 })),
    ),
  );
  const oldest = "Age of the job that waits longest of those that could be handed out; 0 without one.";
  metrics.register("flowmesh_queue_oldest_waiting_seconds", "gauge", oldest, async () => {
    const nowMs = clock.wallMs();
    return (await queues()).entries.map(({ queue, oldestWaitingAt: atMs = nowMs }) => ({
      labels: { queue },
      value: Math.max(0, nowMs - atMs) / 1000,
    }));
  });
  const counted = () => metered.counts().slice(0, limits.metricsResources.value);
  for (const [name, help, read] of queueCounters)
    metrics.register(name, "counter", help, () =>
      counted().map(({ queue, counts }) => ({ labels: { queue }, value: read(counts) })),
    );
  const ended = "Leases that ended: as their worker told, or by themselves.";
  metrics.register("flowmesh_queue_leases_ended_total", "counter", ended, () =>
    counted().flatMap(({ queue, counts }) => leaseEnds.map((end) => ({ labels: { queue, end }, value: counts[end] }))),
  );
  const waits = "Time from the enqueue of a job until it was handed out for the first time, over all queues.";
  metrics.register(waitSeconds, "histogram", waits, () => {
    const { boundsSeconds, counts, seconds } = metered.waitingTimes();
    return histogramSamples(waitSeconds, {}, { bounds: boundsSeconds, counts, sum: seconds });
  });
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
