import type { BulkOperation, StartOperationRequestInit } from "@flowmesh/contract";
import { StartOperationRequest } from "@flowmesh/contract";
import { jobId } from "../../lineage/lineage-id.ts";
import type { LineageThing } from "../../lineage/lineage-source.ts";
import type { CheckedOperation } from "../../operations/check-operation-requests.ts";
import { recordInPlaceOf } from "../../operations/edit-job.ts";
import { isMeant } from "../../operations/job-filter.ts";
import {
  afterAdvance,
  begunOperation,
  nextMove,
  type OperationProgress,
  roomOfStep,
  tooManyFailed,
  waitsFor,
} from "../../operations/operation-rules.ts";
import { rateAfter, rateOpensMs, rateRoom } from "../../queues/hand-out.ts";
import { limitKeyOf } from "../../queues/limit-key.ts";
import type { ModelJob } from "./model-job.ts";
import type { ModelQueue } from "./model-queue.ts";

/** Jobs that one step changes at most. */
const stepJobs = 500;

interface JobAhead {
  readonly job: ModelJob;
  readonly leases: number;
}

/** An operation of the model: the jobs that were there when it began, one after the other. */
export class ModelOperation {
  readonly id: number;
  readonly position: number;
  readonly asked: CheckedOperation;
  progress: OperationProgress = begunOperation;
  readonly #queue: ModelQueue;
  readonly #request: StartOperationRequest;
  readonly #startedBy: string;
  readonly #startedMs: number;
  readonly #total: number;
  /** Jobs that it has not come to, and how often each had been taken when it began. */
  #ahead: readonly JobAhead[];
  readonly #endsBefore: number;
  #made: LineageThing[] = [];
  #retried: LineageThing[] = [];

  constructor(
    queue: ModelQueue,
    { asked, request, startedBy }: { asked: CheckedOperation; request: StartOperationRequestInit; startedBy: string },
    position: number,
    nowMs: number,
  ) {
    const { filter } = asked;
    this.id = queue.nextOperation++;
    this.position = position;
    this.asked = asked;
    this.#queue = queue;
    const told = { ...request, filter: { ...request.filter, state: filter.state } };
    this.#request = StartOperationRequest.decode(StartOperationRequest.encode(told));
    this.#startedBy = startedBy;
    this.#startedMs = nowMs;
    const jobs = queue.jobs.filter((job) => queue.stateOf(job, nowMs) === filter.state).sort((a, b) => a.id - b.id);
    this.#ahead = jobs.map((job) => ({ job, leases: job.leases }));
    this.#endsBefore = queue.ends;
    this.#total = this.#ahead.length;
  }

