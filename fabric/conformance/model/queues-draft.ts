import type { Placement } from "@flowmesh/contract";
import type { CheckedLease } from "../../check-preconditions.ts";
import { FlowMeshError } from "../../errors.ts";
import { limitKeyOf } from "../../queues/limit-key.ts";
import type { DeadLetterStep, EnqueueStep, SettleStep } from "../../record-publishing.ts";
import { limitExceeded } from "../../refusals.ts";
import { ModelQueue } from "./model-queue.ts";

/** What the steps of one commit do to queues, kept apart until all of them are known to hold. */
export class QueuesDraft {
  readonly #queues: Map<string, ModelQueue>;
  readonly #nowMs: number;
  readonly #jobsMax: number;
  /** Of dead letters, with what they are to hold. */
  readonly #made = new Map<string, ModelQueue>();
  readonly #pending = new Map<ModelQueue, Map<string, number>>();
  readonly #settled = new Set<string>();
  readonly #changes: (() => void)[] = [];

  constructor(queues: Map<string, ModelQueue>, nowMs: number, jobsMax: number) {
    this.#queues = queues;
    this.#nowMs = nowMs;
    this.#jobsMax = jobsMax;
  }

  get isEmpty(): boolean {
    return this.#changes.length === 0;
  }

  apply(): void {
    for (const change of this.#changes) change();
  }

  enqueue({ queue: name, jobs }: EnqueueStep): Placement[] {
    const queue = queueOf(this.#queues, name);
    const pending = this.#pending.get(queue) ?? new Map<string, number>();
    this.#pending.set(queue, pending);
    return jobs.map((job) => {
      const { id, duplicate } = queue.place(job.dedupeId, pending, this.#nowMs);
      checkJobs(name, id + 1, this.#jobsMax);
      const limitKey = limitKeyOf(queue.rules, job);
      if (!duplicate) this.#changes.push(() => queue.enqueue(job, id, limitKey, this.#nowMs));
      return { partition: 0, offset: id, duplicate };
    });
  }

  checkLease({ queue: name, job, lease }: CheckedLease): undefined {
    const queue = queueOf(this.#queues, name);
    queue.pass(this.#nowMs);
    const problem = this.#settled.has(`${name}/${job}`) ? SETTLED : queue.leaseProblem(job, lease);
    if (problem !== undefined) throw new FlowMeshError("lease_lost", { queue: name, job, lease, problem });
  }

  /** The queue is made with the first dead letter of its group. */
  bury(step: DeadLetterStep, position: number): void {
    const { queue: name } = step;
    const queue = this.#queues.get(name) ?? this.#made.get(name) ?? new ModelQueue(name, {}, position, this.#nowMs);
    this.#made.set(name, queue);
    const pending = this.#pending.get(queue) ?? new Map<string, number>();
    this.#pending.set(queue, pending);
    const { id } = queue.place("", pending, this.#nowMs);
    this.#changes.push(() => {
      this.#queues.set(name, queue);
      queue.bury(step, id, this.#nowMs);
    });
  }

  settle({ queue: name, outcome }: SettleStep): undefined {
    const queue = queueOf(this.#queues, name);
    queue.pass(this.#nowMs);
    const { lost, apply } = queue.settle([outcome], true, this.#nowMs);
    const [first] = lost;
    if (first !== undefined) throw first;
    const { job, lease } = outcome;
    if (this.#settled.has(`${name}/${job}`))
      throw new FlowMeshError("lease_lost", { queue: name, job, lease, problem: SETTLED });
    this.#settled.add(`${name}/${job}`);
    this.#changes.push(apply);
  }
}

const SETTLED = "this commit settles it already";

/** @throws FlowMeshError limit_exceeded */
export function checkJobs(queue: string, value: number, limit: number): void {
  if (value <= limit) return;
  throw limitExceeded("partitionOffsets", `the number of jobs that queue ${queue} ever had`, value, limit);
}

/** @throws FlowMeshError queue_not_found */
export function queueOf(queues: Map<string, ModelQueue>, name: string): ModelQueue {
  const queue = queues.get(name);
  if (queue === undefined) throw new FlowMeshError("queue_not_found", { queue: name });
  return queue;
}
