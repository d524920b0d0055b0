import type { Clock } from "../clock/clock.ts";
import type { Log } from "../log/log.ts";
import type { Settler } from "./settler.ts";

export interface RoomMakerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly settler: Settler;
}

/** What of a round of the collector is needed to make room. */
export interface RoomRound {
  /** The last of the oldest segments that would be given back if nothing were kept in them; below the first when there is none. */
  readonly lastToGo: () => number;
  readonly release: () => Promise<void>;
  readonly isStopped: () => boolean;
}

/** To look for what would make room takes at most a tenth of the time while nothing is found. */
const PAUSE = 10;

/**
 * On a full disk, or one with too little room to settle what is due, has what is kept among what is gone settled until there is room again, or nothing more is freed by it. Each turn gives back more than it takes, or is the last: what was settled is never
 * settled out of the log again.
 */
export class RoomMaker {
  readonly #options: RoomMakerOptions;
  #nextMs = Number.NEGATIVE_INFINITY;

  constructor(options: RoomMakerOptions) {
    this.#options = options;
  }

  /** Resolves with the time after which it is to be called again; undefined when whatever changes is time enough. */
  async run(round: RoomRound): Promise<number | undefined> {
    const { clock, log, settler } = this.#options;
    while ((log.full || settler.lacksRoom) && !round.isStopped()) {
      const beganMs = clock.monotonicMs();
      if (beganMs < this.#nextMs) return this.#nextMs - beganMs;
      if (await this.#isFreed(round)) continue;
      const endedMs = clock.monotonicMs();
      this.#nextMs = endedMs + PAUSE * (endedMs - beganMs);
      return undefined;
    }
    return undefined;
  }

  /** One turn; whether the log or the settled files are shorter by it. */
  async #isFreed({ lastToGo, release, isStopped }: RoomRound): Promise<boolean> {
    const { log, settler } = this.#options;
    const { firstSegment, settled } = log;
    const { bytes } = settled;
    if (!(await settler.makeRoom(lastToGo(), isStopped))) return false;
    await release();
    return log.firstSegment > firstSegment || settled.bytes < bytes;
  }
}
