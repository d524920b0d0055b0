import {
  type Firing,
  Firing as FiringCodec,
  type Operation,
  type Schedule,
  Schedule as ScheduleCodec,
} from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatDuration } from "../values/duration.ts";

/** How schedules are shown. */
export const scheduleShape: Shape<Schedule> = {
  columns: [
    { title: "SCHEDULE", value: ({ schedule }) => schedule },
    { title: "TIMES", value: timesOf },
    { title: "STATE", value: ({ state }) => state },
    { title: "NEXT", value: ({ nextAt }) => timeOf(nextAt) },
    { title: "FIRED", value: ({ fired }) => fired },
    { title: "FAILED", value: ({ failed }) => failed },
    { title: "SKIPPED", value: ({ skipped }) => skipped, isWide: true },
    { title: "MISSED TIMES", value: ({ missed }) => missed, isWide: true },
    { title: "REVISION", value: ({ revision }) => revision, isWide: true },
    { title: "CREATED", value: ({ createdAt }) => timeOf(createdAt), isWide: true },
    { title: "ID", value: ({ id }) => id, isWide: true },
    { title: "DOES", value: ({ operations }) => operations.map(effectOf).join(", "), isWide: true },
  ],
  toJson: (schedule) => toJson(ScheduleCodec, schedule),
};

/** How its firings are shown to people. */
export const firingShape: Shape<Firing> = {
  columns: [
    { title: "SCHEDULED", value: ({ scheduledAt }) => timeOf(scheduledAt) },
    { title: "FIRED", value: ({ firedAt }) => timeOf(firedAt) },
    { title: "POSITION", value: ({ position }) => position, shown: ({ position }) => (position ? `${position}` : "-") },
    { title: "MISSED", value: ({ missed }) => missed },
    { title: "ATTEMPT", value: ({ attempt }) => attempt },
    { title: "OUTCOME", value: ({ message, triggered }) => message || (triggered ? "triggered" : "ok") },
  ],
  toJson: (firing) => toJson(FiringCodec, firing),
};

/** How schedules are shown that were deleted, or would be. */
export function deletedScheduleShape(isDryRun: boolean): Shape<Schedule> {
  return {
    columns: [
      { title: "SCHEDULE", value: ({ schedule }) => schedule },
      { title: "ACTION", value: () => (isDryRun ? "would delete" : "deleted") },
      { title: "TIMES", value: timesOf },
    ],
    toJson: ({ schedule, fired }) => ({ schedule, action: "delete", fired, dryRun: isDryRun }),
  };
}

/** When it fires, for people. */
export function timesOf({ times }: Schedule): string {
  if (times?.cron !== undefined) return times.zone === "UTC" ? times.cron : `${times.cron} ${times.zone}`;
  if (times?.everyMs !== undefined) return `every ${formatDuration(times.everyMs)}`;
  return times === undefined ? "damaged" : `at ${timeOf(times.at)}`;
}

/** What an operation does, and to what: `enqueue reports`, `put state/n`. */
function effectOf(operation: Operation): string {
  const [kind, to] = Object.entries(operation).find(([, of]) => of !== undefined) ?? ["damaged", {}];
  const { stream, queue, bucket, key } = to as Readonly<Record<string, string | undefined>>;
  return `${kind} ${stream ?? queue ?? `${bucket}/${key}`}`;
}

function timeOf(ms: number | undefined): string {
  return ms === undefined ? "-" : new Date(ms).toISOString();
}
