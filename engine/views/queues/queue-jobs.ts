import type { JobState } from "@flowmesh/contract";
import { type AfterLease, type ChangedJobEnd, type EndedState, jobStates } from "@flowmesh/fabric/internal";
import type { PayloadPlace } from "../../log/log-reader.ts";
import { DueHeap } from "../timers/due-heap.ts";
import { AttemptTexts } from "./attempt-texts.ts";
import { EndedLists } from "./ended-lists.ts";
import { BEGUN, CANCELLING, HELD, JobSlots, NONE, REDRIVEN, TOLD } from "./job-slots.ts";
import { ACTIVE, CANCELLED, DEAD, DELAYED, RETRYING, WAITING } from "./job-state-numbers.ts";
import { type ChunkSizes, JobsSnapshot } from "./jobs-snapshot.ts";
import { KeyChains } from "./key-chains.ts";
import { KeyTurns } from "./key-turns.ts";
import { pickJobs } from "./pick-jobs.ts";
import { ReadyRuns } from "./ready-runs.ts";
import { NO_SLOT } from "./slot-table.ts";

/** Neighbours of one priority. */
export interface JobRun {
  readonly priority: number;
  readonly start: number;
  readonly end: number;
  /** Hash of the key by which they are limited; 0: none. */
  readonly key: number;
}

/** What a job has that others do not. */
export interface JobTraits {
  readonly priority: number;
  /** 0: at once. */
  readonly dueMs: number;
  /** Hash of its ordering key; 0: none. */
  readonly key: number;
  /** 0: as the queue says. */
  readonly maxAttempts: number;
  /** Hash of the key by which it is limited; 0: none. */
  readonly limitKey: number;
}

/** Leases that a commit makes. */
export interface LeaseTerms {
  /** Of the commit, which names the leases. */
  readonly position: number;
  readonly leaseMs: number;
  readonly worker: number;
  readonly ahead: boolean;
}

/** Entries of the heap that may be there without being meant, beyond as many as are. */
const DUE_SPARE = 10_000;

/**
 * The jobs of one queue, in flat memory. Jobs that wait and that nobody touched are runs of offsets; every other has a slot. It changes only by what was ordered, and by
 * time: that a delay is over is not written anywhere, so a lease may take a job that replay still sees delayed.
 */
export class QueueJobs {
  /** What of them is to be saved. */
  readonly snapshot: JobsSnapshot;
  readonly slots: JobSlots = new JobSlots((slot) => this.snapshot.slotWillChange(slot));
  readonly chains: KeyChains = new KeyChains(this.slots);
  /** Limits per key, and whose turn it is. */
  readonly keys: KeyTurns = new KeyTurns(this.slots);
  /** How attempts ended. */
  readonly texts: AttemptTexts = new AttemptTexts();
  /** When delays, waits for retries and leases are over; an entry counts only while its job is still so. */
  readonly due: DueHeap = new DueHeap();
  /** Jobs without a key that may be handed out. */
  readonly readyRuns: ReadyRuns = new ReadyRuns((...changed) => this.snapshot.readyWillChange(...changed));
  readonly ended: EndedLists = new EndedLists(this.slots);
  readonly #counts = new Float64Array(jobStates.length);
  /** Told the number of each worker that has one job more, or one less. */
  readonly #onWorker: (worker: number, by: 1 | -1) => void;

  /** Told how a job has ended that an operation changed. */
  readonly #onOperation: (operation: number, end: ChangedJobEnd) => void;

