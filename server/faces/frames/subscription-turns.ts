import type { FramesCall } from "./frames-call.ts";
import type { FramesOutput } from "./frames-output.ts";

/**
 * Who of one connection's subscriptions may fetch its next item.
 *
 * A subscription needs credit, and room in the output. One that is behind gets its next item at once, and as large as it asked for; so only a few of those fetch at
 * a time, or all of them together would fill the memory before the output knew of it. One that has caught up waits for something to be published and needs no turn.
 */
export class SubscriptionTurns {
  readonly #output: FramesOutput;
  /** In the order in which they came. */
  readonly #parked: Set<FramesCall> = new Set();
  readonly #holders: Set<FramesCall> = new Set();

  constructor(output: FramesOutput) {
    this.#output = output;
  }

  /** Whether it may go on; if not, it is woken when it may. */
  take(call: FramesCall): boolean {
    if (!this.#mayGo(call)) {
      this.#parked.add(call);
      return false;
    }
    if (call.isBehind) this.#holders.add(call);
    return true;
  }

  /** It got its item. */
  given(call: FramesCall, response: object): void {
    call.isBehind = (response as { caughtUp?: boolean }).caughtUp !== true;
    this.#giveBack(call);
  }

  /** It has ended. */
  leave(call: FramesCall): void {
    this.#parked.delete(call);
    this.#giveBack(call);
  }

  /** Lets those go on that may. */
  wake(): void {
    for (const call of this.#parked) {
      if (this.#output.isFull) return;
      if (!this.#mayGo(call)) continue;
      this.#parked.delete(call);
      if (call.isBehind) this.#holders.add(call);
      call.wake();
    }
  }

  #mayGo(call: FramesCall): boolean {
    return call.creditBytes > 0 && !this.#output.isFull && (!call.isBehind || this.#holders.size < holdersMax);
  }

  #giveBack(call: FramesCall): void {
    if (this.#holders.delete(call) && this.#parked.size > 0) this.wake();
  }
}

const holdersMax = 4;
