/**
 * One timer for the deadlines of all calls. `expire` ends what is due and returns the earliest deadline that is left (`Infinity` for none). Calls that ended
 * before their deadline need not be taken out: the timer finds nothing of theirs when it fires, and moves on to what is left.
 *
 * Times are those of `performance.now()`. The timer does not keep the process alive; the connection does.
 */
export class DeadlineTimer {
  readonly #expire: (nowMs: number) => number;
  readonly #fire = (): void => {
    this.#dueMs = Number.POSITIVE_INFINITY;
    this.watch(this.#expire(performance.now()));
  };
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(expire: (nowMs: number) => number) {
    this.#expire = expire;
  }

  /** Makes sure that the timer fires at `deadlineMs` or before. */
  watch(deadlineMs: number): void {
    if (deadlineMs >= this.#dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = deadlineMs;
    this.#timer = setTimeout(this.#fire, Math.max(1, Math.ceil(deadlineMs - performance.now()))).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dueMs = Number.POSITIVE_INFINITY;
  }
}
