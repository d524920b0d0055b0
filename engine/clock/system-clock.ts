import { type Clock, SET_BACK_MS, type Timer } from "./clock.ts";

/** Longer delays overflow the platform's timer, which then fires at once. */
const platformDelayMsMax = 2 ** 31 - 1;
/** The wall clock may be set forward while a timer runs. */
const lookMsMax = 10_000;

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

  atWall(wallMs: number, callback: () => void): Timer {
    let timer: Timer;
    const arm = (): void => {
      const aheadMs = Date.now() - performance.now();
      const delayMs = Math.min(Math.max(0, wallMs - Date.now()), lookMsMax);
      timer = this.after(delayMs, () => {
        const isSetBack = Date.now() - performance.now() < aheadMs - SET_BACK_MS;
        if (isSetBack || Date.now() >= wallMs) callback();
        else arm();
      });
    };
    arm();
    return { cancel: () => timer.cancel() };
  }

  soon(callback: () => void): void {
    setImmediate(callback);
  }
}
