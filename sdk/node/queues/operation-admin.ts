import {
  type BulkOperation,
  limits,
  type StartOperationRequestInit,
  type StartOperationResponse,
} from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { nameOf, type QueueRef } from "../definitions/definition.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { Backoff } from "../remote/backoff.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { pause } from "../world/pause.ts";
import { type JobEdit, type JobFilter, jobEdit, jobFilter } from "./job-filter.ts";
import { rateNames } from "./queue-options.ts";

/** What is done to which jobs of a queue. */
export interface OperationRequest extends Omit<StartOperationRequestInit, "queue" | "dryRun" | "filter" | "edit"> {
  readonly filter?: JobFilter | undefined;
  readonly edit?: JobEdit | undefined;
}

/** Which operations are listed. */
export interface ListOperationsOptions {
  /** Only those of this queue. Default: of all. */
  readonly queue?: string | undefined;
  /** Only those that have not ended. Default false. */
  readonly running?: boolean | undefined;
}

const requestNames: OptionNames<OperationRequest> = {
  action: true,
  filter: true,
  edit: true,
  toQueue: true,
  rate: true,
  ramp: true,
  stopOnFailurePercent: true,
  reason: true,
};
/** A misspelled name would have no effect. @throws FlowMeshError `field_unknown`, `field_invalid`, `record_too_large` */
function requestOf(request: OperationRequest): Omit<StartOperationRequestInit, "queue" | "dryRun"> {
  checkOptionNames(request, requestNames, "start");
  if (request.rate !== undefined) checkOptionNames(request.rate, rateNames, "rate");
  return { ...request, filter: jobFilter(request.filter), edit: jobEdit(request.edit) };
}

/**
 * What is done to many jobs of a queue at once, as durable operations: jobs are retried, removed, cancelled, run or moved by a filter. `@` and a group's name is the queue of the
 * group's dead letters. Every method throws `queue_not_found`, those about one operation `operation_not_found`.
 */
export class OperationAdmin {
  readonly #fabric: Fabric;
  readonly #world: ClientWorld;

  constructor(fabric: Fabric, world: ClientWorld) {
    this.#fabric = fabric;
    this.#world = world;
  }

  /** Begins an operation, which goes on by itself. @throws FlowMeshError `field_invalid`, `field_unknown`, `expression_invalid`, `record_too_large`, `limit_exceeded`, `disk_full` */
  async start(queue: QueueRef, request: OperationRequest): Promise<BulkOperation> {
    return (await this.#fabric.operations.startOperation({ ...requestOf(request), queue: nameOf(queue) })).operation!;
  }

  /** How many jobs an operation would change, and some of them; changes nothing. @throws FlowMeshError `field_invalid`, `field_unknown`, `expression_invalid`, `record_too_large` */
  async preview(
    queue: QueueRef,
    request: OperationRequest,
  ): Promise<Pick<StartOperationResponse, "matched" | "samples" | "isPartial">> {
    const { matched, samples, isPartial } = await this.#fabric.operations.startOperation({
      ...requestOf(request),
      queue: nameOf(queue),
      dryRun: true,
    });
    return { matched, samples, isPartial };
  }

  /** One operation and how far it is. */
  async get(queue: QueueRef, operation: string): Promise<BulkOperation> {
    return (await this.#fabric.operations.getOperation({ queue: nameOf(queue), operation })).operation!;
  }

  /** The operation once it has ended: done or stopped. @param signal ends the wait, which rejects with its reason */
  async ended(queue: QueueRef, operation: string, signal?: AbortSignal): Promise<BulkOperation> {
    const request = { queue: nameOf(queue), operation, waitMs: limits.waitMs.value };
    const { clock, random } = this.#world;
    const backoff = new Backoff(undefined, undefined, random);
    for (;;) {
      try {
        const { operation: found } = await this.#fabric.operations.getOperation(request, { signal, timeoutMs: 60_000 });
        if (found!.state === "done" || found!.state === "stopped") return found!;
        backoff.reset();
      } catch (error) {
        if (!isFlowMeshError(error) || !error.retryable) throw error;
        await pause(clock, backoff.next(), signal);
      }
    }
  }

  /** Operations, newest first. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListOperationsOptions = {}): AsyncGenerator<BulkOperation, undefined> {
    checkOptionNames(options, { queue: true, running: true }, "list");
    const { queue = "", running = false } = options;
    for (let pageToken = ""; ; ) {
      const page = await this.#fabric.operations.listOperations({ queue, running, pageToken });
      yield* page.operations;
      pageToken = page.nextPageToken;
      if (pageToken === "") return undefined;
    }
  }

  /** Changes no more jobs until it is resumed. @throws FlowMeshError `operation_ended` */
  async pause(queue: QueueRef, operation: string): Promise<BulkOperation> {
    return (await this.#fabric.operations.pauseOperation({ queue: nameOf(queue), operation })).operation!;
  }

  /** Goes on. @throws FlowMeshError `operation_ended` */
  async resume(queue: QueueRef, operation: string): Promise<BulkOperation> {
    return (await this.#fabric.operations.resumeOperation({ queue: nameOf(queue), operation })).operation!;
  }

  /** Ends it: jobs that it has not come to stay as they are. */
  async stop(queue: QueueRef, operation: string, reason?: string): Promise<BulkOperation> {
    return (await this.#fabric.operations.stopOperation({ queue: nameOf(queue), operation, reason })).operation!;
  }
}
