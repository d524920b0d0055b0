import { Latencies } from "./latencies.ts";

/** What a load did, without the time in which it warmed up. */
export interface LoadFigures {
  readonly calls: number;
  /** What these calls have done together. */
  readonly operations: number;
  readonly errors: number;
  readonly firstError: unknown;
  readonly seconds: number;
  readonly latencies: Latencies;
}

const warmUpMsMost = 1000;
const warmUpShare = 0.2;

/** Who asks for an early end does not wait longer than this for calls that a server owes an answer. */
const patienceMs = 1000;

/**
 * Keeps so many calls under way until the time is over or the signal comes: whenever one ends, the next begins. Waits for the last ones.
 * A call gives the number of operations that it did. `onMeasuring` is called when the warm-up is over and the counting begins.
 */
export async function closedLoop(
  call: () => Promise<number>,
  options: {
    readonly inFlight: number;
    readonly durationMs: number;
    readonly signal: AbortSignal;
    readonly onMeasuring?: () => void;
  },
): Promise<LoadFigures> {
  const { inFlight, durationMs, signal, onMeasuring } = options;
  const startMs = performance.now();
  const countFromMs = startMs + Math.min(warmUpMsMost, durationMs * warmUpShare);
  const endMs = countFromMs + durationMs;
  const latencies = new Latencies();
  let errors = 0;
  let operations = 0;
  let firstError: unknown;
  let isMeasuring = false;
  const lane = async (): Promise<void> => {
    for (let beginMs = performance.now(); beginMs < endMs && !signal.aborted; ) {
      const done = await call().catch((error) => {
        firstError ??= error;
        return undefined;
      });
      const nowMs = performance.now();
      if (nowMs >= countFromMs) {
        if (!isMeasuring) onMeasuring?.();
        isMeasuring = true;
        operations += done ?? 0;
        if (done === undefined) errors += 1;
        else latencies.add(nowMs - beginMs);
      }
      beginMs = nowMs;
    }
  };
  const lanes = Promise.all(Array.from({ length: inFlight }, lane));
  await Promise.race([lanes, patienceOver(signal)]);
  const seconds = Math.max(0.001, (performance.now() - countFromMs) / 1000);
  return { calls: latencies.count, operations, errors, firstError, seconds, latencies };
}

function patienceOver(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = (): void => void setTimeout(resolve, patienceMs).unref();
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true });
  });
}
