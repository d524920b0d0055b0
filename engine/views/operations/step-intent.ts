import type { BatchRecord } from "@flowmesh/fabric";
import {
  afterAdvance,
  type CheckedJob,
  type CheckedOperation,
  nextMove,
  type OperationProgress,
  rateAfter,
  rateOpensMs,
  rateRoom,
  roomOfStep,
  tooManyFailed,
} from "@flowmesh/fabric/internal";
import { type BulkState, bulkProgressOperation } from "../../commit/bulk-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import { plannedEnqueue } from "../../commit/plan-jobs.ts";
import type { Intent } from "../../commit/sequencer.ts";
import { originOfBulk } from "../lineage/origin.ts";
import { forgetting } from "../queues/forget-jobs.ts";
import { CANCELLING } from "../queues/job-slots.ts";
import type { NamedQueue } from "../queues/queue-table.ts";
import { NO_SLOT } from "../queues/slot-table.ts";
import { CommitScratch } from "../streams/streams-head.ts";
import { endedProgress, type OperationHeads } from "./operation-intents.ts";

/** A job that matched when it was looked at. */
export interface StepCandidate {
  readonly offset: number;
  /** As it is, for what takes its place. */
  readonly orderingKey: string;
  /** What takes its place; absent when it stays the same job. */
  readonly record?: BatchRecord;
}

/** What a step did. */
export interface StepOutcome {
  readonly move: "took" | "wait" | "rate" | "ended";
  /** Candidates that were dealt with, from the first on. */
  readonly used: number;
  /** When its rate allows more. */
  readonly opensMs: number;
}

export interface StepRequest {
  readonly queue: NamedQueue;
  readonly operation: number;
  readonly candidates: readonly StepCandidate[];
  /** Behind the candidates there is none. */
  readonly isLookedThrough: boolean;
  readonly skipped: number;
}

/** Jobs that one step changes at most. */
export const STEP_JOBS = 500;
/** Bytes of new content that one step writes at most, unless one job alone has more. A commit lies in one segment, however small these are. */
export const STEP_BYTES: number = 1 << 19;

/** One step of an operation: some of its jobs are changed and its progress is noted, in one commit. */
export class StepIntent implements Intent<StepOutcome> {
  readonly durability = "always";
  readonly privileged: boolean;
  readonly #heads: OperationHeads;
  readonly #step: StepRequest;

  constructor(heads: OperationHeads, step: StepRequest) {
    this.#heads = heads;
    this.#step = step;
    this.privileged = step.candidates.every(({ record }) => record === undefined);
  }

  order(position: number, timeMs: number, operations: LogOperation[]): StepOutcome {
    const { queue, operation: id, candidates, isLookedThrough, skipped } = this.#step;
    const operation = this.#heads.queues.findById(queue.id)?.operations.find(id);
    if (operation?.state.progress.state !== "running") return { move: "ended", used: 0, opensMs: 0 };
    const { asked, state } = operation;
    const valid = candidates.filter((candidate) => isStillMeant(queue, state, asked, candidate));
    const note = (progress: OperationProgress): void => {
      operations.push(bulkProgressOperation(queue.id, id, { ...progress, skipped }));
    };
    let { progress } = state;
    for (;;) {
      const move = nextMove(asked, progress, isLookedThrough && valid.length === 0);
      if (move !== "advance")
        return this.#make(move, { asked, state, progress, valid, position, timeMs, operations, note });
      progress = afterAdvance(progress);
    }
  }

