import type { Socket } from "node:net";
import type { Clock } from "@flowmesh/engine";

/**
 * Requests that came while those before them on their connection are not answered (pipelining). One write may bring more than a thousand, and Node hands over all
 * of them in one turn of the event loop. Here a few begin in each turn; connections take turns, and those of one connection begin in the order in which they came.
 */
export class PipelinedRequests {
  readonly #clock: Clock;
  /** Of each connection what waits, in order; the first connection's turn is next. */
  readonly #waiting: Map<Socket, (() => void)[]> = new Map();
  #isTurnPending = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins a request when its turn has come. Nothing more is read from its connection before all that came on it have begun. */
  push(socket: Socket, begin: () => void): void {
    const queue = this.#waiting.get(socket);
    if (queue === undefined) this.#waiting.set(socket, [begin]);
    else queue.push(begin);
    this.#nextTurn();
    // Node reads on behind each request that is whole: the last word is to be this one.
    process.nextTick(() => {
      if (this.#waiting.has(socket)) socket.pause();
    });
  }

  #nextTurn(): void {
    if (this.#isTurnPending) return;
    this.#isTurnPending = true;
    this.#clock.soon(() => this.#turn());
  }

  #turn(): void {
    this.#isTurnPending = false;
    let begun = 0;
    for (const [socket, queue] of this.#waiting) {
      if (begun++ === requestsPerTurn) {
        this.#nextTurn();
        return;
      }
      const begin = queue.shift()!;
      this.#waiting.delete(socket);
      // Behind everybody else's, and so met again here.
      if (queue.length > 0) this.#waiting.set(socket, queue);
      else socket.resume();
      begin();
    }
  }
}

/** A few milliseconds of work. */
const requestsPerTurn = 64;
