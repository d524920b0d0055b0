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
  /** A commit took it along. */
  #isWritten = false;

  constructor(clock: Clock) {
    const gathered = new Transaction(clock);
    this.#gathered = gathered;
    this.writes = {
      publish: (to, value, options) => gathered.publish(to, value, options),
      enqueue: (to, value, options) => gathered.enqueue(to, value, options),
      put: (to, key, value, options) => gathered.put(to, key, value, options),
      delete: (...write) => gathered.delete(...write),
      increment: (...write) => gathered.increment(...write),
    };
  }

  get isWritten(): boolean {
    return this.#isWritten;
  }

  /** Nothing is left to write. */
  get isEmpty(): boolean {
    return this.#isWritten || this.#gathered.operations.length === 0;
  }

  addTo(tx: Transaction): void {
    if (!this.#isWritten) tx.include(this.#gathered);
  }

  /** What is written from now on would be lost, and is refused. */
  end(): void {
    this.#gathered.end();
  }

  /** A commit took it along: no later one does, and nothing is added to it. */
  written(): void {
    this.#isWritten = true;
    this.end();
  }
}