  constructor(
    onWorker: (worker: number, by: 1 | -1) => void = () => undefined,
    onOperation: (operation: number, end: ChangedJobEnd) => void = () => undefined,
    chunks?: ChunkSizes,
  ) {
    this.snapshot = new JobsSnapshot(this, chunks);
    this.#onWorker = onWorker;
    this.#onOperation = onOperation;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    const { readyRuns, slots, chains, keys, texts, due, ended } = this;
    return [readyRuns, slots, chains, keys, texts, due, ended].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get isEmpty(): boolean {
    return this.slots.size === 0 && this.ready === 0;
  }

  /** Jobs in a state. */
  count(state: Exclude<JobState, "unspecified">): number {
    return this.#counts[jobStates.indexOf(state)] as number;
  }

  /** Jobs that may be handed out, as far as they themselves go. */
  get ready(): number {
    return this.readyRuns.size + this.keys.ready.size;
  }

  /** At least so many of them are not kept back by their key. */
  get open(): number {
    return this.readyRuns.size + this.keys.open;
  }

  /** Undefined: there is none. */
  stateOf(offset: number): Exclude<JobState, "unspecified"> | undefined {
    const slot = this.slots.find(offset);
    if (slot !== NO_SLOT) return jobStates[this.slots.state[slot] as number];
    return this.readyRuns.has(offset) ? "waiting" : undefined;
  }

  /** Of a job that is there. */
  priorityOf(offset: number): number {
    const slot = this.slots.find(offset);
    return slot === NO_SLOT ? this.readyRuns.priorityOf(offset) : (this.slots.priority[slot] as number);
  }

  /** The lowest offset of a job that is there; Infinity without any. */
  lowest(): number {
    const { offset, end } = this.slots;
    let lowest = this.readyRuns.first;
    for (let slot = 0; slot < end; slot++)
      if (this.slots.isUsed(slot)) lowest = Math.min(lowest, offset[slot] as number);
    return lowest;
  }

  /** The lowest offset of a job that may be handed out; Infinity without any. */
  oldestReady(): number {
    return Math.min(this.keys.ready.first, this.readyRuns.first);
  }

  /** Offsets of jobs that are there from one on, in order, with their state. */
  *from(first: number, end: number): Generator<number> {
    const offsets = new Float64Array(this.slots.end);
    let count = 0;
    for (const slot of this.slots.all()) {
      const offset = this.slots.offset[slot] as number;
      if (offset >= first && offset < end) offsets[count++] = offset;
    }
    const touched = offsets.subarray(0, count).sort();
    let at = 0;
    for (let offset = first; offset < end; offset++) {
      const next = Math.min(touched[at] ?? end, this.readyRuns.next(offset));
      if (next >= end) return;
      offset = next;
      while (at < touched.length && (touched[at] as number) <= offset) at++;
      yield offset;
    }
  }

  /** Runs and slots were set as they were saved: counts what follows from them. */
  restored(): void {
    this.slots.restored();
    this.#count(WAITING, this.readyRuns.size);
    this.ended.restored();
    for (const slot of this.slots.all()) {
      const state = this.slots.state[slot] as number;
      const isReady = state === WAITING && ((this.slots.flags[slot] as number) & HELD) === 0;
      const hasKey = this.keys.has(slot);
      if (!isReady || hasKey) this.#count(state, 1);
      if (hasKey && isReady) this.keys.addReady(slot);
      if (hasKey && state === ACTIVE) this.keys.restoreActive(slot);
      if (state === DELAYED || state === ACTIVE || state === RETRYING)
        this.note(slot, this.slots.dueMs[slot] as number);
      if (this.slots.worker[slot] !== NONE) this.#onWorker(this.slots.worker[slot] as number, 1);
    }
  }

  /** Offsets of the jobs in a state, in no order that means something. */
  *inState(state: Exclude<JobState, "unspecified">): Generator<number> {
    const wanted = jobStates.indexOf(state);
    for (const slot of this.slots.all()) if (this.slots.state[slot] === wanted) yield this.slots.offset[slot] as number;
    if (wanted !== WAITING) return;
    for (const offset of this.readyRuns) if (this.slots.find(offset) === NO_SLOT) yield offset;
  }

  /** The jobs that are next, at most so many, in the order in which they go. Changes nothing. */
  pick(most: number, nowMs: number): JobRun[] {
    return pickJobs(this, most, nowMs);
  }

  /** New jobs with nothing special about them but their priority. */
  enqueue(priority: number, start: number, end: number): void {
    this.readyRuns.of(priority).add(start, end);
    this.#count(WAITING, end - start);
  }

  /** A new job with something special about it. */
  enqueueSpecial(offset: number, traits: JobTraits, nowMs: number): void {
    const { priority, dueMs, key, maxAttempts, limitKey } = traits;
    if (dueMs <= nowMs && key === 0 && maxAttempts === 0 && limitKey === 0) {
      this.enqueue(priority, offset, offset + 1);
      return;
    }
    const slot = this.slots.add(offset);
    this.slots.priority[slot] = priority;
    this.slots.maxAttempts[slot] = maxAttempts;
    this.slots.state[slot] = WAITING;
    this.slots.dueMs[slot] = dueMs;
    this.#count(WAITING, 1);
    if (limitKey !== 0) this.keys.join(slot, limitKey);
    this.slots.key[slot] = key;
    if (key !== 0) this.chains.add(slot);
    this.proceed(slot, nowMs);
  }

  /** Leases one run of jobs. */
  lease({ priority, start, end, key }: JobRun, terms: LeaseTerms, nowMs: number): void {
    const ready = this.readyRuns.of(priority);
    const areTaken = key === 0 && ready.hasAll(start, end);
    if (areTaken) ready.remove(start, end);
    for (let offset = start; offset < end; offset++) {
      this.#lease(offset, priority, areTaken, terms, nowMs);
      if (key !== 0) this.keys.handedOut(key, 1, nowMs);
    }
    if (key === 0) this.keys.handedOut(0, end - start, nowMs);
  }

  /** The worker of a job taken in advance has begun. */
  begin(slot: number): void {
    const flags = this.slots.flags[slot] as number;
    if ((flags & BEGUN) !== 0) return;
    this.snapshot.slotWillChange(slot);
    this.slots.flags[slot] = flags | BEGUN;
    this.slots.attempts[slot] = (this.slots.attempts[slot] as number) + 1;
  }

  /** A lease goes on; it never becomes shorter. */
  extend(slot: number, untilMs: number): void {
    if (untilMs <= (this.slots.dueMs[slot] as number)) return;
    this.snapshot.slotWillChange(slot);
    this.slots.dueMs[slot] = untilMs;
  }

  /** A lease ends. `told`: its worker said how; `text`: where it stands how the attempt went. */
  settle(
    offset: number,
    { state, attempts, dueMs }: AfterLease,
    told: boolean,
    nowMs: number,
    text?: PayloadPlace,
  ): void {
    const slot = this.slots.find(offset);
    if (slot === NO_SLOT) return;
    this.snapshot.slotWillChange(slot);
    if (text !== undefined) this.slots.text[slot] = this.texts.add(text, this.slots.text[slot] as number);
    if (this.slots.state[slot] !== ACTIVE) return;
    this.slots.attempts[slot] = attempts;
    this.slots.flags[slot] = ((this.slots.flags[slot] as number) & REDRIVEN) | (told ? TOLD : 0);
    this.slots.dueMs[slot] = dueMs;
    if (state === "waiting" || (state === "retrying" && dueMs <= nowMs)) this.#makeReady(slot);
    else if (state === "retrying") this.#wait(slot, RETRYING, dueMs);
    else this.#end(slot, jobStates.indexOf(state), nowMs);
  }

  /** A job that does not wait for its worker ends, or is to end as soon as its lease does. */
  cancel(offset: number, nowMs: number): void {
    const slot = this.#touch(offset);
    if (slot === NO_SLOT) return;
    this.snapshot.slotWillChange(slot);
    const state = this.slots.state[slot] as number;
    if (state === ACTIVE) this.slots.flags[slot] = (this.slots.flags[slot] as number) | CANCELLING;
    else if (state <= RETRYING) {
      this.#unready(slot);
      this.#end(slot, CANCELLED, nowMs);
    }
  }

  /** A job that waits for its time waits no longer. */
  run(offset: number): void {
    const slot = this.slots.find(offset);
    if (slot === NO_SLOT) return;
    this.snapshot.slotWillChange(slot);
    const state = this.slots.state[slot] as number;
    if (state === DELAYED || state === RETRYING) this.#makeReady(slot);
    else if (state === WAITING) this.slots.dueMs[slot] = 0;
  }

  /**
   * A job that is dead or cancelled is tried again with all its attempts anew, at its place among those of its ordering key; a new one only takes the place of such a job.
   * How it ends is told to the operation that it is done for; 0: to none.
   */
  redrive(offset: number, operation: number): void {
    const slot = this.#touch(offset);
    if (slot === NO_SLOT) return;
    this.snapshot.slotWillChange(slot);
    this.slots.operation[slot] = operation;
    this.slots.flags[slot] = (this.slots.flags[slot] as number) | REDRIVEN;
    const state = this.slots.state[slot] as number;
    if (state !== DEAD && state !== CANCELLED) return;
    this.slots.attempts[slot] = 0;
    this.#goOn(slot);
    this.ended.tidyDead();
    this.ended.tidyFinished();
  }

  /** For who sets jobs as they were, as are `proceed`, `hold`, `note` and `setWorker`: so many more or fewer are in a state. */
  tally(state: number, by: number): void {
    this.#count(state, by);
  }

  /** Nothing is left of jobs. */
  remove(offsets: readonly number[], nowMs: number): void {
    for (const offset of offsets) {
      const slot = this.slots.find(offset);
      if (slot === NO_SLOT) this.#removeUntouched(offset);
      else this.#remove(slot, nowMs);
    }
    this.ended.tidyDead();
    this.ended.tidyFinished();
  }

  /**
   * Jobs whose delay or wait is over may be handed out; at most so many are looked at.
   * @returns those whose lease is over: for the caller to end, or to look at again later
   */
  wake(nowMs: number, most: number): number[] {
    const expired: number[] = [];
    for (let woken = 0; woken < most && this.due.nextMs <= nowMs; ) {
      const [dueMs, offset] = [this.due.nextMs, this.due.nextOffset];
      this.due.shift();
      const slot = this.slots.find(offset);
      if (slot === NO_SLOT || this.slots.heapMs[slot] !== dueMs) continue;
      const nowDueMs = this.slots.dueMs[slot] as number;
      if (nowDueMs > nowMs) {
        this.note(slot, nowDueMs);
        continue;
      }
      woken++;
      if (this.slots.state[slot] !== ACTIVE) this.#makeReady(slot);
      else {
        this.slots.heapMs[slot] = 0;
        expired.push(offset);
      }
    }
    return expired;
  }

  /** A job whose lease is over is looked at again at this time. */
  lookAgain(offset: number, atMs: number): void {
    const slot = this.slots.find(offset);
    if (slot !== NO_SLOT && this.slots.state[slot] === ACTIVE) this.note(slot, atMs);
  }

  /** Leases begin anew, as after a restart: nobody could extend them. */
  renewLeases(nowMs: number): void {
    if (this.count("active") === 0) return;
    for (const slot of this.slots.all()) {
      if (this.slots.state[slot] !== ACTIVE) continue;
      const endMs = nowMs + (this.slots.leaseMs[slot] as number);
      this.extend(slot, endMs);
    }
  }

  /** `isTaken`: it is not among those any more that may be handed out. */
  #lease(
    offset: number,
    priority: number,
    isTaken: boolean,
    { position, leaseMs, worker, ahead }: LeaseTerms,
    nowMs: number,
  ): void {
    let slot = this.slots.find(offset);
    if (slot !== NO_SLOT) this.snapshot.slotWillChange(slot);
    if (slot === NO_SLOT) {
      const ready = this.readyRuns.of(priority);
      // Of a job whose record was given back replay may still meet what became of it.
      if (!isTaken && !ready.has(offset)) return;
      if (!isTaken) ready.remove(offset, offset + 1);
      slot = this.slots.add(offset);
      this.slots.priority[slot] = priority;
      this.slots.state[slot] = WAITING;
    } else if (this.keys.has(slot)) this.#leaseOfKey(slot);
    else if (!isTaken) this.#unready(slot);
    this.slots.lease[slot] = position;
    this.slots.leaseMs[slot] = leaseMs;
    this.slots.startedMs[slot] = nowMs;
    this.slots.dueMs[slot] = nowMs + leaseMs;
    this.setWorker(slot, worker);
    this.slots.flags[slot] = (this.slots.flags[slot] as number) & REDRIVEN;
    if (!ahead) this.begin(slot);
    this.#setState(slot, ACTIVE);
    this.note(slot, nowMs + leaseMs);
  }

