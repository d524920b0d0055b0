import { StartOperationRequest } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { afterEnd, type ChangedJobEnd, type OperationProgress } from "@flowmesh/fabric/internal";
import { type BulkState, type BulkStateOperation, bulkStateOperation } from "../../commit/bulk-operation.ts";
import { type AskedBefore, askedBefore } from "./asked-before.ts";

/** An operation as it was ordered. */
export interface TableOperation extends AskedBefore {
  state: BulkState;
  /** Segment in which it stands. */
  home: number;
  /** Jobs of its queue were carried behind it: it must be written again, for what became of them is not told to it when the log is replayed. */
  isBehind: boolean;
}

/** The operations of one queue. They change only by what was ordered. */
export class QueueOperations {
  readonly #byId = new Map<number, TableOperation>();
  #nextId = 1;
  readonly #running = new Set<TableOperation>();

  /** How many have not ended. */
  get running(): number {
    return this.#running.size;
  }

  /** Those that have not ended. */
  allRunning(): TableOperation[] {
    return [...this.#running];
  }

  get size(): number {
    return this.#byId.size;
  }

  /** The id that the next one gets. */
  get nextId(): number {
    return this.#nextId;
  }

  /** In the order in which they began. */
  all(): IterableIterator<TableOperation> {
    return this.#byId.values();
  }

  find(id: number): TableOperation | undefined {
    return this.#byId.get(id);
  }

  /** @throws FlowMeshError operation_not_found */
  get(queue: string, operation: string): TableOperation {
    const found = /^[1-9]\d{0,15}$/.test(operation) ? this.#byId.get(Number(operation)) : undefined;
    if (found === undefined) throw new FlowMeshError("operation_not_found", { queue, operation });
    return found;
  }

  /** One that begins, or was carried. */
  put(state: BulkState, home: number): void {
    const { id } = state;
    this.remove(id);
    const request = StartOperationRequest.decode(Buffer.from(state.request, "base64"));
    const operation = { state, ...askedBefore(request), home, isBehind: false };
    this.#byId.set(id, operation);
    this.#nextId = Math.max(this.#nextId, id + 1);
    if (isRunning(state)) this.#running.add(operation);
  }

  /** Nothing of one that is not known: it was forgotten. */
  progressed(id: number, progress: OperationProgress): void {
    const operation = this.#byId.get(id);
    if (operation === undefined) return;
    operation.state = { ...operation.state, progress };
    if (!isRunning(operation.state)) this.#running.delete(operation);
  }

  /** A job that it changed has ended. */
  ended(id: number, end: ChangedJobEnd): void {
    const operation = this.#byId.get(id);
    if (operation === undefined) return;
    operation.state = { ...operation.state, progress: afterEnd(operation.state.progress, end) };
  }

  remove(id: number): void {
    const operation = this.#byId.get(id);
    if (operation === undefined) return;
    this.#byId.delete(id);
    this.#running.delete(operation);
  }

  jobsCarried(): void {
    for (const operation of this.#byId.values()) operation.isBehind = true;
  }

  /** Those that stand in a segment that is meant, or behind which jobs were carried, with their present state. */
  *carried(isMeant: (segment: number) => boolean): Generator<BulkStateOperation> {
    for (const { state, home, isBehind } of this.#byId.values())
      if (isBehind || isMeant(home)) yield bulkStateOperation(state);
  }
}

/** Whether it has not ended. */
export function isRunning({ progress }: BulkState): boolean {
  return progress.state === "running" || progress.state === "paused";
}
