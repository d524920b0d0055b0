import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type FiringDecision, retryDueMs } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import type { Refusal, StoredCursor } from "../../commit/schedule-operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { ScheduleTable } from "./schedule-table.ts";

/** A schedule as it was when it was decided what becomes of it. */
export interface KnownSchedule {
  readonly slot: number;
  readonly createdMs: number;
  readonly revision: number;
  readonly cursor: StoredCursor;
}

export function knownSchedule(table: ScheduleTable, slot: number): KnownSchedule {
  const { createdMs, revision } = table.slots;
  const cursor = table.cursorOf(slot);
  return { slot, createdMs: createdMs[slot] as number, revision: revision[slot] as number, cursor };
}

/** What a firing came to; `stale`: the schedule is not as it was any more, and nothing was done. */
export type FiringOutcome = "fired" | "refused" | "passed" | "stale";

export interface FiringPlan {
  readonly schedule: KnownSchedule;
  readonly decision: FiringDecision;
  /** What it does; the error that refuses it; undefined when it does not fire. */
  readonly effect: Intent<unknown> | FlowMeshError | undefined;
  readonly keepFinishedMs: number;
}

/** A schedule whose time has come: one commit of what it does and of how far it has come. */
export class FireIntent implements Intent<FiringOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: ScheduleTable;
  readonly #plan: FiringPlan;

  constructor(table: ScheduleTable, plan: FiringPlan) {
    this.#table = table;
    this.#plan = plan;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): FiringOutcome {
    const { schedule, decision, effect } = this.#plan;
    if (!isAsKnown(this.#table, schedule)) return "stale";
    if (decision.firesFor === undefined) return this.#pass(timeMs, operations);
    try {
      if (effect instanceof FlowMeshError) throw effect;
      effect?.order(position, timeMs, operations);
    } catch (error) {
      operations.length = 0;
      if (!isFlowMeshError(error)) throw error;
      return this.#refuse(error, timeMs, operations);
    }
    const { firesFor: scheduledMs, missed, skipped, attempt } = decision;
    const { slot } = schedule;
    const cursor = this.#cursor(1, timeMs);
    if (isOver(cursor, this.#plan)) operations.push({ kind: "unschedule", slot });
    else operations.push({ kind: "fired", slot, cursor, scheduledMs, missed, skipped, attempt, triggered: false });
    return "fired";
  }

  #pass(timeMs: number, operations: LogOperation[]): FiringOutcome {
    const { schedule, decision } = this.#plan;
    const { slot } = schedule;
    const cursor = this.#cursor(0, timeMs);
    if (isOver(cursor, this.#plan)) operations.push({ kind: "unschedule", slot });
    else {
      const { skipped } = decision;
      operations.push({ kind: "moved", slot, cursor, skipped, paused: false, isRevision: false });
    }
    return "passed";
  }

  #refuse(error: FlowMeshError, timeMs: number, operations: LogOperation[]): FiringOutcome {
    const { schedule, decision } = this.#plan;
    const { slot } = schedule;
    const { missed, skipped, attempt } = decision;
    const scheduledMs = decision.firesFor as number;
    const againMs = retryDueMs(decision, timeMs);
    const givenUp = againMs === undefined;
    const cursor = givenUp
      ? this.#cursor(1, timeMs)
      : { ...schedule.cursor, nextMs: scheduledMs, dueMs: againMs, attempts: attempt };
    const refusal = refusalOf(error);
    operations.push({ kind: "refused", slot, cursor, scheduledMs, missed, skipped, attempt, givenUp, refusal });
    return "refused";
  }

  /** Where it goes on behind this time. */
  #cursor(times: number, timeMs: number): StoredCursor {
    const { decision, schedule, keepFinishedMs } = this.#plan;
    const { nextMs = Number.POSITIVE_INFINITY, dueMs = timeMs + keepFinishedMs, madeUp } = decision;
    return { nextMs, dueMs, used: schedule.cursor.used + times, attempts: 0, madeUp };
  }
}

/** A firing besides the times of its schedule. */
export class TriggerIntent implements Intent<{ position: number } | undefined> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: ScheduleTable;
  readonly #schedule: KnownSchedule;
  readonly #effect: Intent<unknown>;
  readonly #scheduledMs: number;

  constructor(table: ScheduleTable, schedule: KnownSchedule, effect: Intent<unknown>, scheduledMs: number) {
    this.#table = table;
    this.#schedule = schedule;
    this.#effect = effect;
    this.#scheduledMs = scheduledMs;
  }

  /** Undefined when the schedule is another one by now. */
  order(position: number, timeMs: number, operations: LogOperation[]): { position: number } | undefined {
    const { slot } = this.#schedule;
    if (!isSame(this.#table, this.#schedule)) return undefined;
    this.#effect.order(position, timeMs, operations);
    const cursor = this.#table.cursorOf(slot);
    const scheduledMs = this.#scheduledMs;
    operations.push({ kind: "fired", slot, cursor, scheduledMs, missed: 0, skipped: 0, attempt: 1, triggered: true });
    return { position };
  }
}

/** A schedule that has finished is not kept any longer. */
export class ForgetScheduleIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #table: ScheduleTable;
  readonly #schedule: KnownSchedule;

  constructor(table: ScheduleTable, schedule: KnownSchedule) {
    this.#table = table;
    this.#schedule = schedule;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    if (isAsKnown(this.#table, this.#schedule)) operations.push({ kind: "unschedule", slot: this.#schedule.slot });
  }
}

/** Whether it is the same schedule, and does the same. */
function isSame({ slots }: ScheduleTable, { slot, createdMs, revision }: KnownSchedule): boolean {
  return slots.name[slot] !== undefined && slots.createdMs[slot] === createdMs && slots.revision[slot] === revision;
}

function isAsKnown(table: ScheduleTable, schedule: KnownSchedule): boolean {
  if (!isSame(table, schedule)) return false;
  const { nextMs, dueMs, attempts } = table.cursorOf(schedule.slot);
  const { cursor } = schedule;
  return nextMs === cursor.nextMs && dueMs === cursor.dueMs && attempts === cursor.attempts;
}

/** Whether nothing is to be kept of it. */
function isOver({ nextMs }: StoredCursor, { keepFinishedMs }: FiringPlan): boolean {
  return nextMs === Number.POSITIVE_INFINITY && keepFinishedMs === 0;
}

const MESSAGE_LENGTH_MAX = 200;

function refusalOf({ reason, message }: FlowMeshError): Refusal {
  return { error: reason, message: message.slice(0, MESSAGE_LENGTH_MAX) };
}
