import type { Clock, Timer } from "@flowmesh/fabric/internal";
import { Fifo } from "./fifo.ts";

/**
 * Runs items, at most `concurrency` batches of them at one time, those of one lane one after the other. A batch holds items of one pool, of one lane or of several.
 *
 * Pools take turns, and so do the lanes of a pool: after a batch its lanes queue behind all others that have something to do. A lane whose items failed waits alone
 * and takes nobody's place meanwhile; then it runs alone, and with half as many items each time it fails, so that the one at fault comes to stand alone and those
 * before it are finished.
 */
export class KeyLanes<Item> {
  readonly #options: KeyLanesOptions;
  readonly #due = new Fifo<LanePool<Item>>();
  #running = 0;
  #isStarting = false;

  constructor(options: KeyLanesOptions) {
    this.#options = options;
  }

  open(work: LaneWork<Item>): LanePool<Item> {
    return new LanePool(work, this.#options, (pool) => {
      this.#due.push(pool);
      this.#start();
    });
  }

  #start(): void {
    // What becomes due meanwhile is seen by the loop that runs.
    if (this.#isStarting) return;
    this.#isStarting = true;
    while (this.#running < this.#options.concurrency) {
      const pool = this.#due.shift();
      if (pool === undefined) break;
      const batch = pool.take();
      if (batch === undefined) continue;
      this.#running++;
      void batch.then(() => {
        this.#running--;
        this.#start();
      });
    }
    this.#isStarting = false;
  }
}

export interface KeyLanesOptions {
  /** Batches that run at one time. */
  readonly concurrency: number;
  /** Items of a batch. */
  readonly itemsMax: number;
  /** How long a batch that is not full waits for more. */
  readonly waitMs: number;
  readonly clock: Clock;
}

/** What is done with the items of a pool. */
export interface LaneWork<Item> {
  /** Asked of each item before it is put into a batch behind `before`; if it may not begin yet, its lane is looked at again later. */
  mayBegin(item: Item, before: Item | undefined): boolean;
  /** Does them. The lanes go on when it resolves; with a number of milliseconds the items are tried again after that time. Never rejects. */
  run(items: readonly Item[], attempt: number): Promise<number | undefined>;
  /** So many items will not be run. */
  dropped(count: number): void;
}

interface Lane<Item> {
  readonly key: string;
  readonly items: Fifo<Item>;
  state: "ready" | "running" | "waiting";
  timer: Timer | undefined;
  /** Tries of its first item that failed. */
  failures: number;
  /** First items that failed together, of which one is at fault; 0: none is. */
  suspects: number;
  /** How many of them to try next. */
  next: number;
}

interface Part<Item> {
  readonly lane: Lane<Item>;
  readonly count: number;
}

/** When to look again at an item that may not begin. */
const againMs = 500;

/** Lanes that are dropped together. */
export class LanePool<Item> {
  readonly #work: LaneWork<Item>;
  readonly #options: KeyLanesOptions;
  readonly #onDue: (pool: LanePool<Item>) => void;
  readonly #lanes = new Map<string, Lane<Item>>();
  readonly #ready = new Fifo<Lane<Item>>();
  /** Items of ready lanes. */
  #readyItems = 0;
  /** It stands in the queue of pools. */
  #isDue = false;
  #isDropped = false;
  #timer: Timer | undefined;

  constructor(work: LaneWork<Item>, options: KeyLanesOptions, onDue: (pool: LanePool<Item>) => void) {
    this.#work = work;
    this.#options = options;
    this.#onDue = onDue;
  }

  push(items: readonly Item[], laneOf: (item: Item) => string): void {
    if (this.#isDropped) {
      this.#work.dropped(items.length);
      return;
    }
    for (const item of items) {
      const key = laneOf(item);
      let lane = this.#lanes.get(key);
      if (lane === undefined) {
        lane = { key, items: new Fifo(), state: "waiting", timer: undefined, failures: 0, suspects: 0, next: 0 };
        this.#lanes.set(key, lane);
      }
      lane.items.push(item);
      if (lane.state === "ready") this.#readyItems++;
      else if (lane.items.length === 1) this.#enqueue(lane);
    }
    this.#look();
  }

