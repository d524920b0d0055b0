import { randomInt, randomUUID } from "node:crypto";
import type { Job, JobAttempt, JobCounts, JobState, Queue, ReservedJob } from "@flowmesh/contract";
import type { CheckedDeadLetter } from "../../dead-letters/check-dead-letter.ts";
import { FlowMeshError } from "../../errors.ts";
import { isOfContent } from "../../operations/job-filter.ts";
import type { CheckedJob, CheckedOutcome } from "../../queues/check-job-operations.ts";
import type {
  CheckedExtend,
  CheckedExtension,
  CheckedListJobs,
  CheckedReserve,
} from "../../queues/check-queue-requests.ts";
import type { JobSituation, KeyUse } from "../../queues/explain-job.ts";
import { handOutRoom, type RateUse, rateAfter, rateOpensMs } from "../../queues/hand-out.ts";
import { afterLease, type EndedState, isToldAgain, type LeaseEnd, toldOtherwise } from "../../queues/job-state.ts";
import {
  changedRules,
  defaultQueueRules,
  describeRules,
  type QueueRules,
  type QueueRulesChange,
} from "../../queues/queue-settings.ts";
import { attemptOf, describeJob, describeReserved, type ModelJob, newJob, tellOperation } from "./model-job.ts";
import type { ModelOperation } from "./model-operation.ts";
import { ModelTurns } from "./model-turns.ts";

/** What became of outcomes. */
export interface ModelSettled {
  readonly lost: readonly FlowMeshError[];
  /** Something was written. */
  readonly isChange: boolean;
}

/** A queue of the model: a list of jobs, looked through for everything. */
export class ModelQueue {
  readonly name: string;
  readonly id: string = randomUUID();
  readonly createdMs: number;
  revision: number;
  paused: boolean = false;
  rules: QueueRules;
  jobs: ModelJob[] = [];
  /** When each worker was last heard of, since the start. */
  readonly seenMs: Map<string, number> = new Map();
  /** In the order in which they began. */
  operations: ModelOperation[] = [];
  nextOperation: number = 1;
  readonly #dedupeIds = new Map<string, { readonly id: number; readonly ms: number }>();
  readonly #turns = new ModelTurns();
  #rate: RateUse = { fullMs: 0 };
  #nextId = 0;
  #ends = 0;

  constructor(name: string, settings: QueueRulesChange, revision: number, nowMs: number) {
    this.name = name;
    this.createdMs = nowMs;
    this.revision = revision;
    this.rules = changedRules(defaultQueueRules, settings);
  }

  /** Ends the leases that are over, and forgets what is not kept any more. Says whether a lease ended. */
  pass(nowMs: number): boolean {
    const over = this.jobs.filter(({ lease }) => lease !== undefined && lease.endsMs <= nowMs);
    over.sort((a, b) => a.lease!.endsMs - b.lease!.endsMs || a.id - b.id);
    for (const job of over) this.#endLease(job, { kind: "expired" }, nowMs);
    this.#forget(nowMs);
    return over.length > 0;
  }

