import type { JobState } from "@flowmesh/contract";
import { jobStates } from "@flowmesh/fabric/internal";
import { HELD, NONE } from "../queues/job-slots.ts";
import type { QueueJobs } from "../queues/queue-jobs.ts";
import { NO_SLOT } from "../queues/slot-table.ts";

/** Jobs that one call looks at: a fraction of a millisecond. */
const JOBS_A_CALL = 5000;

/**
 * Goes once through the jobs of a queue in one state, in pieces between which the jobs may change: first those that may be handed out, by their ids, then the others as they
 * lie in memory, among them all that have an ordering key: which of a key may go changes with what is done to the others. Jobs that come into the state behind its back may be passed over; those that were in it and stay so are not.
 */
export class JobScanner {
  readonly #jobs: QueueJobs;
  readonly #state: Exclude<JobState, "unspecified">;
  readonly #end: number;
  #offset: number;
  #slot = 0;

  /** @param first from this offset on; @param end before this one */
  constructor(jobs: QueueJobs, state: Exclude<JobState, "unspecified">, first: number, end: number) {
    this.#jobs = jobs;
    this.#state = state;
    this.#offset = state === "waiting" ? first : Number.POSITIVE_INFINITY;
    this.#first = first;
    this.#end = end;
  }

  readonly #first: number;

  get isAtEnd(): boolean {
    return this.#offset === Number.POSITIVE_INFINITY && this.#slot >= this.#jobs.slots.end;
  }

  /** The next jobs, at most so many; none does not mean that there are no more. */
  next(most: number): number[] {
    return this.#offset < Number.POSITIVE_INFINITY ? this.#nextReady(most) : this.#nextTouched(most);
  }

  #nextReady(most: number): number[] {
    const found: number[] = [];
    for (let looked = 0; looked < JOBS_A_CALL && found.length < most; looked++) {
      const offset = Math.min(...this.#jobs.readyRuns.map((runs) => runs.next(this.#offset)));
      this.#offset = offset < this.#end ? offset + 1 : Number.POSITIVE_INFINITY;
      if (offset >= this.#end) break;
      if (!this.#isOrdered(this.#jobs.slots.find(offset))) found.push(offset);
    }
    return found;
  }

  #nextTouched(most: number): number[] {
    const { slots } = this.#jobs;
    const wanted = jobStates.indexOf(this.#state);
    const found: number[] = [];
    const lookTo = Math.min(slots.end, this.#slot + JOBS_A_CALL);
    for (; this.#slot < lookTo && found.length < most; this.#slot++) {
      const offset = slots.offset[this.#slot] as number;
      if (offset < this.#first || offset >= this.#end || slots.state[this.#slot] !== wanted) continue;
      if (this.#state !== "waiting" || this.#isOrdered(this.#slot) || !this.#isInRuns(this.#slot)) found.push(offset);
    }
    return found;
  }

  /** Those that wait and may be handed out, as far as no limit of their key is asked, were found before. */
  #isInRuns(slot: number): boolean {
    return ((this.#jobs.slots.flags[slot] as number) & HELD) === 0 && !this.#jobs.keys.has(slot);
  }

  /** Whether it has an ordering key. */
  #isOrdered(slot: number): boolean {
    return slot !== NO_SLOT && this.#jobs.slots.chain[slot] !== NONE;
  }
}

/** Position of a job's last lease; 0: none. */
export function lastLease({ slots }: QueueJobs, offset: number): number {
  const slot = slots.find(offset);
  return slot === NO_SLOT ? 0 : (slots.lease[slot] as number);
}
