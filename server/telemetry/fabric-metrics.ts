import type { FabricFirings, FabricStatus, ServedFabric } from "../served-fabric.ts";
import { histogramSamples, type Metrics } from "./metrics.ts";

const gauges: readonly (readonly [name: string, help: string, read: (status: FabricStatus) => number])[] = [
  [
    "flowmesh_log_visible_position",
    "Position of the last commit that readers see.",
    (status) => status.visiblePosition,
  ],
  ["flowmesh_log_epoch", "How often the log was opened.", (status) => status.epoch],
  ["flowmesh_log_segments", "Segments that hold commits.", (status) => status.lastSegment - status.firstSegment + 1],
  ["flowmesh_log_spare_segments", "Segments prepared for what comes.", (status) => status.spareSegments],
  ["flowmesh_log_segment_bytes", "Size of one segment.", (status) => status.segmentBytes],
  ["flowmesh_log_damages", "Ranges of the log that cannot be read back.", (status) => status.damages],
  ["flowmesh_settled_files", "Files of what is kept for long.", (status) => status.settledFiles],
  ["flowmesh_settled_bytes", "Bytes of the files of what is kept for long.", (status) => status.settledBytes],
  ["flowmesh_streams", "Streams.", (status) => status.streams],
  [
    "flowmesh_disk_full",
    "1 while writes are refused because the disk is full.",
    (status) => (status.state === "disk_full" ? 1 : 0),
  ],
];

const firings: readonly (readonly [name: string, help: string, read: (figures: FabricFirings) => number])[] = [
  ["flowmesh_schedule_firings_total", "Firings of schedules at their times.", ({ fired }) => fired],
  ["flowmesh_schedule_refusals_total", "Firings that were refused, each attempt.", ({ refused }) => refused],
  [
    "flowmesh_schedule_passed_total",
    "Times of schedules that were looked at and did not fire.",
    ({ passed }) => passed,
  ],
  [
    "flowmesh_schedule_late_seconds_total",
    "Time between when firings were due and when they were durable, of all together.",
    ({ lateMs }) => lateMs / 1000,
  ],
];

const commits = "flowmesh_log_commits_total";
const syncSeconds = "flowmesh_log_sync_seconds";

/** What is written beyond what was asked for makes up the write amplification. */
const written: readonly (readonly [name: string, help: string, read: (status: FabricStatus) => number])[] = [
  [
    "flowmesh_log_accepted_bytes_total",
    "Bytes of commits in the log that somebody asked for.",
    (status) => status.written.acceptedBytes,
  ],
  [
    "flowmesh_log_carried_bytes_total",
    "Bytes of commits in the log that write again what stood in segments to be freed.",
    (status) => status.written.carriedBytes,
  ],
  [
    "flowmesh_settled_written_bytes_total",
    "Bytes of files that were written of what is kept for long.",
    (status) => status.written.settledBytes,
  ],
];

/** Adds what the log says of itself. */
export function registerFabricMetrics(metrics: Metrics, fabric: ServedFabric): void {
  for (const [name, help, read] of gauges)
    metrics.register(name, "gauge", help, () => [{ value: read(fabric.status()) }]);
  for (const [name, help, read] of written)
    metrics.register(name, "counter", help, () => [{ value: read(fabric.status()) }]);
  for (const [name, help, read] of firings)
    metrics.register(name, "counter", help, () => [{ value: read(fabric.schedules.figures) }]);
  metrics.register("flowmesh_schedules", "gauge", "Schedules.", () => [{ value: fabric.schedules.count }]);
  metrics.register(commits, "counter", "Commits that readers see, since the log was made.", () => [
    { value: fabric.status().visiblePosition },
  ]);
  metrics.register(syncSeconds, "histogram", "Time that a sync of the log took.", () => {
    const { boundsSeconds, counts, seconds } = fabric.syncTimes();
    return histogramSamples(syncSeconds, {}, { bounds: boundsSeconds, counts, sum: seconds });
  });
}