  /** The next moment at which something may change by itself. */
  nextMs(nowMs: number): number {
    const times = this.jobs.map(({ lease, dueMs, ended }) =>
      ended ? Number.POSITIVE_INFINITY : (lease?.endsMs ?? dueMs),
    );
    const later = times.filter((ms) => ms > nowMs);
    const opensMs = rateOpensMs(this.rules.rate, this.#rate, nowMs);
    const keyOpensMs = this.#turns.nextMs(this.rules, nowMs);
    return Math.min(...later, keyOpensMs, opensMs > nowMs ? opensMs : Number.POSITIVE_INFINITY);
  }

  /** Dedupe ids that do not count any more never count again, however long the window becomes. */
  change(settings: QueueRulesChange, nowMs: number): void {
    const { dedupeWindowMs } = this.rules;
    for (const [dedupeId, { ms }] of this.#dedupeIds) if (ms < nowMs - dedupeWindowMs) this.#dedupeIds.delete(dedupeId);
    this.rules = changedRules(this.rules, settings);
    if (this.rules.dedupeWindowMs === 0) this.#dedupeIds.clear();
  }

  /** The id that a job gets, or has when it is a duplicate of one that was enqueued before, or of one of those `pending`. */
  place(dedupeId: string, pending: Map<string, number>, nowMs: number): { id: number; duplicate: boolean } {
    const isOn = dedupeId !== "" && this.rules.dedupeWindowMs > 0;
    const known = isOn ? this.#dedupeIds.get(dedupeId) : undefined;
    if (known !== undefined && known.ms >= nowMs - this.rules.dedupeWindowMs) return { id: known.id, duplicate: true };
    const sibling = isOn ? pending.get(dedupeId) : undefined;
    if (sibling !== undefined) return { id: sibling, duplicate: true };
    const id = this.#nextId + (pending.get("") ?? 0);
    pending.set("", (pending.get("") ?? 0) + 1);
    if (isOn) pending.set(dedupeId, id);
    return { id, duplicate: false };
  }

  enqueue(job: CheckedJob, id: number, limitKey: string | undefined, nowMs: number): void {
    const { record, priority, orderingKey, maxAttempts, dedupeId, delayMs, runAtMs } = job;
    const dueMs = delayMs === undefined ? (runAtMs ?? 0) : nowMs + delayMs;
    this.jobs.push(newJob({ id, record, priority, orderingKey, maxAttempts, limitKey, dueMs }));
    this.#nextId = Math.max(this.#nextId, id + 1);
    if (dedupeId !== "" && this.rules.dedupeWindowMs > 0) this.#dedupeIds.set(dedupeId, { id, ms: nowMs });
  }

  /** A record that becomes a dead job. */
  bury({ job, attempts, memberId, group, error, stack }: CheckedDeadLetter, id: number, nowMs: number): void {
    this.enqueue(job, id, undefined, nowMs);
    const dead = this.get(String(id));
    const workerId = memberId === "" ? group : memberId;
    const times = { startedAt: nowMs, endedAt: nowMs };
    const attempt: JobAttempt = {
      attempt: attempts,
      workerId,
      workerLabel: "",
      ...times,
      end: "failed",
      error,
      stack,
      log: [],
    };
    Object.assign(dead, { attempts, lastWorker: workerId, history: [attempt] });
    this.#end(dead, "dead", nowMs);
    this.#forget(nowMs);
  }

  stateOf(job: ModelJob, nowMs: number): Exclude<JobState, "unspecified"> {
    if (job.ended !== undefined) return job.ended.state;
    if (job.lease !== undefined) return "active";
    if (this.#isHeld(job) || job.dueMs <= nowMs) return "waiting";
    return job.hasFailed ? "retrying" : "delayed";
  }

  /** Leases on the jobs that are next; none when nothing can be handed out. */
  reserve(request: CheckedReserve, lease: string, nowMs: number): ReservedJob[] {
    const { workerId, label, ahead } = request;
    const leaseMs = request.leaseMs || this.rules.leaseMs;
    const active = this.jobs.filter((job) => job.lease !== undefined).length;
    const state = { paused: this.paused, active, rate: this.#rate };
    const room = Math.min(this.#fitting(request), handOutRoom(this.rules, state, nowMs));
    const ready = this.jobs.filter(
      (job) => job.ended === undefined && job.lease === undefined && job.dueMs <= nowMs && !this.#isHeld(job),
    );
    const taken = this.#turns.take(ready, room, this.rules, (key) => this.#activeOf(key), nowMs);
    if (taken.length > 0) this.#rate = rateAfter(this.rules.rate, this.#rate, taken.length, nowMs);
    return taken.map((job) => {
      const work = { startedMs: nowMs, endsMs: nowMs + leaseMs, begun: !ahead, progress: 0, log: [] };
      job.lease = { name: lease, workerId, label, leaseMs, ...work };
      job.leases++;
      job.lastWorker = workerId;
      job.toldLease = "";
      if (!ahead) job.attempts++;
      return describeReserved(job, job.lease, this.rules);
    });
  }

  /** Checks outcomes, and gives what applies those that hold. `isStrict`: what was told before does not hold. */
  settle(outcomes: readonly CheckedOutcome[], isStrict: boolean, nowMs: number): ModelSettled & { apply(): void } {
    const lost: FlowMeshError[] = [];
    const changes: (() => void)[] = [];
    for (const outcome of outcomes) {
      const problem = this.leaseProblem(outcome.job, outcome.lease);
      if (problem === undefined)
        changes.push(() => {
          const job = this.#find(outcome.job)!;
          this.seenMs.set(job.lastWorker, nowMs);
          this.#endLease(job, outcome.end, nowMs, outcome);
        });
      else if (problem !== told || isStrict) lost.push(this.#lostLease(outcome, problem));
      else if (!isToldAgain(this.stateOf(this.#find(outcome.job)!, nowMs), outcome.end))
        lost.push(this.#lostLease(outcome, toldOtherwise));
    }
    const apply = (): void => {
      for (const change of changes) change();
      this.#forget(nowMs);
    };
    return { lost, isChange: changes.length > 0, apply };
  }

  #lostLease({ job, lease }: CheckedOutcome, problem: string): FlowMeshError {
    return new FlowMeshError("lease_lost", { queue: this.name, job, lease, problem });
  }

  extend({ workerId, leases, leaseMs }: CheckedExtend, nowMs: number): void {
    this.seenMs.set(workerId, nowMs);
    for (const { job: id, lease: name, progress, log } of leases) {
      const job = this.#find(id);
      if (job?.lease === undefined || job.lease.name !== name) continue;
      const { lease } = job;
      if (!lease.begun) job.attempts++;
      lease.begun = true;
      lease.progress = progress ?? lease.progress;
      lease.log = [...lease.log, ...log].slice(-100);
      lease.endsMs = Math.max(lease.endsMs, nowMs + Math.min(lease.leaseMs, leaseMs || lease.leaseMs));
    }
  }

  /** Jobs whose lease is lost, those that are to be given up, and when the first lease ends. */
  newsOf(leases: readonly CheckedExtension[]): { lost: string[]; cancelled: string[]; endsMs: number } {
    const isHeld = ({ job, lease }: CheckedExtension): boolean => this.leaseProblem(job, lease) === undefined;
    const held = leases.filter(isHeld).map(({ job }) => this.get(job));
    return {
      lost: leases.filter((each) => !isHeld(each)).map(({ job }) => job),
      cancelled: held.filter(({ cancelling }) => cancelling).map(({ id }) => String(id)),
      endsMs: Math.min(...held.map(({ lease }) => lease?.endsMs ?? Number.POSITIVE_INFINITY)),
    };
  }

  /** Whether a worker that waits for news of its leases should hear: an end that it told itself is none, unless it was the last one. */
  hasNews(leases: readonly CheckedExtension[]): boolean {
    const problems = leases.map(({ job, lease }) => this.leaseProblem(job, lease));
    const isLost = problems.some((problem) => problem !== undefined && problem !== told);
    return isLost || this.newsOf(leases).cancelled.length > 0 || problems.every((problem) => problem === told);
  }

  /** Why a lease is not held. */
  leaseProblem(id: string, lease: string): string | undefined {
    const job = this.#find(id);
    if (job === undefined) return "there is no such job any more";
    if (job.lease?.name === lease) return undefined;
    if (job.lease === undefined && job.toldLease === lease) return told;
    return "it is not the job's lease any more";
  }

  /** How many jobs have ended so far. */
  get ends(): number {
    return this.#ends;
  }

  /** Id of the next job. */
  get nextId(): number {
    return this.#nextId;
  }

  /** A job by its id. @throws FlowMeshError `job_not_found` */
  get(job: string): ModelJob {
    const found = this.#find(job);
    if (found === undefined) throw new FlowMeshError("job_not_found", { queue: this.name, job });
    return found;
  }

  cancel(job: ModelJob, nowMs: number): void {
    if (job.lease !== undefined) job.cancelling = true;
    else this.#end(job, "cancelled", nowMs);
  }

  /** Waits no longer, or is tried again with all its attempts anew. */
  run(job: ModelJob): void {
    if (job.ended !== undefined) Object.assign(job, { attempts: 0, isRedriven: true });
    Object.assign(job, { ended: undefined, dueMs: 0, hasFailed: false });
  }

  remove(job: ModelJob): void {
    this.jobs = this.jobs.filter((each) => each !== job);
    tellOperation(job, "removed");
  }

  /** Leases and turns begin anew, and workers have not been heard of, as after a restart. */
  restarted(nowMs: number): void {
    this.#turns.beginAnew();
    this.seenMs.clear();
    for (const { lease } of this.jobs)
      if (lease !== undefined) lease.endsMs = Math.max(lease.endsMs, nowMs + lease.leaseMs);
  }

  describe(nowMs: number): Queue {
    const counts: JobCounts = { waiting: 0, delayed: 0, active: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
    for (const job of this.jobs) counts[this.stateOf(job, nowMs)]++;
    const ready = this.jobs.filter((job) => this.stateOf(job, nowMs) === "waiting" && !this.#isHeld(job));
    const oldestWaitingAt = ready.length === 0 ? undefined : Math.min(...ready.map(({ record }) => record.timestampMs));
    const { name: queue, id, paused, createdMs: createdAt, revision } = this;
    return { queue, id, settings: describeRules(this.rules), paused, createdAt, revision, counts, oldestWaitingAt };
  }

  /** @throws FlowMeshError job_damaged */
  describeJob(job: ModelJob, nowMs: number): Job {
    if (!job.isDamaged) return describeJob(job, this.stateOf(job, nowMs), this.rules);
    throw new FlowMeshError("job_damaged", { queue: this.name, job: String(job.id), problem: "its record is damaged" });
  }

  /**
   * Jobs behind one, as many as a page takes, in the order of their ids; and the last one looked at, if there may be more.
   * @throws FlowMeshError job_damaged when that is the first one
   */
  page(asked: CheckedListJobs, after: number, nowMs: number): { jobs: Job[]; lastSeen: number | undefined } {
    const { state, fromJob, toJob, pageSize, withoutValues } = asked;
    const first = Math.max(after + 1, Number(fromJob));
    const end = toJob === "" ? Number.POSITIVE_INFINITY : Number(toJob);
    const inRange = this.jobs.filter(({ id }) => id >= first && id < end).sort((a, b) => a.id - b.id);
    const jobs: Job[] = [];
    let bytes = 0;
    let lastSeen = after;
    for (const job of inRange) {
      if (state !== undefined && this.stateOf(job, nowMs) !== state) continue;
      const isFull = jobs.length === pageSize || bytes >= pageBytes;
      if (isFull || (job.isDamaged && jobs.length > 0)) return { jobs, lastSeen };
      const described = this.describeJob(job, nowMs);
      lastSeen = job.id;
      if (!isOfContent(asked, described)) continue;
      jobs.push({ ...described, ...(withoutValues ? noValues : {}), attempts: [] });
      bytes += jobs.at(-1)?.value?.length ?? 0;
    }
    return { jobs, lastSeen: undefined };
  }

  /** What decides why a job is not being worked on. */
  situation(job: ModelJob, nowMs: number, isWaitedFor: boolean): Omit<JobSituation, "nowMs"> {
    const state = this.stateOf(job, nowMs);
    const isReady = (each: ModelJob): boolean => this.stateOf(each, nowMs) === "waiting" && !this.#isHeld(each);
    const goesFirst = (each: ModelJob): boolean =>
      each.limitKey === job.limitKey &&
      (each.priority > job.priority || (each.priority === job.priority && each.id < job.id));
    const isHeld = state === "waiting" && this.#isHeld(job);
    const ofKey = this.jobs.filter((each) => each.orderingKey === job.orderingKey && each.ended === undefined);
    const active = this.jobs.filter(({ lease }) => lease !== undefined).length;
    return {
      state,
      dueMs: job.dueMs,
      heldBy: isHeld ? String(ofKey.find(({ lease }) => lease)?.id ?? Math.min(...ofKey.map(({ id }) => id))) : "",
      ahead: state === "waiting" && !isHeld ? this.jobs.filter((each) => isReady(each) && goesFirst(each)).length : 0,
      rules: this.rules,
      paused: this.paused,
      active,
      rate: this.#rate,
      key: this.#useOf(job),
      hasWorker: active > 0 || isWaitedFor,
    };
  }

  /** As many jobs as an answer takes, all of them as large as the largest. */
  #fitting({ maxJobs, maxBytes }: CheckedReserve): number {
    const largest = Math.max(1, ...this.jobs.map(({ record }) => record.value?.length ?? 0));
    return Math.min(maxJobs, Math.max(1, Math.floor(maxBytes / largest)));
  }

  #activeOf(key: string | undefined): number {
    return this.jobs.filter(({ lease, limitKey }) => lease !== undefined && limitKey === key).length;
  }

  #useOf({ limitKey }: ModelJob): KeyUse | undefined {
    if (limitKey === undefined) return undefined;
    return { active: this.#activeOf(limitKey), rateFullMs: this.#turns.rateOf(limitKey).fullMs };
  }

  #find(job: string): ModelJob | undefined {
    return this.jobs.find(({ id }) => String(id) === job);
  }

  #isHeld(job: ModelJob): boolean {
    const { orderingKey, id } = job;
    if (orderingKey === "" || job.lease !== undefined) return false;
    const ofKey = this.jobs.filter((other) => other.orderingKey === orderingKey && other.ended === undefined);
    return ofKey.some((other) => other.id < id || other.lease !== undefined);
  }

  #endLease(job: ModelJob, end: LeaseEnd, nowMs: number, outcome?: CheckedOutcome): void {
    const lease = job.lease!;
    const leased = { ...job, begun: lease.begun };
    const after = afterLease(leased, end, this.rules, { nowMs, random: (below) => randomInt(below) });
    const isAttempt = after.state !== "waiting" && end.kind !== "released";
    const endName =
      after.state === "cancelled"
        ? "cancelled"
        : end.kind === "done"
          ? "done"
          : end.kind === "expired"
            ? "lease_ended"
            : "failed";
    const error =
      end.kind === "expired" ? "the lease ended before the worker said how the attempt went" : (outcome?.error ?? "");
    Object.assign(job, {
      attempts: after.attempts,
      lease: undefined,
      toldLease: end.kind === "expired" ? "" : lease.name,
    });
    if (isAttempt) job.history.push(attemptOf(job, lease, nowMs, endName, error, outcome?.stack ?? ""));
    if (after.state === "waiting") job.dueMs = 0;
    else if (after.state === "retrying") Object.assign(job, { dueMs: after.dueMs, hasFailed: true });
    else {
      job.result = outcome?.result;
      this.#end(job, after.state, nowMs);
    }
  }

  #end(job: ModelJob, state: EndedState, ms: number): void {
    job.cancelling = false;
    job.ended = { state, ms, number: ++this.#ends };
    tellOperation(job, state);
  }

  #forget(nowMs: number): void {
    const { keepDone, keepDead } = this.rules;
    for (const [keep, isMeant] of [
      [keepDone, (state: EndedState) => state !== "dead"],
      [keepDead, (state: EndedState) => state === "dead"],
    ] as const) {
      const ended = this.jobs.filter((job) => job.ended !== undefined && isMeant(job.ended.state));
      ended.sort((a, b) => a.ended!.number - b.ended!.number);
      const tooMany = Math.max(0, ended.length - (keep.count ?? Number.POSITIVE_INFINITY));
      const sinceMs = nowMs - (keep.ageMs ?? Number.POSITIVE_INFINITY);
      for (const [index, job] of ended.entries()) if (index < tooMany || job.ended!.ms < sinceMs) this.remove(job);
    }
  }
}

/** Bytes of the values of a page, beyond which it ends. */
const pageBytes = 1 << 20;
const noValues = { value: undefined, headers: [], result: undefined };

/** How its worker told the end of a lease before. */
const told = "its end was told before";
