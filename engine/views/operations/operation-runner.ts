import { isFlowMeshError } from "@flowmesh/fabric";
import type { NamedQueue, TableQueue } from "../queues/queue-table.ts";
import { ChangeOperationIntent } from "./operation-intents.ts";
import { OperationRun, type RunGround } from "./operation-run.ts";
import type { TableOperation } from "./queue-operations.ts";

export interface OperationRunnerOptions extends RunGround {
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

const AGAIN_MS = 1000;

/** Runs the operations of all queues, each as long as it is to run; after a restart too. */
export class OperationRunner {
  readonly #options: OperationRunnerOptions;
  readonly #runs = new Map<number, Map<number, OperationRun>>();
  #isStopped = true;

  constructor(options: OperationRunnerOptions) {
    this.#options = options;
  }

  start(): void {
    const { queues } = this.#options.heads;
    this.#isStopped = false;
    queues.onChange.push((queue) => this.look(queue));
    for (const queue of queues.all()) this.look(queue);
  }

  stop(): void {
    this.#isStopped = true;
    for (const runs of this.#runs.values()) for (const run of runs.values()) run.stop();
  }

  /** Something of the queue has changed: runs what is to run, and wakes what waits. */
  look(queue: TableQueue): void {
    const runs = this.#runs.get(queue.id);
    if (runs !== undefined) for (const run of runs.values()) run.wake();
    if (this.#isStopped || queue.operations.running === 0 || queue.state === undefined) return;
    if (this.#options.heads.queues.findById(queue.id) !== queue) return;
    for (const operation of queue.operations.allRunning()) {
      const { id, progress } = operation.state;
      if (progress.state === "running" && !runs?.has(id)) void this.#run(queue as NamedQueue, operation);
    }
  }

  /** Jobs that an operation has looked at and not changed; 0 while it does not run. */
  passedOver(queue: number, operation: number): number {
    return this.#runs.get(queue)?.get(operation)?.passedOver ?? 0;
  }

  async #run(queue: NamedQueue, operation: TableOperation): Promise<void> {
    const run = new OperationRun(this.#options, queue, operation);
    const runs = this.#runs.get(queue.id) ?? new Map<number, OperationRun>();
    this.#runs.set(queue.id, runs.set(operation.state.id, run));
    let again = true;
    try {
      await run.run();
    } catch (error) {
      again = await this.#failed(queue, operation, error);
    } finally {
      runs.delete(operation.state.id);
      if (runs.size === 0) this.#runs.delete(queue.id);
    }
    // It may have been resumed before its run had come to its end.
    if (again) this.look(queue);
  }

  /** Whether it is tried again at once: no, but later, unless what it was asked is to blame. */
  async #failed(queue: NamedQueue, { state, refusal }: TableOperation, error: unknown): Promise<boolean> {
    const { heads, sequencer, clock, onError } = this.#options;
    if (this.#isStopped) return false;
    if (isFlowMeshError(error) && (error === refusal || error.reason === "expression_invalid")) {
      const of = { queue: queue.state.name, operation: String(state.id) };
      const stop = new ChangeOperationIntent(heads.queues, of, { stop: error.message });
      if (
        await sequencer.submit(stop, this).then(
          () => true,
          () => false,
        )
      )
        return true;
    }
    onError(error);
    clock.after(AGAIN_MS, () => this.look(queue));
    return false;
  }
}
