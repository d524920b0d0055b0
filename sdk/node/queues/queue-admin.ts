import {
  type ExplainJobResponse,
  type Job as JobDetails,
  type JobState as JobStateOrNone,
  limits,
  type Queue,
  type QueueWorker,
} from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { nameOf, type QueueRef, settingsOf } from "../definitions/definition.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { durationMs } from "../moment.ts";
import { Backoff } from "../remote/backoff.ts";
import { encodeKey, type Key } from "../value.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { pause } from "../world/pause.ts";
import { editedJob, type RetryEdit } from "./enqueue-options.ts";
import { jobJson } from "./job.ts";
import { type QueueOptions, queueSettings } from "./queue-options.ts";
import { WaitTurns } from "./wait-turns.ts";

/** Where a job is in its life. */
export type JobState = Exclude<JobStateOrNone, "unspecified">;

/** Which queues are listed. */
export interface ListQueuesOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
}

/** Which jobs are listed. */
export interface ListJobsOptions {
  /** Only jobs in this state. Default: in any. */
  readonly state?: JobState | undefined;
  /** Only jobs of this key. */
  readonly key?: Key | undefined;
  /** Only jobs whose last error has this in it, capitals or not. */
  readonly error?: string | undefined;
  /** Only jobs whose last error is of this group, by its id as `deadLetters.errors` tells it. */
  readonly errorGroup?: string | undefined;
  /** Only jobs of which this expression is true, such as `value.total > 100 && attempts >= 5`: see docs/expressions.md. */
  readonly where?: string | undefined;
  /** Only jobs from this id on. */
  readonly from?: string | undefined;
  /** Only jobs before this id. */
  readonly to?: string | undefined;
  /** Leaves values, headers and results out. Default false. */
  readonly withoutValues?: boolean | undefined;
}

/** How long a result is waited for. */
export interface ResultOptions {
  /** Such as `"10s"`. Default: as long as it takes. */
  readonly timeout?: string;
  /** Ends the wait, which rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const listJobsNames: OptionNames<ListJobsOptions> = {
  state: true,
  key: true,
  error: true,
  errorGroup: true,
  where: true,
  from: true,
  to: true,
  withoutValues: true,
};
const resultNames: OptionNames<ResultOptions> = { timeout: true, signal: true };

/** Creates, shows, changes and deletes queues, and looks after their jobs. Every method throws `queue_not_found` where it applies, those about one job `job_not_found`. */
export class QueueAdmin {
  readonly #fabric: Fabric;
  readonly #world: ClientWorld;
  readonly #waits: WaitTurns = new WaitTurns();

  constructor(fabric: Fabric, world: ClientWorld) {
    this.#fabric = fabric;
    this.#world = world;
  }

  /** Creates a queue; every later call sees it. By its definition it is made with its settings, and `options` where they differ. @throws FlowMeshError `queue_exists`, `name_invalid`, `settings_invalid`, `limit_exceeded`, `field_unknown` */
  async create(queue: QueueRef, options: QueueOptions = {}): Promise<Queue> {
    const settings = queueSettings({ ...settingsOf(queue), ...options }, "create");
    const created = await this.#fabric.queues.createQueue({ queue: nameOf(queue), settings });
    return created.queue!;
  }

