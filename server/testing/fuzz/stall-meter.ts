const intervalMs = 10;

/**
 * The longest time for which this thread's event loop was busy without a break. What counts is the processor's time within that break, so that a machine with other
 * work does not look like a loop that stands still.
 */
export class StallMeter {
  #longestMs = 0;
  #beforeMs: number = performance.now();
  #busyBeforeMs: number = busyMs();

  constructor() {
    setInterval(() => this.#look(), intervalMs).unref();
  }

  /** The longest since the last call. */
  take(): number {
    this.#look();
    const longestMs = this.#longestMs;
    this.#longestMs = 0;
    return longestMs;
  }

  /** What was done since the last look is nobody's fault. */
  forgive(): void {
    this.#beforeMs = performance.now();
    this.#busyBeforeMs = busyMs();
  }

  #look(): void {
    const nowMs = performance.now();
    const busyNowMs = busyMs();
    const stalledMs = Math.min(nowMs - this.#beforeMs - intervalMs, busyNowMs - this.#busyBeforeMs);
    this.#longestMs = Math.max(this.#longestMs, stalledMs);
    this.#beforeMs = nowMs;
    this.#busyBeforeMs = busyNowMs;
  }
}

/** Time that the processor has worked for this thread; of the whole process where Node cannot tell. */
function busyMs(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}
