/** What every call may be given beside its request. */
export interface CallOptions {
  /** Ends the wait; the call rejects with this signal's reason. A write that was under way may still take effect. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call is given up with `deadline_exceeded`. Default 30000, at most 300000 (`deadline_ms`). */
  readonly timeoutMs?: number | undefined;
  /** Whose fair share a write counts on: any object that stays the same for one caller, such as a connection. */
  readonly caller?: object | undefined;
  /**
   * Waits for something to happen, in whose place the call would hold what it needs to read its answer: room that it gives back meanwhile, and has again when this resolves. Default:
   * the call just waits.
   */
  readonly whileWaiting?: ((wait: Promise<void>) => Promise<void>) | undefined;
  /** Who calls, by name, for what is noted about who did what, and whose idempotency keys are meant: each caller has keys of his own. A client cannot choose it: the server knows it by the credential. */
  readonly who?: string | undefined;
}
