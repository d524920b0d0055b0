import type { Clock } from "../../clock/clock.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { Timers, ViewTimer } from "../timers/timers.ts";
import type { DueKey } from "./due-times.ts";
import { ExpireIntent } from "./entry-intents.ts";
import { dueOf } from "./entry-version.ts";
import type { KvTable } from "./kv-table.ts";

export interface KvExpiryOptions {
  readonly table: KvTable;
  readonly sequencer: Sequencer;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly turns: WorkTurns;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

const AGAIN_MS = 1000;
/** Entries that are looked up in one turn. */
const LOOKED_AT_ONCE = 64;

/** Writes soon after an entry's time is over that it expired. Readers do not wait for it. One part of the alarm for all entries; what cannot be written is tried again. */
export class KvExpiry {
  readonly #options: KvExpiryOptions;
  readonly #timer: ViewTimer;
  #isBusy = false;
  #isStopped = false;

  constructor(options: KvExpiryOptions) {
    this.#options = options;
    this.#timer = options.timers.add(() => void this.#expire());
  }

  start(): void {
    this.#options.table.whenDue(() => this.#set());
    this.#set();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #set(leastMs = 0): void {
    const { table, clock } = this.#options;
    if (this.#isStopped || this.#isBusy || table.unavailable !== undefined) return;
    if (leastMs > 0) this.#timer.pauseUntil(clock.monotonicMs() + leastMs);
    else this.#timer.ringAt(this.#nextMs());
  }

  /** It is called where nothing may fail: an index that is damaged is looked at again once it was made anew. */
  #nextMs(): number {
    try {
      return this.#options.table.expiries.nextMs;
    } catch (error) {
      this.#options.onError(error);
      return this.#options.sequencer.nowMs() + AGAIN_MS;
    }
  }

  async #expire(): Promise<void> {
    const { table, sequencer, onError } = this.#options;
    if (this.#isStopped || this.#isBusy) return;
    this.#isBusy = true;
    let againMs = 0;
    let taken: DueKey[] = [];
    try {
      for (taken = await this.#take(); taken.length > 0; taken = await this.#take())
        await sequencer.submit(new ExpireIntent(table, taken), this);
    } catch (error) {
      for (const due of taken) table.expiries.note(due);
      againMs = AGAIN_MS;
      if (!this.#isStopped) onError(error);
    }
    this.#isBusy = false;
    this.#set(againMs);
  }

  /** Those whose time is over, and which are still as they were when that was noted. */
  async #take(): Promise<DueKey[]> {
    const { table, sequencer, turns } = this.#options;
    const nowMs = sequencer.nowMs();
    for (;;) {
      if (this.#isStopped || table.unavailable !== undefined) return [];
      const due = await turns.run(() => table.expiries.take(nowMs, sequencer.freeingBytesMax));
      const meant: DueKey[] = [];
      for (let from = 0; from < due.length; from += LOOKED_AT_ONCE) {
        const some = due.slice(from, from + LOOKED_AT_ONCE);
        await turns.run(() => meant.push(...some.filter((each) => this.#isMeant(each))));
      }
      if (meant.length > 0 || due.length === 0) return meant;
    }
  }

  #isMeant({ bucket: id, key, dueMs }: DueKey): boolean {
    const { table } = this.#options;
    const bucket = table.findById(id);
    const now = bucket && dueOf(table.versions(bucket, key));
    return now?.what === "expiry" && now.dueMs === dueMs;
  }
}
