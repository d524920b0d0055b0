import { randomUUID } from "node:crypto";
import type { Firing, Schedule } from "@flowmesh/contract";
import { type FlowMeshError, isFlowMeshError } from "../../errors.ts";
import type { SchedulePlan } from "../../schedules/check-schedule-requests.ts";
import {
  type AnchoredPlan,
  anchoredPlan,
  decideFiring,
  type FiringDecision,
  firstFiring,
  type NextFiring,
  resumedFiring,
  retryDueMs,
  type ScheduleCursor,
} from "../../schedules/decide-firing.ts";
import { describeSchedule, describeWholeSchedule, type ScheduleFacts } from "../../schedules/describe-schedule.ts";

const NEVER: number = Number.POSITIVE_INFINITY;
const FIRINGS_KEPT = 20;
const AGAIN_MS = 1000;
const random = {
  fill: (): void => undefined,
  integer: (below: number): number => Math.floor(Math.random() * below),
};

/** Commits the operations for a firing; gives the position. */
export type CommitFiring = (plan: SchedulePlan, facts: { scheduledMs: number; number: number }) => number;

/** One schedule of a model. */
export class ModelSchedule {
  readonly name: string;
  readonly id: string = randomUUID();
  readonly createdMs: number;
  plan: SchedulePlan;
  revision: number;
  paused: boolean = false;
  /** Whether it is to be unreadable what it does, as after damage to a disk. */
  isDamaged: boolean = false;
  nextMs: number = NEVER;
  dueMs: number = NEVER;
  #anchorMs: number;
  /** When it was to fire: `dueMs` is later while it cannot. */
  #plannedMs = 0;
  #used = 0;
  #attempts = 0;
  #madeUp = 0;
  #fired = 0;
  #failed = 0;
  #skipped = 0;
  #firings: Firing[] = [];

  constructor(name: string, plan: SchedulePlan, revision: number, nowMs: number) {
    this.name = name;
    this.plan = plan;
    this.revision = revision;
    this.createdMs = nowMs;
    this.#anchorMs = nowMs;
    this.#goOn(firstFiring(this.#anchored, random));
  }

  /** It does something else from now on. With other times it begins anew. */
  replace(plan: SchedulePlan, revision: number, nowMs: number): void {
    const hasSameTimes = !this.isDamaged && JSON.stringify(plan.times) === JSON.stringify(this.plan.times);
    this.plan = plan;
    this.revision = revision;
    this.isDamaged = false;
    if (hasSameTimes) return;
    this.#anchorMs = nowMs;
    this.#used = 0;
    this.#goOn(firstFiring(this.#anchored, random));
  }

  setPaused(paused: boolean, revision: number, nowMs: number): void {
    this.paused = paused;
    this.revision = revision;
    this.#attempts = 0;
    if (paused) this.dueMs = NEVER;
    else this.#goOn(resumedFiring(this.#anchored, this.#cursor, nowMs, random), nowMs);
  }

  /** Fires besides its times. */
  trigger(commit: CommitFiring, nowMs: number): number {
    const position = commit(this.plan, { scheduledMs: nowMs, number: this.#fired + 1 });
    this.#fired++;
    this.#remember({ scheduledAt: nowMs, firedAt: nowMs, position, attempt: 1, triggered: true });
    return position;
  }

  /**
   * Does what is due. `gone`: it has finished, and is not kept any longer.
   * @param written takes a position for what changes the schedule alone
   */
  pass(commit: CommitFiring, written: () => void, nowMs: number): "gone" | "stays" {
    if (this.nextMs === NEVER) {
      written();
      return "gone";
    }
    const decision = decideFiring(this.#anchored, this.#cursor, nowMs, random);
    try {
      if (decision.firesFor === undefined) written();
      else this.#fire(decision, decision.firesFor, commit, nowMs);
      this.#use(decision, nowMs);
    } catch (error) {
      if (!isFlowMeshError(error)) throw error;
      if (error.retryable) this.dueMs = nowMs + AGAIN_MS;
      else {
        written();
        this.#refuse(error, decision, nowMs);
      }
    }
    return this.nextMs === NEVER && this.plan.keepFinishedMs === 0 ? "gone" : "stays";
  }

  describe(): Schedule {
    return describeSchedule(this.#facts, this.plan);
  }

  describeWhole(): Schedule {
    return describeWholeSchedule(this.#facts, this.plan);
  }

  get #facts(): ScheduleFacts {
    const { name, id, createdMs, revision, paused, nextMs } = this;
    const counts = { fired: this.#fired, failed: this.#failed, skipped: this.#skipped, firings: this.#firings };
    return { name, id, createdMs, revision, paused, nextMs, ...counts };
  }

  get #anchored(): AnchoredPlan {
    return anchoredPlan(this.plan, this.#anchorMs);
  }

  get #cursor(): ScheduleCursor {
    const { nextMs } = this;
    return { nextMs, dueMs: this.#plannedMs, used: this.#used, attempts: this.#attempts, madeUp: this.#madeUp };
  }

  #fire({ missed, attempt }: FiringDecision, scheduledAt: number, commit: CommitFiring, firedAt: number): void {
    const position = commit(this.plan, { scheduledMs: scheduledAt, number: this.#fired + 1 });
    this.#fired++;
    this.#remember({ scheduledAt, firedAt, position, missed, attempt });
  }

  #refuse(error: FlowMeshError, decision: FiringDecision, nowMs: number): void {
    const { missed, attempt, firesFor: scheduledAt = 0 } = decision;
    const { reason, message } = error;
    this.#remember({ scheduledAt, firedAt: nowMs, missed, attempt, error: reason, message });
    const againMs = retryDueMs(decision, nowMs);
    if (againMs === undefined) {
      this.#failed++;
      this.#use(decision, nowMs);
      return;
    }
    this.#skipped += decision.skipped;
    this.nextMs = scheduledAt;
    this.dueMs = againMs;
    this.#plannedMs = againMs;
    this.#attempts = attempt;
  }

  #use(decision: FiringDecision, nowMs: number): void {
    if (decision.firesFor !== undefined) this.#used++;
    this.#attempts = 0;
    this.#madeUp = decision.madeUp;
    this.#skipped += decision.skipped;
    this.#goOn(decision, nowMs);
  }

  #goOn({ nextMs = NEVER, dueMs }: NextFiring, endedMs: number = NEVER): void {
    this.nextMs = nextMs;
    this.#plannedMs = dueMs ?? NEVER;
    this.dueMs = this.paused ? NEVER : (dueMs ?? endedMs + this.plan.keepFinishedMs);
  }

  #remember(told: Partial<Firing>): void {
    const firing: Firing = { position: 0, missed: 0, attempt: 1, error: "", message: "", triggered: false, ...told };
    if (firing.attempt > 1 && this.#firings[0]?.triggered === false) this.#firings.shift();
    this.#firings = [firing, ...this.#firings].slice(0, FIRINGS_KEPT);
  }
}
