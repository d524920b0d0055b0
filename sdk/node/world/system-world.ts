import { randomFillSync, randomInt } from "node:crypto";
import { clearTimeout, setImmediate, setTimeout } from "node:timers";
import type { Clock, Random, Timer } from "@flowmesh/fabric/internal";
import type { ClientWorld } from "./client-world.ts";

/** The machine's own time. Its timers keep the process alive: something that was promised still waits for them. */
class SystemClock implements Clock {
  wallMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, callback: () => void): Timer {
    const handle = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(handle) };
  }

  soon(callback: () => void): void {
    setImmediate(callback);
  }
}

/** Asking the system takes as long for a few bytes as for so many. */
const drawnBytes = 4096;

/** The system's generator, fit for secrets: no byte is given twice, or kept once it was given. */
class SystemRandom implements Random {
  readonly #drawn = Buffer.alloc(drawnBytes);
  #at = drawnBytes;

  fill(target: Uint8Array): void {
    const { length } = target;
    if (length > drawnBytes) {
      randomFillSync(target);
      return;
    }
    if (this.#at + length > drawnBytes) {
      randomFillSync(this.#drawn);
      this.#at = 0;
    }
    const end = this.#at + length;
    target.set(this.#drawn.subarray(this.#at, end));
    this.#drawn.fill(0, this.#at, end);
    this.#at = end;
  }

  integer(below: number): number {
    return randomInt(below);
  }
}

/** The machine itself. */
export const systemWorld: ClientWorld = { clock: new SystemClock(), random: new SystemRandom() };
