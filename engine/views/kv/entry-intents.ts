import { limits } from "@flowmesh/contract";
import { type BucketState, bucketOperation } from "../../commit/kv-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { Bucket } from "./bucket.ts";
import type { DueKey } from "./due-times.ts";
import { EntryOrder } from "./entry-order.ts";
import { decodeKey } from "./key-encoding.ts";
import { type KvTable, stateNow } from "./kv-table.ts";

/** Writes that entries expired. What was written anew, or is gone, meanwhile is left out. */
export class ExpireIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #table: KvTable;
  readonly #keys: readonly DueKey[];

  constructor(table: KvTable, keys: readonly DueKey[]) {
    this.#table = table;
    this.#keys = keys;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): void {
    const entries = new EntryOrder(this.#table, { position, timeMs, operations });
    for (const { bucket: id, key } of this.#keys) {
      const bucket = orderedBucket(this.#table, id);
      if (bucket !== undefined) entries.expire(bucket, key);
    }
  }
}

/**
 * Forgets deletes and expiries that are old, and with them all that is left of their keys. Watches cannot go on behind what was forgotten: the bucket's state says
 * so in the same commit.
 */
export class ForgetIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #table: KvTable;
  readonly #keys: readonly DueKey[];

  constructor(table: KvTable, keys: readonly DueKey[]) {
    this.#table = table;
    this.#keys = keys;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): void {
    const floors = new Map<Bucket & { state: BucketState }, number>();
    for (const { bucket: id, key } of this.#keys) {
      const bucket = orderedBucket(this.#table, id);
      const newest = bucket && this.#table.ordered(bucket, key).at(-1);
      if (bucket === undefined || newest === undefined) continue;
      if (newest.kind === "put" || newest.timeMs > timeMs - limits.kvDeletesMs.value) continue;
      this.#table.touch(bucket, key);
      operations.push({ kind: "forget", bucket: id, key: decodeKey(key), revision: newest.revision });
      floors.set(bucket, Math.max(floors.get(bucket) ?? 0, newest.revision));
    }
    for (const [bucket, floor] of floors) {
      const state = stateNow(bucket, bucket.state);
      operations.push(bucketOperation({ ...state, watchFloor: Math.max(state.watchFloor, floor) }));
    }
  }
}

/** The bucket, unless its deletion was ordered. */
export function orderedBucket(table: KvTable, id: number): (Bucket & { state: BucketState }) | undefined {
  const bucket = table.findById(id);
  if (bucket?.state === undefined || table.find(bucket.state.name) !== bucket) return undefined;
  return bucket as Bucket & { state: BucketState };
}
