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
import { FlowMeshError } from "../../errors.ts";
import {
  checkGetOperation,
  checkListOperations,
  checkOperationOf,
  checkStartOperation,
  checkStopOperation,
  type OperationOfQueue,
} from "../../operations/check-operation-requests.ts";
import { readOperationsToken, writeOperationsToken } from "../../page-token.ts";
import { limitExceeded } from "../../refusals.ts";
import type { ModelCalls } from "./model-calls.ts";
import { noteBulk } from "./model-lineage.ts";
import { ModelOperation } from "./model-operation.ts";
import type { ModelQueue } from "./model-queue.ts";
import type { ModelQueues } from "./model-queues.ts";
import type { ModelState } from "./model-state.ts";

const samplesMax = 10;

/** Operations of a model. They go on whenever something has changed, and when their rate allows it. */
export class ModelOperations implements OperationsService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #queues: ModelQueues;
  #isAdvancing = false;
  #cancel: () => void = () => undefined;

  constructor(state: ModelState, calls: ModelCalls, queues: ModelQueues) {
    this.#state = state;
    this.#calls = calls;
    this.#queues = queues;
    queues.whenChanged(() => this.#advance());
    this.#advance();
  }

  startOperation(request: StartOperationRequestInit, options?: CallOptions): Promise<StartOperationResponse> {
    return this.#calls.run("startOperation", options, async () => {
      const asked = checkStartOperation(request);
      const queue = this.#queues.present(asked.queue);
      if (asked.toQueue !== "") this.#queues.present(asked.toQueue);
      const start = { asked, request, startedBy: options?.who ?? "" };
      if (asked.dryRun) return this.#dryRun(queue, start);
      this.#checkRoom();
      this.#state.takePosition(false);
      const operation = new ModelOperation(queue, start, this.#state.position, this.#nowMs);
      queue.operations.push(operation);
      const told = { operation: operation.describe(), position: this.#state.position };
      this.#queues.changed();
      return { ...told, matched: 0, samples: [], isPartial: false };
    });
  }

  getOperation(request: GetOperationRequestInit, options?: CallOptions): Promise<GetOperationResponse> {
    return this.#calls.run("getOperation", options, async (signal) => {
      const { of, waitMs, atLeast } = checkGetOperation(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      await this.#calls.until(() => this.#find(of).hasEnded, signal, waitMs);
      return { operation: this.#find(of).describe() };
    });
  }

  listOperations(request: ListOperationsRequestInit, options?: CallOptions): Promise<ListOperationsResponse> {
    return this.#calls.run("listOperations", options, async (signal) => {
      const { queue, running, pageSize, pageToken, atLeast } = checkListOperations(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const before = readOperationsToken(pageToken, [queue, running]);
      const queues = queue === "" ? [...this.#state.queues.values()] : [this.#queues.present(queue)];
      const all = queues
        .flatMap(({ operations }) => operations)
        .filter((operation) => operation.position < before && (!running || !operation.hasEnded))
        .sort((a, b) => b.position - a.position);
      const page = all.slice(0, pageSize);
      const nextPageToken = all.length > pageSize ? writeOperationsToken([queue, running], page.at(-1)!.position) : "";
      return { operations: page.map((operation) => ({ ...operation.describe(), edit: undefined })), nextPageToken };
    });
  }

  pauseOperation(request: PauseOperationRequestInit, options?: CallOptions): Promise<PauseOperationResponse> {
    return this.#calls.run("pauseOperation", options, async () => this.#setState(checkOperationOf(request), "paused"));
  }

  resumeOperation(request: ResumeOperationRequestInit, options?: CallOptions): Promise<ResumeOperationResponse> {
    return this.#calls.run("resumeOperation", options, async () =>
      this.#setState(checkOperationOf(request), "running"),
    );
  }

  stopOperation(request: StopOperationRequestInit, options?: CallOptions): Promise<StopOperationResponse> {
    return this.#calls.run("stopOperation", options, async () => {
      const { reason, ...of } = checkStopOperation(request);
      const operation = this.#find(of);
      if (operation.hasEnded) return this.#told(operation);
      operation.end("stopped", `stopped by hand${reason === "" ? "" : `: ${reason}`}`, this.#nowMs);
      return this.#written(operation);
    });
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  #find({ queue, operation }: OperationOfQueue): ModelOperation {
    const found = this.#queues.present(queue).operations.find(({ id }) => String(id) === operation);
    if (found === undefined) throw new FlowMeshError("operation_not_found", { queue, operation });
    return found;
  }

  #dryRun(queue: ModelQueue, start: ConstructorParameters<typeof ModelOperation>[1]): StartOperationResponse {
    const tried = new ModelOperation(queue, start, 0, this.#nowMs);
    queue.nextOperation--;
    const meant = tried.meant(this.#nowMs);
    const samples = meant.slice(0, samplesMax).map((job) => ({ ...queue.describeJob(job, this.#nowMs), attempts: [] }));
    return { operation: undefined, matched: meant.length, samples, isPartial: false, position: 0 };
  }

  #checkRoom(): void {
    const all = [...this.#state.queues.values()].flatMap(({ operations }) => operations);
    const { operationsRunning: limit, operationsKept } = this.#state.limits;
    const value = all.filter(({ hasEnded }) => !hasEnded).length + 1;
    if (value > limit)
      throw limitExceeded("operationsRunning", "the number of operations that have not ended", value, limit);
    const ended = all.filter(({ hasEnded }) => hasEnded);
    const queues = [...this.#state.queues.values()];
    const newest = queues.flatMap((queue) => queue.operations.filter(({ id }) => id === queue.nextOperation - 1));
    const mayGo = ended.filter((operation) => !newest.includes(operation));
    mayGo.sort((a, b) => a.progress.endedMs - b.progress.endedMs || a.position - b.position);
    const forgotten = mayGo.slice(0, Math.max(0, ended.length - operationsKept));
    for (const queue of this.#state.queues.values())
      queue.operations = queue.operations.filter((operation) => !forgotten.includes(operation));
  }

  #setState(of: OperationOfQueue, state: "paused" | "running"): { operation: BulkOperation; position: number } {
    const operation = this.#find(of);
    if (operation.hasEnded) throw new FlowMeshError("operation_ended", { ...of, state: operation.progress.state });
    if (operation.progress.state === state) return this.#told(operation);
    operation.progress = { ...operation.progress, state };
    return this.#written(operation);
  }

  #told(operation: ModelOperation): { operation: BulkOperation; position: number } {
    return { operation: operation.describe(), position: this.#state.position };
  }

  #written(operation: ModelOperation): { operation: BulkOperation; position: number } {
    this.#state.takePosition(false);
    const told = this.#told(operation);
    this.#queues.changed();
    return told;
  }

  /** Lets all operations go on as far as they may, and sets the alarm for those whose rate is to allow more. */
  #advance(): void {
    if (this.#isAdvancing || this.#calls.isClosed) return;
    this.#isAdvancing = true;
    let isChanged = false;
    let opensMs = Number.POSITIVE_INFINITY;
    for (const queue of this.#state.queues.values())
      for (const operation of queue.operations) {
        const target = this.#state.queues.get(operation.asked.toQueue);
        isChanged = operation.advance(target, this.#nowMs) || isChanged;
        noteBulk(this.#state, { queue: queue.name, operation: operation.id, ...operation.takeDone() }, this.#nowMs);
        opensMs = Math.min(opensMs, operation.opensMs(this.#nowMs + 1));
      }
    this.#cancel();
    if (opensMs < Number.POSITIVE_INFINITY)
      this.#cancel = this.#calls.clock.after(opensMs - this.#nowMs, () => this.#advance());
    this.#isAdvancing = false;
    if (!isChanged) return;
    this.#state.takePosition(false);
    // What one has done may be what another waits for.
    this.#queues.changed();
  }
}
