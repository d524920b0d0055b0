import { limits } from "@flowmesh/contract";
import { checkWhole } from "@flowmesh/fabric/internal";
import type { HandlerWrites } from "../handler-writes.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { durationMs } from "../moment.ts";
import type { Job } from "../queues/job.ts";
import { told } from "../told.ts";
import type { CommitResult, Transaction } from "../transaction.ts";
import { processLabel } from "../world/process-label.ts";

/** How a queue is worked on. */
export interface WorkerOptions {
  /** Handlers that run at one time. Default 1. */
  readonly concurrency?: number | undefined;
  /**
   * Jobs that are fetched before a handler is free for them, at most 8 MiB together: the more, the less time passes between jobs, and the more of them wait here
   * while another worker is idle. One that was not begun when the worker crashes loses no attempt. Default 0.
   */
  readonly prefetch?: number | undefined;
  /**
   * How long a job is this worker's after the last sign of life, in milliseconds; the worker gives one three times as often. So long it takes until another worker is given the
   * jobs of one that crashed. 1000 to 43200000. Default: as the queue's settings say.
   */
  readonly leaseMs?: number | undefined;
  /** What people see of this worker. Default: host and process. */
  readonly label?: string | undefined;
  /** How long handlers may go on when the worker is told to stop, `"20s"` or milliseconds; then their signal is aborted. Default 20 seconds. */
  readonly stopTimeout?: string | number | undefined;
  /** Told of each handler that threw, before the attempt is counted. If it throws, the worker ends with that. Default: nobody is; the error stands in the job's attempts, unless `context.commit` had ended the job before. */
  readonly onError?: ((error: unknown, job: Job) => void) | undefined;
}

/** What a handler gets beside the job. */
export interface WorkContext<Result = unknown> extends HandlerWrites {
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The trace in which the job was enqueued: its header `traceparent`, for the parent of a span of the handler. */
  readonly traceparent: string | undefined;
  /**
   * Aborted when the job was cancelled, when its lease is lost (somebody else may work on it), and when the worker must stop at once. A handler that throws then costs the job no
   * attempt.
   */
  readonly signal: AbortSignal;
  /** Tells how far the work has come, in percent, 0 to 100. Reaches the server within half a second. @throws FlowMeshError `field_invalid` */
  progress(percent: number): void;
  /** Keeps a line with the attempt: the last 100, of 1024 bytes each. Reaches the server within half a second, and before the attempt ends. */
  log(line: string): void;
  /**
   * Writes all that `write` adds, and that the job is done, in one commit: both or neither, however often it is tried, and only while the lease is held. For what must be known before the
   * handler goes on; otherwise `publish`, `put` and the others do the same when it returns, as it should now. `result`: what else it would have returned. The
   * job is done then, whatever the handler does behind it: what it returns is not kept, and what it throws is told to `onError` alone.
   * @throws FlowMeshError as `mesh.commit`; `lease_lost` when the job may be somebody else's, and nothing was written; `handler_ended` behind a commit that was made
   */
  commit(write: (tx: Transaction) => void | Promise<void>, result?: Result): Promise<CommitResult>;
}

/**
 * Does what a job asks for. When it returns, the job is done, with what it returned as result; when it throws, the attempt failed and the job is tried again
 * after the queue's backoff, or after the time that `retryAfter` names; when it throws a `Fatal`, the job is dead.
 */
export type WorkHandler<Data = unknown, Result = unknown> = (
  job: Job<Data>,
  context: WorkContext<Result>,
) => Result | Promise<Result>;

/** The options with all that was not given. */
export interface WorkerSettings {
  readonly concurrency: number;
  readonly prefetch: number;
  /** 0: as the queue's settings say. */
  readonly leaseMs: number;
  readonly label: string;
  readonly stopTimeoutMs: number;
  readonly onError: (error: unknown, job: Job) => void;
}

const optionNames: OptionNames<WorkerOptions> = {
  concurrency: true,
  prefetch: true,
  leaseMs: true,
  label: true,
  stopTimeout: true,
  onError: true,
};
const prefetchMax = 100_000;
const leaseMsMin = 1000;

/** @throws FlowMeshError `field_invalid`, `field_unknown` */
export function workerSettings(options: WorkerOptions): WorkerSettings {
  checkOptionNames(options, optionNames, "worker");
  const { concurrency = 1, prefetch = 0, leaseMs, stopTimeout = "20s" } = options;
  return {
    concurrency: checkWhole("concurrency", concurrency, { min: 1 }),
    prefetch: checkWhole("prefetch", prefetch, { min: 0, max: prefetchMax }),
    leaseMs: leaseMs === undefined ? 0 : checkWhole("leaseMs", leaseMs, { min: leaseMsMin, max: limits.leaseMs.max }),
    label: options.label ?? processLabel(),
    stopTimeoutMs: durationMs(stopTimeout, "stopTimeout"),
    onError: told("onError", options.onError),
  };
}
