import { type KeyUse, type QueueRules, rateAfter, rateOpensMs, rateRoom } from "@flowmesh/fabric/internal";
import type { KeyRate } from "../../commit/key-rates.ts";
import { DueHeap } from "../timers/due-heap.ts";
import type { JobSlots } from "./job-slots.ts";
import { LimitKeys } from "./limit-keys.ts";
import { OffsetRuns } from "./offset-runs.ts";
import { ReadyHeaps } from "./ready-heaps.ts";
import { NO_SLOT } from "./slot-table.ts";
import { goesBefore, type PlaceInLine, TurnHeap } from "./turn-heap.ts";

/** The limits of each key. */
export type KeyLimits = Pick<QueueRules, "concurrencyPerKey" | "ratePerKey">;

/** Keys that are looked at in one go because their time has come. */
const WAKE_AT_ONCE = 10_000;
/** Entries of the heap of times that may be there without being meant, beyond as many as there are keys. */
const WAKE_SPARE = 10_000;

/**
 * Limits per key, and whose turn it is. In each turn every key that may go hands out one job, its first by priority and then by offset; within a turn, keys go in the
 * order of these jobs. Jobs without a key have their turn together, as one key. A key that comes joins the turn that is under way. So a key with many jobs, or many keys of
 * one priority, never keep the others from going.
 */
export class KeyTurns {
  readonly #keys: LimitKeys = new LimitKeys();
  readonly #slots: JobSlots;
  readonly #heaps: ReadyHeaps;
  readonly #line: TurnHeap;
  /** When keys go on because their rate allows it, or are forgotten because it is unused. */
  readonly #due: DueHeap = new DueHeap();
  /** Jobs with a key that could be handed out if their key allows it. */
  readonly ready: OffsetRuns = new OffsetRuns();
  /** The number + 1 of the key of each slot; 0: none. */
  #keyOf = new Uint32Array(1);
  #limits: KeyLimits = { concurrencyPerKey: 0, ratePerKey: { limit: 0, perMs: 1000 } };
  /** Turn of the last job that was handed out. */
  #turn = 0;
  /** The earliest turn of the jobs without a key. */
  #turnOfOthers = 0;
  #nowMs = 0;
  /** Keys without jobs that had their turn in the one that is under way. */
  readonly #leaving: number[] = [];

  constructor(slots: JobSlots) {
    this.#slots = slots;
    this.#heaps = new ReadyHeaps(slots);
    this.#line = new TurnHeap(this.#keys, slots);
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    const { length } = this.#keyOf;
    if (length === 1) return 0;
    return 4 * length + this.#keys.bytes + this.#heaps.bytes + this.#line.bytes + this.#due.bytes + this.ready.bytes;
  }

  /** How many keys may go. */
  get open(): number {
    return this.#line.size;
  }

  /** When the next key may go because its rate allows it, or is to be looked at; Infinity without any. */
  get nextMs(): number {
    return this.#due.nextMs;
  }

  /** Keys that are known. */
  get size(): number {
    return this.#keys.size;
  }

