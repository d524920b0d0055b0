import { randomFillSync, randomInt } from "node:crypto";
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

/** The system's generator, fit for secrets. */
class SystemRandom implements Random {
  fill(target: Uint8Array): void {
    randomFillSync(target);
  }

  integer(below: number): number {
    return randomInt(below);
  }
}

/** The machine itself. */
export const systemWorld: ClientWorld = { clock: new SystemClock(), random: new SystemRandom() };
