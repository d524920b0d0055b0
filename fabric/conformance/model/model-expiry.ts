import type { ModelCalls } from "./model-calls.ts";
import type { ModelState } from "./model-state.ts";

/** Writes that entries expired, each when its time is over. */
export class ModelExpiry {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  #cancel: () => void = () => undefined;

  constructor(state: ModelState, calls: ModelCalls) {
    this.#state = state;
    this.#calls = calls;
    this.arm();
  }

  /** Looks again when the next entry expires. */
  arm(): void {
    this.#cancel();
    const { dueMs } = this.#state.buckets;
    if (dueMs === undefined) return;
    const delayMs = Math.min(Math.max(0, dueMs - this.#calls.clock.nowMs()), delayMsMax);
    this.#cancel = this.#calls.clock.after(delayMs, () => this.#expire());
  }

  #expire(): void {
    if (this.#calls.isClosed) return;
    if (this.#state.buckets.expire(this.#calls.clock.nowMs())) {
      this.#state.takePosition(false);
      this.#calls.changed();
    }
    this.arm();
  }
}

/** The longest time that Node's timers take. */
const delayMsMax = 2 ** 31 - 1;
