import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { Transaction } from "./transaction.ts";

/**
 * What a handler may write on its way. Nothing is sent before it returns: then all of it, and that its work is done, is one commit, which names what it was handed as cause. When the
 * handler throws, nothing of it is written. What is refused then counts as if the handler had thrown it. `context.commit` takes along what was written before.
 */
export interface HandlerWrites {
  /** Adds a record. Options are those of `mesh.publish`. @throws FlowMeshError `record_too_large`, `field_invalid`, `handler_ended` */
  readonly publish: Transaction["publish"];
  /** Adds a job. Options are those of `mesh.enqueue`. @throws FlowMeshError `record_too_large`, `field_invalid`, `field_unknown`, `handler_ended` */
  readonly enqueue: Transaction["enqueue"];
  /** Writes an entry of a bucket. @throws FlowMeshError `field_invalid`, `field_unknown`, `handler_ended` */
  readonly put: Transaction["put"];
  /** Deletes an entry of a bucket, if it is there. @throws FlowMeshError `field_unknown`, `handler_ended` */
  readonly delete: Transaction["delete"];
  /** Adds to the number in an entry of a bucket. @throws FlowMeshError `field_unknown`, `handler_ended` */
  readonly increment: Transaction["increment"];
}

/** Gathers what one call of a handler writes on its way. */
export class GatheredWrites {
  /** May be taken apart. */
  readonly writes: HandlerWrites;
  readonly #gathered: Transaction;
  #hasEnded = false;

  constructor(clock: Clock) {
    this.#gathered = new Transaction(clock);
    this.writes = {
      publish: (to, value, options) => this.#open.publish(to, value, options),
      enqueue: (to, value, options) => this.#open.enqueue(to, value, options),
      put: (to, key, value, options) => this.#open.put(to, key, value, options),
      delete: (...write) => this.#open.delete(...write),
      increment: (...write) => this.#open.increment(...write),
    };
  }

  get isEmpty(): boolean {
    return this.#gathered.operations.length === 0;
  }

  addTo(tx: Transaction): void {
    tx.include(this.#gathered);
  }

  /** What is written from now on would be lost, and is refused. */
  end(): void {
    this.#hasEnded = true;
  }

  get #open(): Transaction {
    if (this.#hasEnded) throw new FlowMeshError("handler_ended", {});
    return this.#gathered;
  }
}
