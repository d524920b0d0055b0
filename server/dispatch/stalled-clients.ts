import type { Clock, Timer } from "@flowmesh/engine";
import type { ResponseRoom } from "./response-room.ts";
import { unsentBytesFree } from "./unsent-bytes-free.ts";

/** A connection, as one that has answers to take. */
export interface AnsweredClient {
  /** Answers that its client has not taken. */
  readonly unsentBytes: number;
  /** Bytes that left for its client since it was opened. */
  readonly takenBytes: number;
  /** Gives up what its client does not take. */
  giveUp(): void;
}

export interface StalledClientsOptions {
  readonly clock: Clock;
  readonly responseBytes: ResponseRoom;
  /** How long a client may take next to nothing while others wait. */
  readonly stallMs: number;
}

/** From when on a client that has answers to take has taken next to nothing. */
interface Mark {
  readonly takenBytes: number;
  readonly sinceMs: number;
}

/**
 * Gives up clients that take next to nothing of their answers while others, who have taken theirs, wait for the room: who has stood still longest goes first, and no
 * more of them than it takes until what is left fills half of the part of those who owe, so that many who wait get their turn. As long as nobody waits, nothing is looked at.
 */
export class StalledClients {
  readonly #options: StalledClientsOptions;
  readonly #clients: Set<AnsweredClient> = new Set();
  readonly #waiting: Set<() => boolean> = new Set();
  #marks: Map<AnsweredClient, Mark> = new Map();
  #timer: Timer | undefined;

  constructor(options: StalledClientsOptions) {
    this.#options = options;
  }

  add(client: AnsweredClient): void {
    this.#clients.add(client);
  }

  remove(client: AnsweredClient): void {
    this.#clients.delete(client);
    this.#marks.delete(client);
  }

  /** Somebody who has taken all answers waits for room, for as long as `stillWaits` says so. */
  makeRoom(stillWaits: () => boolean): void {
    this.#waiting.add(stillWaits);
    if (this.#timer === undefined) this.#lookLater();
  }

  #lookLater(): void {
    const { clock, stallMs } = this.#options;
    const intervalMs = Math.min(stallMs / 4, lookMsMax);
    const dueMs = clock.monotonicMs() + intervalMs;
    this.#timer = clock.after(intervalMs, () => {
      this.#timer = undefined;
      const nowMs = clock.monotonicMs();
      // When the process itself stood still, nobody could take anything.
      if (nowMs - dueMs > stallMs / 2) this.#marks.clear();
      this.#look(nowMs);
    });
  }

  #look(nowMs: number): void {
    for (const stillWaits of this.#waiting) if (!stillWaits()) this.#waiting.delete(stillWaits);
    if (this.#waiting.size === 0) {
      this.#marks.clear();
      return;
    }
    this.#mark(nowMs);
    this.#giveUp(nowMs);
    this.#lookLater();
  }

  #mark(nowMs: number): void {
    const marks: Map<AnsweredClient, Mark> = new Map();
    for (const client of this.#clients) {
      if (client.unsentBytes <= unsentBytesFree) continue;
      const { takenBytes } = client;
      const before = this.#marks.get(client);
      const stands = before !== undefined && takenBytes - before.takenBytes <= unsentBytesFree;
      marks.set(client, stands ? before : { takenBytes, sinceMs: nowMs });
    }
    this.#marks = marks;
  }

  #giveUp(nowMs: number): void {
    const { responseBytes, stallMs } = this.#options;
    const stalled = [...this.#marks].filter(([, { sinceMs }]) => nowMs - sinceMs >= stallMs);
    stalled.sort(([, one], [, other]) => one.sinceMs - other.sinceMs);
    let wanted = responseBytes.bytes - responseBytes.bytesForOwing / 2;
    for (const [client] of stalled.slice(0, givenUpTogether)) {
      if (wanted <= 0) return;
      wanted -= client.unsentBytes;
      client.giveUp();
    }
  }
}

const lookMsMax = 250;
/** So that a look does not hold up calls for long. */
const givenUpTogether = 100;
