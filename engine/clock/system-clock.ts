import type { Clock, Timer } from "./clock.ts";

/** Longer delays overflow the platform's timer, which then fires at once. */
const platformDelayMsMax = 2 ** 31 - 1;

/** The machine's own time. */
export class SystemClock implements Clock {
  wallMs(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  after(delayMs: number, callback: () => void): Timer {
    const dueMs = performance.now() + delayMs;
    let handle: NodeJS.Timeout;
    const arm = (remainingMs: number): void => {
      const isLast = remainingMs <= platformDelayMsMax;
      const fire = (): void => (isLast ? callback() : arm(dueMs - performance.now()));
      handle = setTimeout(fire, isLast ? Math.max(0, remainingMs) : platformDelayMsMax);
      handle.unref();
    };
    arm(delayMs);
    return { cancel: () => clearTimeout(handle) };
  }

  soon(callback: () => void): void {
    setImmediate(callback);
  }
}
