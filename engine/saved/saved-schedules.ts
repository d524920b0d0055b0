import { readOperations } from "../commit/operation.ts";
import { scheduleOperation } from "../commit/schedule-operation.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import type { PayloadPlace } from "../log/log-reader.ts";
import type { ScheduleTable } from "../views/schedules/schedule-table.ts";
import type { WorkTurns } from "../work-turns.ts";
import { encodeOperations, padded, scan } from "./rows.ts";

/** Schedules that are looked through, and saved, in one turn of the event loop. */
const LOOKED_AT_A_TURN = 20_000;
const SAVED_A_WRITE = 200;
const REMOVED_A_WRITE = 1000;
const PLACE_BYTES = 24;

interface SavedRow extends IndexChange {
  readonly slot: number;
  readonly savedTo: number;
}

/**
 * Keeps the rows of schedules in the index store: of each all but what it does, where that stands, and which commit changed it last. So they may be written in many steps, at any time: replay
 * skips what a row contains.
 */
export class SavedSchedules {
  readonly #store: IndexStore;
  readonly #table: ScheduleTable;
  readonly #turns: WorkTurns;

  constructor(store: IndexStore, table: ScheduleTable, turns: WorkTurns) {
    this.#store = store;
    this.#table = table;
    this.#turns = turns;
  }

  /** Gives the table what was saved. */
  restore(): void {
    for (const { key, value } of scan(this.#store, "sc/")) {
      const operation = readOperations(value.subarray(PLACE_BYTES), 1)[0];
      if (operation?.kind !== "schedule") throw new IndexDamaged(`${key} is no schedule`);
      const place: PayloadPlace = {
        segment: value.readUInt32LE(0),
        byte: value.readUInt32LE(4),
        payloadBytes: value.readUInt32LE(8),
        payloadCrc: value.readUInt32LE(12),
      };
      this.#table.restore(operation.record, place, value.readDoubleLE(16));
    }
  }

  /** Nothing that was saved is there any more. */
  forget(): void {
    this.#table.slots.savedTo.fill(0);
  }

  /**
   * Saves what has changed since it was saved, and removes what was deleted.
   * @param whenVisible resolves once a position is durable: nothing is saved before
   */
  async save(whenVisible: (position: number) => Promise<void>): Promise<void> {
    const { slots } = this.#table;
    await this.#removeDeleted(whenVisible);
    for (let from = 0; from < slots.end; from += LOOKED_AT_A_TURN) {
      const changed = await this.#turns.run(() => this.#changedFrom(from));
      for (let at = 0; at < changed.length; at += SAVED_A_WRITE) {
        const saved = await this.#turns.run(() => this.#rows(changed.slice(at, at + SAVED_A_WRITE)));
        await this.#write(saved, whenVisible);
        for (const { slot, savedTo } of saved) slots.savedTo[slot] = savedTo;
      }
    }
  }

  async #removeDeleted(whenVisible: (position: number) => Promise<void>): Promise<void> {
    const { deleted, slots } = this.#table;
    const removed = [...deleted];
    for (let at = 0; at < removed.length; at += REMOVED_A_WRITE) {
      const some = removed.slice(at, at + REMOVED_A_WRITE).filter((slot) => slots.name[slot] === undefined);
      const rows = await this.#turns.run(() => some.map((slot) => ({ key: rowOf(slot), value: undefined })));
      await this.#write(rows, whenVisible);
      for (const slot of some) if (slots.name[slot] === undefined) deleted.delete(slot);
    }
  }

  #changedFrom(from: number): number[] {
    const { name, changed, savedTo, end } = this.#table.slots;
    const found: number[] = [];
    for (let slot = from; slot < Math.min(end, from + LOOKED_AT_A_TURN); slot++)
      if (name[slot] !== undefined && (changed[slot] as number) > (savedTo[slot] as number)) found.push(slot);
    return found;
  }

  #rows(slots: readonly number[]): SavedRow[] {
    const { name, changed } = this.#table.slots;
    const there = slots.filter((slot) => name[slot] !== undefined);
    return there.map((slot) => ({ slot, savedTo: changed[slot] as number, key: rowOf(slot), value: this.#row(slot) }));
  }

  #row(slot: number): Buffer {
    const { segment, byte, payloadBytes, payloadCrc, changed } = this.#table.slots;
    const head = Buffer.alloc(PLACE_BYTES);
    head.writeUInt32LE(segment[slot] as number, 0);
    head.writeUInt32LE(byte[slot] as number, 4);
    head.writeUInt32LE(payloadBytes[slot] as number, 8);
    head.writeUInt32LE(payloadCrc[slot] as number, 12);
    head.writeDoubleLE(changed[slot] as number, 16);
    return Buffer.concat([head, encodeOperations([scheduleOperation(this.#table.recordOf(slot), undefined, 0)])]);
  }

  async #write(changes: readonly IndexChange[], whenVisible: (position: number) => Promise<void>): Promise<void> {
    if (changes.length === 0) return;
    await whenVisible(this.#table.changed);
    await this.#store.write(changes);
  }
}

function rowOf(slot: number): string {
  return `sc/${padded(slot)}`;
}
