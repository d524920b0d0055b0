import type { Timer } from "./clock.ts";
import { eventLoopTurn } from "./event-loop-turn.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Turns of the event loop, one after the other, in which nothing was asked of the clock: what is left then waits for time to pass, or for the machine. */
const quietTurns = 2;

/**
 * A virtual clock for programs that also do other things than wait for each other: before it moves on it waits for what takes some turns of the event loop, and for
 * what it is told to wait for. Advances that are asked for meanwhile follow one another.
 */
export class SettlingClock extends VirtualClock {
  #asked = 0;
  #advancing: Promise<void> = Promise.resolve();
  #whenQuiet: () => Promise<void> = () => Promise.resolve();

  /** Time also waits for this, asked each time: for writes to a disk that takes its time. */
  waitFor(whenQuiet: () => Promise<void>): void {
    this.#whenQuiet = whenQuiet;
  }

  override after(delayMs: number, callback: () => void): Timer {
    this.#asked++;
    return super.after(delayMs, callback);
  }

  override soon(callback: () => void): void {
    this.#asked++;
    super.soon(callback);
  }

  override advance(durationMs: number): Promise<void> {
    const advanced = this.#advancing.then(() => super.advance(durationMs));
    this.#advancing = advanced.catch(() => undefined);
    return advanced;
  }

  /** Others have a turn before each callback: what is due at one moment, however much, does not hold them up. */
  protected override async beforeSoon(): Promise<void> {
    await super.beforeSoon();
    await eventLoopTurn();
  }

  override async settle(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; ) {
      const before = this.#asked;
      await super.settle();
      await this.#whenQuiet();
      await eventLoopTurn();
      quiet = this.#asked === before ? quiet + 1 : 0;
    }
  }
}