  /** Jobs that it would change. */
  meant(nowMs: number): ModelJob[] {
    const meant = this.#ahead.filter((ahead) => this.#isMeant(ahead, nowMs)).map(({ job }) => job);
    return meant.filter((job) => this.#replacement(job, nowMs) !== undefined);
  }

  get hasEnded(): boolean {
    return this.progress.state === "done" || this.progress.state === "stopped";
  }

  /** When its rate allows the next job. */
  opensMs(nowMs: number): number {
    const isWaiting = this.progress.state === "running" && this.#ahead.length > 0;
    return isWaiting
      ? rateOpensMs(this.asked.rate, { fullMs: this.progress.rateFullMs }, nowMs)
      : Number.POSITIVE_INFINITY;
  }

  end(state: "done" | "stopped", stateReason: string, endedMs: number): void {
    this.progress = { ...this.progress, state, stateReason, endedMs };
  }

  /** Goes on as far as it may. Says whether anything was changed. */
  advance(target: ModelQueue | undefined, nowMs: number): boolean {
    let isChanged = false;
    while (this.progress.state === "running") {
      const first = this.#ahead.findIndex((ahead) => this.#isMeant(ahead, nowMs));
      this.#ahead = first < 0 ? [] : this.#ahead.slice(first);
      const move = nextMove(this.asked, this.progress, this.#ahead.length === 0);
      if (move === "wait" || (move === "take" && this.#room(nowMs) === 0)) return isChanged;
      isChanged = true;
      if (move === "advance") this.progress = afterAdvance(this.progress);
      else if (move === "finish") this.end("done", "", nowMs);
      else if (move === "stop")
        this.end("stopped", tooManyFailed(this.progress, this.asked.stopOnFailurePercent ?? 0), nowMs);
      else if (this.asked.toQueue !== "" && target === undefined)
        this.end("stopped", `queue ${this.asked.toQueue} is gone`, nowMs);
      else for (const job of this.#next(nowMs)) this.#take(job, target ?? this.#queue, nowMs);
    }
    return isChanged;
  }

  /** As many jobs as it may take, all of which are meant before the first of them is changed. */
  #next(nowMs: number): ModelJob[] {
    const next = this.#ahead.filter((ahead) => this.#isMeant(ahead, nowMs)).slice(0, this.#room(nowMs));
    this.#ahead = this.#ahead.filter((ahead) => !next.includes(ahead));
    return next.map(({ job }) => job);
  }

  /** The jobs that it made, and those that it had tried again, since this was asked last. */
  takeDone(): { readonly made: readonly LineageThing[]; readonly retried: readonly LineageThing[] } {
    const done = { made: this.#made, retried: this.#retried };
    [this.#made, this.#retried] = [[], []];
    return done;
  }

  describe(): BulkOperation {
    const { filter, edit, toQueue, rate, ramp, stopOnFailurePercent, reason, action } = this.#request;
    const { stateReason, endedMs, step, changed, succeeded, failedAgain, givenUp, skipped, state } = this.progress;
    const isWaiting = state === "running" && nextMove(this.asked, this.progress, this.#ahead.length === 0) === "wait";
    return {
      queue: this.#queue.name,
      operation: String(this.id),
      ...{ action, filter, edit, toQueue, rate, ramp, stopOnFailurePercent, reason, state },
      stateReason: isWaiting ? waitsFor(this.progress) : stateReason,
      startedBy: this.#startedBy,
      startedAt: this.#startedMs,
      endedAt: endedMs === 0 ? undefined : endedMs,
      total: this.#total,
      ...{ changed, succeeded, failedAgain, givenUp, skipped },
      left: state === "done" ? 0 : this.#ahead.length,
      step: ramp.length === 0 ? 0 : step + 1,
    };
  }

  #room(nowMs: number): number {
    const { rate } = this.asked;
    return Math.min(
      roomOfStep(this.asked, this.progress),
      rateRoom(rate, { fullMs: this.progress.rateFullMs }, nowMs),
      stepJobs,
    );
  }

  /** One that a worker had, or that ended, since it began is not its own any more. */
  #isMeant({ job, leases }: JobAhead, nowMs: number): boolean {
    const { filter, action } = this.asked;
    if (job.leases !== leases || (job.ended?.number ?? 0) > this.#endsBefore) return false;
    if (action === "cancel" && job.cancelling) return false;
    const { fromJob, toJob, state } = filter;
    const isThere = this.#queue.jobs.includes(job) && this.#queue.stateOf(job, nowMs) === state;
    const isInRange = job.id >= Number(fromJob) && (toJob === "" || job.id < Number(toJob));
    return isThere && isInRange && isMeant(filter, this.#queue.describeJob(job, nowMs));
  }

  /** The record that takes its place, or its own; undefined when there is to be another and cannot. */
  #replacement(job: ModelJob, nowMs: number): ModelJob["record"] | undefined {
    const { edit, toQueue } = this.asked;
    if (edit === undefined && toQueue === "") return job.record;
    const told = this.#queue.describeJob(job, nowMs);
    return recordInPlaceOf(toQueue === "" ? told.job : `${this.#queue.name}#${told.job}`, told, edit, nowMs);
  }

  #take(job: ModelJob, target: ModelQueue, nowMs: number): void {
    const record = this.#replacement(job, nowMs);
    if (record === undefined) {
      this.progress = { ...this.progress, skipped: this.progress.skipped + 1 };
      return;
    }
    const { action, rate } = this.asked;
    if (record !== job.record) this.#replace(job, record, target, nowMs);
    else if (action === "remove") this.#queue.remove(job);
    else if (action === "cancel") this.#queue.cancel(job, nowMs);
    else this.#queue.run(job);
    if (action === "retry" && record === job.record) {
      job.operation = this;
      this.#retried.push({ id: jobId(this.#queue.name, job.id), resource: this.#queue.id });
    }
    this.progress = {
      ...this.progress,
      changed: this.progress.changed + 1,
      stepChanged: this.progress.stepChanged + 1,
      rateFullMs: rateAfter(rate, { fullMs: this.progress.rateFullMs }, 1, nowMs).fullMs,
    };
  }

  #replace(job: ModelJob, record: ModelJob["record"], target: ModelQueue, nowMs: number): void {
    const { priority, orderingKey, maxAttempts, dueMs } = job;
    const isDelayed = this.asked.action === "move" && this.#queue.stateOf(job, nowMs) === "delayed";
    const id = target.nextId;
    const times = { delayMs: undefined, runAtMs: isDelayed ? dueMs : undefined };
    const replacement = { record, priority, orderingKey, maxAttempts, dedupeId: "", ...times };
    target.enqueue(replacement, id, limitKeyOf(target.rules, replacement), nowMs);
    this.#made.push({ id: jobId(target.name, id), resource: target.id });
    if (this.asked.action === "retry") target.get(String(id)).operation = this;
    this.#queue.remove(job);
  }
}
