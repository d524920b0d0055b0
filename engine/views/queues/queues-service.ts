import type {
  CallOptions,
  CancelJobRequestInit,
  CancelJobResponse,
  CreateQueueRequestInit,
  CreateQueueResponse,
  DeleteQueueRequestInit,
  DeleteQueueResponse,
  EnqueueRequestInit,
  EnqueueResponse,
  ExplainJobRequestInit,
  ExplainJobResponse,
  ExtendRequestInit,
  ExtendResponse,
  GetJobRequestInit,
  GetJobResponse,
  GetQueueRequestInit,
  GetQueueResponse,
  ListJobsRequestInit,
  ListJobsResponse,
  ListQueuesRequestInit,
  ListQueuesResponse,
  ListWorkersRequestInit,
  ListWorkersResponse,
  PauseQueueRequestInit,
  PauseQueueResponse,
  PurgeQueueRequestInit,
  PurgeQueueResponse,
  Queue,
  QueuesService,
  RemoveJobRequestInit,
  RemoveJobResponse,
  ReservedJob,
  ReserveRequestInit,
  ReserveResponse,
  ResumeQueueRequestInit,
  ResumeQueueResponse,
  RetryJobRequestInit,
  RetryJobResponse,
  RunJobRequestInit,
  RunJobResponse,
  SettleRequestInit,
  SettleResponse,
  UpdateQueueRequestInit,
  UpdateQueueResponse,
} from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  aside,
  askedOf,
  type CheckedExtend,
  type CheckedReserve,
  checkCreateQueue,
  checkDeleteQueue,
  checkExplainJob,
  checkExtend,
  checkGetJob,
  checkGetQueue,
  checkJobOf,
  checkListJobs,
  checkListStreams,
  checkPurgeQueue,
  checkQueueName,
  checkReserve,
  checkRetryJob,
  checkSettle,
  checkUpdateQueue,
  groupOfDeadLetters,
  hasEnded,
  jobInPlaceOf,
  newUuid,
  readJobsToken,
  unmarked,
  writeJobsToken,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { Commits, DurabilityMode } from "../../commit/commits.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import { DurationMeter, type Durations } from "../../duration-meter.ts";
import type { Random } from "../../random/random.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { GroupsTable } from "../groups/groups-table.ts";
import type { OperationRunner } from "../operations/operation-runner.ts";
import { describeJob, describeQueue, reservedJobs } from "./describe-jobs.ts";
import { extendLeases, newsOfLeases } from "./extend-leases.ts";
import { explain, listJobs, listWorkers } from "./job-list.ts";
import type { JobReader } from "./job-reader.ts";
import { checkedState, JobIntent, type JobWish, PurgeIntent } from "./jobs-intent.ts";
import { LeaveIntent, offsetOf, ReserveIntent, type ReserveOutcome, SettleIntent } from "./lease-intents.ts";
import type { QueueClock } from "./queue-clock.ts";
import {
  ChangeQueueIntent,
  CreateQueueIntent,
  DeleteQueueIntent,
  type QueueChange,
  type QueueHeads,
  type QueueOutcome,
} from "./queue-intents.ts";
import { QueueJobs } from "./queue-jobs.ts";
import type { QueueCounts } from "./queue-meter.ts";
import type { NamedQueue } from "./queue-table.ts";
import { type ReserveWaiters, UNMADE } from "./reserve-waiters.ts";
import { RetryEditedIntent } from "./retry-edited-intent.ts";

/** What the queues of an engine are made of. */
export interface QueuesParts {
  readonly sequencer: Sequencer;
  readonly heads: QueueHeads & { readonly groups: GroupsTable };
  readonly reader: JobReader;
  readonly turns: WorkTurns;
  readonly waiters: ReserveWaiters;
  /** Those who wait for jobs to end. */
  readonly ends: ReserveWaiters;
  readonly clock: QueueClock;
  /** Runs the operations on many jobs. */
  readonly runner: OperationRunner;
  readonly commits: Commits;
  readonly random: Random;
  readonly scope: CallScope;
  /** Where a request does not say. */
  readonly durability: DurabilityMode;
}

/** Upper bounds of what jobs wait, in seconds. */
const waitBoundsSeconds: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400,
];

/** Who waits for a job's end takes no jobs. */
function withoutJobs(paused: boolean): ReserveResponse {
  return { jobs: [], position: 0, paused, leaseMs: 0 };
}

const WATCHER = { workerId: "", label: "", maxJobs: 0, seenMs: 0 };

