import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type LogOperation, payloadBytesOf } from "../../commit/operation.ts";
import type { PlacedCommit } from "../../commit/placed-commit.ts";
import type {
  FiredOperation,
  MovedOperation,
  RefusedOperation,
  ScheduleOperation,
  ScheduleRecord,
  StoredCursor,
  StoredFiring,
} from "../../commit/schedule-operation.ts";
import type { PayloadPlace } from "../../log/log-reader.ts";
import { SortedList } from "../kv/sorted-list.ts";
import { DueHeap } from "../timers/due-heap.ts";
import { FiringLog } from "./firing-log.ts";
import { ScheduleSlots } from "./schedule-slots.ts";
import { SlotHomes } from "./slot-homes.ts";

/** Firings that are kept of a schedule, where there are not too many schedules. */
const FIRINGS_KEPT = 20;

/**
 * Schedules as they were ordered: flat columns, their names, and the heap of their due times. What a schedule does stays in the log. There is one table, the sequencer's:
 * readers ask it too, and are answered once everything that they saw is durable.
 */
export class ScheduleTable {
  readonly slots: ScheduleSlots = new ScheduleSlots();
  /** When schedules are looked at. An entry that is not meant any more stays until it is taken. */
  readonly due: DueHeap = new DueHeap();
  /** Slots that were left since they were last asked for. */
  readonly deleted: Set<number> = new Set();
  /** Position of the last commit that changed any schedule. */
  changed: number = 0;
  #tellDue: (() => void) | undefined;
  #payloadBytes = 0;
  readonly #firings = new FiringLog();
  readonly #homes = new SlotHomes();
  readonly #byName = new Map<string, number>();
  readonly #names = new SortedList<string>((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  /** Has this called when something may be due earlier than before. */
  whenDue(tell: () => void): void {
    this.#tellDue = tell;
  }

  get count(): number {
    return this.#byName.size;
  }

  /** Of what all of them do. */
  get payloadBytes(): number {
    return this.#payloadBytes;
  }

  find(name: string): number | undefined {
    return this.#byName.get(name);
  }

  /** @throws FlowMeshError schedule_not_found */
  get(name: string): number {
    const slot = this.#byName.get(name);
    if (slot === undefined) throw new FlowMeshError("schedule_not_found", { schedule: name });
    return slot;
  }

  /** Names in order, from this one on. Must be used up before the next change. */
  namesFrom(name: string): Generator<string> {
    return this.#names.from(name);
  }

  /** Where it stands what a schedule does; undefined: damage has taken it. */
  placeOf(slot: number): PayloadPlace | undefined {
    const { segment, byte, payloadBytes, payloadCrc } = this.slots;
    if (payloadBytes[slot] === 0) return undefined;
    return {
      segment: segment[slot] as number,
      byte: byte[slot] as number,
      payloadBytes: payloadBytes[slot] as number,
      payloadCrc: payloadCrc[slot] as number,
    };
  }

  cursorOf(slot: number): StoredCursor {
    const { nextMs, dueMs, used, attempts, madeUp } = this.slots;
    return {
      nextMs: nextMs[slot] as number,
      dueMs: dueMs[slot] as number,
      used: used[slot] as number,
      attempts: attempts[slot] as number,
      madeUp: madeUp[slot] as number,
    };
  }

  /** All that is known of a schedule but what it does. */
  recordOf(slot: number): ScheduleRecord {
    const { name, createdMs, anchorMs, revision, paused, fired, failed, skipped, firing } = this.slots;
    return {
      slot,
      name: name[slot] as string,
      createdMs: createdMs[slot] as number,
      anchorMs: anchorMs[slot] as number,
      revision: revision[slot] as number,
      paused: paused[slot] === 1,
      cursor: this.cursorOf(slot),
      fired: fired[slot] as number,
      failed: failed[slot] as number,
      skipped: skipped[slot] as number,
      firings: this.#firings.list(firing[slot] as number),
    };
  }

