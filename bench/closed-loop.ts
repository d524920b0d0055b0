import { setTimeout as wait } from "node:timers/promises";
import type { Figures } from "./comparison.ts";
import { cpuSecondsOf } from "./server-process.ts";

const callWarmupMs = 500;

/** The stretch of time that counts. */
export interface MeasuredTime {
  /** Work done before this is not counted. */
  readonly warmupMs: number;
  readonly seconds: number;
  /** The server whose CPU time is read. */
  readonly pid: number;
}

/** Counts work that is kept in flight: whatever is done is replaced at once, until time is up. */
export interface ClosedLoop extends MeasuredTime {
  readonly inFlight: number;
  /** Starts one piece of work in a slot; `done` is called once with what it counts for. */
  start(slot: number, done: (count: number) => void, failed: (error: unknown) => void): void;
}

/** Runs it; the value is the count per second. */
export function runClosedLoop(loop: ClosedLoop): Promise<Figures> {
  const progress = { count: 0, isStopping: false };
  let running = loop.inFlight;
  const finished = new Promise<void>((resolve, reject) => {
    const next = (slot: number): void => {
      const done = (count: number): void => {
        progress.count += count;
        if (!progress.isStopping) next(slot);
        else if (--running === 0) resolve();
      };
      loop.start(slot, done, reject);
    };
    for (let slot = 0; slot < loop.inFlight; slot += 1) next(slot);
  });
  return measure(loop, progress, finished);
}

/** Calls of a server that are kept in flight. */
export interface CallLoop<Result> {
  readonly inFlight: number;
  readonly seconds: number;
  call(slot: number): Promise<Result>;
  /** What a call counts for. Default: 1. */
  countOf?(result: Result): number;
}

/** Runs them, after half a second that does not count; the value is the count per second. */
export function runCallLoop<Result>({ pid }: { readonly pid: number }, loop: CallLoop<Result>): Promise<Figures> {
  const countOf = loop.countOf ?? (() => 1);
  return runClosedLoop({
    inFlight: loop.inFlight,
    warmupMs: callWarmupMs,
    seconds: loop.seconds,
    pid,
    start: (slot, done, failed) => {
      loop.call(slot).then((result) => done(countOf(result)), failed);
    },
  });
}

/** How far some work has come; it ends by itself soon after `isStopping` was set. */
export interface Progress {
  count: number;
  isStopping: boolean;
}

/** Measures work that is under way, and ends it. */
export async function measure(time: MeasuredTime, progress: Progress, finished: Promise<void>): Promise<Figures> {
  const measured = countWithin(time, progress);
  const failed = finished.then(() => measured);
  const figures = await Promise.race([measured, failed]);
  progress.isStopping = true;
  await finished;
  return figures;
}

async function countWithin({ warmupMs, seconds, pid }: MeasuredTime, progress: Progress): Promise<Figures> {
  await wait(warmupMs);
  const startCount = progress.count;
  const startMs = performance.now();
  const startCpu = cpuSecondsOf(pid);
  const clientCpu = process.cpuUsage();
  await wait(seconds * 1000);
  const elapsed = (performance.now() - startMs) / 1000;
  const clientUsed = process.cpuUsage(clientCpu);
  return {
    value: (progress.count - startCount) / elapsed,
    others: {
      "server cores": (cpuSecondsOf(pid) - startCpu) / elapsed,
      "client cores": (clientUsed.user + clientUsed.system) / 1e6 / elapsed,
    },
  };
}