  /** Creates a queue unless one of this name is there, which then stays as it is. @throws FlowMeshError as `create`, but never `queue_exists` */
  async ensure(queue: QueueRef, options: QueueOptions = {}): Promise<Queue> {
    queueSettings(options, "ensure");
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.get(queue);
      } catch (error) {
        if (!isFlowMeshError(error, "queue_not_found")) throw error;
      }
      try {
        return await this.create(queue, options);
      } catch (error) {
        // Somebody else was faster, or the connection was lost and nobody knows: look again.
        const isPassing = isFlowMeshError(error, "queue_exists") || isFlowMeshError(error, "connection_failed");
        if (!isPassing || attempt === ensureAttemptsMax) throw error;
      }
    }
  }

  /** A queue with its settings and how many jobs it has in each state. */
  async get(queue: QueueRef): Promise<Queue> {
    return (await this.#fabric.queues.getQueue({ queue: nameOf(queue) })).queue!;
  }

  /** All queues, or those whose names begin with `prefix`, ordered by name. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListQueuesOptions = {}): AsyncGenerator<Queue, void> {
    checkOptionNames(options, { prefix: true }, "list");
    let pageToken = "";
    do {
      const page = await this.#fabric.queues.listQueues({ prefix: options.prefix, pageToken, pageSize });
      yield* page.queues;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /**
   * Changes what is given and leaves the rest; `backoff`, `rate`, `ratePerKey`, `keepDone` and `keepDead` are replaced as a whole. Jobs that are there follow the new settings from now
   * on; a limit per key counts for those alone that were enqueued while the queue had one. @throws FlowMeshError `settings_invalid`, `field_unknown` */
  async update(queue: QueueRef, options: QueueOptions): Promise<Queue> {
    const settings = queueSettings(options, "update");
    return (await this.#fabric.queues.updateQueue({ queue: nameOf(queue), settings })).queue!;
  }

  /** Deletes a queue with all its jobs, for good. */
  async delete(queue: QueueRef): Promise<void> {
    await this.#fabric.queues.deleteQueue({ queue: nameOf(queue) });
  }

  /** No job is handed out until `resume`; those that are worked on go on. Pausing twice is no error. */
  async pause(queue: QueueRef): Promise<void> {
    await this.#fabric.queues.pauseQueue({ queue: nameOf(queue) });
  }

  /** Jobs are handed out again. Resuming twice is no error. */
  async resume(queue: QueueRef): Promise<void> {
    await this.#fabric.queues.resumeQueue({ queue: nameOf(queue) });
  }

  /** Removes all jobs in a state, or those that wait, are delayed or are to be retried. How many went. @throws FlowMeshError `field_invalid` for `active` */
  async purge(queue: QueueRef, options: { readonly state?: JobState | undefined } = {}): Promise<number> {
    checkOptionNames(options, { state: true }, "purge");
    const { jobs } = await this.#fabric.queues.purgeQueue({ queue: nameOf(queue), state: options.state });
    return jobs;
  }

  /** Jobs in the order of their ids, without their attempts. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown`, `field_invalid`, `expression_invalid`, `job_damaged` */
  async *jobs(queue: QueueRef, options: ListJobsOptions = {}): AsyncGenerator<JobDetails, void> {
    checkOptionNames(options, listJobsNames, "jobs");
    const { key, from: fromJob, to: toJob, ...asked } = options;
    const request = {
      queue: nameOf(queue),
      ...asked,
      key: key === undefined ? undefined : encodeKey(key),
      fromJob,
      toJob,
    };
    let pageToken = "";
    do {
      const page = await this.#fabric.queues.listJobs({ ...request, pageToken, pageSize });
      yield* page.jobs;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** A job with its attempts. @throws FlowMeshError `job_damaged` */
  async job(queue: QueueRef, id: string): Promise<JobDetails> {
    const { job } = await this.#fabric.queues.getJob({ queue: nameOf(queue), job: id });
    return job!;
  }

  /** Gives a job up; the signal of a handler that works on it is aborted. The state it is in now. @throws FlowMeshError `job_state_invalid` */
  async cancel(queue: QueueRef, id: string): Promise<JobState> {
    const { state } = await this.#fabric.queues.cancelJob({ queue: nameOf(queue), job: id });
    return state as JobState;
  }

  /** A job that is delayed or waits for its next attempt waits no longer. @throws FlowMeshError `job_state_invalid` */
  async run(queue: QueueRef, id: string): Promise<void> {
    await this.#fabric.queues.runJob({ queue: nameOf(queue), job: id });
  }

  /**
   * A dead or cancelled job is tried again, with all its attempts anew. With `edit` it becomes a job of its own in the same place, which names this one. Its id from
   * now on. @throws FlowMeshError `job_state_invalid`, with `edit` as `mesh.enqueue`
   */
  async retry(queue: QueueRef, id: string, edit?: RetryEdit): Promise<string> {
    const request = { queue: nameOf(queue), job: id, edit: edit && editedJob(edit, this.#world.clock) };
    const { job } = await this.#fabric.queues.retryJob(request);
    return job;
  }

  /** Removes a job that nobody works on. @throws FlowMeshError `job_state_invalid` */
  async remove(queue: QueueRef, id: string): Promise<void> {
    await this.#fabric.queues.removeJob({ queue: nameOf(queue), job: id });
  }

  /** What a job waits for at this moment. */
  async explain(queue: QueueRef, id: string): Promise<ExplainJobResponse> {
    return await this.#fabric.queues.explainJob({ queue: nameOf(queue), job: id });
  }

  /** Workers that hold jobs of the queue, or wait for some. */
  async workers(queue: QueueRef): Promise<QueueWorker[]> {
    const { workers } = await this.#fabric.queues.listWorkers({ queue: nameOf(queue) });
    return workers;
  }

  /**
   * Waits until a job has ended, and gives its result: what its worker returned, parsed as JSON. Lost connections are made up for.
   * @throws FlowMeshError `job_failed` when it is dead or cancelled, `deadline_exceeded`, `job_not_json`
   */
  async result<Result = unknown>(
    queue: QueueRef,
    id: string,
    options: ResultOptions = {},
  ): Promise<Result | undefined> {
    checkOptionNames(options, resultNames, "result");
    const name = nameOf(queue);
    const { state, error, result } = await this.#ended(name, id, options);
    if (state === "done") return jobJson<Result>(name, id, "result", result);
    const problem = state === "cancelled" ? "it was given up before it was done" : error;
    throw new FlowMeshError("job_failed", { job: id, queue: name, state, problem });
  }

  async #ended(queue: string, job: string, { timeout, signal }: ResultOptions): Promise<JobDetails> {
    const { clock, random } = this.#world;
    const timeoutMs = timeout === undefined ? undefined : durationMs(timeout, "timeout");
    const endMs = clock.monotonicMs() + (timeoutMs ?? Number.POSITIVE_INFINITY);
    const backoff = new Backoff(undefined, undefined, random);
    const leftMs = (): number => Math.max(0, Math.ceil(endMs - clock.monotonicMs()));
    for (;;) {
      const isLast = leftMs() === 0;
      let cause: unknown;
      try {
        const { job: found } = await this.#waits.run(signal, (waitMsMax) => {
          const waitMs = Math.min(leftMs(), waitMsMax);
          const callMs = Math.min(waitMs + limits.deadlineMs.value, leftMs() + answerMs);
          return this.#fabric.queues.getJob({ queue, job, waitMs }, { signal, timeoutMs: callMs });
        });
        if (ended.includes(found!.state)) return found!;
        backoff.reset();
      } catch (error) {
        if (!isFlowMeshError(error) || !error.retryable) throw error;
        cause = error;
        await pause(clock, Math.min(backoff.next(), leftMs()), signal);
      }
      if (!isLast && (cause === undefined || leftMs() > 0)) continue;
      throw new FlowMeshError("deadline_exceeded", { what: `job ${job}`, timeoutMs: timeoutMs ?? 0 }, { cause });
    }
  }
}

const ended: readonly string[] = ["done", "dead", "cancelled"];
/** What an answer may take longer than the time that its caller gives. */
const answerMs = 1000;
const ensureAttemptsMax = 5;
const pageSize = 1000;