  #make(move: "take" | "wait" | "finish" | "stop", decision: StepDecision): StepOutcome {
    const { asked, state, progress, valid, timeMs, note } = decision;
    const { candidates } = this.#step;
    switch (move) {
      case "wait":
        if (progress !== state.progress) note(progress);
        // Those that are not meant any more would be looked at again and again.
        return { move: "wait", used: valid.length === 0 ? candidates.length : 0, opensMs: 0 };
      case "take":
        return this.#take(decision);
      case "finish":
        note(endedProgress(progress, "done", "", timeMs));
        return { move: "ended", used: candidates.length, opensMs: 0 };
      case "stop":
        note(endedProgress(progress, "stopped", tooManyFailed(progress, asked.stopOnFailurePercent ?? 0), timeMs));
        return { move: "ended", used: 0, opensMs: 0 };
    }
  }

  #take(decision: StepDecision): StepOutcome {
    const { asked, state, progress, valid, timeMs, note } = decision;
    const { queue, candidates } = this.#step;
    if (asked.toQueue !== "" && this.#heads.queues.find(asked.toQueue) === undefined) {
      note(endedProgress(progress, "stopped", `queue ${asked.toQueue} is gone`, timeMs));
      return { move: "ended", used: 0, opensMs: 0 };
    }
    const use = { fullMs: progress.rateFullMs };
    const room = Math.min(roomOfStep(asked, progress), rateRoom(asked.rate, use, timeMs), STEP_JOBS);
    if (room === 0) {
      if (progress !== state.progress) note(progress);
      return { move: "rate", used: 0, opensMs: rateOpensMs(asked.rate, use, timeMs + 1) };
    }
    const taken = valid.slice(0, Math.min(room, fittingInStep(valid)));
    const used =
      taken.length === valid.length ? candidates.length : candidates.indexOf(taken.at(-1) as StepCandidate) + 1;
    if (taken.length === 0) {
      if (progress !== state.progress) note(progress);
      return { move: "took", used, opensMs: 0 };
    }
    this.#change(queue, taken, decision);
    if (asked.action === "retry" || asked.action === "move")
      decision.operations.push(originOfBulk(queue.state.name, state.id));
    note({
      ...progress,
      changed: progress.changed + taken.length,
      stepChanged: progress.stepChanged + taken.length,
      rateFullMs: rateAfter(asked.rate, use, taken.length, timeMs).fullMs,
    });
    return { move: "took", used, opensMs: 0 };
  }

  #change(queue: NamedQueue, taken: readonly StepCandidate[], decision: StepDecision): void {
    const { asked, state, timeMs, operations } = decision;
    const [{ action, toQueue }, { id: operation }] = [asked, state];
    const offsets = taken.map(({ offset }) => offset);
    const jobs = (what: "remove" | "cancel" | "run"): void => {
      operations.push({ kind: "jobs", queue: queue.id, action: what, offsets });
    };
    if (taken[0]?.record !== undefined) {
      const placed = this.#append(toQueue || queue.state.name, queue, taken, decision);
      if (action === "retry") operations.push({ kind: "redrive", queue: queue.id, operation, offsets: placed });
      jobs("remove");
    } else if (action === "retry") {
      operations.push({ kind: "redrive", queue: queue.id, operation, offsets });
    } else if (action === "cancel") {
      jobs("cancel");
      const finished = offsets.filter((offset) => queue.jobs.stateOf(offset) !== "active");
      operations.push(...forgetting(queue, timeMs, { finished, dead: [] }));
    } else jobs(action === "run" ? "run" : "remove");
  }

  /** New jobs in the place of those taken, with the settings of these. */
  #append(
    target: string,
    { jobs }: NamedQueue,
    taken: readonly StepCandidate[],
    { position, timeMs, operations }: StepDecision,
  ): number[] {
    const isRetry = target === this.#step.queue.state.name;
    const news = taken.map(({ offset, record, orderingKey }): CheckedJob => {
      const slot = jobs.slots.find(offset);
      const isDelayed = !isRetry && jobs.stateOf(offset) === "delayed";
      return {
        // It was made when it was looked at, which may be long ago.
        record: { ...(record as BatchRecord), timestampMs: timeMs },
        priority: jobs.priorityOf(offset),
        delayMs: undefined,
        runAtMs: isDelayed ? (jobs.slots.dueMs[slot] as number) : undefined,
        orderingKey,
        dedupeId: "",
        maxAttempts: slot === NO_SLOT ? 0 : (jobs.slots.maxAttempts[slot] as number),
      };
    });
    const scratch = new CommitScratch();
    const { rules } = this.#heads.queues.get(target).state;
    const { batches } = plannedEnqueue({ kind: "enqueue", queue: target, jobs: news, operation: 0 }, rules);
    return batches.flatMap((batch) => {
      const { offset } = this.#heads.streams.order(batch, position, timeMs, scratch, operations);
      return news.map((_, at) => offset + at);
    });
  }
}

/** Bytes that a job takes whose place is taken by a new one. */
export function contentBytes({ record }: StepCandidate): number {
  const { key, value, headers = [] } = record ?? {};
  const ofHeaders = headers.reduce((bytes, header) => bytes + header.name.length + (header.value?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders;
}

function fittingInStep(candidates: readonly StepCandidate[]): number {
  let bytes = 0;
  const end = candidates.findIndex((candidate, at) => {
    bytes += contentBytes(candidate);
    return at > 0 && bytes > STEP_BYTES;
  });
  return end < 0 ? candidates.length : end;
}

interface StepDecision {
  readonly asked: CheckedOperation;
  readonly state: BulkState;
  readonly progress: OperationProgress;
  readonly valid: readonly StepCandidate[];
  readonly position: number;
  readonly timeMs: number;
  readonly operations: LogOperation[];
  readonly note: (progress: OperationProgress) => void;
}

/** It may have been changed since it was looked at. One that a worker had, or that ended, since the operation began is not its own any more: it may have changed it already. */
function isStillMeant(
  { jobs }: NamedQueue,
  { position, endOffset }: BulkState,
  { action, filter }: CheckedOperation,
  { offset }: StepCandidate,
): boolean {
  if (jobs.stateOf(offset) !== filter.state || offset >= endOffset) return false;
  const slot = jobs.slots.find(offset);
  if (slot === NO_SLOT) return true;
  if (action === "cancel" && ((jobs.slots.flags[slot] as number) & CANCELLING) !== 0) return false;
  // Below 0 it is the rank of its end, which is a position and a fraction.
  const endedAt = -(jobs.slots.heapMs[slot] as number);
  return Math.max(jobs.slots.lease[slot] as number, endedAt) < position;
}
