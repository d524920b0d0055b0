import { limits } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import {
  anchoredPlan,
  checkRevision,
  crc32c,
  firstFiring,
  isLasting,
  limitExceeded,
  type NextFiring,
  resumedFiring,
  type SchedulePlan,
} from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import { type ScheduleRecord, type StoredCursor, scheduleOperation } from "../../commit/schedule-operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { PayloadPlace } from "../../log/log-reader.ts";
import type { Random } from "../../random/random.ts";
import type { KnownSchedule } from "./fire-intent.ts";
import type { ScheduleTable } from "./schedule-table.ts";

/** What was found of a schedule before it was decided what becomes of it. */
export interface FoundSchedule {
  readonly slot: number;
  readonly known: KnownSchedule;
  readonly place: PayloadPlace | undefined;
  readonly payload: Uint8Array | undefined;
  /** Undefined: damage has taken it. */
  readonly plan: SchedulePlan | undefined;
}

/** What a put asks for. */
export interface AskedSchedule {
  readonly name: string;
  readonly plan: SchedulePlan;
  readonly payload: Uint8Array;
  readonly expectedRevision: number | undefined;
  /** What it does, to be tried. */
  readonly effect: Intent<unknown>;
}

/** What a change of a schedule returns; undefined: the schedule is another one than was found. */
export type ScheduleOutcome = { readonly position: number; readonly record: ScheduleRecord } | undefined;

/** @throws FlowMeshError revision_mismatch, limit_exceeded, settings_invalid, and what is wrong with the operations */
export class PutScheduleIntent implements Intent<ScheduleOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: ScheduleTable;
  readonly #asked: AskedSchedule;
  readonly #found: FoundSchedule | undefined;
  readonly #random: Random;

  constructor(table: ScheduleTable, asked: AskedSchedule, found: FoundSchedule | undefined, random: Random) {
    this.#table = table;
    this.#asked = asked;
    this.#found = found;
    this.#random = random;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): ScheduleOutcome {
    const { name, expectedRevision, payload } = this.#asked;
    if (!isAsFound(this.#table, name, this.#found)) return undefined;
    expectRevision(this.#table, name, expectedRevision);
    const before = this.#found && this.#table.recordOf(this.#found.slot);
    if (before !== undefined && isEqual(this.#found?.payload, payload))
      return { position: position - 1, record: before };
    this.#checkRoom();
    tryEffect(this.#asked.effect, position, timeMs);
    const record = this.#record(before, position, timeMs);
    operations.push(scheduleOperation(record, payload, crc32c(payload, 0, payload.length)));
    return { position, record };
  }

  #checkRoom(): void {
    const value = this.#table.count + 1;
    if (this.#found !== undefined || value <= limits.schedules.value) return;
    throw limitExceeded("schedules", "the number of schedules", value);
  }

  #record(before: ScheduleRecord | undefined, revision: number, timeMs: number): ScheduleRecord {
    const { name, plan } = this.#asked;
    if (before !== undefined && this.#found?.plan !== undefined && hasSameTimes(this.#found.plan, plan))
      return { ...before, revision };
    const first = firstFiring(anchoredPlan(plan, timeMs), this.#random);
    if (first.nextMs === undefined)
      throw new FlowMeshError("settings_invalid", { field: "times", problem: "must have a time to come" });
    const paused = before?.paused ?? false;
    const cursor = cursorAt(first, paused, 0);
    const slot = before?.slot ?? this.#table.slots.unused;
    const counts = before ?? { createdMs: timeMs, fired: 0, failed: 0, skipped: 0, firings: [] };
    return { ...counts, slot, name, anchorMs: timeMs, revision, paused, cursor };
  }
}

function hasSameTimes(before: SchedulePlan, plan: SchedulePlan): boolean {
  return JSON.stringify(before.times) === JSON.stringify(plan.times);
}

function isEqual(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}

function cursorAt({ nextMs, dueMs }: NextFiring, paused: boolean, used: number): StoredCursor {
  const never = Number.POSITIVE_INFINITY;
  return { nextMs: nextMs ?? never, dueMs: paused ? never : (dueMs ?? never), used, attempts: 0, madeUp: 0 };
}

/** Finds what is wrong with the operations; what only the moment makes so is no matter yet. */
function tryEffect(effect: Intent<unknown>, position: number, timeMs: number): void {
  try {
    effect.order(position, timeMs, []);
  } catch (error) {
    if (!isFlowMeshError(error) || isLasting(error)) throw error;
  }
}

function isAsFound(table: ScheduleTable, name: string, found: FoundSchedule | undefined): boolean {
  const slot = table.find(name);
  if (slot !== found?.slot) return false;
  if (slot === undefined) return true;
  const place = table.placeOf(slot);
  return place?.segment === found?.place?.segment && place?.byte === found?.place?.byte;
}

/** @throws FlowMeshError revision_mismatch */
function expectRevision(table: ScheduleTable, name: string, expected: number | undefined): void {
  const slot = table.find(name);
  const actual = slot === undefined ? 0 : (table.slots.revision[slot] as number);
  checkRevision("schedule", name, actual, expected);
}

/** @throws FlowMeshError schedule_not_found, revision_mismatch */
export class DeleteScheduleIntent implements Intent<{ position: number }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #table: ScheduleTable;
  readonly #name: string;
  readonly #expectedRevision: number | undefined;

  constructor(table: ScheduleTable, name: string, expectedRevision: number | undefined) {
    this.#table = table;
    this.#name = name;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const slot = this.#table.get(this.#name);
    expectRevision(this.#table, this.#name, this.#expectedRevision);
    operations.push({ kind: "unschedule", slot });
    return { position };
  }
}

/** Pauses a schedule. @throws FlowMeshError schedule_not_found */
export class PauseScheduleIntent implements Intent<{ position: number }> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: ScheduleTable;
  readonly #name: string;

  constructor(table: ScheduleTable, name: string) {
    this.#table = table;
    this.#name = name;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const slot = this.#table.get(this.#name);
    const { paused, cursor } = this.#table.recordOf(slot);
    if (paused || cursor.nextMs === Number.POSITIVE_INFINITY) return { position: position - 1 };
    const still = { ...cursor, dueMs: Number.POSITIVE_INFINITY, attempts: 0 };
    operations.push({ kind: "moved", slot, cursor: still, skipped: 0, paused: true, isRevision: true });
    return { position };
  }
}

/** Lets a schedule go on. Undefined: it is another one than was found. @throws FlowMeshError schedule_not_found */
export class ResumeScheduleIntent implements Intent<{ position: number } | undefined> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: ScheduleTable;
  readonly #name: string;
  readonly #found: FoundSchedule & { readonly plan: SchedulePlan };
  readonly #random: Random;

  constructor(
    table: ScheduleTable,
    name: string,
    found: FoundSchedule & { readonly plan: SchedulePlan },
    random: Random,
  ) {
    this.#table = table;
    this.#name = name;
    this.#found = found;
    this.#random = random;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): { position: number } | undefined {
    if (!isAsFound(this.#table, this.#name, this.#found)) return undefined;
    const { slot, plan } = this.#found;
    const { paused, cursor, anchorMs } = this.#table.recordOf(slot);
    if (!paused) return { position: position - 1 };
    const next = resumedFiring(anchoredPlan(plan, anchorMs), cursor, timeMs, this.#random);
    const ends = { ...next, dueMs: next.dueMs ?? timeMs + plan.keepFinishedMs };
    const moved = cursorAt(ends, false, cursor.used);
    operations.push({ kind: "moved", slot, cursor: moved, skipped: 0, paused: false, isRevision: true });
    return { position };
  }
}
