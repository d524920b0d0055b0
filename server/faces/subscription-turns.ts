import type { SubscribeResponse } from "@flowmesh/contract";
import type { ResponseRoom } from "../dispatch/response-room.ts";
import { unsentBytesFree } from "../dispatch/unsent-bytes-free.ts";

/** A subscription that wants its next item. */
export interface TurnTaker {
  /** Whether its client takes more of it. */
  readonly mayReceive: boolean;
  /** Whether its reader has not yet seen all there was. */
  isBehind: boolean;
  /** How much its next item may have. */
  readonly itemBytes: number;
  /** Lets it go on. */
  wake(): void;
}

/** What all answers of its connection go through. */
export interface TurnOutput {
  readonly isFull: boolean;
  readonly isCrowded: boolean;
  readonly unsentBytes: number;
}

/**
 * Who of one connection's subscriptions may fetch its next item.
 *
 * A subscription needs credit, and room in the output. One that is behind gets its next item at once, and as large as it asked for; so only a few of those fetch at
 * a time, and count like reads, or all of them together would fill the memory before the output knew of it. One that has caught up waits for something to be
 * published and needs no turn.
 */
export class SubscriptionTurns {
  readonly #output: TurnOutput;
  /** What reads and turns of all connections may return. */
  readonly #responseBytes: ResponseRoom;
  /** In the order in which they came. */
  readonly #parked: Set<TurnTaker> = new Set();
  readonly #holders: Set<TurnTaker> = new Set();
  readonly #onRoom: () => void = () => this.wake();
  readonly #stillWaits: () => boolean = () => this.#parked.size > 0 && !this.#isOwing;
  /** Whether one of them has had all there was, so that its client is no stranger. */
  #hasCaughtUp = false;

  constructor(output: TurnOutput, responseBytes: ResponseRoom) {
    this.#output = output;
    this.#responseBytes = responseBytes;
  }

  /** Whether it may go on; if not, it is woken when it may. */
  take(call: TurnTaker): boolean {
    if (!this.#mayGo(call)) {
      this.#parked.add(call);
      return false;
    }
    this.#go(call);
    return true;
  }

  /** It got its item. */
  given(call: TurnTaker, response: object): void {
    call.isBehind = !(response as SubscribeResponse).caughtUp;
    if (!call.isBehind) this.#hasCaughtUp = true;
    this.#giveBack(call);
  }

  /** It has ended. */
  leave(call: TurnTaker): void {
    this.#parked.delete(call);
    this.#giveBack(call);
    if (this.#parked.size > 0) return;
    this.#responseBytes.stopWaiting(this.#onRoom);
    this.#responseBytes.forNew.stopWaiting(this.#onRoom);
  }

  /** Lets those go on that may. */
  wake(): void {
    for (const call of this.#parked) {
      if (this.#output.isFull) return;
      if (!this.#mayGo(call)) continue;
      this.#parked.delete(call);
      this.#go(call);
      call.wake();
    }
  }

  #mayGo(call: TurnTaker): boolean {
    if (!call.mayReceive || this.#output.isFull) return false;
    if (!call.isBehind) return true;
    if (this.#holders.size >= (this.#output.isCrowded ? 1 : holdersMax)) return false;
    // Who owes is woken when its own client takes something, or when another of its subscriptions has its item.
    if (this.#isOwing) return this.#responseBytes.hasRoomFor(call.itemBytes, "owing");
    const room = this.#hasCaughtUp ? this.#responseBytes : this.#responseBytes.forNew;
    if (!room.isFull) return true;
    room.wait(this.#onRoom);
    this.#responseBytes.tellShort(this.#stillWaits);
    return false;
  }

  get #isOwing(): boolean {
    return this.#holders.size > 0 || this.#output.unsentBytes > unsentBytesFree;
  }

  #go(call: TurnTaker): void {
    if (!call.isBehind) return;
    this.#holders.add(call);
    this.#responseBytes.take(call.itemBytes);
  }

  #giveBack(call: TurnTaker): void {
    if (!this.#holders.delete(call)) return;
    this.#responseBytes.give(call.itemBytes);
    if (this.#parked.size > 0) this.wake();
  }
}

const holdersMax = 4;
