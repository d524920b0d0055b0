import type { Job } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import { type CheckedOperation, isMeant, needsContent, recordInPlaceOf } from "@flowmesh/fabric/internal";
import { describeJob } from "../queues/describe-jobs.ts";
import type { JobReader } from "../queues/job-reader.ts";
import type { NamedQueue, QueueTable } from "../queues/queue-table.ts";
import { NO_SLOT } from "../queues/slot-table.ts";
import type { StepCandidate } from "./step-intent.ts";

/** A job that was looked at: it is meant, it is not, or it is and cannot be changed. */
export type Match = StepCandidate | "other" | "skipped";

/** Tells which jobs an operation means, reading them only where it must. */
export class JobMatcher {
  readonly #queue: NamedQueue;
  readonly #asked: CheckedOperation;
  readonly #workers: QueueTable["workers"];
  readonly #reader: JobReader;

  constructor(queue: NamedQueue, asked: CheckedOperation, workers: QueueTable["workers"], reader: JobReader) {
    this.#queue = queue;
    this.#asked = asked;
    this.#workers = workers;
    this.#reader = reader;
  }

  /** @throws FlowMeshError expression_invalid when the filter's expression takes too many steps */
  async match(offset: number, nowMs: number): Promise<Match> {
    const { filter } = this.#asked;
    if (!this.#isOfTime(offset)) return "other";
    if (!needsContent(filter) && !this.#changesContent) return { offset, orderingKey: "" };
    const job = await this.read(offset);
    if (job === undefined) return "skipped";
    if (!isMeant(filter, job)) return "other";
    if (!this.#changesContent) return { offset, orderingKey: job.orderingKey };
    const retryOf = this.#asked.toQueue === "" ? job.job : `${this.#queue.state.name}#${job.job}`;
    const record = recordInPlaceOf(retryOf, job, this.#asked.edit, nowMs);
    return record === undefined ? "skipped" : { offset, orderingKey: job.orderingKey, record };
  }

  /** Undefined when damage has taken it. */
  read(offset: number): Promise<Job | undefined> {
    return readJob(this.#queue, offset, this.#workers, this.#reader);
  }

  get #changesContent(): boolean {
    return this.#asked.edit !== undefined || this.#asked.toQueue !== "";
  }

  /** The end of a job is known without reading it. */
  #isOfTime(offset: number): boolean {
    const { filter } = this.#asked;
    if (!["done", "dead", "cancelled"].includes(filter.state)) return true;
    const { slots } = this.#queue.jobs;
    const slot = slots.find(offset);
    if (slot === NO_SLOT) return false;
    const endedMs = slots.dueMs[slot] as number;
    return endedMs >= filter.fromMs && endedMs < filter.toMs;
  }
}

/** A job as it is told; undefined when it is gone, or damage has taken it. */
export async function readJob(
  queue: NamedQueue,
  offset: number,
  workers: QueueTable["workers"],
  reader: JobReader,
): Promise<Job | undefined> {
  if (queue.jobs.stateOf(offset) === undefined) return undefined;
  try {
    return await describeJob(queue, offset, workers, reader);
  } catch (error) {
    if (isFlowMeshError(error) && error.reason === "job_damaged") return undefined;
    throw error;
  }
}