  #leaseOfKey(slot: number): void {
    // Replay may meet a lease on a job that it still sees delayed.
    if (!this.isReady(slot)) this.keys.addReady(slot);
    this.keys.lease(slot);
  }

  /** A slot for a job that is there; `NO_SLOT` when there is none. */
  #touch(offset: number): number {
    const found = this.slots.find(offset);
    if (found !== NO_SLOT) return found;
    const priority = this.readyRuns.priorityOf(offset);
    if (priority < 0) return NO_SLOT;
    const slot = this.slots.add(offset);
    this.slots.priority[slot] = priority;
    this.slots.state[slot] = WAITING;
    return slot;
  }

  /** Takes a job out of those that may be handed out, if it is among them. */
  #unready(slot: number): void {
    if (!this.isReady(slot)) return;
    if (this.keys.has(slot)) {
      this.keys.removeReady(slot);
      return;
    }
    const offset = this.slots.offset[slot] as number;
    this.readyRuns.of(this.slots.priority[slot] as number).remove(offset, offset + 1);
  }

  /** Whether a job that waits for its ordering key will have to wait for its own time behind that. */
  isDelayedToo(offset: number, nowMs: number): boolean {
    const slot = this.slots.find(offset);
    return slot !== NO_SLOT && this.slots.state[slot] === WAITING && (this.slots.dueMs[slot] as number) > nowMs;
  }

  /** Whether a touched job may be handed out, as far as it itself goes. */
  isReady(slot: number): boolean {
    return this.slots.state[slot] === WAITING && ((this.slots.flags[slot] as number) & HELD) === 0;
  }

  /** What an operation changed has ended. */
  #tellOperation(slot: number, end: ChangedJobEnd): void {
    const operation = this.slots.operation[slot] as number;
    if (operation === 0) return;
    this.slots.operation[slot] = 0;
    this.#onOperation(operation, end);
  }

  /** A job that has its key, or needs none, may be handed out, at once or when it is due. */
  proceed(slot: number, nowMs: number): void {
    if (((this.slots.flags[slot] as number) & HELD) !== 0) return;
    const dueMs = this.slots.dueMs[slot] as number;
    const isRetry = (this.slots.attempts[slot] as number) > 0;
    if (dueMs > nowMs) this.#wait(slot, isRetry ? RETRYING : DELAYED, dueMs);
    else this.#makeReady(slot);
  }

  /** A job that had ended waits again, behind one that is being worked on with its key and in front of those that were enqueued later. */
  #goOn(slot: number): void {
    this.snapshot.slotWillChange(slot);
    this.slots.dueMs[slot] = 0;
    this.#setState(slot, WAITING);
    if (this.slots.key[slot] !== 0) {
      const loser = this.chains.rejoin(slot, (holder) => this.slots.state[holder] === ACTIVE);
      if (loser !== NO_SLOT) this.hold(loser);
    }
    if (((this.slots.flags[slot] as number) & HELD) === 0) this.#makeReady(slot);
  }

  /** A job has lost its key to one that goes first. */
  hold(slot: number): void {
    this.snapshot.slotWillChange(slot);
    this.#unready(slot);
    this.slots.heapMs[slot] = 0;
    this.#setState(slot, WAITING);
    this.slots.flags[slot] = (this.slots.flags[slot] as number) | HELD;
  }

  #makeReady(slot: number): void {
    this.snapshot.slotWillChange(slot);
    this.slots.dueMs[slot] = 0;
    this.slots.heapMs[slot] = 0;
    this.#setState(slot, WAITING);
    const offset = this.slots.offset[slot] as number;
    if (this.keys.has(slot)) this.keys.addReady(slot);
    else this.readyRuns.of(this.slots.priority[slot] as number).add(offset, offset + 1);
  }

  #wait(slot: number, state: number, dueMs: number): void {
    this.#setState(slot, state);
    this.note(slot, dueMs);
  }

  note(slot: number, dueMs: number): void {
    this.slots.heapMs[slot] = dueMs;
    this.due.add(dueMs, this.slots.offset[slot] as number);
    if (this.due.size > 2 * this.#countDue() + DUE_SPARE) this.due.keep((atMs, offset) => this.#isDue(atMs, offset));
  }

  /** Jobs that stand in the heap. */
  #countDue(): number {
    const counts = this.#counts;
    return (counts[DELAYED] as number) + (counts[ACTIVE] as number) + (counts[RETRYING] as number);
  }

  #isDue(dueMs: number, offset: number): boolean {
    const slot = this.slots.find(offset);
    return slot !== NO_SLOT && this.slots.heapMs[slot] === dueMs;
  }

  #end(slot: number, state: number, nowMs: number): void {
    this.#setState(slot, state);
    this.slots.dueMs[slot] = nowMs;
    this.ended.add(slot, state, nowMs);
    this.#passKey(slot, nowMs);
    this.#tellOperation(slot, jobStates[state] as EndedState);
  }

  #remove(slot: number, nowMs: number): void {
    this.snapshot.slotWillChange(slot);
    this.#unready(slot);
    this.#tellOperation(slot, "removed");
    this.#passKey(slot, nowMs);
    this.setWorker(slot, NONE);
    this.texts.remove(this.slots.text[slot] as number);
    const state = this.slots.state[slot] as number;
    this.#count(state, -1);
    if (state === ACTIVE && this.keys.has(slot)) this.keys.end(slot);
    this.keys.leave(slot);
    this.slots.remove(slot);
  }

  #removeUntouched(offset: number): void {
    const priority = this.readyRuns.priorityOf(offset);
    if (priority < 0) return;
    this.readyRuns.of(priority).remove(offset, offset + 1);
    this.#count(WAITING, -1);
  }

  /** The next job of its ordering key, if it had one, may go on. */
  #passKey(slot: number, nowMs: number): void {
    if (this.slots.chain[slot] === NONE) return;
    const next = this.chains.remove(slot);
    if (next !== NO_SLOT) this.proceed(next, nowMs);
  }

  #setState(slot: number, state: number): void {
    this.snapshot.slotWillChange(slot);
    const before = this.slots.state[slot] as number;
    this.#count(before, -1);
    this.#count(state, 1);
    if (before === ACTIVE && this.keys.has(slot)) this.keys.end(slot);
    this.slots.state[slot] = state;
  }

  setWorker(slot: number, worker: number): void {
    const before = this.slots.worker[slot] as number;
    if (before === worker) return;
    this.snapshot.slotWillChange(slot);
    if (before !== NONE) this.#onWorker(before, -1);
    if (worker !== NONE) this.#onWorker(worker, 1);
    this.slots.worker[slot] = worker;
  }

  #count(state: number, by: number): void {
    this.#counts[state] = (this.#counts[state] as number) + by;
  }
}
