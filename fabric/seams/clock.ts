/** Time as engine and clients see it: real, or virtual in simulations and tests. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may jump when the machine's clock is set. */
  wallMs(): number;
  /** Milliseconds from some fixed moment; never goes back. */
  monotonicMs(): number;
  /** Calls once, `delayMs` from now (any length; longer ones than a platform timer can hold are continued inside). Whether the process stays alive for it is the clock's to say. */
  after(delayMs: number, callback: () => void): Timer;
  /** Calls once, as soon as the current input has been taken: after pending microtasks and already arrived events. */
  soon(callback: () => void): void;
}

/** A call that is to happen later. */
export interface Timer {
  /** Prevents the call if it has not happened yet. May be called twice. */
  cancel(): void;
}
