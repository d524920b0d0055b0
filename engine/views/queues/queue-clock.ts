import { isFlowMeshError } from "@flowmesh/fabric";
import { rateOpensMs } from "@flowmesh/fabric/internal";
import type { Clock } from "../../clock/clock.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { Timers, ViewTimer } from "../timers/timers.ts";
import { ExpireIntent, roomOf } from "./lease-intents.ts";
import type { NamedQueue, QueueTable, TableQueue } from "./queue-table.ts";
import { type ReserveWaiters, UNMADE } from "./reserve-waiters.ts";

export interface QueueClockOptions {
  readonly queues: QueueTable;
  readonly waiters: ReserveWaiters;
  /** Those who wait for jobs to end. */
  readonly ends: ReserveWaiters;
  readonly sequencer: Sequencer;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Told when jobs of a queue have gone on because their time has come. */
  readonly onWoken: (queue: TableQueue) => void;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

/** Jobs that may become due at once, and how long the others wait then: after a downtime they come one after the other, not as a storm. */
const DUE_AT_ONCE = 1000;
const NEXT_DUE_MS = 5;
const AGAIN_MS = 1000;
/** Lets jobs go on when their time comes: one part of the alarm for the delays, retries, leases and rates of all queues. Wakes the reserves that wait for them. */
export class QueueClock {
  readonly #options: QueueClockOptions;
  /** For delays, retries and leases. Pauses when as many jobs have become due as may at once. */
  readonly #due: ViewTimer;
  /** For rates and the limits of keys. */
  readonly #others: ViewTimer;
  #isStopped = false;

  constructor(options: QueueClockOptions) {
    this.#options = options;
    this.#due = options.timers.add(() => this.#ring());
    this.#others = options.timers.add(() => this.#lookAtAll());
  }

  /** Leases that have outlived a restart begin anew. */
  start(): void {
    const { queues, sequencer } = this.#options;
    queues.onChange.push((queue) => this.look(queue));
    for (const queue of queues.all()) {
      queue.jobs.renewLeases(sequencer.nowMs());
      queue.jobs.keys.beginAnew();
      this.look(queue);
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Something of the queue has changed, or somebody has begun to wait: wakes who can be served, and sets the alarm for what comes next. */
  look(queue: TableQueue): void {
    if (this.#isStopped) return;
    const { waiters, ends, queues } = this.#options;
    if (ends.has(queue.id)) ends.notify(queue.id, 1);
    if (ends.has(UNMADE)) ends.notify(UNMADE, 1);
    if (queue.state === undefined || queues.find(queue.state.name) !== queue) {
      waiters.notify(queue.id, Number.POSITIVE_INFINITY);
      return;
    }
    const nowMs = this.#nowMs;
    queue.jobs.keys.pass(nowMs);
    this.#due.ringAt(queue.jobs.due.nextMs);
    this.#others.ringAt(queue.jobs.keys.nextMs);
    const { open } = queue.jobs;
    if (open === 0 || !waiters.has(queue.id)) return;
    const room = Math.min(open, roomOf(queue as NamedQueue, nowMs));
    if (room > 0) waiters.notify(queue.id, room);
    else if (!queue.state.paused)
      this.#others.ringAt(rateOpensMs(queue.state.rules.rate, { fullMs: queue.rateFullMs }, nowMs + 1));
  }

  get #nowMs(): number {
    return this.#options.sequencer.nowMs();
  }

  #ring(): void {
    if (this.#isStopped) return;
    for (const queue of this.#options.queues.all()) {
      this.#wake(queue);
      this.look(queue);
      this.#options.onWoken(queue);
    }
  }

  #lookAtAll(): void {
    for (const queue of this.#options.queues.all()) this.look(queue);
  }

  /** Jobs whose time has come go on, not too many at once. */
  #wake(queue: TableQueue): void {
    const { clock } = this.#options;
    const nowMs = this.#nowMs;
    const expired = queue.jobs.wake(nowMs, DUE_AT_ONCE);
    if (expired.length > 0 && queue.state !== undefined) void this.#expire(queue as NamedQueue, expired);
    if (queue.jobs.due.nextMs <= nowMs) this.#due.pauseUntil(clock.monotonicMs() + NEXT_DUE_MS);
  }

  async #expire(queue: NamedQueue, offsets: readonly number[]): Promise<void> {
    const { sequencer, queues, onError } = this.#options;
    try {
      await sequencer.submit(new ExpireIntent(queues, queue, offsets), this);
    } catch (error) {
      if (this.#isStopped) return;
      const half = Math.ceil(offsets.length / 2);
      if (isFlowMeshError(error, "commit_too_large") && half < offsets.length) {
        // What workers told of their attempts is in it.
        await this.#expire(queue, offsets.slice(0, half));
        return this.#expire(queue, offsets.slice(half));
      }
      onError(error);
      for (const offset of offsets) queue.jobs.lookAgain(offset, this.#nowMs + AGAIN_MS);
      this.look(queue);
    }
  }
}
