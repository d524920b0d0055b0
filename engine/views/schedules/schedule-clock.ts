import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import {
  anchoredPlan,
  decideFiring,
  type FiringDecision,
  firingCommit,
  type SchedulePlan,
} from "@flowmesh/fabric/internal";
import type { Clock } from "../../clock/clock.ts";
import type { Commits } from "../../commit/commits.ts";
import type { Intent, Sequencer } from "../../commit/sequencer.ts";
import type { Random } from "../../random/random.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { Timers, ViewTimer } from "../timers/timers.ts";
import {
  FireIntent,
  type FiringOutcome,
  ForgetScheduleIntent,
  type KnownSchedule,
  knownSchedule,
} from "./fire-intent.ts";
import { LateFirings } from "./late-firings.ts";
import { type PlanReader, scheduleDamaged } from "./plan-reader.ts";
import type { ScheduleTable } from "./schedule-table.ts";

export interface ScheduleClockOptions {
  readonly table: ScheduleTable;
  readonly reader: PlanReader;
  readonly commits: Commits;
  readonly sequencer: Sequencer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly turns: WorkTurns;
  readonly random: Random;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

/** Schedules that are looked at at once, and so many at a time. */
const UNDER_WAY_MAX = 512;
const AT_ONCE = 32;
const AGAIN_MS = 1000;
/** Behind it none is made. */
const LAST_ATTEMPT = 255;

/** What a firing does, or the error that refuses it. */
type Effect = Intent<unknown> | FlowMeshError;

/** What schedules came to since the engine was opened. */
export interface FiringFigures {
  readonly fired: number;
  readonly refused: number;
  readonly passed: number;
  /** Sum of the time between when firings were due and when they were durable. */
  readonly lateMs: number;
}

/** Fires schedules when their time comes, and forgets those that have finished. */
export class ScheduleClock {
  readonly #options: ScheduleClockOptions;
  readonly #timer: ViewTimer;
  readonly #late: LateFirings;
  readonly #counts: Record<FiringOutcome, number> = { fired: 0, refused: 0, passed: 0, stale: 0 };
  #lateMs = 0;
  #underWay = 0;
  #isStopped = false;

  constructor(options: ScheduleClockOptions) {
    this.#options = options;
    this.#late = new LateFirings(options.clock);
    this.#timer = options.timers.add(() => this.#ring());
  }

  start(): void {
    const { table } = this.#options;
    table.whenDue(() => this.#timer.ringAt(table.due.nextMs));
    this.#timer.ringAt(table.due.nextMs);
  }

  stop(): void {
    this.#isStopped = true;
  }

  get figures(): FiringFigures {
    const { fired, refused, passed } = this.#counts;
    return { fired, refused, passed, lateMs: this.#lateMs };
  }

  #ring(): void {
    if (this.#isStopped) return;
    const { table, sequencer } = this.#options;
    const nowMs = sequencer.nowMs();
    while (this.#underWay < UNDER_WAY_MAX && table.due.nextMs <= nowMs) {
      const slots = this.#take(nowMs);
      if (slots.length === 0) break;
      this.#underWay += slots.length;
      void this.#fireAll(slots, nowMs).finally(() => {
        this.#underWay -= slots.length;
        this.#timer.ringAt(table.due.nextMs);
      });
    }
    if (this.#underWay < UNDER_WAY_MAX && table.due.nextMs > nowMs) this.#timer.ringAt(table.due.nextMs);
  }

  /** Some of those that are due. After a downtime they come one after the other, not as a storm. */
  #take(nowMs: number): number[] {
    const { due, slots } = this.#options.table;
    const taken: number[] = [];
    while (taken.length < AT_ONCE && due.nextMs <= nowMs) {
      const [dueMs, slot] = [due.nextMs, due.nextOffset];
      const isMeant = slots.name[slot] !== undefined && slots.heapMs[slot] === dueMs;
      if (isMeant && !this.#late.mayGo(nowMs - dueMs)) {
        this.#timer.pauseUntil(this.#late.goesOnMs);
        break;
      }
      due.shift();
      if (!isMeant) continue;
      slots.heapMs[slot] = Number.NaN;
      taken.push(slot);
    }
    return taken;
  }