  /** Drops all items, except those that are running. */
  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    this.#timer?.cancel();
    let count = 0;
    for (const lane of this.#lanes.values()) {
      lane.timer?.cancel();
      if (lane.state !== "running") count += lane.items.length;
    }
    this.#work.dropped(count);
  }

  /** Begins a batch. @returns what resolves when it has ended; nothing when there is nothing to do */
  take(): Promise<void> | undefined {
    this.#isDue = false;
    if (this.#isDropped) return undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    const items: Item[] = [];
    const parts: Part<Item>[] = [];
    let attempt = 1;
    for (let lane = this.#ready.peek(); lane !== undefined; lane = this.#ready.peek()) {
      if (items.length === this.#options.itemsMax || (lane.suspects > 0 && parts.length > 0)) break;
      this.#ready.shift();
      this.#readyItems -= lane.items.length;
      const count = this.#gather(lane, items);
      if (count === 0) {
        this.#wait(lane, againMs);
        continue;
      }
      lane.state = "running";
      parts.push({ lane, count });
      attempt = Math.max(attempt, lane.failures + 1);
      if (lane.suspects > 0) break;
    }
    if (this.#readyItems > 0) this.#look();
    if (parts.length === 0) return undefined;
    return this.#work.run(items, attempt).then((failedMs) => this.#ended(parts, failedMs));
  }

  #gather(lane: Lane<Item>, items: Item[]): number {
    const room = lane.suspects > 0 ? lane.next : this.#options.itemsMax - items.length;
    let count = 0;
    for (; count < room; count++) {
      const item = lane.items.peek(count);
      if (item === undefined || !this.#work.mayBegin(item, items.at(-1))) break;
      items.push(item);
    }
    return count;
  }

  #ended(parts: readonly Part<Item>[], failedMs: number | undefined): void {
    for (const { lane, count } of parts) {
      if (failedMs === undefined) this.#finished(lane, count);
      else this.#failed(lane, count, parts.length > 1, failedMs);
    }
    if (!this.#isDropped) this.#look();
  }

  #finished(lane: Lane<Item>, count: number): void {
    for (let left = count; left > 0; left--) lane.items.shift();
    lane.suspects = Math.max(0, lane.suspects - count);
    lane.next = Math.max(1, lane.suspects >> 1);
    lane.failures = lane.suspects > 0 ? 1 : 0;
    if (this.#isDropped) this.#work.dropped(lane.items.length);
    else if (lane.items.length > 0) this.#enqueue(lane);
    else this.#lanes.delete(lane.key);
  }

  #failed(lane: Lane<Item>, count: number, wasAmongOthers: boolean, ms: number): void {
    lane.failures++;
    lane.suspects = count;
    lane.next = wasAmongOthers ? count : Math.max(1, count >> 1);
    if (this.#isDropped) this.#work.dropped(lane.items.length);
    else this.#wait(lane, ms);
  }

  #wait(lane: Lane<Item>, ms: number): void {
    lane.state = "waiting";
    lane.timer = this.#options.clock.after(ms, () => {
      this.#enqueue(lane);
      this.#makeDue();
    });
  }

  #enqueue(lane: Lane<Item>): void {
    lane.state = "ready";
    this.#ready.push(lane);
    this.#readyItems += lane.items.length;
  }

  /** A batch that is not full waits for more, counted from when its first item was there. */
  #look(): void {
    if (this.#isDue || this.#readyItems === 0) return;
    if (this.#options.waitMs === 0 || this.#readyItems >= this.#options.itemsMax) this.#makeDue();
    else this.#timer ??= this.#options.clock.after(this.#options.waitMs, () => this.#makeDue());
  }

  #makeDue(): void {
    if (this.#isDue || this.#isDropped) return;
    this.#isDue = true;
    this.#onDue(this);
  }
}
