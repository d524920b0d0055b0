import type { Clock } from "./clock.ts";

/** Ends somebody's wait. */
export type Wake = () => void;

/**
 * Waits to be woken, `waitMs` at most.
 * @param enter puts the waker where it is found, without calling it, and gives what takes it away again: called once, whatever ended the wait
 * @throws the signal's reason, at once when it is aborted
 */
export function waitToBeWoken(
  clock: Clock,
  waitMs: number,
  signal: AbortSignal,
  enter: (wake: Wake) => () => void,
): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      timer.cancel();
      signal.removeEventListener("abort", abort);
      takeAway();
    };
    const wake = (): void => {
      leave();
      resolve();
    };
    const abort = (): void => {
      leave();
      reject(signal.reason);
    };
    const timer = clock.after(waitMs, wake);
    signal.addEventListener("abort", abort, { once: true });
    const takeAway = enter(wake);
  });
}
