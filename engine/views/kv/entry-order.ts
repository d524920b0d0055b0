import { type EntryResult, limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  counterValue,
  crc32c,
  type EntryStep,
  expiryOf,
  incremented,
  keptFrom,
  presentRevision,
  presentVersion,
  type WriteKind,
} from "@flowmesh/fabric/internal";
import { type BucketState, INLINE_BYTES, type PutOperation, type RemoveOperation } from "../../commit/kv-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { Bucket } from "./bucket.ts";
import { type KvVersion, versionOf } from "./entry-version.ts";
import { encodeKey } from "./key-encoding.ts";
import type { KvTable } from "./kv-table.ts";

/** Effects of the steps before it in the same commit, which the table does not know yet. */
export class KvScratch {
  #versions: Map<Bucket, Map<string, readonly KvVersion[]>> | undefined;
  #revisions: Map<Bucket, number> | undefined;

  versions(bucket: Bucket, encoded: string): readonly KvVersion[] | undefined {
    return this.#versions?.get(bucket)?.get(encoded);
  }

  /** Of the last write to the bucket. */
  revision(bucket: Bucket): number | undefined {
    return this.#revisions?.get(bucket);
  }

  note(bucket: Bucket, encoded: string, versions: readonly KvVersion[], revision: number): void {
    this.#versions ??= new Map();
    this.#revisions ??= new Map();
    const ofBucket = this.#versions.get(bucket) ?? new Map<string, readonly KvVersion[]>();
    this.#versions.set(bucket, ofBucket.set(encoded, versions));
    this.#revisions.set(bucket, revision);
  }
}

/** A commit that is being decided. */
export interface CommitInOrder {
  readonly position: number;
  readonly timeMs: number;
  readonly operations: LogOperation[];
}

type NamedBucket = Bucket & { readonly state: BucketState };

/**
 * Decides a step, and pushes its operation if it writes something. Changes nothing yet.
 * @param scratch undefined where it is the only step of its commit
 * @throws FlowMeshError bucket_not_found, revision_mismatch, not_a_number, number_out_of_range, limit_exceeded, starting
 */
export function orderEntry(
  table: KvTable,
  step: EntryStep,
  commit: CommitInOrder,
  scratch: KvScratch | undefined,
): EntryResult {
  return new EntryOrder(table, table.get(step.bucket), encodeKey(step.key), commit, scratch).order(step);
}

/** Decides what becomes of one key in a commit. */
export class EntryOrder {
  readonly #table: KvTable;
  readonly #bucket: NamedBucket;
  readonly #encoded: string;
  readonly #commit: CommitInOrder;
  readonly #scratch: KvScratch | undefined;
  readonly #versions: readonly KvVersion[];

  constructor(
    table: KvTable,
    bucket: NamedBucket,
    encoded: string,
    commit: CommitInOrder,
    scratch: KvScratch | undefined,
  ) {
    this.#table = table;
    this.#bucket = bucket;
    this.#encoded = encoded;
    this.#commit = commit;
    this.#scratch = scratch;
    this.#versions = scratch?.versions(bucket, encoded) ?? table.ordered(bucket, encoded);
  }

  order(step: EntryStep): EntryResult {
    if (step.kind !== "increment") this.#expect(step.key, step.expectedRevision);
    switch (step.kind) {
      case "put":
        return { revision: this.#put(step.key, step.value, this.#expiry(step.ttlMs)), value: 0, deleted: false };
      case "delete":
        return this.#delete(step.key);
      case "increment":
        return this.#increment(step.key, step.by, step.ttlMs);
      case "check":
        return { revision: step.expectedRevision, value: 0, deleted: false };
    }
  }

  /** Writes that the entry expired, if its time is over. */
  expire(key: string): void {
    const newest = this.#versions.at(-1);
    const isOver = newest?.kind === "put" && newest.expiresMs > 0 && newest.expiresMs <= this.#commit.timeMs;
    if (isOver) this.#remove(key, "expired");
  }

  #delete(key: string): EntryResult {
    if (presentVersion(this.#versions, this.#commit.timeMs) === undefined)
      return { revision: 0, value: 0, deleted: false };
    return { revision: this.#remove(key, "deleted"), value: 0, deleted: true };
  }

  #increment(key: string, by: number, ttlMs: number | undefined): EntryResult {
    const before = presentVersion(this.#versions, this.#commit.timeMs);
    const value = incremented({ bucket: this.#bucket.state.name, key }, before && shortValue(before), by);
    const expiresMs = ttlMs === undefined && before !== undefined ? before.expiresMs : this.#expiry(ttlMs);
    return { revision: this.#put(key, counterValue(value), expiresMs), value, deleted: false };
  }

  #expiry(ttlMs: number | undefined): number {
    return expiryOf(this.#commit.timeMs, ttlMs ?? this.#bucket.state.ttlMs);
  }

  #expect(key: string, expected: number | undefined): void {
    const actual = presentRevision(this.#versions, this.#commit.timeMs);
    if (expected === undefined || expected === actual) return;
    const bucket = this.#bucket.state.name;
    const what = `entry ${key} of bucket ${bucket}`;
    throw new FlowMeshError("revision_mismatch", { what, bucket, key, actual, expected });
  }

  #put(key: string, value: Uint8Array, expiresMs: number): number {
    const isInline = value.length <= INLINE_BYTES;
    return this.#write({
      kind: "put",
      ...this.#place(key),
      expiresMs,
      inline: isInline ? asBuffer(value).toString("latin1") : undefined,
      isLost: false,
      payloadBytes: isInline ? 0 : value.length,
      payloadCrc: isInline ? 0 : crc32c(value, 0, value.length),
      payload: isInline ? undefined : value,
    });
  }

  #remove(key: string, why: Exclude<WriteKind, "put">): number {
    return this.#write({ kind: "remove", why, ...this.#place(key) });
  }

  #place(key: string): Pick<RemoveOperation, "bucket" | "key" | "revision" | "floor" | "carried"> {
    const revision = this.#nextRevision();
    const oldest = this.#versions[keptFrom(this.#versions, this.#bucket.state.history, this.#commit.timeMs)];
    return { bucket: this.#bucket.id, key, revision, floor: oldest?.revision ?? revision, carried: undefined };
  }

  #nextRevision(): number {
    const revision = 1 + (this.#scratch?.revision(this.#bucket) ?? this.#bucket.lastRevision);
    const limit = limits.kvRevisions.value;
    if (revision <= limit) return revision;
    const what = `the revision of bucket ${this.#bucket.state.name}`;
    throw new FlowMeshError("limit_exceeded", { what, value: revision, limit, name: "kv_revisions" });
  }

  #write(operation: PutOperation | RemoveOperation): number {
    this.#table.touch(this.#bucket, this.#encoded);
    this.#commit.operations.push(operation);
    this.#note(operation);
    return operation.revision;
  }

  /** For the steps behind it. */
  #note(operation: PutOperation | RemoveOperation): void {
    if (this.#scratch === undefined) return;
    const written = versionOf(operation, { ...this.#commit, segment: 0, byte: 0 });
    const kept = this.#versions.filter(({ revision }) => revision >= operation.floor);
    this.#scratch.note(this.#bucket, this.#encoded, [...kept, written], operation.revision);
  }
}

/** A longer value is no number, whatever it is. */
function shortValue({ inline }: KvVersion): Uint8Array {
  return inline === undefined ? NO_NUMBER : Buffer.from(inline, "latin1");
}

const NO_NUMBER = new Uint8Array(0);

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
