import { FlowMeshError } from "@flowmesh/fabric";
import {
  type CheckedLease,
  type CheckedOutcome,
  type CheckedReserve,
  handOutRoom,
  isJobId,
  isToldAgain,
  jobStates,
  toldOtherwise,
} from "@flowmesh/fabric/internal";
import type { CommitInOrder } from "../../commit/commit-in-order.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import { TOLD } from "./job-slots.ts";
import type { JobRun } from "./queue-jobs.ts";
import type { NamedQueue, QueueTable } from "./queue-table.ts";
import { NO_TEXTS, SettleBuilder } from "./settle-builder.ts";
import { NO_SLOT } from "./slot-table.ts";

/** Leases that were made; none when there was nothing to hand out. */
export interface ReserveOutcome {
  readonly queue: NamedQueue;
  readonly position: number;
  readonly endsMs: number;
  readonly leaseMs: number;
  readonly runs: readonly JobRun[];
}

/** @throws FlowMeshError queue_not_found */
export class ReserveIntent implements Intent<ReserveOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #queues: QueueTable;
  readonly #request: CheckedReserve;

  constructor(queues: QueueTable, request: CheckedReserve) {
    this.#queues = queues;
    this.#request = request;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): ReserveOutcome {
    const { queue: name, workerId, label, maxJobs, maxBytes, ahead } = this.#request;
    const queue = this.#queues.get(name);
    const leaseMs = this.#request.leaseMs || queue.state.rules.leaseMs;
    const fitting = Math.max(1, Math.floor(maxBytes / Math.max(1, queue.largestBytes)));
    const runs = queue.jobs.pick(Math.min(maxJobs, fitting, roomOf(queue, timeMs)), timeMs);
    if (runs.length > 0) operations.push({ kind: "lease", queue: queue.id, ahead, leaseMs, workerId, label, runs });
    return { queue, position, endsMs: timeMs + leaseMs, leaseMs, runs };
  }
}

/** Writes nothing, and finds the queue once all reserves that were asked for before are decided. @throws FlowMeshError queue_not_found */
export class LeaveIntent implements Intent<NamedQueue> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #queues: QueueTable;
  readonly #name: string;

  constructor(queues: QueueTable, name: string) {
    this.#queues = queues;
    this.#name = name;
  }

  order(): NamedQueue {
    return this.#queues.get(this.#name);
  }
}

/** How many jobs a queue may hand out. */
export function roomOf({ state, jobs, rateFullMs }: NamedQueue, nowMs: number): number {
  const { rules, paused } = state;
  return handOutRoom(rules, { paused, active: jobs.count("active"), rate: { fullMs: rateFullMs } }, nowMs);
}

/** What became of outcomes: jobs whose lease is lost, and whether anything was written. */
export interface SettleOutcome {
  readonly position: number;
  readonly lost: readonly string[];
}

