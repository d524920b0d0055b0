import type { Job as JobDetails } from "@flowmesh/contract";
import type { QueueAdmin, ResultOptions } from "./queue-admin.ts";

/** A job that was enqueued. `Result`: what the definition of its queue says that handlers return. */
export class JobHandle<Result = unknown> {
  readonly queue: string;
  readonly id: string;
  /** The job was there already, by its dedupe id: this is that one. */
  readonly duplicate: boolean;
  /** Of the commit, in the log's order. */
  readonly position: number;
  readonly #queues: QueueAdmin;

  constructor(
    queues: QueueAdmin,
    { queue, id, duplicate, position }: Pick<JobHandle, "queue" | "id" | "duplicate" | "position">,
  ) {
    this.#queues = queues;
    this.queue = queue;
    this.id = id;
    this.duplicate = duplicate;
    this.position = position;
  }

  /**
   * Waits until the job has ended, and gives what its worker returned, parsed as JSON; undefined when it returned nothing. Whether it waits long is the worker's
   * business: without a timeout it waits for as long as it takes.
   * @throws FlowMeshError `job_failed` when it is dead or cancelled, with its error; `deadline_exceeded`; `job_not_found` when it was removed; `job_not_json`
   */
  result<As = Result>(options?: ResultOptions): Promise<As | undefined> {
    return this.#queues.result<As>(this.queue, this.id, options);
  }

  /** The job as it is now, with its attempts. @throws FlowMeshError `job_not_found`, `job_damaged` */
  details(): Promise<JobDetails> {
    return this.#queues.job(this.queue, this.id);
  }
}