  /** Hash of a job's key; 0: it has none. */
  hashOf(slot: number): number {
    const key = this.#keyAt(slot);
    return key === NO_SLOT ? 0 : (this.#keys.hash[key] as number);
  }

  /** Of a job with a key. */
  useOf(slot: number): KeyUse {
    const key = this.#keyAt(slot);
    return { active: this.#keys.active[key] as number, rateFullMs: this.#keys.fullMs[key] as number };
  }

  /** How many jobs of its key go before one that could be handed out; at most so many are counted. */
  before(slot: number, most: number): number {
    return this.#heaps.before(this.#keys.root[this.#keyAt(slot)] as number, slot + 1, most);
  }

  /** Other limits count from now on. */
  setLimits(limits: KeyLimits): void {
    const { concurrencyPerKey, ratePerKey } = this.#limits;
    this.#limits = limits;
    const isSame =
      concurrencyPerKey === limits.concurrencyPerKey &&
      ratePerKey.limit === limits.ratePerKey.limit &&
      ratePerKey.perMs === limits.ratePerKey.perMs;
    if (!isSame) for (const key of this.#keys.all()) this.#look(key);
  }

  /** Turns begin anew, as after a restart. */
  beginAnew(): void {
    for (const key of this.#keys.all()) this.#line.remove(key);
    this.#turn = 0;
    this.#turnOfOthers = 0;
    this.#keys.turn.fill(0);
    for (const key of this.#keys.all()) this.#look(key);
  }

  /** Gives a job its key. */
  join(slot: number, hash: number): void {
    if (slot >= this.#keyOf.length) this.#grow();
    const key = this.#keys.numberOf(hash);
    this.#keyOf[slot] = key + 1;
    this.#keys.jobs[key] = (this.#keys.jobs[key] as number) + 1;
  }

  /** A job that is neither ready nor active is no more. */
  leave(slot: number): void {
    const key = this.#keyAt(slot);
    if (key === NO_SLOT) return;
    this.#keyOf[slot] = 0;
    this.#keys.jobs[key] = (this.#keys.jobs[key] as number) - 1;
    this.#look(key);
  }

  has(slot: number): boolean {
    return this.#keyAt(slot) !== NO_SLOT;
  }

  /** A job with a key could be handed out. */
  addReady(slot: number): void {
    const offset = this.#slots.offset[slot] as number;
    this.ready.add(offset, offset + 1);
    const key = this.#keyAt(slot);
    this.#keys.root[key] = this.#heaps.add(this.#keys.root[key] as number, slot + 1);
    this.#look(key);
  }

  /** It could not any more. */
  removeReady(slot: number): void {
    this.#takeOut(slot);
    this.#look(this.#keyAt(slot));
  }

  /** A job with a key is being worked on, without having been handed out now. */
  restoreActive(slot: number): void {
    this.#changeActive(this.#keyAt(slot), 1);
  }

  /** The lease of a job with a key has ended. */
  end(slot: number): void {
    const key = this.#keyAt(slot);
    this.#changeActive(key, -1);
    this.#look(key);
  }

  /** A job with a key is handed out; it was ready. */
  lease(slot: number): void {
    this.#takeOut(slot);
    this.#changeActive(this.#keyAt(slot), 1);
  }

  /** A key, or with 0 the jobs that have none, have had their turn, and so many jobs were handed out. */
  handedOut(hash: number, jobs: number, nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    if (hash === 0) {
      this.#turnOfOthers = Math.max(this.#turnOfOthers, this.#turn) + jobs;
      this.#turn = this.#turnOfOthers - 1;
      return;
    }
    const key = this.#limits.ratePerKey.limit > 0 ? this.#keys.numberOf(hash) : this.#keys.find(hash);
    if (key === NO_SLOT) return;
    this.#use(key, nowMs);
    this.#look(key);
  }

  /** The rate of a key was unused again at this time, at the earliest. */
  setRate(hash: number, fullMs: number): void {
    const key = this.#keys.numberOf(hash);
    this.#keys.fullMs[key] = Math.max(this.#keys.fullMs[key] as number, fullMs);
    this.#look(key);
  }

  /** Keys whose rate counts, with when it is unused again. */
  *rates(): Generator<KeyRate> {
    for (const key of this.#keys.all()) {
      const fullMs = this.#keys.fullMs[key] as number;
      if (fullMs > this.#nowMs) yield { hash: this.#keys.hash[key] as number, fullMs };
    }
  }

  /** Time has passed: keys whose rate allows it may go. */
  pass(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    this.#letGo();
    for (let looked = 0; looked < WAKE_AT_ONCE && this.#due.nextMs <= nowMs; looked++) {
      const [wakeMs, key] = [this.#due.nextMs, this.#due.nextOffset];
      this.#due.shift();
      if (this.#keys.wakeMs[key] !== wakeMs) continue;
      this.#keys.wakeMs[key] = 0;
      this.#look(key);
    }
  }

  /**
   * Offsets of the jobs that are next, at most so many, in the order in which they go. Changes nothing.
   * @param others the jobs without a key, in their order
   */
  pick(
    most: number,
    nowMs: number,
    others: Iterator<{ readonly priority: number; readonly offset: number }>,
  ): number[] {
    this.pass(nowMs);
    const before = { turn: this.#turn, turnOfOthers: this.#turnOfOthers };
    const taken: TakenJob[] = [];
    const picked: number[] = [];
    let other = others.next();
    while (picked.length < most) {
      const first = this.#line.size === 0 ? undefined : this.#placeOfFirst();
      if (other.done !== true && (first === undefined || goesBefore(this.#placeOfOther(other.value), first))) {
        picked.push(other.value.offset);
        this.handedOut(0, 1, nowMs);
        other = others.next();
      } else if (first !== undefined) {
        picked.push(first.offset);
        taken.push(this.#take(nowMs));
      } else break;
    }
    this.#turn = before.turn;
    this.#turnOfOthers = before.turnOfOthers;
    for (const each of taken.reverse()) this.#giveBack(each);
    return picked;
  }

  #placeOfFirst(): PlaceInLine {
    return this.#line.placeOf(this.#line.first);
  }

  #placeOfOther({ priority, offset }: { readonly priority: number; readonly offset: number }): PlaceInLine {
    return { turn: Math.max(this.#turnOfOthers, this.#turn), priority, offset };
  }

  #take(nowMs: number): TakenJob {
    const key = this.#line.first;
    const node = this.#keys.root[key] as number;
    const taken = { key, node, turn: this.#keys.turn[key] as number, fullMs: this.#keys.fullMs[key] as number };
    this.#keys.root[key] = this.#heaps.remove(node, node);
    this.#changeActive(key, 1);
    this.#use(key, nowMs);
    this.#look(key);
    return taken;
  }

  #giveBack({ key, node, turn, fullMs }: TakenJob): void {
    this.#changeActive(key, -1);
    this.#keys.turn[key] = turn;
    this.#keys.fullMs[key] = fullMs;
    this.#keys.root[key] = this.#heaps.add(this.#keys.root[key] as number, node);
    this.#look(key);
  }

  /** One job of the key is handed out in its turn. */
  #use(key: number, nowMs: number): void {
    const use = { fullMs: this.#keys.fullMs[key] as number };
    if (this.#limits.ratePerKey.limit > 0)
      this.#keys.fullMs[key] = rateAfter(this.#limits.ratePerKey, use, 1, nowMs).fullMs;
    this.#turn = Math.max(this.#keys.turn[key] as number, this.#turn);
    this.#keys.turn[key] = this.#turn + 1;
  }

  #takeOut(slot: number): void {
    const offset = this.#slots.offset[slot] as number;
    this.ready.remove(offset, offset + 1);
    const key = this.#keyAt(slot);
    this.#keys.root[key] = this.#heaps.remove(this.#keys.root[key] as number, slot + 1);
  }

  #changeActive(key: number, by: 1 | -1): void {
    this.#keys.active[key] = (this.#keys.active[key] as number) + by;
  }

  /** Something of a key has changed: finds its place among those that may go, or when it may. */
  #look(key: number): void {
    const { concurrencyPerKey, ratePerKey } = this.#limits;
    const use = { fullMs: this.#keys.fullMs[key] as number };
    const isIdle = this.#keys.root[key] === 0;
    const isFull = concurrencyPerKey > 0 && (this.#keys.active[key] as number) >= concurrencyPerKey;
    const isUsedUp = rateRoom(ratePerKey, use, this.#nowMs) < 1;
    if (isIdle || isFull || isUsedUp) this.#line.remove(key);
    else {
      if (this.#keys.place[key] === 0) this.#keys.turn[key] = Math.max(this.#keys.turn[key] as number, this.#turn);
      this.#line.put(key);
    }
    if (this.#keys.jobs[key] === 0) this.#forget(key, use.fullMs);
    else if (isUsedUp && !isIdle) this.#wakeAt(key, rateOpensMs(ratePerKey, use, this.#nowMs));
  }

  /** A key without jobs is known for as long as its rate counts, and as it had its turn already in the one that is under way. */
  #forget(key: number, fullMs: number): void {
    if (fullMs > this.#nowMs) this.#wakeAt(key, fullMs);
    else if ((this.#keys.turn[key] as number) > this.#turn) this.#leaving.push(key);
    else this.#keys.remove(key);
  }

  /** Forgets keys that were known only for the turn that is over. */
  #letGo(): void {
    const [first] = this.#leaving;
    if (first === undefined || (this.#keys.turn[first] as number) > this.#turn) return;
    for (const key of this.#leaving.splice(0)) if (this.#keys.hash[key] !== -1) this.#look(key);
  }

  #wakeAt(key: number, ms: number): void {
    if (this.#keys.wakeMs[key] === ms) return;
    this.#keys.wakeMs[key] = ms;
    this.#due.add(ms, key);
    if (this.#due.size > 2 * this.#keys.size + WAKE_SPARE)
      this.#due.keep((wakeMs, each) => this.#keys.wakeMs[each] === wakeMs);
  }

  #keyAt(slot: number): number {
    return ((this.#keyOf[slot] as number | undefined) ?? 0) - 1;
  }

  #grow(): void {
    const keyOf = new Uint32Array(this.#slots.offset.length);
    keyOf.set(this.#keyOf);
    this.#keyOf = keyOf;
  }
}

/** A job that was picked, and what was so of its key before. */
interface TakenJob {
  readonly key: number;
  readonly node: number;
  readonly turn: number;
  readonly fullMs: number;
}
