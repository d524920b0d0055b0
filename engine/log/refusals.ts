import type { Clock } from "../clock/clock.ts";

/** The disk would not give back something that it may give back later. */
export class DiskRefused extends Error {
  constructor(file: string) {
    super(`the disk does not give back all of ${file}; nothing of it is let go of, and it is tried again`);
    this.name = "DiskRefused";
  }
}

/** A place that the disk refuses for so long, asked again within the pause at least, is damaged. */
const LASTING_MS = 600_000;
const PAUSE_MS = 180_000;
/** More are not remembered: then each begins anew. */
const PLACES_MAX = 10_000;

/**
 * What the disk refused to give back, by an error and not by other bytes. A cable, a controller or a network may be back in a moment: until a place is refused for ten minutes, nothing is
 * concluded from it. Who would let go of something for what it has read asks here whether anything was missing.
 */
export class Refusals {
  readonly #clock: Clock;
  readonly #places = new Map<string, { readonly firstMs: number; lastMs: number }>();
  #count = 0;
  #lastFile = "";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A read was refused. @returns whether that has lasted, so that the place is damaged */
  note(file: string, byte: number): boolean {
    const nowMs = this.#clock.monotonicMs();
    const key = `${file}:${byte}`;
    const known = this.#places.get(key);
    if (known !== undefined && nowMs - known.lastMs <= PAUSE_MS) {
      known.lastMs = nowMs;
      if (nowMs - known.firstMs >= LASTING_MS) return true;
    } else {
      if (this.#places.size >= PLACES_MAX) this.#places.clear();
      this.#places.set(key, { firstMs: nowMs, lastMs: nowMs });
    }
    this.#count++;
    this.#lastFile = file;
    return false;
  }

  /** What `read` gives. @throws DiskRefused when a read was refused meanwhile, its own or another's */
  async unlessRefused<Result>(read: () => Promise<Result>): Promise<Result> {
    const before = this.#count;
    const result = await read();
    if (this.#count !== before) throw new DiskRefused(this.#lastFile);
    return result;
  }
}
