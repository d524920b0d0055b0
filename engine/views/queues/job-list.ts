import { type ExplainJobResponse, Job, type JobState, limits, type QueueWorker } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type CheckedListJobs, explainJob, isOfContent } from "@flowmesh/fabric/internal";
import type { WorkTurns } from "../../work-turns.ts";
import { describeJob } from "./describe-jobs.ts";
import type { JobReader } from "./job-reader.ts";
import { HELD } from "./job-slots.ts";
import { offsetOf } from "./lease-intents.ts";
import { jobsAhead } from "./pick-jobs.ts";
import type { NamedQueue } from "./queue-table.ts";
import type { ReserveWaiters } from "./reserve-waiters.ts";
import { NO_SLOT } from "./slot-table.ts";
import type { WorkerNumbers } from "./worker-numbers.ts";

/** Jobs that a page looks at: it ends behind so many also when few of them are meant, so that nobody waits for it. */
const LOOKED_AT_MAX = 2000;
/** Jobs in other states that it passes over on its way. */
const PASSED_OVER_MAX = 25_000;
const PAGE_BYTES = 1 << 20;
/** What a page's expression may take, in all. */
const PAGE_EXPRESSION_MS = 100;

/** Jobs of a page, and the last one that was looked at when there may be more. */
export interface JobPage {
  readonly jobs: Job[];
  readonly lookedAtTo: number | undefined;
}

/** Jobs of a queue from an offset on, as they are asked for. @throws FlowMeshError job_damaged when that is the first one, expression_invalid */
export async function listJobs(
  queue: NamedQueue,
  asked: CheckedListJobs,
  first: number,
  workers: WorkerNumbers,
  { reader, turns }: { readonly reader: JobReader; readonly turns: WorkTurns },
): Promise<JobPage> {
  const end = asked.toJob === "" ? Number.MAX_SAFE_INTEGER : Math.max(0, offsetOf(asked.toJob));
  const { offsets, lookedAtTo } = lookAt(queue, first, end, asked.state);
  const jobs: Job[] = [];
  let bytes = 0;
  let expressionMs = 0;
  for (const [index, offset] of offsets.entries()) {
    const isFull = jobs.length === asked.pageSize || bytes >= PAGE_BYTES || expressionMs >= PAGE_EXPRESSION_MS;
    if (isFull) return { jobs, lookedAtTo: offsets[index - 1] };
    const isThere = queue.jobs.stateOf(offset) !== undefined;
    const job = isThere ? await describeBehind(jobs.length, turns, [queue, offset, workers, reader]) : undefined;
    if (job === "damaged") return { jobs, lookedAtTo: offsets[index - 1] };
    if (job === undefined) continue;
    const { isOf, spentMs } = await lookInto(job, asked, turns);
    expressionMs += spentMs;
    if (!isOf) continue;
    jobs.push(asked.withoutValues ? { ...job, ...NO_VALUES, attempts: [] } : { ...job, attempts: [] });
    bytes += Job.encode(jobs.at(-1) as Job).length;
  }
  return { jobs, lookedAtTo };
}

/** A job as it is told; `damaged` when it cannot be read back and there are others on the page, which ends before it. */
async function describeBehind(
  others: number,
  turns: WorkTurns,
  job: Parameters<typeof describeJob>,
): Promise<Job | "damaged"> {
  try {
    return await turns.run(() => describeJob(...job));
  } catch (error) {
    if (others > 0 && isFlowMeshError(error, "job_damaged")) return "damaged";
    throw error;
  }
}

const NO_VALUES = { value: undefined, headers: [], result: undefined };

function lookAt(
  { jobs }: NamedQueue,
  first: number,
  end: number,
  state: JobState | undefined,
): { offsets: number[]; lookedAtTo: number | undefined } {
  const offsets: number[] = [];
  if (state !== undefined && state !== "unspecified" && jobs.count(state) === 0)
    return { offsets, lookedAtTo: undefined };
  let lookedAt = 0;
  let last = first;
  for (const offset of jobs.from(first, end)) {
    if (offsets.length === LOOKED_AT_MAX || lookedAt === PASSED_OVER_MAX) return { offsets, lookedAtTo: last };
    lookedAt++;
    last = offset;
    if (state === undefined || jobs.stateOf(offset) === state) offsets.push(offset);
  }
  return { offsets, lookedAtTo: undefined };
}

/** Whether a job is meant, and how long its expression took. */
async function lookInto(
  job: Job,
  asked: CheckedListJobs,
  turns: WorkTurns,
): Promise<{ readonly isOf: boolean; readonly spentMs: number }> {
  if (asked.where === undefined) return { isOf: isOfContent(asked, job), spentMs: 0 };
  return turns.run((spentMs) => ({ isOf: isOfContent(asked, job), spentMs: spentMs() }));
}

/** Why a job is not being worked on. @throws FlowMeshError job_not_found */
export function explain(queue: NamedQueue, job: string, waiters: ReserveWaiters, nowMs: number): ExplainJobResponse {
  const { jobs, state: ofQueue, rateFullMs } = queue;
  const offset = offsetOf(job);
  const state = jobs.stateOf(offset);
  if (state === undefined) throw new FlowMeshError("job_not_found", { queue: ofQueue.name, job });
  const slot = jobs.slots.find(offset);
  const isHeld = slot !== NO_SLOT && ((jobs.slots.flags[slot] as number) & HELD) !== 0;
  const active = jobs.count("active");
  return explainJob({
    state,
    dueMs: slot === NO_SLOT ? 0 : (jobs.slots.dueMs[slot] as number),
    heldBy: isHeld ? String(jobs.slots.offset[jobs.chains.holder(slot)]) : "",
    ahead: state === "waiting" && !isHeld ? jobsAhead(jobs, offset) : 0,
    rules: ofQueue.rules,
    paused: ofQueue.paused,
    active,
    rate: { fullMs: rateFullMs },
    key: slot !== NO_SLOT && jobs.keys.has(slot) ? jobs.keys.useOf(slot) : undefined,
    hasWorker: active > 0 || waiters.has(queue.id),
    nowMs,
  });
}

/** Workers that hold jobs of a queue, or wait for some. */
export function listWorkers(queue: NamedQueue, workers: WorkerNumbers, waiters: ReserveWaiters): QueueWorker[] {
  const known = new Map<string, QueueWorker>();
  const worker = (workerId: string, label: string, seenMs: number | undefined): QueueWorker => {
    const found = known.get(workerId) ?? { workerId, label, jobs: [], waiting: false, lastSeenAt: undefined };
    known.set(workerId, found);
    if (seenMs !== undefined) found.lastSeenAt = Math.max(seenMs, found.lastSeenAt ?? seenMs);
    return found;
  };
  for (const offset of [...queue.jobs.inState("active")].sort((a, b) => a - b)) {
    const { slots } = queue.jobs;
    const holder = workers.get(slots.worker[slots.find(offset)] as number);
    if (holder === undefined) continue;
    const { jobs } = worker(holder.id, holder.label, holder.seenMs);
    if (jobs.length < limits.queueJobs.value) jobs.push(String(offset));
  }
  for (const { workerId, label, seenMs } of waiters.of(queue.id)) worker(workerId, label, seenMs).waiting = true;
  return [...known.values()].sort((a, b) => (a.workerId < b.workerId ? -1 : 1)).slice(0, limits.queueJobs.value);
}