/** The contract's queues on the engine. What readers are told of the one table waits until all that it rests on is durable. */
export class EngineQueues implements QueuesService {
  readonly #parts: QueuesParts;
  readonly #waits = new DurationMeter(waitBoundsSeconds);

  constructor(parts: QueuesParts) {
    this.#parts = parts;
  }

  /** Jobs whose time has come, and operations on them, go on from now on. */
  start(): void {
    this.#queues.isServing = true;
    this.#parts.clock.start();
    this.#parts.runner.start();
  }

  stop(): void {
    this.#parts.clock.stop();
    this.#parts.runner.stop();
  }

  /** What became of the jobs of each queue since the engine was opened, in the order of their names. */
  counts(): { readonly queue: string; readonly counts: Readonly<QueueCounts> }[] {
    return this.#queues.names().map((queue) => ({ queue, counts: { ...this.#queues.get(queue).counts } }));
  }

  /** How long jobs waited to be handed out for the first time, from when they were enqueued. */
  waitingTimes(): Durations {
    return this.#waits.times;
  }

  createQueue(request: CreateQueueRequestInit, options?: CallOptions): Promise<CreateQueueResponse> {
    return this.#parts.scope.run(options, async () => {
      const { queue, settings } = checkCreateQueue(request);
      const { heads, random, sequencer } = this.#parts;
      const intent = new CreateQueueIntent(heads, queue, newUuid(random), settings);
      return this.#changed(await sequencer.submit(intent, options?.caller));
    });
  }

  getQueue(request: GetQueueRequestInit, options?: CallOptions): Promise<GetQueueResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue, atLeast } = checkGetQueue(request);
      return this.#read(this.#reach(atLeast, signal, options), async () => ({
        queue: await this.#describe(this.#queues.get(queue)),
      }));
    });
  }

  listQueues(request: ListQueuesRequestInit, options?: CallOptions): Promise<ListQueuesResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { pageSize, after, prefix, atLeast } = checkListStreams(request);
      return this.#read(this.#reach(atLeast, signal, options), async () => {
        const names = this.#queues.names().filter((name) => name > after && name.startsWith(prefix));
        const page = names.slice(0, pageSize);
        const queues = await Promise.all(page.map((name) => this.#describe(this.#queues.get(name))));
        return { queues, nextPageToken: names.length > pageSize ? writeListToken(prefix, page.at(-1) ?? "") : "" };
      });
    });
  }

  updateQueue(request: UpdateQueueRequestInit, options?: CallOptions): Promise<UpdateQueueResponse> {
    return this.#parts.scope.run(options, async () => {
      const { queue, settings, expectedRevision } = checkUpdateQueue(request);
      return this.#change(queue, { settings, expectedRevision }, options);
    });
  }

  deleteQueue(request: DeleteQueueRequestInit, options?: CallOptions): Promise<DeleteQueueResponse> {
    return this.#parts.scope.run(options, () => {
      const { queue, expectedRevision } = checkDeleteQueue(request);
      const intent = new DeleteQueueIntent(this.#queues, queue, expectedRevision);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  pauseQueue(request: PauseQueueRequestInit, options?: CallOptions): Promise<PauseQueueResponse> {
    return this.#setPaused(request, true, options);
  }

  resumeQueue(request: ResumeQueueRequestInit, options?: CallOptions): Promise<ResumeQueueResponse> {
    return this.#setPaused(request, false, options);
  }

  purgeQueue(request: PurgeQueueRequestInit, options?: CallOptions): Promise<PurgeQueueResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue, states } = checkPurgeQueue(request);
      const { sequencer } = this.#parts;
      for (let purged = 0; ; ) {
        const intent = new PurgeIntent(this.#queues, queue, states, sequencer.freeingBytesMax);
        const { position, jobs, isLast } = await sequencer.submit(intent, options?.caller);
        purged += jobs;
        if (isLast) return { jobs: purged, position };
        signal.throwIfAborted();
      }
    });
  }

  enqueue(request: EnqueueRequestInit, options?: CallOptions): Promise<EnqueueResponse> {
    return this.#parts.scope.run(options, async () => {
      const { marks, operation: enqueue } = unmarked(request);
      const { position, results } = await this.#parts.commits.commit({ operations: [{ enqueue }], ...marks }, options);
      return { position, jobs: results[0]?.jobs ?? [] };
    });
  }

  reserve(request: ReserveRequestInit, options?: CallOptions): Promise<ReserveResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const checked = checkReserve(request);
      if (checked.leaving) return this.#leave(checked, options);
      const isUnmade = this.#isUnmade(checked.queue);
      const waitedMs = isUnmade ? await this.#whenDeadLettersAre(checked, options, signal) : 0;
      if (waitedMs === undefined) return withoutJobs(false);
      return this.#reserve({ ...checked, waitMs: Math.max(0, checked.waitMs - waitedMs) }, options, signal);
    });
  }

  settle(request: SettleRequestInit, options?: CallOptions): Promise<SettleResponse> {
    return this.#parts.scope.run(options, async () => {
      const { queue, outcomes } = checkSettle(request);
      const { sequencer, durability } = this.#parts;
      const asked = request.durability ?? "unspecified";
      const mode = asked === "unspecified" ? durability : asked;
      const intent = new SettleIntent(this.#queues, mode, queue, outcomes);
      const { position, lost } = await sequencer.submit(intent, options?.caller);
      return { position, lost: [...lost] };
    });
  }

  extend(request: ExtendRequestInit, options?: CallOptions): Promise<ExtendResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const checked = checkExtend(request);
      const queue = this.#queues.find(checked.queue);
      if (queue !== undefined) {
        const nowMs = this.#parts.sequencer.nowMs();
        this.#queues.workers.seen(checked.workerId, nowMs);
        extendLeases(queue, checked, nowMs);
        const { lost, cancelled } = newsOfLeases(queue, checked.leases);
        const offsets = new Set(checked.leases.map(({ job }) => offsetOf(job)));
        if (checked.waitMs > 0 && lost.length === 0 && cancelled.length === 0)
          await queue.watches.wait(offsets, this.#parts.scope.clock, checked.waitMs, signal);
      }
      return this.#tellNews(checked);
    });
  }

  getJob(request: GetJobRequestInit, options?: CallOptions): Promise<GetJobResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue: name, job, atLeast, waitMs } = checkGetJob(request);
      if (waitMs > 0) await aside(options, this.#whenEnded(name, job, atLeast, waitMs, signal));
      return this.#read(this.#reach(atLeast, signal, options), async () => {
        const queue = this.#queues.get(name);
        const offset = offsetOf(job);
        if (queue.jobs.stateOf(offset) === undefined) throw this.#missing(name, job, offset);
        return { job: await describeJob(queue, offset, this.#queues.workers, this.#parts.reader) };
      });
    });
  }

  listJobs(request: ListJobsRequestInit, options?: CallOptions): Promise<ListJobsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const checked = checkListJobs(request);
      const asked = askedOf(checked);
      return this.#read(this.#reach(checked.atLeast, signal, options), async () => {
        const queue = this.#queues.get(checked.queue);
        const { uuid } = queue.state;
        const after = readJobsToken(checked.pageToken, uuid, asked);
        const first = Math.max(after + 1, checked.fromJob === "" ? 0 : offsetOf(checked.fromJob), 0);
        const { jobs, lookedAtTo } = await listJobs(queue, checked, first, this.#queues.workers, this.#parts);
        return { jobs, nextPageToken: lookedAtTo === undefined ? "" : writeJobsToken(uuid, asked, lookedAtTo) };
      });
    });
  }

  cancelJob(request: CancelJobRequestInit, options?: CallOptions): Promise<CancelJobResponse> {
    return this.#wish(request, "cancel", options);
  }

  async runJob(request: RunJobRequestInit, options?: CallOptions): Promise<RunJobResponse> {
    const { position } = await this.#wish(request, "run", options);
    return { position };
  }

  async retryJob(request: RetryJobRequestInit, options?: CallOptions): Promise<RetryJobResponse> {
    if (request.edit !== undefined) return this.#retryEdited(request, options);
    const { position } = await this.#wish(request, "retry", options);
    return { job: request.job ?? "", position };
  }

  async removeJob(request: RemoveJobRequestInit, options?: CallOptions): Promise<RemoveJobResponse> {
    const { position } = await this.#wish(request, "remove", options);
    return { position };
  }

  explainJob(request: ExplainJobRequestInit, options?: CallOptions): Promise<ExplainJobResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue, job, atLeast } = checkExplainJob(request);
      const { waiters, sequencer } = this.#parts;
      return this.#read(this.#reach(atLeast, signal, options), async () =>
        explain(this.#queues.get(queue), job, waiters, sequencer.nowMs()),
      );
    });
  }

  listWorkers(request: ListWorkersRequestInit, options?: CallOptions): Promise<ListWorkersResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue, atLeast } = checkGetQueue(request);
      const { waiters } = this.#parts;
      return this.#read(this.#reach(atLeast, signal, options), async () => ({
        workers: listWorkers(this.#queues.get(queue), this.#queues.workers, waiters),
      }));
    });
  }

  /** That leases are held waits for no sync but their own: nothing that was ordered since has ended them. */
  async #tellNews({ queue, leases }: CheckedExtend): Promise<ExtendResponse> {
    const { sequencer } = this.#parts;
    const found = this.#queues.find(queue);
    const now = found && newsOfLeases(found, leases);
    const isQuiet = now !== undefined && now.lost.length === 0 && now.cancelled.length === 0;
    if (isQuiet) await sequencer.whenVisible(now.madeAt);
    const { madeAt: _, ...news } = isQuiet
      ? now
      : await this.#read(undefined, async () => newsOfLeases(this.#queues.get(queue), leases));
    return news;
  }

  get #queues(): QueueHeads["queues"] {
    return this.#parts.heads.queues;
  }

  #retryEdited(request: RetryJobRequestInit, options: CallOptions | undefined): Promise<RetryJobResponse> {
    const { sequencer, reader, heads } = this.#parts;
    return this.#parts.scope.run(options, async () => {
      const { queue: name, job, edit = {} } = checkRetryJob(request, sequencer.nowMs());
      const { queue, old } = await this.#read(undefined, async () => {
        const queue = this.#queues.get(name);
        checkedState(queue, job, "retry");
        const ownAttempts = queue.jobs.slots.maxAttempts[queue.jobs.slots.find(offsetOf(job))] ?? 0;
        const told = await describeJob(queue, offsetOf(job), this.#queues.workers, reader);
        return { queue, old: { ...told, ownAttempts } };
      });
      const edited = jobInPlaceOf(old, edit, sequencer.nowMs());
      return sequencer.submit(new RetryEditedIntent(heads, queue, offsetOf(job), edited), options?.caller);
    });
  }

  /** What is read of the table is told once everything that was ordered before is durable. */
  async #read<Answer>(reached: Promise<void> | undefined, read: () => Promise<Answer>): Promise<Answer> {
    const { sequencer } = this.#parts;
    await reached;
    await sequencer.whenVisible(this.#queues.changed);
    return read();
  }

  /** Nothing to wait for where readers see the position. */
  #reach(position: number, signal: AbortSignal, options: CallOptions | undefined): Promise<void> | undefined {
    const { sequencer } = this.#parts;
    if (position <= sequencer.visiblePosition) return undefined;
    return aside(options, sequencer.whenVisible(position, signal));
  }

  /** Waits for a job to end or be removed, or for the time to be over. */
  async #whenEnded(name: string, job: string, atLeast: number, waitMs: number, signal: AbortSignal): Promise<void> {
    const { sequencer, ends, scope } = this.#parts;
    await sequencer.whenVisible(atLeast, signal);
    const endMs = scope.clock.monotonicMs() + waitMs;
    for (;;) {
      const queue = this.#queues.find(name);
      const state = queue?.jobs.stateOf(offsetOf(job));
      const leftMs = endMs - scope.clock.monotonicMs();
      if (queue === undefined || state === undefined || hasEnded(state) || leftMs <= 0) return;
      await ends.wait(queue.id, WATCHER, leftMs, signal);
    }
  }

  /** Whether these are the dead letters of a group that is there and has none yet. */
  #isUnmade(queue: string): boolean {
    const group = groupOfDeadLetters(queue);
    if (group === undefined || this.#queues.find(queue) !== undefined) return false;
    return this.#parts.heads.groups.find(group) !== undefined;
  }

  /** A group that is there has its dead letters from the first one on; who asks before waits for that. Undefined: there are none yet, or the worker has left. */
  async #whenDeadLettersAre(
    request: CheckedReserve,
    options: CallOptions | undefined,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { ends, scope } = this.#parts;
    const { queue, workerId, waitMs } = request;
    const startMs = scope.clock.monotonicMs();
    for (;;) {
      const waitedMs = scope.clock.monotonicMs() - startMs;
      if (!this.#isUnmade(queue)) return waitedMs;
      if (waitedMs >= waitMs) return undefined;
      const waiting = ends.wait(UNMADE, { ...WATCHER, workerId }, waitMs - waitedMs, signal);
      if (await aside(options, waiting)) return undefined;
    }
  }

  /** The worker's reserves that wait are answered without jobs. */
  async #leave({ queue: name, workerId }: CheckedReserve, options: CallOptions | undefined): Promise<ReserveResponse> {
    const { sequencer, ends, waiters } = this.#parts;
    ends.leave(UNMADE, workerId);
    if (this.#isUnmade(name)) return withoutJobs(false);
    // Those that came before this one have found no jobs by then, and wait.
    const { id, state } = await sequencer.submit(new LeaveIntent(this.#queues, name), options?.caller);
    waiters.leave(id, workerId);
    return withoutJobs(state.paused);
  }

  async #reserve(
    request: CheckedReserve,
    options: CallOptions | undefined,
    signal: AbortSignal,
  ): Promise<ReserveResponse> {
    const { sequencer, reader, waiters, clock, scope } = this.#parts;
    const endMs = scope.clock.monotonicMs() + request.waitMs;
    const seenMs = sequencer.nowMs();
    for (;;) {
      const intent = new ReserveIntent(this.#queues, request);
      const outcome = await sequencer.submit(intent, options?.caller);
      const { queue, runs, position, leaseMs } = outcome;
      this.#queues.workers.seen(request.workerId, seenMs);
      if (runs.length > 0) {
        const jobs = await reservedJobs(outcome, reader);
        // Whoever asked has gone meanwhile: the jobs need not wait for the end of leases that nobody knows of.
        if (signal.aborted) await this.#giveBack(outcome);
        this.#recordWaits(jobs);
        return { jobs, position, paused: false, leaseMs };
      }
      const leftMs = endMs - scope.clock.monotonicMs();
      if (leftMs <= 0) return withoutJobs(queue.state.paused);
      const waiting = waiters.wait(queue.id, { ...request, seenMs }, leftMs, signal);
      clock.look(queue);
      if (await aside(options, waiting)) return withoutJobs(queue.state.paused);
    }
  }

  #recordWaits(jobs: readonly ReservedJob[]): void {
    const nowMs = this.#parts.sequencer.nowMs();
    for (const { attempt, enqueuedAt } of jobs)
      if (attempt === 1 && enqueuedAt !== undefined) this.#waits.record(Math.max(0, nowMs - enqueuedAt));
  }

  /** Ends leases as if they had never been. */
  async #giveBack({ queue, runs, position }: ReserveOutcome): Promise<void> {
    const texts = { result: undefined, error: "", stack: "" };
    const end = { kind: "released" } as const;
    const outcomes = runs.flatMap(({ start, end: until }) =>
      Array.from({ length: until - start }, (_, at) => ({
        job: String(start + at),
        lease: String(position),
        end,
        ...texts,
      })),
    );
    const { sequencer } = this.#parts;
    await sequencer.submit(new SettleIntent(this.#queues, "always", queue.state.name, outcomes));
  }

  #missing(queue: string, job: string, offset: number): FlowMeshError {
    if (!this.#parts.reader.isLost(queue, offset)) return new FlowMeshError("job_not_found", { queue, job });
    return new FlowMeshError("job_damaged", { queue, job, problem: "what enqueued it is damaged" });
  }

  /** The queue as the change made it; without jobs when it was deleted meanwhile. */
  async #changed({ position, state }: QueueOutcome): Promise<{ queue: Queue; position: number }> {
    const queue = this.#queues.find(state.name);
    const jobs = queue?.id === state.id ? queue.jobs : new QueueJobs();
    return { queue: await describeQueue({ state, jobs }, this.#parts.reader), position };
  }

  async #change(
    name: string,
    change: QueueChange,
    options: CallOptions | undefined,
  ): Promise<{ queue: Queue; position: number }> {
    const intent = new ChangeQueueIntent(this.#parts.heads, name, change);
    return this.#changed(await this.#parts.sequencer.submit(intent, options?.caller));
  }

  #setPaused(
    request: PauseQueueRequestInit,
    paused: boolean,
    options: CallOptions | undefined,
  ): Promise<{ position: number }> {
    return this.#parts.scope.run(options, async () => {
      const { position } = await this.#change(checkQueueName(request.queue), { paused }, options);
      return { position };
    });
  }

  #wish(
    request: { readonly queue?: string | undefined; readonly job?: string | undefined },
    wish: JobWish,
    options: CallOptions | undefined,
  ): ReturnType<JobIntent["order"]> extends infer Outcome ? Promise<Outcome> : never {
    return this.#parts.scope.run(options, async () => {
      const intent = new JobIntent(this.#queues, checkJobOf(request), wish);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  #describe(queue: NamedQueue): Promise<Queue> {
    return describeQueue(queue, this.#parts.reader);
  }
}
