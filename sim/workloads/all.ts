import type { Workload } from "../workload.ts";
import { carriedJobs, causes, entries, jobs, manyJobs, overAll } from "./beside-the-model.ts";
import { bursts } from "./bursts.ts";
import { churn } from "./churn.ts";
import { commits } from "./commits.ts";
import { failingDisk } from "./failing-disk.ts";
import { fullDisk } from "./full-disk.ts";
import { relaxed } from "./relaxed.ts";
import { retention, retentionWithTables } from "./retention.ts";
import { retries } from "./retries.ts";
import { settling } from "./settling.ts";
import { sideBySide } from "./side-by-side.ts";
import { singles } from "./singles.ts";

/** Every kind of use that is simulated. */
export const workloads: readonly Workload[] = [
  singles,
  sideBySide,
  commits,
  retries,
  retention,
  retentionWithTables,
  settling,
  churn,
  bursts,
  fullDisk,
  relaxed,
  failingDisk,
  entries,
  jobs,
  carriedJobs,
  manyJobs,
  overAll,
  causes,
];
