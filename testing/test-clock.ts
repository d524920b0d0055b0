import type { MeshClock } from "@flowmesh/client";
import { durationMs } from "@flowmesh/client/internal";

/** What a mesh's time is made of. */
interface MovedClock {
  wallMs(): number;
  after(delayMs: number, callback: () => void): unknown;
  advance(durationMs: number): Promise<void>;
  settle(): Promise<void>;
}

/**
 * The time of a `TestMesh`: that of its engine, and of all that publishes, consumes and reads through it. It stands still until it is told to go on.
 *
 * What is waited for before time goes on: promises, `setImmediate`, and everything that the mesh itself does. What is not: the machine's network, files and timers
 * in the code under test; it goes on by the machine's time, so wait for its result yourself, then let things settle.
 */
export class TestClock implements MeshClock {
  readonly #clock: MovedClock;

  constructor(clock: MovedClock) {
    this.#clock = clock;
  }

  /** Milliseconds since 1970, at once: to be given to code that asks for the time. */
  get nowMs(): number {
    return this.#clock.wallMs();
  }

  async now(): Promise<Date> {
    return new Date(this.#clock.wallMs());
  }

  /**
   * Lets time pass: `"3d"`, `"1h30m"`, `"250ms"` or a number of milliseconds. Whatever becomes due on the way happens at its own moment, in order, each when
   * everything before it has settled. @throws FlowMeshError `field_invalid`
   */
  async advance(by: string | number): Promise<Date> {
    await this.#clock.advance(durationMs(by, "by"));
    return this.now();
  }

  /** Lets everything happen that needs no time to pass. */
  async settle(): Promise<void> {
    await this.#clock.settle();
  }

  /** Resolves when so much of this clock's time has passed: what code under test takes in place of `setTimeout`. @throws FlowMeshError `field_invalid` */
  async sleep(duration: string | number): Promise<void> {
    const ms = durationMs(duration, "duration");
    await new Promise<void>((resolve) => this.#clock.after(ms, resolve));
  }
}
