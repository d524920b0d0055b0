/**
 * Sends at a fixed rate without waiting for answers, so that a slow answer delays nothing behind it. Timers have a resolution of about a millisecond: what
 * is due is sent when the timer fires. `dueMs` is the moment to count from: that of the sending, or, when the sender itself came late by more than its
 * timer's resolution, the moment at which it was due, so that no wait is left out.
 */
export interface PacedLoad {
  readonly perSecond: number;
  readonly seconds: number;
  send(index: number, dueMs: number): void;
}

const timerResolutionMs = 2;

/** Runs until everything was sent; returns how many. */
export function runPacedLoad(load: PacedLoad): Promise<number> {
  const total = Math.round(load.perSecond * load.seconds);
  const intervalMs = 1000 / load.perSecond;
  const startMs = performance.now();
  return new Promise((resolve) => {
    let sent = 0;
    const tick = (): void => {
      const nowMs = performance.now();
      for (; sent < total && startMs + sent * intervalMs <= nowMs; sent += 1) {
        const plannedMs = startMs + sent * intervalMs;
        load.send(sent, nowMs - plannedMs > timerResolutionMs ? plannedMs : nowMs);
      }
      if (sent === total) {
        clearInterval(timer);
        resolve(total);
      }
    };
    const timer = setInterval(tick, 1);
  });
}
