import { crc32c } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../commit/operation.ts";
import { scheduleOperation } from "../commit/schedule-operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";
import type { PayloadPlace } from "../log/log-reader.ts";
import type { PlanReader } from "../views/schedules/plan-reader.ts";
import type { ScheduleTable } from "../views/schedules/schedule-table.ts";
import type { SegmentTest } from "./carry.ts";
import type { CarryBudget } from "./carry-budget.ts";
import { CARRIED_A_COMMIT } from "./commit-groups.ts";

export interface ScheduleCarrierOptions {
  readonly log: Pick<Log, "refusals">;
  readonly table: ScheduleTable;
  readonly reader: PlanReader;
  /** Of schedules alone. */
  readonly budget: CarryBudget;
}

/** A schedule that is to be written again. */
interface Carried {
  readonly slot: number;
  readonly place: PayloadPlace | undefined;
  /** Undefined: damage has taken it. */
  readonly payload: Uint8Array | undefined;
}

/** About what a schedule takes beside what it does, and each of its firings. */
const RECORD_BYTES = 400;
const FIRING_BYTES = 80;

/** Writes schedules again whose segment is to go, each with its present state. */
export class ScheduleCarrier {
  readonly #options: ScheduleCarrierOptions;

  constructor(options: ScheduleCarrierOptions) {
    this.#options = options;
  }

  /** Bytes of the schedules that stand in a segment, about. */
  bytesIn(segment: number): number {
    let bytes = 0;
    for (const slot of this.#options.table.homedIn((number) => number === segment)) bytes += this.#bytesOf(slot);
    return bytes;
  }

  /** Whether a segment may go as far as schedules are concerned, once they are carried: while all of them take less than half of the log. */
  pays(segment: number): boolean {
    const { table, budget } = this.#options;
    const bytes = this.bytesIn(segment);
    if (bytes === 0) return true;
    const all = RECORD_BYTES * table.count + table.payloadBytes;
    return budget.isWorth(all) && budget.allows(bytes);
  }

  #bytesOf(slot: number): number {
    const { firings, payloadBytes } = this.#options.table.slots;
    return RECORD_BYTES + FIRING_BYTES * (firings[slot] as number) + (payloadBytes[slot] as number);
  }

  /**
   * Writes again what stands in segments that are meant. What cannot be read back is carried without what it does, and says so from then on.
   * @param bytesMax of one commit
   */
  async carry(isMeant: SegmentTest, bytesMax: number, isStopped: () => boolean): Promise<void> {
    const { log, table, reader, budget } = this.#options;
    for (let slots = this.#some(isMeant, bytesMax); slots.length > 0 && !isStopped(); ) {
      const places = slots.map((slot) => table.placeOf(slot));
      const payloads = await log.refusals.unlessRefused(() => reader.payloads(places));
      const carried = slots.map((slot, index) => ({ slot, place: places[index], payload: payloads[index] }));
      await budget.carry(new CarrySchedulesIntent(table, carried), this);
      slots = this.#some(isMeant, bytesMax);
    }
  }

  /** So many as fit one commit. */
  #some(isMeant: SegmentTest, bytesMax: number): number[] {
    const { table } = this.#options;
    const some: number[] = [];
    let bytes = 0;
    for (const slot of table.homedIn(isMeant)) {
      bytes += this.#bytesOf(slot);
      if (some.length > 0 && (bytes > bytesMax || some.length === CARRIED_A_COMMIT)) break;
      some.push(slot);
    }
    // Neighbours are read together.
    return some.sort((one, other) => (table.slots.byte[one] as number) - (table.slots.byte[other] as number));
  }
}

class CarrySchedulesIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly isCarrying = true;
  readonly #table: ScheduleTable;
  readonly #carried: readonly Carried[];

  constructor(table: ScheduleTable, carried: readonly Carried[]) {
    this.#table = table;
    this.#carried = carried;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    for (const { slot, place, payload } of this.#carried) {
      const now = this.#table.placeOf(slot);
      const isThere = this.#table.slots.name[slot] !== undefined;
      if (!isThere || now?.segment !== place?.segment || now?.byte !== place?.byte) continue;
      const crc = payload === undefined ? 0 : crc32c(payload, 0, payload.length);
      operations.push(scheduleOperation(this.#table.recordOf(slot), payload, crc));
    }
  }
}
