import type { QueueWorker } from "@flowmesh/client";
import { QueueWorker as WorkerCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";

const jobsShown = 10;

/** How workers are shown. */
export const workerShape: Shape<QueueWorker> = {
  columns: [
    { title: "WORKER", value: ({ workerId }) => workerId },
    { title: "LABEL", value: ({ label }) => label },
    { title: "HOLDS", value: ({ jobs }) => jobs.length },
    {
      title: "JOBS",
      value: ({ jobs }) => jobs.join(","),
      shown: ({ jobs }) => `${jobs.slice(0, jobsShown).join(" ")}${jobs.length > jobsShown ? " …" : ""}`,
    },
    { title: "WAITS", value: ({ waiting }) => waiting, shown: ({ waiting }) => (waiting ? "yes" : "no") },
    {
      title: "LAST SEEN",
      value: ({ lastSeenAt }) => (lastSeenAt === undefined ? "" : new Date(lastSeenAt).toISOString()),
    },
  ],
  toJson: (worker) => toJson(WorkerCodec, worker),
};
