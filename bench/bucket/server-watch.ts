import type { FlowMeshProcess } from "../flowmesh/flowmesh-process.ts";
import { Percentiles } from "../percentiles.ts";
import { anonymousMib, cpuSecondsOf } from "../server-process.ts";

const EVERY_MS = 10;

/** How a server fares while it has other work: its memory, its processor time, and how long a small call takes. */
export class ServerWatch {
  readonly #server: FlowMeshProcess;
  readonly #bucket: string;
  readonly #calls = new Percentiles();
  readonly #cpuSeconds: number;
  #peakMib = 0;
  #isStopped = false;
  readonly #watching: Promise<void>;

  constructor(server: FlowMeshProcess, bucket: string) {
    this.#server = server;
    this.#bucket = bucket;
    this.#cpuSeconds = cpuSecondsOf(server.pid);
    this.#watching = this.#watch();
    // Who stops it hears of it.
    this.#watching.catch(() => undefined);
  }

  /** What was seen, as text. */
  async stop(): Promise<string> {
    this.#isStopped = true;
    await this.#watching;
    const cpu = (cpuSecondsOf(this.#server.pid) - this.#cpuSeconds).toFixed(1);
    const calls = `a small call took p99 ${this.#calls.at(0.99).toFixed(0)}, at most ${this.#calls.at(1).toFixed(0)} ms`;
    return `${cpu} s of the processor; ${calls}; anonymous memory at most ${this.#peakMib} MiB`;
  }

  async #watch(): Promise<void> {
    const { kv } = this.#server.admin.fabric;
    while (!this.#isStopped) {
      const beganMs = performance.now();
      await kv.getBucket({ bucket: this.#bucket });
      this.#calls.add(performance.now() - beganMs);
      this.#peakMib = Math.max(this.#peakMib, anonymousMib(this.#server.pid));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }
}
