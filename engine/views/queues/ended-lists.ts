import { EndedJobs } from "./ended-jobs.ts";
import type { JobSlots } from "./job-slots.ts";
import { DEAD, DEAD_STATES, FINISHED_STATES, RETRYING } from "./job-state-numbers.ts";
import { NO_SLOT } from "./slot-table.ts";

/** By so much the ends of one commit are apart in rank. */
const END_RANK_STEP = 2 ** -20;

/** The jobs of a queue that ended, in the order in which they did; an end counts only while it is its job's last one. */
export class EndedLists {
  /** Jobs that are done or cancelled, those that are no more among them. */
  readonly finished: EndedJobs = new EndedJobs();
  /** Jobs that are dead, those that are no more among them. */
  readonly dead: EndedJobs = new EndedJobs();
  /** Rank of the end of the last job that ended; whoever applies a commit sets it to the position, so that it is the same however often the log is replayed. */
  rank: number = 0;
  readonly #slots: JobSlots;

  constructor(slots: JobSlots) {
    this.#slots = slots;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return this.finished.bytes + this.dead.bytes;
  }

  /** Jobs that end like this. */
  like(state: number): EndedJobs {
    return state === DEAD ? this.dead : this.finished;
  }

  /** The job of a slot has just ended. */
  add(slot: number, state: number, endedMs: number): void {
    this.rank += END_RANK_STEP;
    const place = -this.rank;
    this.#slots.heapMs[slot] = place;
    this.like(state).add(this.#slots.offset[slot] as number, endedMs, place);
  }

  /** Whether this end of a job is its last one. */
  isMeant(offset: number, place: number, states: readonly number[]): boolean {
    const slot = this.#slots.find(offset);
    return slot !== NO_SLOT && this.#slots.heapMs[slot] === place && states.includes(this.#slots.state[slot] as number);
  }

  /** A job that was dead is so no more: ends that do not count leave. */
  tidyDead(): void {
    this.dead.tidy(this.#isDead);
  }

  /** A job that was done or cancelled is so no more: ends that do not count leave. */
  tidyFinished(): void {
    this.finished.tidy(this.#isFinished);
  }

  readonly #isDead = (offset: number, place: number): boolean => this.isMeant(offset, place, DEAD_STATES);
  readonly #isFinished = (offset: number, place: number): boolean => this.isMeant(offset, place, FINISHED_STATES);

  /** The slots were set as they were saved: the lists follow from them. */
  restored(): void {
    const { state, offset, dueMs, heapMs } = this.#slots;
    const ended = [...this.#slots.all()].filter((slot) => (state[slot] as number) > RETRYING);
    ended.sort((a, b) => (heapMs[b] as number) - (heapMs[a] as number));
    for (const slot of ended) {
      const place = heapMs[slot] as number;
      this.like(state[slot] as number).add(offset[slot] as number, dueMs[slot] as number, place);
      this.rank = -place;
    }
  }
}
