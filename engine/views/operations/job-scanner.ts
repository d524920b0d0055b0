import type { JobState } from "@flowmesh/contract";
import { jobStates } from "@flowmesh/fabric/internal";
import { HELD, NONE } from "../queues/job-slots.ts";
import type { QueueJobs } from "../queues/queue-jobs.ts";
import { NO_SLOT } from "../queues/slot-table.ts";
import { LowestOffsets } from "./lowest-offsets.ts";

/** Jobs that one call looks at: a fraction of a millisecond. */
const JOBS_A_CALL = 5000;
/** Jobs that one look at the slots finds at least; of many slots more, so that there are few looks. */
const FOUND_A_LOOK = 4096;
const LOOKS_MAX = 64;

/**
 * Goes once through the jobs of a queue in one state, in the order of their ids, in pieces between which the jobs may change. Slots lie in no order, so a look at all of
 * them finds the next ones that are in the state. Those that may be handed out stand in runs beside, but for those with an ordering key: which of a key may go changes
 * with what is done to the others. Jobs that come into the state behind its back may be passed over; those that were in it and stay so are not.
 */
export class JobScanner {
  readonly #jobs: QueueJobs;
  readonly #state: Exclude<JobState, "unspecified">;
  readonly #end: number;
  /** Jobs before this one were given. */
  #offset: number;
  /** Where the look at the slots is; undefined while there is none. */
  #slot: number | undefined = 0;
  #lowest: LowestOffsets;
  #touched: Float64Array = new Float64Array(0);
  #at = 0;

  /** @param first from this offset on; @param end before this one */
  constructor(jobs: QueueJobs, state: Exclude<JobState, "unspecified">, first: number, end: number) {
    this.#jobs = jobs;
    this.#state = state;
    this.#offset = first;
    this.#end = end;
    this.#lowest = this.#newLowest();
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#end;
  }

  /** The next jobs, at most so many; none does not mean that there are no more. */
  next(most: number): number[] {
    if (this.#slot === undefined) return this.#give(most);
    this.#look(this.#slot);
    return [];
  }

  #look(from: number): void {
    const { slots } = this.#jobs;
    const to = Math.min(slots.end, from + JOBS_A_CALL);
    for (let slot = from; slot < to; slot++) if (this.#isMeant(slot)) this.#lowest.add(slots.offset[slot] as number);
    this.#slot = to < slots.end ? to : undefined;
    if (this.#slot !== undefined) return;
    this.#touched = this.#lowest.inOrder();
    this.#at = 0;
  }

  #isMeant(slot: number): boolean {
    const { slots } = this.#jobs;
    const offset = slots.offset[slot] as number;
    if (offset < this.#offset || offset >= this.#end || slots.state[slot] !== jobStates.indexOf(this.#state))
      return false;
    return this.#state !== "waiting" || this.#isOrdered(slot) || !this.#isInRuns(slot);
  }

  #give(most: number): number[] {
    const found: number[] = [];
    for (let looked = 0; looked < JOBS_A_CALL && found.length < most; looked++) {
      const ready = this.#state === "waiting" ? this.#jobs.readyRuns.next(this.#offset) : Number.POSITIVE_INFINITY;
      const touched = this.#touched[this.#at] ?? Number.POSITIVE_INFINITY;
      const next = Math.min(ready, touched, this.#lowest.bound, this.#end);
      this.#offset = next;
      if (next === this.#end) break;
      if (next === this.#lowest.bound) return this.#lookOn(found);
      this.#offset++;
      if (next === touched) this.#at++;
      if (next === touched || !this.#isOrdered(this.#jobs.slots.find(next))) found.push(next);
    }
    return found;
  }

  #lookOn(found: number[]): number[] {
    this.#slot = 0;
    this.#lowest = this.#newLowest();
    return found;
  }

  #newLowest(): LowestOffsets {
    return new LowestOffsets(Math.max(FOUND_A_LOOK, Math.ceil(this.#jobs.slots.end / LOOKS_MAX)));
  }

  /** Those that wait and may be handed out, as far as no limit of their key is asked, stand in runs. */
  #isInRuns(slot: number): boolean {
    return ((this.#jobs.slots.flags[slot] as number) & HELD) === 0 && !this.#jobs.keys.has(slot);
  }

  /** Whether it has an ordering key. */
  #isOrdered(slot: number): boolean {
    return slot !== NO_SLOT && this.#jobs.slots.chain[slot] !== NONE;
  }
}