  /** Slots of schedules whose state stands in a segment that is meant. */
  *homedIn(isMeant: (segment: number) => boolean): Generator<number> {
    for (const segment of this.#homes.segments) if (isMeant(segment)) yield* this.#homes.in(segment);
  }

  /** Looks at a schedule at this time and not before. */
  lookAt(slot: number, wallMs: number): void {
    this.slots.heapMs[slot] = wallMs;
    if (wallMs === Number.POSITIVE_INFINITY) return;
    this.due.add(wallMs, slot);
    if (this.due.size > 64 + 2 * this.count)
      this.due.keep((dueMs, each) => this.slots.name[each] !== undefined && this.slots.heapMs[each] === dueMs);
  }

  /** Applies what was ordered, or what replay finds. */
  apply({ operations, position, timeMs, segment, payloadByte }: PlacedCommit): void {
    let byte = payloadByte;
    for (const operation of operations) {
      this.#apply(operation, { position, timeMs, segment, byte });
      byte += payloadBytesOf(operation);
    }
  }

  /** Gives a slot what was saved of it. */
  restore(record: ScheduleRecord, place: PayloadPlace, changed: number): void {
    this.#put(record, place, changed);
    this.slots.changed[record.slot] = changed;
    this.slots.savedTo[record.slot] = changed;
    this.changed = Math.max(this.changed, changed);
  }

  #apply(operation: LogOperation, place: Place): void {
    switch (operation.kind) {
      case "schedule":
        this.#change(operation.record.slot, place, () => this.#define(operation, place));
        break;
      case "unschedule":
        this.#change(operation.slot, place, (slot) => this.#delete(slot));
        break;
      case "fired":
        this.#change(operation.slot, place, (slot) => this.#fire(slot, operation, place));
        break;
      case "refused":
        this.#change(operation.slot, place, (slot) => this.#refuse(slot, operation, place));
        break;
      case "moved":
        this.#change(operation.slot, place, (slot) => this.#moveOn(slot, operation, place));
        break;
    }
  }

