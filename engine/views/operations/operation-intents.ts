import { limits, StartOperationRequest, type StartOperationRequestInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  begunOperation,
  type CheckedOperation,
  limitExceeded,
  type OperationProgress,
} from "@flowmesh/fabric/internal";
import { type BulkState, bulkProgressOperation, bulkStateOperation } from "../../commit/bulk-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { NamedQueue, QueueTable } from "../queues/queue-table.ts";
import type { StreamsHead } from "../streams/streams-head.ts";
import { isRunning } from "./queue-operations.ts";

/** What decisions about operations are made against. */
export interface OperationHeads {
  readonly queues: QueueTable;
  readonly streams: StreamsHead;
}

/** An operation as a commit made it. */
export interface OperationOutcome {
  readonly position: number;
  readonly queue: NamedQueue;
  readonly asked: CheckedOperation;
  readonly state: BulkState;
}

/** What begins an operation. */
export interface OperationStart {
  readonly asked: CheckedOperation;
  readonly request: StartOperationRequestInit;
  readonly startedBy: string;
}

/** @throws FlowMeshError queue_not_found, limit_exceeded */
export class StartOperationIntent implements Intent<OperationOutcome> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #heads: OperationHeads;
  readonly #start: OperationStart;

  constructor(heads: OperationHeads, start: OperationStart) {
    this.#heads = heads;
    this.#start = start;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): OperationOutcome {
    const { queues, streams } = this.#heads;
    const { asked, request, startedBy } = this.#start;
    const queue = queues.get(asked.queue);
    if (asked.toQueue !== "") queues.get(asked.toQueue);
    this.#checkRoom();
    // The state that the filter means is told, also where the request leaves it to the action.
    const filter = { ...request.filter, state: asked.filter.state };
    const state: BulkState = {
      queue: queue.id,
      id: queue.operations.nextId,
      request: Buffer.from(StartOperationRequest.encode({ ...request, filter })).toString("base64"),
      startedBy,
      startedMs: timeMs,
      position,
      endOffset: streams.findById(queue.id)?.partitions[0]?.nextOffset ?? 0,
      total: queue.jobs.count(asked.filter.state),
      progress: begunOperation,
    };
    operations.push(bulkStateOperation(state), ...this.#forgetting());
    return { position, queue, asked, state };
  }

  #checkRoom(): void {
    let value = 1;
    for (const { operations } of this.#heads.queues.all()) value += operations.running;
    if (value > limits.operationsRunning.value)
      throw limitExceeded("operationsRunning", "the number of operations that have not ended", value);
  }

  /** Of those that ended only the newest are kept, and the last one of each queue, by which it is known after a start which id comes next. */
  #forgetting(): LogOperation[] {
    let ended = 0;
    const mayGo: BulkState[] = [];
    for (const { operations } of this.#heads.queues.all())
      for (const { state } of operations.all()) {
        if (isRunning(state)) continue;
        ended += 1;
        if (state.id !== operations.nextId - 1) mayGo.push(state);
      }
    const tooMany = ended - limits.operationsKept.value;
    if (tooMany <= 0) return [];
    mayGo.sort((a, b) => a.progress.endedMs - b.progress.endedMs || a.position - b.position);
    return mayGo.slice(0, tooMany).map(({ queue, id }) => ({ kind: "unbulk", queue, operation: id }));
  }
}

/** What is asked of an operation that is there. */
export type OperationWish = "pause" | "resume" | { readonly stop: string };

/** @throws FlowMeshError queue_not_found, operation_not_found, operation_ended */
export class ChangeOperationIntent implements Intent<OperationOutcome> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #queues: QueueTable;
  readonly #of: { readonly queue: string; readonly operation: string };
  readonly #wish: OperationWish;

  constructor(queues: QueueTable, of: { readonly queue: string; readonly operation: string }, wish: OperationWish) {
    this.#queues = queues;
    this.#of = of;
    this.#wish = wish;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): OperationOutcome {
    const queue = this.#queues.get(this.#of.queue);
    const { asked, state } = queue.operations.get(this.#of.queue, this.#of.operation);
    const progress = this.#changed(state, timeMs);
    if (progress === undefined) return { position: position - 1, queue, asked, state };
    operations.push(bulkProgressOperation(queue.id, state.id, progress));
    return { position, queue, asked, state: { ...state, progress } };
  }

  /** Undefined: it is so already. */
  #changed(state: BulkState, timeMs: number): OperationProgress | undefined {
    const { progress } = state;
    if (typeof this.#wish === "object")
      return isRunning(state) ? endedProgress(progress, "stopped", this.#wish.stop, timeMs) : undefined;
    if (!isRunning(state)) throw new FlowMeshError("operation_ended", { ...this.#of, state: progress.state });
    const wanted = this.#wish === "pause" ? "paused" : "running";
    return progress.state === wanted ? undefined : { ...progress, state: wanted };
  }
}

/** The progress of one that has ended. */
export function endedProgress(
  progress: OperationProgress,
  state: "done" | "stopped",
  stateReason: string,
  endedMs: number,
): OperationProgress {
  return { ...progress, state, stateReason, endedMs };
}
