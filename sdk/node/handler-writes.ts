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
  readonly #underWay = new Set<Promise<unknown>>();
  #isTaken = false;
  #hasEnded = false;

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

  /** A commit has taken it along, or is about to. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** The handler has returned or thrown. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Nothing is left to write. */
  get isEmpty(): boolean {
    return this.#isTaken || this.#gathered.operations.length === 0;
  }

  /**
   * Makes a commit that takes it along by `include`, unless another one has. From then on nothing is added and no other commit takes it; when the commit fails, it stays to be written.
   */
  async takenAlong<Result>(commit: (include: (tx: Transaction) => void) => Promise<Result>): Promise<Result> {
    const made = this.#isTaken ? commit(() => undefined) : this.#take(commit);
    this.#underWay.add(made);
    try {
      return await made;
    } finally {
      this.#underWay.delete(made);
    }
  }

  async #take<Result>(commit: (include: (tx: Transaction) => void) => Promise<Result>): Promise<Result> {
    this.#isTaken = true;
    this.#gathered.end();
    try {
      return await commit((tx) => tx.include(this.#gathered));
    } catch (error) {
      this.#isTaken = false;
      if (!this.#hasEnded) this.#gathered.reopen();
      throw error;
    }
  }

  /** The handler has ended: what is written from now on would be lost, and is refused. Waits for commits that it began and did not wait for. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    this.#gathered.end();
    await Promise.allSettled(this.#underWay);
  }
}
