import type { JobAttempt, JobDetails } from "@flowmesh/client";
import { JobAttempt as AttemptCodec, Job as JobCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { lineValue, shortValue } from "../kv/shown-value.ts";
import type { Column, Shape } from "../output/format.ts";
import { withValueText } from "../record-formats/exact-json.ts";
import { formatAge } from "../values/age.ts";

type Columns = readonly Column<JobDetails>[];

const errorShownMost = 80;

function timeColumn(
  title: string,
  timeOf: (job: JobDetails) => number | undefined,
  isWide = false,
): Column<JobDetails> {
  const text = (job: JobDetails): string => timeText(timeOf(job));
  return { title, value: text, isWide };
}

function timeText(ms: number | undefined): string {
  return ms === undefined ? "" : new Date(ms).toISOString();
}

const head: Columns = [
  { title: "JOB", value: ({ job }) => job },
  {
    title: "STATE",
    value: ({ state }) => state,
    shown: ({ state, cancelling }) => (cancelling ? `${state}, cancelling` : state),
  },
  {
    title: "ATTEMPTS",
    value: ({ attemptsUsed }) => attemptsUsed,
    shown: ({ attemptsUsed, maxAttempts }) => `${attemptsUsed}/${maxAttempts}`,
  },
  { title: "PRIORITY", value: ({ priority }) => priority },
  { title: "KEY", value: ({ key }) => lineValue(key), shown: ({ key }) => shortValue(key) },
];
const times: Columns = [
  timeColumn("ENQUEUED", ({ enqueuedAt }) => enqueuedAt),
  timeColumn("DUE", ({ dueAt }) => dueAt),
  timeColumn("ENDED", ({ endedAt }) => endedAt, true),
];
const details: Columns = [
  { title: "ORDERING KEY", value: ({ orderingKey }) => orderingKey, isWide: true },
  { title: "PROGRESS", value: ({ progress }) => progress, shown: progressText, isWide: true },
  { title: "WORKER", value: ({ workerId }) => workerId, shown: workerText, isWide: true },
  timeColumn("LEASE UNTIL", ({ leaseEndsAt }) => leaseEndsAt, true),
];
const content: Columns = [
  { title: "ERROR", value: ({ error }) => error, shown: ({ error }) => cut(error) },
  { title: "VALUE", value: ({ value }) => lineValue(value), shown: ({ value }) => shortValue(value) },
  {
    title: "RESULT",
    value: ({ result }) => lineValue(result),
    shown: ({ result }) => shortValue(result),
    isWide: true,
  },
];

/** How jobs are shown. */
export const jobShape: Shape<JobDetails> = {
  columns: [...head, ...times, ...details, ...content],
  toJson: (job) => withValueText(toJson(JobCodec, job), job.value),
};

/** How the attempts of a job are shown. */
export const attemptShape: Shape<JobAttempt> = {
  columns: [
    { title: "ATTEMPT", value: ({ attempt }) => attempt },
    { title: "WORKER", value: ({ workerLabel, workerId }) => workerLabel || workerId },
    { title: "STARTED", value: ({ startedAt }) => timeText(startedAt) },
    {
      title: "TOOK",
      value: ({ startedAt = 0, endedAt }) => (endedAt === undefined ? "" : endedAt - startedAt),
      shown: ({ startedAt = 0, endedAt }) => (endedAt === undefined ? "under way" : formatAge(endedAt - startedAt)),
    },
    { title: "END", value: ({ end }) => (end === "unspecified" ? "" : end) },
    { title: "ERROR", value: ({ error }) => error, shown: ({ error }) => cut(error) },
  ],
  toJson: (attempt) => toJson(AttemptCodec, attempt),
};

/** What people call it, where the attempts say so. */
function workerText({ workerId, attempts }: JobDetails): string {
  return attempts.findLast((attempt) => attempt.workerId === workerId)?.workerLabel || workerId;
}

function progressText({ state, progress }: JobDetails): string {
  return state === "active" ? `${progress} %` : "";
}

function cut(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length <= errorShownMost ? line : `${line.slice(0, errorShownMost).toWellFormed()}…`;
}
