import type { CallOptions } from "@flowmesh/contract";
import { checkTimeoutMs } from "../../check-requests.ts";
import { FlowMeshError } from "../../errors.ts";
import type { ModelClock } from "./model-clock.ts";

/** The calls under way: deadlines, cancellation, and waiting for a change. */
export class ModelCalls {
  readonly clock: ModelClock;
  readonly #closing = new AbortController();
  #wakers = new Set<() => void>();

  constructor(clock: ModelClock) {
    this.clock = clock;
  }

  /** Refuses every call from now on, and those that wait. */
  close(): void {
    this.#closing.abort(new FlowMeshError("closed", { what: "fabric" }));
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Wakes everybody who waits, to look again. */
  changed(): void {
    const wakers = this.#wakers;
    this.#wakers = new Set();
    for (const wake of wakers) wake();
  }

  /** Runs a call within its deadline. The signal it gets ends with the caller's, the deadline, or the fabric's end, whichever comes first. */
  async run<Result>(
    what: string,
    options: CallOptions | undefined,
    call: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const deadline = new AbortController();
    const signal = this.signal(options?.signal, deadline.signal);
    signal.throwIfAborted();
    const timeoutMs = checkTimeoutMs(options);
    const cancel = this.clock.after(timeoutMs, () => {
      deadline.abort(new FlowMeshError("deadline_exceeded", { what, timeoutMs }));
    });
    try {
      return await call(signal);
    } finally {
      cancel();
    }
  }

  signal(...others: (AbortSignal | undefined)[]): AbortSignal {
    return AbortSignal.any([this.#closing.signal, ...others.filter((other) => other !== undefined)]);
  }

  /** Resolves when the condition holds or the time is over; rejects with the signal's reason. */
  async until(condition: () => boolean, signal: AbortSignal, waitMs?: number): Promise<void> {
    let isOver = waitMs === 0;
    const cancel =
      waitMs === undefined || isOver
        ? undefined
        : this.clock.after(waitMs, () => {
            isOver = true;
            this.changed();
          });
    try {
      while (!condition() && !isOver) await this.#change(signal);
    } finally {
      cancel?.();
    }
  }

  async #change(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wakers.add(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    signal.throwIfAborted();
  }
}