  async #fireAll(slots: readonly number[], nowMs: number): Promise<void> {
    const { table, reader, turns } = this.#options;
    const found = slots.map((slot) => ({
      schedule: knownSchedule(table, slot),
      name: table.slots.name[slot] as string,
    }));
    try {
      const payloads = await reader.payloads(slots.map((slot) => table.placeOf(slot)));
      // All is done in its turn but waiting: firings beside each other never hold everything else up.
      await turns.run(() =>
        Promise.all(found.map(({ schedule, name }, index) => this.#look(schedule, name, payloads[index], nowMs))),
      );
    } catch (error) {
      for (const { schedule } of found) this.#tryAgain(schedule, error);
    }
  }

  async #look(schedule: KnownSchedule, name: string, payload: Uint8Array | undefined, nowMs: number): Promise<void> {
    const { table, sequencer, reader } = this.#options;
    try {
      const plan = payload && reader.planOf(payload);
      if (schedule.cursor.nextMs === Number.POSITIVE_INFINITY)
        await sequencer.submit(new ForgetScheduleIntent(table, schedule), this);
      else this.#count(await this.#fire(schedule, name, plan, nowMs), schedule);
    } catch (error) {
      this.#tryAgain(schedule, error);
    }
  }

  async #fire(
    schedule: KnownSchedule,
    name: string,
    plan: SchedulePlan | undefined,
    nowMs: number,
  ): Promise<FiringOutcome> {
    const { table, sequencer, random } = this.#options;
    if (plan === undefined) return sequencer.submit(new FireIntent(table, lost(schedule, name)), this);
    const anchored = anchoredPlan(plan, table.slots.anchorMs[schedule.slot] as number);
    const decision = decideFiring(anchored, schedule.cursor, nowMs, random);
    const prepared =
      decision.firesFor === undefined ? undefined : this.#effect(schedule, name, plan, decision.firesFor);
    const effect = prepared instanceof Promise ? await prepared : prepared;
    const firing = { schedule, decision, keepFinishedMs: plan.keepFinishedMs };
    try {
      return await sequencer.submit(new FireIntent(table, { ...firing, effect }), this);
    } catch (error) {
      // What is refused for itself, and not for the moment, is recorded.
      if (!isFlowMeshError(error) || error.retryable || this.#isStopped) throw error;
      return sequencer.submit(new FireIntent(table, { ...firing, effect: error }), this);
    }
  }

  #effect({ slot }: KnownSchedule, name: string, plan: SchedulePlan, scheduledMs: number): Effect | Promise<Effect> {
    const { table, commits } = this.#options;
    const number = (table.slots.fired[slot] as number) + 1;
    try {
      const prepared = commits.prepare(firingCommit(plan.operations, { schedule: name, scheduledMs, number }));
      return prepared instanceof Promise ? prepared.catch(refusalIn) : prepared;
    } catch (error) {
      return refusalIn(error);
    }
  }

  #count(outcome: FiringOutcome, { cursor }: KnownSchedule): void {
    this.#counts[outcome]++;
    if (outcome === "fired") this.#lateMs += Math.max(0, this.#options.sequencer.nowMs() - cursor.dueMs);
  }

  #tryAgain({ slot }: KnownSchedule, error: unknown): void {
    const { table, sequencer, onError } = this.#options;
    if (this.#isStopped) return;
    onError(error);
    if (!Number.isNaN(table.slots.heapMs[slot] as number)) return;
    table.lookAt(slot, sequencer.nowMs() + AGAIN_MS);
  }
}

/** @throws what is no refusal */
function refusalIn(error: unknown): FlowMeshError {
  if (isFlowMeshError(error)) return error;
  throw error;
}

/** Damage has taken what it does: nothing more comes of it. */
function lost(schedule: KnownSchedule, name: string): ConstructorParameters<typeof FireIntent>[1] {
  const firesFor = schedule.cursor.nextMs;
  const end = {
    nextMs: undefined,
    dueMs: Number.POSITIVE_INFINITY,
    missed: 0,
    skipped: 0,
    madeUp: 0,
    retryBeforeMs: 0,
  };
  const decision: FiringDecision = { firesFor, attempt: LAST_ATTEMPT, ...end };
  return { schedule, decision, effect: scheduleDamaged(name), keepFinishedMs: Number.POSITIVE_INFINITY };
}
