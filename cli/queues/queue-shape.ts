import type { Queue } from "@flowmesh/client";
import { Queue as QueueCodec, type QueueSettings } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Column, Shape } from "../output/format.ts";
import { formatAge } from "../values/age.ts";
import { counted } from "../values/counted.ts";
import { formatDuration } from "../values/duration.ts";

type Count = "waiting" | "delayed" | "active" | "retrying" | "done" | "dead" | "cancelled";
type Keep = QueueSettings["keepDone"];

function countColumn(state: Count, isWide = false): Column<Queue> {
  return { title: state.toUpperCase(), value: ({ counts }) => counts?.[state] ?? 0, isWide };
}

/** How queues are shown; `nowMs` is what the oldest job's age is counted to. */
export function queueShape(nowMs: number): Shape<Queue> {
  return {
    columns: [
      { title: "QUEUE", value: ({ queue }) => queue },
      { title: "PAUSED", value: ({ paused }) => paused, shown: ({ paused }) => (paused ? "yes" : "no") },
      countColumn("waiting"),
      {
        title: "OLDEST",
        value: ({ oldestWaitingAt }) => (oldestWaitingAt === undefined ? 0 : Math.max(0, nowMs - oldestWaitingAt)),
        shown: ({ oldestWaitingAt }) =>
          oldestWaitingAt === undefined ? "" : formatAge(Math.max(0, nowMs - oldestWaitingAt)),
      },
      countColumn("delayed"),
      countColumn("active"),
      countColumn("retrying"),
      countColumn("dead"),
      countColumn("done"),
      countColumn("cancelled", true),
      ...settingColumns,
      { title: "REVISION", value: ({ revision }) => revision, isWide: true },
      { title: "CREATED", value: ({ createdAt }) => new Date(createdAt ?? 0).toISOString(), isWide: true },
      { title: "ID", value: ({ id }) => id, isWide: true },
    ],
    toJson: (queue) => toJson(QueueCodec, queue),
  };
}

function settingColumn(
  title: string,
  value: (settings: QueueSettings) => string | number,
  shown?: (settings: QueueSettings) => string,
): Column<Queue> {
  const of =
    <Told>(tell: (settings: QueueSettings) => Told) =>
    ({ settings }: Queue): Told =>
      tell(settings!);
  return { title, value: of(value), isWide: true, ...(shown === undefined ? {} : { shown: of(shown) }) };
}

const settingColumns: readonly Column<Queue>[] = [
  settingColumn(
    "LEASE",
    ({ leaseMs = 0 }) => leaseMs,
    ({ leaseMs = 0 }) => formatDuration(leaseMs),
  ),
  settingColumn("ATTEMPTS", ({ maxAttempts = 0 }) => maxAttempts),
  settingColumn("BACKOFF", ({ backoff: { initialMs = 0, maxMs = 0, factor = 1 } = {} }) =>
    factor === 1 ? formatDuration(initialMs) : `${formatDuration(initialMs)}..${formatDuration(maxMs)}`,
  ),
  settingColumn(
    "CONCURRENCY",
    ({ concurrency = 0 }) => concurrency,
    ({ concurrency = 0 }) => (concurrency === 0 ? "any" : String(concurrency)),
  ),
  settingColumn(
    "PER KEY",
    ({ concurrencyPerKey = 0 }) => concurrencyPerKey,
    ({ concurrencyPerKey = 0 }) => (concurrencyPerKey === 0 ? "any" : String(concurrencyPerKey)),
  ),
  settingColumn("RATE PER KEY", ({ ratePerKey }) => rateText(ratePerKey)),
  settingColumn("KEY", ({ keyExpression = "" }) => keyExpression),
  settingColumn("RATE", ({ rate }) => rateText(rate)),
  settingColumn("KEEP DONE", ({ keepDone }) => keepText(keepDone)),
  settingColumn("KEEP DEAD", ({ keepDead }) => keepText(keepDead)),
  settingColumn(
    "DEDUPE",
    ({ dedupeWindowMs = 0 }) => dedupeWindowMs,
    ({ dedupeWindowMs = 0 }) => (dedupeWindowMs === 0 ? "off" : formatDuration(dedupeWindowMs)),
  ),
];

function rateText(rate: QueueSettings["rate"]): string {
  if (rate === undefined || rate.limit === 0) return "no limit";
  return `${rate.limit}/${formatDuration(rate.perMs || 1000).replace(/^1(?=[a-z]+$)/, "")}`;
}

function keepText(keep: Keep): string {
  const { count, ageMs } = keep ?? {};
  const age = ageMs === undefined ? [] : [formatDuration(ageMs)];
  const parts = [...(count === undefined ? [] : [String(count)]), ...age];
  return parts.length === 0 ? "all" : parts.join(",");
}

/** What goes with a queue, for people. */
export function jobsOf({ counts }: Queue): string {
  const all = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
  return counted(all, "job");
}

/** All queues in a line, for people: `2 queues, 120 waiting, 4 active, 3 dead in emails`. */
export function queuesLine(queues: readonly Queue[]): string {
  const told = (["waiting", "delayed", "active", "retrying", "dead"] as const).flatMap((state) => {
    const having = queues.filter(({ counts }) => (counts?.[state] ?? 0) > 0);
    if (having.length === 0) return [];
    const count = having.reduce((sum, { counts }) => sum + (counts?.[state] ?? 0), 0);
    return [`${count} ${state}${state === "dead" ? ` in ${having.map(({ queue }) => queue).join(", ")}` : ""}`];
  });
  const paused = queues.filter((queue) => queue.paused).map(({ queue }) => `${queue} is paused`);
  return [counted(queues.length, "queue"), ...told, ...paused].join(", ");
}

/** How queues are shown that were deleted, or would be. */
export function deletedQueueShape(isDryRun: boolean): Shape<Queue> {
  return {
    columns: [
      { title: "QUEUE", value: ({ queue }) => queue },
      { title: "ACTION", value: () => (isDryRun ? "would delete" : "deleted") },
      { title: "WHAT", value: jobsOf },
    ],
    toJson: ({ queue, counts }) => ({ queue, action: "delete", counts, dryRun: isDryRun }),
  };
}
