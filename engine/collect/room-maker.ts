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

interface Turn {
  /** The log or the settled files are shorter by it. */
  readonly isDone: boolean;
  /** It freed much for what it wrote. */
  readonly isWorth: boolean;
}

/** Turns that free little, and the look for what would free anything, take at most a tenth of the time. */
const PAUSE = 10;
/** A turn frees little when that is less than such a part of what it wrote. */
const LITTLE_SHARE = 1 / 4;
/** Room is made until so many segments are ready or could be, so that the disk is not full again with the next one. */
const SEGMENTS_ENOUGH = 8;

/**
 * On a full disk, or one with too little room to settle what is due, has what is kept among what is gone settled until there is room again, or nothing more is freed by it. That comes to an end: what was
 * settled is never settled out of the log again, and a settled file is only written again to be shorter.
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
    let isShort = log.full || settler.lacksRoom;
    while (isShort && !round.isStopped()) {
      const beganMs = clock.monotonicMs();
      if (beganMs < this.#nextMs) return this.#nextMs - beganMs;
      const { isDone, isWorth } = await this.#turn(round);
      const endedMs = clock.monotonicMs();
      if (!isWorth) this.#nextMs = endedMs + PAUSE * (endedMs - beganMs);
      if (!isDone) return undefined;
      isShort = await this.#isShort();
    }
    return undefined;
  }

  async #isShort(): Promise<boolean> {
    const { log, settler } = this.#options;
    if (log.full || settler.lacksRoom) return true;
    const segments = log.spareSegments + Math.floor((await log.settled.freeBytes()) / log.segmentBytes);
    return segments < SEGMENTS_ENOUGH;
  }

  /** Settles once. */
  async #turn({ lastToGo, release, isStopped }: RoomRound): Promise<Turn> {
    const { log, settler } = this.#options;
    const { firstSegment, settled } = log;
    const { bytes } = settled;
    const { writtenBytes } = settler;
    if (!(await settler.makeRoom(lastToGo(), isStopped))) return { isDone: false, isWorth: false };
    await release();
    await log.useRoom();
    const freedBytes = (log.firstSegment - firstSegment) * log.segmentBytes + bytes - settled.bytes;
    const isWorth = freedBytes > LITTLE_SHARE * (settler.writtenBytes - writtenBytes);
    return { isDone: log.firstSegment > firstSegment || freedBytes > 0, isWorth };
  }
}
