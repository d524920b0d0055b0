import type { CommitHeads } from "../commit/commit-intent.ts";
import { type LogOperation, readOperations } from "../commit/operation.ts";
import type { IndexChange, IndexStore } from "../index-store/index-store.ts";
import { encodeOperations, padded, scan } from "./rows.ts";

/** Dedupe ids and idempotency keys in one row: made in a moment, so that nobody waits for it. */
const OPERATIONS_A_ROW = 2000;

/**
 * Keeps the rows of dedupe ids and idempotency keys, by the segment in which their record stands: `w/<segment>/<row>`, the number of operations as u32, and the operations.
 */
export class SavedWindows {
  readonly #store: IndexStore;
  readonly #heads: Pick<CommitHeads, "streams" | "idempotency">;
  /** Of segments, the keys of rows that the store may hold. */
  readonly #keys: Map<number, Set<string>> = new Map();

  constructor(store: IndexStore, heads: Pick<CommitHeads, "streams" | "idempotency">) {
    this.#store = store;
    this.#heads = heads;
  }

  /** Gives the heads what was saved of the segments from `firstSegment` up to `floor`; returns the keys of the others. */
  restore(firstSegment: number, floor: number): string[] {
    const { streams, idempotency } = this.#heads;
    const unneeded: string[] = [];
    for (const { key, value } of scan(this.#store, "w/")) {
      const segment = Number(key.split("/")[1]);
      if (segment < firstSegment || segment >= floor) {
        unneeded.push(key);
        continue;
      }
      this.#keysOf(segment).add(key);
      for (const operation of readOperations(value.subarray(4), value.readUInt32LE(0))) {
        if (operation.kind === "dedupe" && streams.findById(operation.stream) !== undefined)
          streams.apply(operation, 0, operation.timeMs, segment);
        else idempotency.apply(operation, 0, 0, segment);
      }
    }
    return unneeded;
  }

  /** Nothing is saved any more. */
  forget(): void {
    this.#keys.clear();
  }

  /**
   * The rows of a segment, each made when it is asked for, and behind them the removals of those that it does not need any more. What is left of a segment moves to earlier rows only, so that
   * nothing is missing while they are written in this order.
   */
  *rows(segment: number): Generator<IndexChange> {
    const keys = this.#keysOf(segment);
    const unneeded = new Set(keys);
    const operations: LogOperation[] = [];
    let rows = 0;
    const row = (): IndexChange => {
      const key = `w/${padded(segment)}/${padded(rows++)}`;
      keys.add(key);
      unneeded.delete(key);
      return { key, value: encoded(operations.splice(0)) };
    };
    for (const operation of this.#standingIn(segment)) if (operations.push(operation) === OPERATIONS_A_ROW) yield row();
    if (operations.length > 0) yield row();
    for (const key of unneeded) yield { key, value: undefined };
  }

  /** Keys of the rows of a segment that is gone. */
  take(segment: number): Iterable<string> {
    const keys = this.#keys.get(segment) ?? [];
    this.#keys.delete(segment);
    return keys;
  }

  *#standingIn(segment: number): Generator<LogOperation> {
    const { streams, idempotency } = this.#heads;
    for (const { id, dedupe } of streams.all())
      for (const [hash, entry] of dedupe.standingIn(segment)) yield { kind: "dedupe", stream: id, hash, ...entry };
    yield* idempotency.standingIn(segment);
  }

  #keysOf(segment: number): Set<string> {
    const keys = this.#keys.get(segment) ?? new Set();
    this.#keys.set(segment, keys);
    return keys;
  }
}

function encoded(operations: readonly LogOperation[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(operations.length);
  return Buffer.concat([count, encodeOperations(operations)]);
}
