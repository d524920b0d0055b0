import { measure } from "./closed-loop.ts";
import type { Figures } from "./comparison.ts";

/** Counts what an iteration yields; begins a new one whenever one has ended, until time is up. */
export interface ReadLoop {
  readonly warmupMs: number;
  readonly seconds: number;
  readonly pid: number;
  /** One pass over the data, as counts of records. */
  counts(): AsyncIterable<number>;
}

export async function runReadLoop(loop: ReadLoop): Promise<Figures> {
  const progress = { count: 0, isStopping: false };
  const reading = (async () => {
    while (!progress.isStopping) {
      for await (const count of loop.counts()) {
        progress.count += count;
        if (progress.isStopping) break;
      }
    }
  })();
  return measure(loop, progress, reading);
}
