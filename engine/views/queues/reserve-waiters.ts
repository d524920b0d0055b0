import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "../../clock/clock.ts";
import { type Wake, waitToBeWoken } from "../../clock/wake.ts";

/** Who waits for jobs. */
export interface WaitingWorker {
  readonly workerId: string;
  readonly label: string;
  readonly maxJobs: number;
  /** When its reserve came. */
  readonly seenMs: number;
}

interface Waiter extends WaitingWorker {
  hasLeft: boolean;
  readonly wake: Wake;
}

/** Those who wait for the first dead letter of a group, which has no queue yet. */
export const UNMADE = -1;

/** Reserves that wait for jobs, by queue, first come first served. */
export class ReserveWaiters {
  readonly #clock: Clock;
  readonly #byQueue = new Map<number, Set<Waiter>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether somebody waits for jobs of a queue. */
  has(queue: number): boolean {
    return this.#byQueue.has(queue);
  }

  /** The workers that wait for jobs of a queue. */
  of(queue: number): Iterable<WaitingWorker> {
    return this.#byQueue.get(queue) ?? [];
  }

  /** Wakes those who wait longest, as many as so many jobs are enough for. */
  notify(queue: number, jobs: number): void {
    let left = jobs;
    for (const waiter of this.#byQueue.get(queue) ?? []) {
      if (left <= 0) return;
      left -= waiter.maxJobs;
      waiter.wake();
    }
  }

  /** A worker takes no more jobs of a queue. */
  leave(queue: number, workerId: string): void {
    for (const waiter of [...(this.#byQueue.get(queue) ?? [])]) {
      if (waiter.workerId !== workerId) continue;
      waiter.hasLeft = true;
      waiter.wake();
    }
  }

  /**
   * Resolves when there may be jobs, or the time is over, or the worker has left: true only then. Rejects with the signal's reason.
   * @throws FlowMeshError overloaded
   */
  async wait(queue: number, worker: WaitingWorker, waitMs: number, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    const waiters = this.#byQueue.get(queue) ?? new Set<Waiter>();
    const limit = limits.waitingReserves.value;
    if (waiters.size >= limit) throw new FlowMeshError("overloaded", { what: "the number of waiting reserves", limit });
    this.#byQueue.set(queue, waiters);
    let entered: Waiter | undefined;
    await waitToBeWoken(this.#clock, waitMs, signal, (wake) => {
      const { workerId, label, maxJobs, seenMs } = worker;
      const waiter = { workerId, label, maxJobs, seenMs, hasLeft: false, wake };
      entered = waiter;
      waiters.add(waiter);
      return () => {
        waiters.delete(waiter);
        if (waiters.size === 0 && this.#byQueue.get(queue) === waiters) this.#byQueue.delete(queue);
      };
    });
    return entered?.hasLeft ?? false;
  }
}
