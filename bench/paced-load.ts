/**
 * Sends at a fixed rate without waiting for answers, so that a slow answer delays nothing behind it. Timers have a resolution of about a millisecond: what
 * is due is sent when the timer fires. `dueMs` is the moment to count from: that of the sending, or, when the sender itself came late by more than its
 * timer's resolution, the moment at which it was due, so that no wait is left out. What is sent before `warmupMs` have passed is there to warm up and is not measured.
 */
export interface PacedLoad {
  readonly perSecond: number;
  readonly warmupMs: number;
  readonly seconds: number;
  send(dueMs: number, isMeasured: boolean): void;
}

const timerResolutionMs = 2;

/** How many records a load sends, those before the measuring included. */
export function pacedTotal({ perSecond, warmupMs, seconds }: Omit<PacedLoad, "send">): number {
  return Math.round(perSecond * (warmupMs / 1000 + seconds));
}

/** Runs until everything was sent. */
export function runPacedLoad(load: PacedLoad): Promise<void> {
  const total = pacedTotal(load);
  const intervalMs = 1000 / load.perSecond;
  const startMs = performance.now();
  return new Promise((resolve) => {
    let sent = 0;
    const tick = (): void => {
      const nowMs = performance.now();
      for (; sent < total && startMs + sent * intervalMs <= nowMs; sent += 1) {
        const plannedMs = startMs + sent * intervalMs;
        const dueMs = nowMs - plannedMs > timerResolutionMs ? plannedMs : nowMs;
        load.send(dueMs, plannedMs - startMs >= load.warmupMs);
      }
      if (sent === total) {
        clearInterval(timer);
        resolve();
      }
    };
    const timer = setInterval(tick, 1);
  });
}
