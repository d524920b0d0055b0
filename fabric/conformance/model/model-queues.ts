import type {
  CallOptions,
  CancelJobRequestInit,
  CancelJobResponse,
  CommitRequestInit,
  CommitResponse,
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
  JobState,
  ListJobsRequestInit,
  ListJobsResponse,
  ListQueuesRequestInit,
  ListQueuesResponse,
  ListWorkersRequestInit,
  ListWorkersResponse,
  NewJobInit,
  PauseQueueRequestInit,
  PauseQueueResponse,
  PurgeQueueRequestInit,
  PurgeQueueResponse,
  QueuesService,
  RemoveJobRequestInit,
  RemoveJobResponse,
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
import { checkListStreams } from "../../check-requests.ts";
import { FlowMeshError } from "../../errors.ts";
import { readJobsToken, writeJobsToken, writeListToken } from "../../page-token.ts";
import { checkQueueName, groupOfDeadLetters } from "../../queues/check-job-operations.ts";
import {
  askedOf,
  type CheckedReserve,
  checkCreateQueue,
  checkDeleteQueue,
  checkExplainJob,
  checkExtend,
  checkGetJob,
  checkGetQueue,
  checkJobOf,
  checkListJobs,
  checkPurgeQueue,
  checkReserve,
  checkSettle,
  checkUpdateQueue,
} from "../../queues/check-queue-requests.ts";
import { explainJob } from "../../queues/explain-job.ts";
import { limitKeyOf } from "../../queues/limit-key.ts";
import { checkRetryJob, jobInPlaceOf } from "../../queues/retry-job.ts";
import { checkRevision, limitExceeded } from "../../refusals.ts";
import { unmarked } from "../../unmarked.ts";
import type { ModelCalls } from "./model-calls.ts";
import { ModelQueue } from "./model-queue.ts";
import type { ModelState } from "./model-state.ts";
import { checkJobs, queueOf } from "./queues-draft.ts";

/** Queues of a model. */
export class ModelQueues implements QueuesService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>;
  /** Reserves under way. */
  readonly #waiting = new Set<CheckedReserve>();
  /** Of those reserves that wait, whose worker has left. */
  readonly #left = new Set<CheckedReserve>();
  #cancel: () => void = () => undefined;
  #tellChanged: (() => void) | undefined;

  constructor(
    state: ModelState,
    calls: ModelCalls,
    commit: (request: CommitRequestInit, options?: CallOptions) => Promise<CommitResponse>,
  ) {
    this.#state = state;
    this.#calls = calls;
    this.#commit = commit;
    for (const queue of state.queues.values()) queue.restarted(this.#nowMs);
    this.#arm();
  }

  createQueue(request: CreateQueueRequestInit, options?: CallOptions): Promise<CreateQueueResponse> {
    return this.#calls.run("createQueue", options, async () => {
      const { queue: name, settings } = checkCreateQueue(request);
      const { queues, limits } = this.#state;
      this.#state.checkRoom();
      if (queues.has(name)) throw new FlowMeshError("queue_exists", { queue: name });
      const [value, limit] = [queues.size + 1, limits.queues];
      if (value > limit) throw limitExceeded("queues", "the number of queues", value, limit);
      this.#state.takePosition(true);
      const queue = new ModelQueue(name, settings, this.#state.position, this.#nowMs);
      queues.set(name, queue);
      return { queue: queue.describe(this.#nowMs), position: queue.revision };
    });
  }

  getQueue(request: GetQueueRequestInit, options?: CallOptions): Promise<GetQueueResponse> {
    return this.#calls.run("getQueue", options, async (signal) => {
      const { queue, atLeast } = checkGetQueue(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      return { queue: this.#queue(queue).describe(this.#nowMs) };
    });
  }

  listQueues(request: ListQueuesRequestInit, options?: CallOptions): Promise<ListQueuesResponse> {
    return this.#calls.run("listQueues", options, async (signal) => {
      const { pageSize, prefix, after, atLeast } = checkListStreams(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const names = [...this.#state.queues.keys()].filter((name) => name > after && name.startsWith(prefix)).sort();
      const page = names.slice(0, pageSize);
      const nextPageToken = names.length > page.length ? writeListToken(prefix, page.at(-1)!) : "";
      return { queues: page.map((name) => this.#queue(name).describe(this.#nowMs)), nextPageToken };
    });
  }

  updateQueue(request: UpdateQueueRequestInit, options?: CallOptions): Promise<UpdateQueueResponse> {
    return this.#calls.run("updateQueue", options, async () => {
      const { queue: name, settings, expectedRevision } = checkUpdateQueue(request);
      this.#state.checkRoom();
      const queue = this.#expect(name, expectedRevision);
      queue.change(settings, this.#nowMs);
      return { queue: this.#changed(queue).describe(this.#nowMs), position: queue.revision };
    });
  }

  deleteQueue(request: DeleteQueueRequestInit, options?: CallOptions): Promise<DeleteQueueResponse> {
    return this.#calls.run("deleteQueue", options, async () => {
      const { queue: name, expectedRevision } = checkDeleteQueue(request);
      this.#expect(name, expectedRevision);
      this.#state.queues.delete(name);
      return { position: this.#written() };
    });
  }

  pauseQueue(request: PauseQueueRequestInit, options?: CallOptions): Promise<PauseQueueResponse> {
    return this.#calls.run("pauseQueue", options, async () => this.#setPaused(request, true));
  }

  resumeQueue(request: ResumeQueueRequestInit, options?: CallOptions): Promise<ResumeQueueResponse> {
    return this.#calls.run("resumeQueue", options, async () => this.#setPaused(request, false));
  }

  purgeQueue(request: PurgeQueueRequestInit, options?: CallOptions): Promise<PurgeQueueResponse> {
    return this.#calls.run("purgeQueue", options, async () => {
      const { queue: name, states } = checkPurgeQueue(request);
      const queue = this.#queue(name);
      const purged = queue.jobs.filter((job) => states.includes(queue.stateOf(job, this.#nowMs)));
      for (const job of purged) queue.remove(job);
      return { jobs: purged.length, position: purged.length > 0 ? this.#written() : this.#state.position };
    });
  }

  async enqueue(request: EnqueueRequestInit, options?: CallOptions): Promise<EnqueueResponse> {
    const { marks, operation: enqueue } = unmarked(request);
    const { position, results } = await this.#commit({ operations: [{ enqueue }], ...marks }, options);
    return { position, jobs: results[0]?.jobs ?? [] };
  }

  reserve(request: ReserveRequestInit, options?: CallOptions): Promise<ReserveResponse> {
    return this.#calls.run("reserve", options, async (signal) => {
      const checked = checkReserve(request);
      const { queues, groups } = this.#state;
      const isThere = (): boolean => queues.has(checked.queue) || !groups.has(groupOfDeadLetters(checked.queue) ?? "");
      if (checked.leaving) return this.#leave(checked, isThere());
      await this.#whileWaiting(checked, signal, isThere);
      if (!isThere()) return { jobs: [], position: 0, paused: false, leaseMs: 0 };
      const known = this.#queue(checked.queue);
      this.#state.checkRoom();
      known.seenMs.set(checked.workerId, this.#nowMs);
      let answer: ReserveResponse = { jobs: [], position: 0, paused: known.paused, leaseMs: 0 };
      const tryToReserve = (): boolean => {
        const queue = this.#queue(checked.queue);
        if (queue !== known) throw new FlowMeshError("queue_not_found", { queue: checked.queue });
        const jobs = queue.reserve(checked, String(this.#state.position + 1), this.#nowMs);
        const leaseMs = jobs.length > 0 ? checked.leaseMs || queue.rules.leaseMs : 0;
        const paused = jobs.length === 0 && queue.paused;
        answer = { jobs, position: jobs.length > 0 ? this.#written() : 0, paused, leaseMs };
        return jobs.length > 0;
      };
      if (tryToReserve() || checked.waitMs === 0) return answer;
      this.#checkWaiting(checked.queue);
      await this.#whileWaiting(checked, signal, tryToReserve);
      return answer;
    });
  }

  /** Until the condition holds, the worker has left or the time of its reserve is over. */
  async #whileWaiting(reserve: CheckedReserve, signal: AbortSignal, condition: () => boolean): Promise<void> {
    this.#waiting.add(reserve);
    try {
      await this.#calls.until(() => this.#left.has(reserve) || condition(), signal, reserve.waitMs);
    } finally {
      this.#waiting.delete(reserve);
      this.#left.delete(reserve);
    }
  }

  #leave({ queue, workerId }: CheckedReserve, isThere: boolean): ReserveResponse {
    const paused = isThere && this.#queue(queue).paused;
    for (const waiting of this.#waiting)
      if (waiting.queue === queue && waiting.workerId === workerId) this.#left.add(waiting);
    this.changed();
    return { jobs: [], position: 0, paused, leaseMs: 0 };
  }

  settle(request: SettleRequestInit, options?: CallOptions): Promise<SettleResponse> {
    return this.#calls.run("settle", options, async () => {
      const { queue: name, outcomes } = checkSettle(request);
      const { lost, isChange, apply } = this.#queue(name).settle(outcomes, false, this.#nowMs);
      const [first] = lost;
      if (first !== undefined && lost.length === outcomes.length) throw first;
      if (isChange) this.#state.checkRoom();
      apply();
      const position = isChange ? this.#written() : this.#state.position;
      return { position, lost: lost.map(({ details }) => String(details.job)) };
    });
  }

  extend(request: ExtendRequestInit, options?: CallOptions): Promise<ExtendResponse> {
    return this.#calls.run("extend", options, async (signal) => {
      const checked = checkExtend(request);
      this.#queue(checked.queue).extend(checked, this.#nowMs);
      this.#arm();
      const isNews = (): boolean => this.#state.queues.get(checked.queue)?.hasNews(checked.leases) ?? true;
      await this.#calls.until(isNews, signal, checked.waitMs);
      const { lost, cancelled, endsMs } = this.#queue(checked.queue).newsOf(checked.leases);
      return { lost, cancelled, leasesEndAt: endsMs === Number.POSITIVE_INFINITY ? undefined : endsMs };
    });
  }

  getJob(request: GetJobRequestInit, options?: CallOptions): Promise<GetJobResponse> {
    return this.#calls.run("getJob", options, async (signal) => {
      const { queue: name, job, atLeast, waitMs } = checkGetJob(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const hasEnded = (): boolean => {
        const found = this.#state.queues.get(name)?.jobs.find(({ id }) => String(id) === job);
        return found === undefined || found.ended !== undefined;
      };
      await this.#calls.until(hasEnded, signal, waitMs);
      const queue = this.#queue(name);
      return { job: queue.describeJob(queue.get(job), this.#nowMs) };
    });
  }

  listJobs(request: ListJobsRequestInit, options?: CallOptions): Promise<ListJobsResponse> {
    return this.#calls.run("listJobs", options, async (signal) => {
      const checked = checkListJobs(request);
      await this.#calls.until(() => this.#state.position >= checked.atLeast, signal);
      const queue = this.#queue(checked.queue);
      const after = readJobsToken(checked.pageToken, queue.id, askedOf(checked));
      const { jobs, lastSeen } = queue.page(checked, after, this.#nowMs);
      return {
        jobs,
        nextPageToken: lastSeen === undefined ? "" : writeJobsToken(queue.id, askedOf(checked), lastSeen),
      };
    });
  }

  cancelJob(request: CancelJobRequestInit, options?: CallOptions): Promise<CancelJobResponse> {
    return this.#calls.run("cancelJob", options, async () => {
      const { queue, job, state } = this.#jobIn(request, "cancelled", [
        "waiting",
        "delayed",
        "active",
        "retrying",
        "cancelled",
      ]);
      if (state === "cancelled") return { state, position: this.#state.position };
      queue.cancel(job, this.#nowMs);
      return { state: queue.stateOf(job, this.#nowMs), position: this.#written() };
    });
  }

  runJob(request: RunJobRequestInit, options?: CallOptions): Promise<RunJobResponse> {
    return this.#calls.run("runJob", options, async () => {
      const { queue, job, state } = this.#jobIn(request, "run at once", ["waiting", "delayed", "retrying"]);
      // One that its ordering key holds back may have a time of its own to wait for.
      if (state === "waiting" && job.dueMs <= this.#nowMs) return { position: this.#state.position };
      queue.run(job);
      return { position: this.#written() };
    });
  }

  retryJob(request: RetryJobRequestInit, options?: CallOptions): Promise<RetryJobResponse> {
    return this.#calls.run("retryJob", options, async () => {
      const { edit } = checkRetryJob(request, this.#nowMs);
      const { queue, job } = this.#jobIn(request, "tried again", ["dead", "cancelled"]);
      this.#state.checkRoom();
      if (edit !== undefined) return this.#retryEdited(queue, job, edit);
      queue.run(job);
      return { job: String(job.id), position: this.#written() };
    });
  }

  removeJob(request: RemoveJobRequestInit, options?: CallOptions): Promise<RemoveJobResponse> {
    return this.#calls.run("removeJob", options, async () => {
      const anyButActive: JobState[] = ["waiting", "delayed", "retrying", "done", "dead", "cancelled"];
      const { queue, job } = this.#jobIn(request, "removed", anyButActive);
      queue.remove(job);
      return { position: this.#written() };
    });
  }

  explainJob(request: ExplainJobRequestInit, options?: CallOptions): Promise<ExplainJobResponse> {
    return this.#calls.run("explainJob", options, async (signal) => {
      const { queue: name, job: id, atLeast } = checkExplainJob(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const queue = this.#queue(name);
      const waits = [...this.#waiting].some((waiting) => waiting.queue === name);
      return explainJob({ ...queue.situation(queue.get(id), this.#nowMs, waits), nowMs: this.#nowMs });
    });
  }

  listWorkers(request: ListWorkersRequestInit, options?: CallOptions): Promise<ListWorkersResponse> {
    return this.#calls.run("listWorkers", options, async (signal) => {
      const { queue: name, atLeast } = checkGetQueue(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const queue = this.#queue(name);
      const waiting = [...this.#waiting].filter((each) => each.queue === name);
      const holders = queue.jobs.flatMap(({ lease }) => lease ?? []);
      const labels = new Map([...waiting, ...holders].map(({ workerId, label }) => [workerId, label]));
      const workers = [...labels].sort().map(([workerId, label]) => ({
        workerId,
        label,
        jobs: queue.jobs.filter(({ lease }) => lease?.workerId === workerId).map(({ id }) => String(id)),
        waiting: waiting.some((each) => each.workerId === workerId),
        lastSeenAt: queue.seenMs.get(workerId),
      }));
      return { workers };
    });
  }

  /** Has this called when something of the queues was written. */
  whenChanged(tell: () => void): void {
    this.#tellChanged = tell;
  }

  /** Something of the queues was written: sets the alarm for what comes next. */
  changed(): void {
    this.#calls.changed();
    this.#arm();
    this.#tellChanged?.();
  }

  /** A queue as it is at this moment. @throws FlowMeshError `queue_not_found` */
  present(name: string): ModelQueue {
    return this.#queue(name);
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  /** As it is at this moment. */
  #queue(name: string): ModelQueue {
    const queue = queueOf(this.#state.queues, name);
    if (queue.pass(this.#nowMs)) this.#written();
    return queue;
  }

  #retryEdited(queue: ModelQueue, job: ModelQueue["jobs"][number], edit: NewJobInit): RetryJobResponse {
    const nowMs = this.#nowMs;
    const old = { ...queue.describeJob(job, nowMs), ownAttempts: job.maxAttempts };
    const edited = jobInPlaceOf(old, edit, nowMs);
    const { id } = queue.place("", new Map(), nowMs);
    checkJobs(queue.name, id + 1, this.#state.limits.queueJobs);
    const limitKey = limitKeyOf(queue.rules, edited);
    queue.remove(job);
    queue.enqueue(edited, id, limitKey, nowMs);
    return { job: String(id), position: this.#written() };
  }

  #expect(name: string, expected: number | undefined): ModelQueue {
    const queue = this.#queue(name);
    checkRevision("queue", name, queue.revision, expected);
    return queue;
  }

  #setPaused({ queue: name }: PauseQueueRequestInit, paused: boolean): { position: number } {
    const queue = this.#queue(checkQueueName(name));
    if (queue.paused === paused) return { position: this.#state.position };
    queue.paused = paused;
    return { position: this.#changed(queue).revision };
  }

  #changed(queue: ModelQueue): ModelQueue {
    queue.revision = this.#written();
    return queue;
  }

  #checkWaiting(queue: string): void {
    const limit = this.#state.limits.waitingReserves;
    const waiting = [...this.#waiting].filter((each) => each.queue === queue).length;
    if (waiting >= limit) throw new FlowMeshError("overloaded", { what: "the number of waiting reserves", limit });
  }

  /** Position of what was just written. */
  #written(): number {
    this.#state.takePosition(false);
    this.changed();
    return this.#state.position;
  }

  #jobIn(
    request: { readonly queue?: string | undefined; readonly job?: string | undefined },
    wanted: string,
    states: readonly JobState[],
  ): { queue: ModelQueue; job: ModelQueue["jobs"][number]; state: JobState } {
    const { queue: name, job: id } = checkJobOf(request);
    const queue = this.#queue(name);
    const job = queue.get(id);
    const state = queue.stateOf(job, this.#nowMs);
    if (!states.includes(state)) throw new FlowMeshError("job_state_invalid", { queue: name, job: id, state, wanted });
    return { queue, job, state };
  }

  #arm(): void {
    this.#cancel();
    const nextMs = Math.min(...[...this.#state.queues.values()].map((queue) => queue.nextMs(this.#nowMs)));
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(Math.max(0, nextMs - this.#nowMs), delayMsMax);
    this.#cancel = this.#calls.clock.after(delayMs, () => this.#ring());
  }

  #ring(): void {
    if (this.#calls.isClosed) return;
    for (const queue of this.#state.queues.values()) if (queue.pass(this.#nowMs)) this.#state.takePosition(false);
    this.changed();
  }
}

/** The longest time that Node's timers take. */
const delayMsMax = 2 ** 31 - 1;
