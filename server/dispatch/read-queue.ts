import { limits } from "@flowmesh/contract";
import type { Clock } from "@flowmesh/engine";
import type { Call } from "./call.ts";
import type { Caller } from "./caller.ts";
import type { ResponseRoom, Standing } from "./response-room.ts";
import { unsentBytesFree } from "./unsent-bytes-free.ts";

export interface ReadQueueOptions {
  readonly clock: Clock;
  /** What reads under way may return, and what waits for clients that have not taken it, together. */
  readonly responseBytes: ResponseRoom;
  /** What the reads of one caller may return together, with answers that it has not taken. */
  readonly callerBytes: number;
}

interface Parked {
  readonly call: Call;
  readonly resume: () => void;
}

/**
 * Which reads may begin. A read holds what it may return from before its bytes are read until they are counted as unsent, so that the sum of both is bounded
 * whatever clients do; so is what one caller's reads hold. Reads of one caller begin in their order; callers take turns.
 */
export class ReadQueue {
  readonly #options: ReadQueueOptions;
  readonly #waiting: Map<Caller, Parked[]> = new Map();
  readonly #onRoom: () => void = () => this.wakeSoon();
  /** Whether somebody waits who has taken all answers. */
  readonly #isTakerWaiting: () => boolean = () => {
    for (const parked of this.#waiting.values()) if (rankOf(parked) < ranks.owing) return true;
    return false;
  };
  #isWakePending = false;

  constructor(options: ReadQueueOptions) {
    this.#options = options;
  }

  /** Whether the read may begin; it holds its bytes then. If not, park it. */
  take(call: Call): boolean {
    if (this.#waiting.has(call.caller) || !this.#mayBegin(call)) return false;
    this.#hold(call);
    return true;
  }

  /** Calls `resume` when the read may begin, and holds its bytes; or when it is not open any more. */
  park(call: Call, resume: () => void): void {
    const parked = this.#waiting.get(call.caller);
    if (parked === undefined) this.#waiting.set(call.caller, [{ call, resume }]);
    else parked.push({ call, resume });
    this.#waitForRoom();
  }

  /** The read has ended, or waits for something to happen: see `retake`. */
  giveBack(call: Call): void {
    if (call.heldBytes === 0) return;
    const bytes = call.heldBytes;
    call.heldBytes = 0;
    call.caller.heldBytes -= bytes;
    this.#options.responseBytes.give(bytes);
    if (this.#waiting.has(call.caller)) this.wakeSoon();
  }

  /** Resolves when a read that has given its bytes back holds them again, or is not open any more. */
  async retake(call: Call): Promise<void> {
    if (call.state === "open" && !this.take(call)) await new Promise<void>((resolve) => this.park(call, resolve));
  }

  /** Looks at those that wait, once for all that happens in one turn of the event loop. */
  wakeSoon(): void {
    if (this.#isWakePending || this.#waiting.size === 0) return;
    this.#isWakePending = true;
    this.#options.clock.soon(() => {
      this.#isWakePending = false;
      this.#wake();
    });
  }

  #wake(): void {
    // Who has taken its answers goes first: others may fill the room only with what is left.
    const byStanding = [...this.#waiting].sort(([, one], [, other]) => rankOf(one) - rankOf(other));
    for (const [caller, parked] of byStanding) {
      const left = parked.filter(({ call }) => call.state === "open");
      const begun: Parked[] = [];
      while (left.length > 0 && this.#mayBegin(left[0]!.call)) {
        this.#hold(left[0]!.call);
        begun.push(left.shift()!);
      }
      this.#waiting.delete(caller);
      if (left.length > 0) this.#waiting.set(caller, left);
      for (const { call, resume } of parked) if (call.state !== "open") resume();
      for (const { resume } of begun) resume();
    }
    if (this.#waiting.size > 0) this.#waitForRoom();
  }

  #waitForRoom(): void {
    const { responseBytes } = this.#options;
    responseBytes.wait(this.#onRoom);
    if (this.#isTakerWaiting()) responseBytes.tellShort(this.#isTakerWaiting);
  }

  #mayBegin(call: Call): boolean {
    const { responseBytes, callerBytes } = this.#options;
    const bytes = bytesOf(call);
    const owedBytes = call.caller.heldBytes + call.unsentBytes;
    const isWithin = owedBytes <= unsentBytesFree || owedBytes + bytes <= callerBytes;
    return isWithin && responseBytes.hasRoomFor(bytes, standingOf(call));
  }

  #hold(call: Call): void {
    call.heldBytes = bytesOf(call);
    call.caller.heldBytes += call.heldBytes;
    this.#options.responseBytes.take(call.heldBytes);
  }
}

function standingOf({ caller, unsentBytes }: Call): Standing {
  if (caller.heldBytes > 0 || unsentBytes > unsentBytesFree) return "owing";
  return caller.listens ? "listening" : "new";
}

const ranks: Readonly<Record<Standing, number>> = { listening: 0, new: 1, owing: 2 };

function rankOf(parked: readonly Parked[]): number {
  return ranks[standingOf(parked[0]!.call)];
}

/** A read returns a first batch whole, however little was asked for. */
function bytesOf(call: Call): number {
  return Math.max(call.responseBytes, limits.readBytes.value);
}