/** @throws FlowMeshError queue_not_found, lease_lost when it is so of every outcome */
export class SettleIntent implements Intent<SettleOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = true;
  readonly #queues: QueueTable;
  readonly #name: string;
  readonly #outcomes: readonly CheckedOutcome[];

  constructor(
    queues: QueueTable,
    durability: "always" | "interval" | "memory",
    name: string,
    outcomes: readonly CheckedOutcome[],
  ) {
    this.#queues = queues;
    this.durability = durability;
    this.#name = name;
    this.#outcomes = outcomes;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): SettleOutcome {
    const lost = orderOutcomes(this.#queues, this.#name, this.#outcomes, { position, timeMs, operations });
    const [first] = lost;
    if (first !== undefined && lost.length === this.#outcomes.length) throw first;
    return {
      position: operations.length === 0 ? position - 1 : position,
      lost: lost.map(({ details }) => String(details.job)),
    };
  }
}

/**
 * Decides what becomes of jobs, and pushes the operation if there is something to write. Changes nothing yet.
 * @returns the errors of those whose lease is lost
 * @throws FlowMeshError queue_not_found
 */
export function orderOutcomes(
  queues: QueueTable,
  name: string,
  outcomes: readonly CheckedOutcome[],
  { timeMs, operations }: CommitInOrder,
): FlowMeshError[] {
  const queue = queues.get(name);
  const lost: FlowMeshError[] = [];
  const builder = new SettleBuilder(queues, queue, timeMs, outcomes.length);
  for (const outcome of outcomes) {
    const offset = offsetOf(outcome.job);
    const slot = queue.jobs.slots.find(offset);
    const problem = problemOfLease(queue, offset, slot, outcome.lease, operations);
    if (problem === undefined) builder.add(slot, outcome.end, outcome);
    else if (problem !== "told") lost.push(lostLease(name, outcome, problem));
    else if (!isToldAgain(queue.jobs.stateOf(offset) ?? "unspecified", outcome.end))
      lost.push(lostLease(name, outcome, toldOtherwise));
  }
  builder.finish(operations);
  return lost;
}

function lostLease(queue: string, { job, lease }: CheckedOutcome, problem: string): FlowMeshError {
  return new FlowMeshError("lease_lost", { queue, job, lease, problem });
}

/**
 * Decides what becomes of one job within a commit of several operations, whose lease must still be held: what was told before is no precondition that holds.
 * @throws FlowMeshError queue_not_found, lease_lost
 */
export function orderLeaseEnd(queues: QueueTable, name: string, outcome: CheckedOutcome, commit: CommitInOrder): void {
  const { job, lease } = outcome;
  const problem = leaseProblem(queues.get(name), offsetOf(job), lease, commit.operations);
  if (problem === undefined) {
    orderOutcomes(queues, name, [outcome], commit);
    return;
  }
  const details = { queue: name, job, lease, problem: problem === "told" ? "its end was told before" : problem };
  throw new FlowMeshError("lease_lost", details);
}

/** @throws FlowMeshError queue_not_found; lease_lost unless the lease is held behind what the commit has done so far */
export function checkLeaseHeld(queues: QueueTable, { queue, job, lease }: CheckedLease, commit: CommitInOrder): void {
  const problem = leaseProblem(queues.get(queue), offsetOf(job), lease, commit.operations);
  if (problem === undefined) return;
  throw new FlowMeshError("lease_lost", {
    queue,
    job,
    lease,
    problem: problem === "told" ? "its end was told" : problem,
  });
}

/** Why a lease is not held; `told` when its end was told before in a way that still stands. */
export function leaseProblem(
  queue: NamedQueue,
  offset: number,
  lease: string,
  operations: readonly LogOperation[] = [],
): string | undefined {
  return problemOfLease(queue, offset, queue.jobs.slots.find(offset), lease, operations);
}

/** As `leaseProblem`, once the job's slot was looked for. */
function problemOfLease(
  { jobs, id }: NamedQueue,
  offset: number,
  slot: number,
  lease: string,
  operations: readonly LogOperation[],
): string | undefined {
  if (slot === NO_SLOT) return jobs.stateOf(offset) === undefined ? "there is no such job any more" : "nobody has it";
  const isSame = String(jobs.slots.lease[slot]) === lease;
  const isActive = jobStates[jobs.slots.state[slot] as number] === "active";
  if (!isSame) return isActive ? "another worker has the job" : "it is not the job's last lease";
  if (!isActive)
    return ((jobs.slots.flags[slot] as number) & TOLD) !== 0 ? "told" : "it ended before its worker said how";
  for (const operation of operations)
    if (operation.kind === "settle" && operation.queue === id && operation.ends.has(offset))
      return "this commit settles it already";
  return undefined;
}

/** Offset of a job; one that no job has if it is no job's id. */
export function offsetOf(job: string): number {
  return isJobId(job) ? Number(job) : -1;
}

/** Leases that are over, ended as nobody else did. */
export class ExpireIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #queues: QueueTable;
  readonly #queue: NamedQueue;
  readonly #offsets: readonly number[];

  constructor(queues: QueueTable, queue: NamedQueue, offsets: readonly number[]) {
    this.#queues = queues;
    this.#queue = queue;
    this.#offsets = offsets;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): void {
    const queues = this.#queues;
    const queue = this.#queue;
    if (queues.find(queue.state.name) !== queue) return;
    const builder = new SettleBuilder(queues, queue, timeMs, this.#offsets.length);
    for (const offset of this.#offsets) {
      const slot = queue.jobs.slots.find(offset);
      const isActive = slot !== NO_SLOT && jobStates[queue.jobs.slots.state[slot] as number] === "active";
      // It may have been extended, or settled, since it was found.
      if (isActive && (queue.jobs.slots.dueMs[slot] as number) <= timeMs)
        builder.add(slot, { kind: "expired" }, NO_TEXTS);
    }
    builder.finish(operations);
  }
}
