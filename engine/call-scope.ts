import type { CallOptions } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkTimeoutMs } from "@flowmesh/fabric/internal";
import type { Clock } from "./clock/clock.ts";

/** What is the same for every call: whether the fabric is open, the caller's signal and deadline, and the end of what waits when the fabric closes. */
export class CallScope {
  readonly clock: Clock;
  readonly #closing = new AbortController();
  /** What ends with the fabric. Listeners of one signal would be looked through each time that one is added. */
  readonly #ends = new Set<() => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** @throws FlowMeshError closed, field_invalid, or the reason of the caller's signal */
  check(options: CallOptions | undefined): void {
    if (this.#closing.signal.aborted) throw closedError();
    options?.signal?.throwIfAborted();
    if (options?.timeoutMs !== undefined) checkTimeoutMs(options);
  }

  /** Runs a call. The signal that it gets ends what it waits for; what it has written stays written. */
  run<Result>(options: CallOptions | undefined, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    try {
      this.check(options);
      if (options?.signal === undefined && options?.timeoutMs === undefined) return call(this.#closing.signal);
      return this.#bounded(options, call);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Has `end` called when the caller's signal is aborted or the fabric closes; from then on `check` says why. Returns what lets go of it. */
  onEnd(options: CallOptions | undefined, end: () => void): () => void {
    const signal = options?.signal;
    this.#ends.add(end);
    signal?.addEventListener("abort", end, { once: true });
    return () => {
      signal?.removeEventListener("abort", end);
      this.#ends.delete(end);
    };
  }

  /** Refuses calls from now on and ends what waits. */
  close(): void {
    this.#closing.abort(closedError());
    for (const end of this.#ends) end();
  }

  #bounded<Result>(options: CallOptions, call: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const ending = new AbortController();
    const { timeoutMs, signal } = options;
    const end = (): void => ending.abort(this.#closing.signal.aborted ? closedError() : signal?.reason);
    signal?.addEventListener("abort", end, { once: true });
    this.#ends.add(end);
    const expire = (): void =>
      ending.abort(new FlowMeshError("deadline_exceeded", { what: "the call", timeoutMs: timeoutMs ?? 0 }));
    const timer = timeoutMs === undefined ? undefined : this.clock.after(timeoutMs, expire);
    const ended = new Promise<never>((_, reject) => {
      ending.signal.addEventListener("abort", () => reject(ending.signal.reason), { once: true });
    });
    // A call that throws at once must also come to the end that lets go of timer and listeners.
    const answer = (async () => call(ending.signal))();
    return Promise.race([answer, ended]).finally(() => {
      timer?.cancel();
      signal?.removeEventListener("abort", end);
      this.#ends.delete(end);
    });
  }
}

function closedError(): FlowMeshError {
  return new FlowMeshError("closed", { what: "fabric" });
}
