import { FlowMeshError } from "@flowmesh/fabric";
import type { CheckedJob } from "@flowmesh/fabric/internal";
import type { LogOperation } from "../../commit/operation.ts";
import { plannedEnqueue } from "../../commit/plan-jobs.ts";
import type { Intent } from "../../commit/sequencer.ts";
import { CommitScratch } from "../streams/streams-head.ts";
import { checkedState } from "./jobs-intent.ts";
import type { QueueHeads } from "./queue-intents.ts";
import type { NamedQueue } from "./queue-table.ts";

/**
 * A job that ended is removed, and another one takes its place.
 * @throws FlowMeshError queue_not_found, job_not_found, job_state_invalid, expression_invalid, limit_exceeded
 */
export class RetryEditedIntent implements Intent<{ position: number; job: string }> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #heads: QueueHeads;
  readonly #queue: NamedQueue;
  readonly #offset: number;
  readonly #job: CheckedJob;

  constructor(heads: QueueHeads, queue: NamedQueue, offset: number, job: CheckedJob) {
    this.#heads = heads;
    this.#queue = queue;
    this.#offset = offset;
    this.#job = job;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): { position: number; job: string } {
    const { queues, streams } = this.#heads;
    const { name, rules } = this.#queue.state;
    if (queues.get(name) !== this.#queue) throw new FlowMeshError("queue_not_found", { queue: name });
    checkedState(this.#queue, String(this.#offset), "retry");
    const { batches } = plannedEnqueue({ kind: "enqueue", queue: name, jobs: [this.#job], operation: 0 }, rules);
    const scratch = new CommitScratch();
    const offsets = batches.map((batch) => streams.order(batch, position, timeMs, scratch, operations).offset);
    const queue = this.#queue.id;
    operations.push({ kind: "redrive", queue, operation: 0, offsets });
    operations.push({ kind: "jobs", queue, action: "remove", offsets: [this.#offset] });
    return { position, job: String(offsets[0]) };
  }
}
