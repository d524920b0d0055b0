import type {
  BulkOperation,
  CallOptions,
  GetOperationRequestInit,
  GetOperationResponse,
  ListOperationsRequestInit,
  ListOperationsResponse,
  OperationsService,
  PauseOperationRequestInit,
  PauseOperationResponse,
  ResumeOperationRequestInit,
  ResumeOperationResponse,
  StartOperationRequestInit,
  StartOperationResponse,
  StopOperationRequestInit,
  StopOperationResponse,
} from "@flowmesh/contract";
import {
  checkGetOperation,
  checkListOperations,
  checkOperationOf,
  checkStartOperation,
  checkStopOperation,
  type OperationOfQueue,
  readOperationsToken,
  writeOperationsToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { NamedQueue } from "../queues/queue-table.ts";
import type { ReserveWaiters } from "../queues/reserve-waiters.ts";
import { describeOperation } from "./describe-operation.ts";
import { dryRun } from "./dry-run.ts";
import { ChangeOperationIntent, type OperationWish, StartOperationIntent } from "./operation-intents.ts";
import type { RunGround } from "./operation-run.ts";
import type { OperationRunner } from "./operation-runner.ts";
import { isRunning, type TableOperation } from "./queue-operations.ts";

/** What the operations of an engine are made of. */
export interface OperationsParts extends RunGround {
  readonly runner: OperationRunner;
  /** Those who wait for something of a queue to change. */
  readonly ends: ReserveWaiters;
  readonly scope: CallScope;
}

/** Who waits for an operation's end takes no jobs. */
const WATCHER = { workerId: "", label: "", maxJobs: 0, seenMs: 0 };

/** The contract's operations on the engine. */
export class EngineOperations implements OperationsService {
  readonly #parts: OperationsParts;

  constructor(parts: OperationsParts) {
    this.#parts = parts;
  }

  startOperation(request: StartOperationRequestInit, options?: CallOptions): Promise<StartOperationResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { heads, sequencer } = this.#parts;
      const asked = checkStartOperation(request);
      if (asked.dryRun) return this.#dryRun(request, signal);
      const start = { asked, request, startedBy: options?.who ?? "" };
      const { position, queue, state } = await sequencer.submit(
        new StartOperationIntent(heads, start),
        options?.caller,
      );
      return { ...NO_PREVIEW, operation: describeOperation(queue, { state, asked }, 0), position };
    });
  }

  getOperation(request: GetOperationRequestInit, options?: CallOptions): Promise<GetOperationResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { of, waitMs, atLeast } = checkGetOperation(request);
      await this.#parts.sequencer.whenVisible(atLeast, signal);
      if (waitMs > 0) await this.#whenEnded(of, waitMs, signal);
      await this.#whenCurrent();
      const queue = this.#queues.get(of.queue);
      return { operation: this.#describe(queue, queue.operations.get(of.queue, of.operation)) };
    });
  }

  listOperations(request: ListOperationsRequestInit, options?: CallOptions): Promise<ListOperationsResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { queue, running, pageSize, pageToken, atLeast } = checkListOperations(request);
      await this.#parts.sequencer.whenVisible(atLeast, signal);
      const before = readOperationsToken(pageToken, [queue, running]);
      await this.#whenCurrent();
      const names = queue === "" ? this.#queues.names() : [this.#queues.get(queue).state.name];
      const all = names
        .map((name) => this.#queues.get(name))
        .flatMap((of) => [...of.operations.all()].map((operation) => ({ of, operation })))
        .filter(({ operation: { state } }) => state.position < before && (!running || isRunning(state)))
        .sort((a, b) => b.operation.state.position - a.operation.state.position);
      const page = all.slice(0, pageSize);
      const last = page.at(-1)?.operation.state.position ?? 0;
      return {
        operations: page.map(({ of, operation }) => ({ ...this.#describe(of, operation), edit: undefined })),
        nextPageToken: all.length > pageSize ? writeOperationsToken([queue, running], last) : "",
      };
    });
  }

  pauseOperation(request: PauseOperationRequestInit, options?: CallOptions): Promise<PauseOperationResponse> {
    return this.#change(() => checkOperationOf(request), "pause", options);
  }

  resumeOperation(request: ResumeOperationRequestInit, options?: CallOptions): Promise<ResumeOperationResponse> {
    return this.#change(() => checkOperationOf(request), "resume", options);
  }

  stopOperation(request: StopOperationRequestInit, options?: CallOptions): Promise<StopOperationResponse> {
    const stop = `stopped by hand${request.reason ? `: ${request.reason}` : ""}`;
    return this.#change(() => checkStopOperation(request), { stop }, options);
  }

  get #queues(): RunGround["heads"]["queues"] {
    return this.#parts.heads.queues;
  }

  #whenCurrent(): Promise<void> {
    return this.#parts.sequencer.whenVisible(this.#queues.changed);
  }

  async #dryRun(request: StartOperationRequestInit, signal: AbortSignal): Promise<StartOperationResponse> {
    await this.#whenCurrent();
    const asked = checkStartOperation(request);
    const queue = this.#queues.get(asked.queue);
    if (asked.toQueue !== "") this.#queues.get(asked.toQueue);
    const told = await dryRun(this.#parts, queue, asked, signal);
    return { operation: undefined, ...told, position: 0 };
  }

  #describe(queue: NamedQueue, operation: Pick<TableOperation, "state" | "asked">): BulkOperation {
    return describeOperation(queue, operation, this.#parts.runner.passedOver(queue.id, operation.state.id));
  }

  #change(
    check: () => OperationOfQueue,
    wish: OperationWish,
    options: CallOptions | undefined,
  ): Promise<{ operation: BulkOperation; position: number }> {
    return this.#parts.scope.run(options, async () => {
      const { sequencer } = this.#parts;
      const intent = new ChangeOperationIntent(this.#queues, check(), wish);
      const { position, queue, ...operation } = await sequencer.submit(intent, options?.caller);
      return { operation: this.#describe(queue, operation), position };
    });
  }

  /** Waits for an operation to end, or for the time to be over. */
  async #whenEnded({ queue: name, operation }: OperationOfQueue, waitMs: number, signal: AbortSignal): Promise<void> {
    const { ends, scope } = this.#parts;
    const endMs = scope.clock.monotonicMs() + waitMs;
    for (;;) {
      const queue = this.#queues.get(name);
      const leftMs = endMs - scope.clock.monotonicMs();
      if (leftMs <= 0 || !isRunning(queue.operations.get(name, operation).state)) return;
      await ends.wait(queue.id, WATCHER, leftMs, signal);
    }
  }
}

const NO_PREVIEW = { matched: 0, samples: [], isPartial: false };