  /** Of a slot without a schedule only the operation that defines one counts: the others are about one whose state was carried forward. */
  #change(slot: number, { position }: Place, change: (slot: number) => void): void {
    if (position <= (this.slots.savedTo[slot] ?? 0)) return;
    change(slot);
    this.slots.changed[slot] = position;
    this.changed = position;
  }

  #define({ record, payloadBytes, payloadCrc }: ScheduleOperation, { segment, byte, position }: Place): void {
    this.#put(record, { segment, byte, payloadBytes, payloadCrc }, position);
  }

  #put(record: ScheduleRecord, { segment, byte, payloadBytes, payloadCrc }: PayloadPlace, position: number): void {
    const { slots } = this;
    const { slot, name } = record;
    if (slots.name[slot] !== undefined) this.#leave(slot);
    slots.take(slot, name);
    this.#homes.add(slot, segment);
    this.#payloadBytes += payloadBytes;
    this.#takeName(name, slot, position);
    this.deleted.delete(slot);
    slots.createdMs[slot] = record.createdMs;
    slots.anchorMs[slot] = record.anchorMs;
    slots.revision[slot] = record.revision;
    slots.paused[slot] = record.paused ? 1 : 0;
    slots.fired[slot] = record.fired;
    slots.failed[slot] = record.failed;
    slots.skipped[slot] = record.skipped;
    slots.segment[slot] = segment;
    slots.byte[slot] = byte;
    slots.payloadBytes[slot] = payloadBytes;
    slots.payloadCrc[slot] = payloadCrc;
    for (const firing of record.firings.toReversed()) this.#remember(slot, firing);
    this.#setCursor(slot, record.cursor);
  }

  #delete(slot: number): void {
    if (this.slots.name[slot] === undefined) return;
    this.#leave(slot);
    this.slots.release(slot);
    this.deleted.add(slot);
  }

  #leave(slot: number): void {
    const name = this.slots.name[slot] as string;
    this.#homes.remove(slot);
    this.#payloadBytes -= this.slots.payloadBytes[slot] as number;
    this.#firings.trim(this.slots.firing[slot] as number, 0);
    this.slots.firing[slot] = 0;
    if (this.#byName.get(name) !== slot) return;
    this.#byName.delete(name);
    this.#names.delete(name);
  }

  /** Replay may find a schedule of which the index knows that it was deleted, and that its name is another's since. */
  #takeName(name: string, slot: number, position: number): void {
    const holder = this.#byName.get(name);
    if (holder === undefined) this.#names.add(name);
    else if ((this.slots.changed[holder] as number) > position) return;
    this.#byName.set(name, slot);
  }

  #fire(slot: number, operation: FiredOperation, { position, timeMs }: Place): void {
    const { slots } = this;
    if (slots.name[slot] === undefined) return;
    const { scheduledMs, missed, skipped, attempt, triggered, cursor } = operation;
    slots.fired[slot] = (slots.fired[slot] as number) + 1;
    slots.skipped[slot] = (slots.skipped[slot] as number) + skipped;
    if (attempt > 1) this.#forgetLast(slot);
    this.#remember(slot, { scheduledMs, firedMs: timeMs, position, missed, attempt, triggered, refusal: undefined });
    this.#setCursor(slot, cursor);
  }

  #refuse(slot: number, operation: RefusedOperation, { timeMs }: Place): void {
    const { slots } = this;
    if (slots.name[slot] === undefined) return;
    const { scheduledMs, missed, skipped, attempt, givenUp, refusal, cursor } = operation;
    if (givenUp) slots.failed[slot] = (slots.failed[slot] as number) + 1;
    slots.skipped[slot] = (slots.skipped[slot] as number) + skipped;
    if (attempt > 1) this.#forgetLast(slot);
    this.#remember(slot, { scheduledMs, firedMs: timeMs, position: 0, missed, attempt, triggered: false, refusal });
    this.#setCursor(slot, cursor);
  }

  #moveOn(slot: number, { cursor, skipped, paused, isRevision }: MovedOperation, { position }: Place): void {
    const { slots } = this;
    if (slots.name[slot] === undefined) return;
    slots.skipped[slot] = (slots.skipped[slot] as number) + skipped;
    slots.paused[slot] = paused ? 1 : 0;
    if (isRevision) slots.revision[slot] = position;
    this.#setCursor(slot, cursor);
  }

  #setCursor(slot: number, { nextMs, dueMs, used, attempts, madeUp }: StoredCursor): void {
    const { slots } = this;
    slots.nextMs[slot] = nextMs;
    slots.dueMs[slot] = dueMs;
    slots.used[slot] = used;
    slots.attempts[slot] = attempts;
    slots.madeUp[slot] = madeUp;
    this.lookAt(slot, dueMs);
    this.#tellDue?.();
  }

  /** The attempt before, if it is what is remembered last. */
  #forgetLast(slot: number): void {
    const { firing, firings, attempts } = this.slots;
    if (firing[slot] === 0 || attempts[slot] === 0 || this.#firings.isTriggered(firing[slot] as number)) return;
    firing[slot] = this.#firings.drop(firing[slot] as number);
    firings[slot] = (firings[slot] as number) - 1;
  }

  #remember(slot: number, stored: StoredFiring): void {
    const { firing, firings } = this.slots;
    firing[slot] = this.#firings.add(stored, firing[slot] as number);
    const kept = Math.max(1, Math.min(FIRINGS_KEPT, Math.floor(limits.scheduleFirings.value / this.count)));
    firings[slot] = (firings[slot] as number) + 1;
    if ((firings[slot] as number) <= kept) return;
    this.#firings.trim(firing[slot] as number, kept);
    firings[slot] = kept;
  }
}

/** Where an operation stands, and its payload. */
interface Place {
  readonly position: number;
  readonly timeMs: number;
  readonly segment: number;
  readonly byte: number;
}
