import type { Random } from "@flowmesh/fabric/internal";
import { systemWorld } from "../world/system-world.ts";

/** Delays between attempts: exponential with full jitter, so that clients that lost the same server do not come back at the same moment. */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: Random;
  #attempt = 0;

  constructor(baseMs: number = 50, capMs: number = 2000, random: Random = systemWorld.random) {
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.#random = random;
  }

  /** How long to wait before the next attempt, in milliseconds. */
  next(): number {
    const ceilingMs = Math.min(this.#capMs, this.#baseMs * 2 ** this.#attempt);
    this.#attempt = Math.min(this.#attempt + 1, 30);
    return this.#random.integer(Math.floor(ceilingMs) + 1);
  }

  /** To be called after a success: the next failure waits briefly again. */
  reset(): void {
    this.#attempt = 0;
  }
}
