import type { Header, Job, JobOrigin, Queue, ReservedJob } from "@flowmesh/contract";
import { type DecodedHeader, type DecodedRecord, FlowMeshError } from "@flowmesh/fabric";
import { attemptsAllowed, describeRules, hasEnded, readNotes } from "@flowmesh/fabric/internal";
import type { JobReader } from "./job-reader.ts";
import { BEGUN, CANCELLING } from "./job-slots.ts";
import type { ReserveOutcome } from "./lease-intents.ts";
import type { NamedQueue } from "./queue-table.ts";
import { NO_SLOT } from "./slot-table.ts";
import type { WorkerNumbers } from "./worker-numbers.ts";

/** A queue as it is told. */
export async function describeQueue(
  { state, jobs }: Pick<NamedQueue, "state" | "jobs">,
  reader: JobReader,
): Promise<Queue> {
  const { name, uuid, rules, paused, createdMs, revision } = state;
  const counts = {
    waiting: jobs.count("waiting"),
    delayed: jobs.count("delayed"),
    active: jobs.count("active"),
    retrying: jobs.count("retrying"),
    done: jobs.count("done"),
    dead: jobs.count("dead"),
    cancelled: jobs.count("cancelled"),
  };
  const settings = describeRules(rules);
  const oldest = jobs.oldestReady();
  const records = oldest === Number.POSITIVE_INFINITY ? undefined : await reader.records(name, [oldest]);
  const oldestWaitingAt = records?.get(oldest)?.timestampMs;
  return { queue: name, id: uuid, settings, paused, createdAt: createdMs, revision, counts, oldestWaitingAt };
}

/** Jobs with their leases, in the order in which they were taken. Those that damage has taken are left out; their leases end by themselves. */
export async function reservedJobs(outcome: ReserveOutcome, reader: JobReader): Promise<ReservedJob[]> {
  const { queue, runs, position, endsMs } = outcome;
  const lease = String(position);
  const offsets: number[] = [];
  for (const { start, end } of runs) for (let offset = start; offset < end; offset++) offsets.push(offset);
  // What is known of them now: it may be otherwise once their records are read.
  const traits = offsets.map((offset) => traitsOf(queue, offset));
  const records = await reader.records(
    queue.state.name,
    offsets.toSorted((a, b) => a - b),
  );
  const jobs: ReservedJob[] = [];
  for (let at = 0; at < offsets.length; at++) {
    const record = records.get(offsets[at] as number);
    if (record !== undefined) jobs.push(reservedJob(record, traits[at] as LeasedTraits, lease, endsMs));
  }
  return jobs;
}

function reservedJob(record: DecodedRecord, traits: LeasedTraits, lease: string, leaseEndsAt: number): ReservedJob {
  const { attempt, maxAttempts, priority } = traits;
  const { key, value, headers, orderingKey, origin } = carriedBy(record);
  const enqueuedAt = record.timestampMs;
  const job = String(record.offset);
  // A spread would make it an object of another shape, which takes many times as long to make and to encode.
  return {
    job,
    lease,
    attempt,
    maxAttempts,
    enqueuedAt,
    leaseEndsAt,
    key,
    value,
    headers,
    priority,
    orderingKey,
    origin,
  };
}

/** What a job has to be told with its lease. */
interface LeasedTraits {
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly priority: number;
}

function traitsOf({ jobs, state }: NamedQueue, offset: number): LeasedTraits {
  const slot = jobs.slots.find(offset);
  if (slot === NO_SLOT) return { attempt: 1, maxAttempts: state.rules.maxAttempts, priority: 0 };
  const isBegun = ((jobs.slots.flags[slot] as number) & BEGUN) !== 0;
  const attempt = (jobs.slots.attempts[slot] as number) + (isBegun ? 0 : 1);
  const maxAttempts = attemptsAllowed({ maxAttempts: jobs.slots.maxAttempts[slot] as number }, state.rules);
  return { attempt, maxAttempts, priority: jobs.slots.priority[slot] as number };
}

function carriedBy({ key, value, headers: all }: DecodedRecord): {
  key: Uint8Array | undefined;
  value: Uint8Array | undefined;
  headers: Header[];
  orderingKey: string;
  origin: JobOrigin | undefined;
} {
  if (all.length === 0) return { key, value, headers: [], orderingKey: "", origin: undefined };
  const { notes, headers } = readNotes(all);
  const { orderingKey = "", origin } = notes;
  return { key, value, headers: headers.map(headerOf), orderingKey, origin };
}

function headerOf({ name, value }: DecodedHeader): Header {
  return { name, value: value ?? NO_BYTES };
}

const NO_BYTES = new Uint8Array(0);

/** A job as it is told, with its attempts. @throws FlowMeshError job_damaged */
export async function describeJob(
  queue: NamedQueue,
  offset: number,
  workers: WorkerNumbers,
  reader: JobReader,
): Promise<Job> {
  const { jobs, state: ofQueue, notes } = queue;
  const { slots } = jobs;
  const slot = slots.find(offset);
  const touched = slot !== NO_SLOT;
  const state = jobs.stateOf(offset) ?? "unspecified";
  const dueMs = touched ? (slots.dueMs[slot] as number) : 0;
  const worker = touched ? workers.get(slots.worker[slot] as number) : undefined;
  const note = notes.get(offset);
  const isActive = state === "active";
  const told: Pick<
    Job,
    | "job"
    | "state"
    | "priority"
    | "attemptsUsed"
    | "maxAttempts"
    | "dueAt"
    | "endedAt"
    | "progress"
    | "leaseEndsAt"
    | "workerId"
    | "cancelling"
  > = {
    job: String(offset),
    state,
    priority: jobs.priorityOf(offset),
    attemptsUsed: touched ? (slots.attempts[slot] as number) : 0,
    maxAttempts: attemptsAllowed({ maxAttempts: touched ? (slots.maxAttempts[slot] as number) : 0 }, ofQueue.rules),
    dueAt: state === "delayed" || state === "retrying" ? dueMs : undefined,
    endedAt: hasEnded(state) ? dueMs : undefined,
    progress: isActive ? (note?.progress ?? 0) : 0,
    leaseEndsAt: isActive ? dueMs : undefined,
    workerId: worker?.id ?? "",
    cancelling: touched && ((slots.flags[slot] as number) & CANCELLING) !== 0,
  };
  const underWay = {
    attempt: told.attemptsUsed,
    workerId: told.workerId,
    workerLabel: worker?.label ?? "",
    startedAt: touched ? (slots.startedMs[slot] as number) : 0,
    endedAt: undefined,
    end: "unspecified" as const,
    error: "",
    stack: "",
    log: [...(note?.log ?? [])],
  };
  const [texts, records] = await Promise.all([
    reader.attempts(queue, touched ? (slots.text[slot] as number) : 0),
    reader.records(ofQueue.name, [offset]),
  ]);
  const record = records.get(offset);
  if (record === undefined)
    throw new FlowMeshError("job_damaged", { queue: ofQueue.name, job: told.job, problem: "its record is damaged" });
  const attempts = texts.flatMap((text) => text.attempts);
  return {
    ...told,
    ...carriedBy(record),
    enqueuedAt: record.timestampMs,
    result: state === "done" ? texts.at(-1)?.result : undefined,
    error: attempts.findLast(({ end }) => end !== "done")?.error ?? "",
    attempts: isActive ? [...attempts, underWay] : attempts,
    retryOf: readNotes(record.headers).notes.retryOf ?? "",
  };
}
