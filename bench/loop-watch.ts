import { Percentiles } from "./percentiles.ts";

const TICK_MS = 1;

/** What the event loop of this process was held for at a time, and the most memory that it took, since it was asked last. */
export class LoopWatch {
  #pauses = new Percentiles();
  #peakBytes = 0;
  #lastMs = performance.now();
  #lastCpuMs = cpuMs();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** As text: pauses as time of the clock, and as time of the processor, which other work on the machine changes less. */
  report(): string {
    const [pauses, peak] = [this.#pauses, Math.round(this.#peakBytes / 2 ** 20)];
    this.#pauses = new Percentiles();
    this.#peakBytes = 0;
    return `the loop was held p99.9 ${pauses.at(0.999).toFixed(0)}, at most ${pauses.at(1).toFixed(0)} ms of the processor; memory at most ${peak} MiB`;
  }

  #tick(): void {
    const now = cpuMs();
    this.#pauses.add(now - this.#lastCpuMs);
    this.#lastCpuMs = now;
    const nowMs = performance.now();
    if (nowMs - this.#lastMs < 20 * TICK_MS) return;
    this.#lastMs = nowMs;
    this.#peakBytes = Math.max(this.#peakBytes, process.memoryUsage.rss());
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
