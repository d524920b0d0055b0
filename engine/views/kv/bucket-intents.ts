import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type CheckedBucketSettings, checkRevision, limitExceeded } from "@flowmesh/fabric/internal";
import { type BucketState, bucketOperation } from "../../commit/kv-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Intent } from "../../commit/sequencer.ts";
import type { Bucket } from "./bucket.ts";
import { type KvTable, stateNow } from "./kv-table.ts";

/** What a change of a bucket returns. */
export interface BucketOutcome {
  readonly position: number;
  readonly state: BucketState;
}

/** @throws FlowMeshError bucket_exists, limit_exceeded */
export class CreateBucketIntent implements Intent<BucketOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: KvTable;
  readonly #name: string;
  readonly #uuid: string;
  readonly #settings: CheckedBucketSettings;

  constructor(table: KvTable, name: string, uuid: string, settings: CheckedBucketSettings) {
    this.#table = table;
    this.#name = name;
    this.#uuid = uuid;
    this.#settings = settings;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): BucketOutcome {
    if (this.#table.find(this.#name) !== undefined) throw new FlowMeshError("bucket_exists", { bucket: this.#name });
    const value = this.#table.count + 1;
    if (value > limits.buckets.value) throw limitExceeded("buckets", "the number of buckets", value);
    const state: BucketState = {
      id: this.#table.nextBucketId,
      uuid: this.#uuid,
      name: this.#name,
      createdMs: timeMs,
      revision: position,
      history: this.#settings.history ?? limits.kvHistory.value,
      ttlMs: this.#settings.ttlMs ?? 0,
      lastRevision: 0,
      watchFloor: 0,
    };
    operations.push(bucketOperation(state));
    return { position, state };
  }
}

/** @throws FlowMeshError bucket_not_found, revision_mismatch */
export class UpdateBucketIntent implements Intent<BucketOutcome> {
  readonly durability = "always";
  readonly privileged = false;
  readonly #table: KvTable;
  readonly #name: string;
  readonly #settings: CheckedBucketSettings;
  readonly #expectedRevision: number | undefined;

  constructor(table: KvTable, name: string, settings: CheckedBucketSettings, expectedRevision: number | undefined) {
    this.#table = table;
    this.#name = name;
    this.#settings = settings;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): BucketOutcome {
    const bucket = expectBucket(this.#table, this.#name, this.#expectedRevision);
    const { history, ttlMs } = this.#settings;
    const before = stateNow(bucket, bucket.state);
    const state = {
      ...before,
      revision: position,
      history: history ?? before.history,
      ttlMs: ttlMs ?? before.ttlMs,
    };
    operations.push(bucketOperation(state));
    return { position, state };
  }
}

/** @throws FlowMeshError bucket_not_found, revision_mismatch */
export class DeleteBucketIntent implements Intent<{ position: number }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly #table: KvTable;
  readonly #name: string;
  readonly #expectedRevision: number | undefined;

  constructor(table: KvTable, name: string, expectedRevision: number | undefined) {
    this.#table = table;
    this.#name = name;
    this.#expectedRevision = expectedRevision;
  }

  order(position: number, _timeMs: number, operations: LogOperation[]): { position: number } {
    const { id } = expectBucket(this.#table, this.#name, this.#expectedRevision);
    operations.push({ kind: "unbucket", bucket: id });
    return { position };
  }
}

function expectBucket(
  table: KvTable,
  name: string,
  expected: number | undefined,
): Bucket & { readonly state: BucketState } {
  table.checkAvailable();
  const bucket = table.get(name);
  checkRevision("bucket", name, bucket.state.revision, expected);
  return bucket;
}
