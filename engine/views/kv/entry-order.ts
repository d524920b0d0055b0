import { type EntryResult, limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import {
  counterValue,
  crc32c,
  type EntryStep,
  expiryOf,
  incremented,
  keptFrom,
  limitExceeded,
  presentRevision,
  presentVersion,
  type WriteKind,
} from "@flowmesh/fabric/internal";
import type { CommitInOrder } from "../../commit/commit-in-order.ts";
import { type BucketState, INLINE_BYTES, type PutOperation, type RemoveOperation } from "../../commit/kv-operation.ts";
import type { Bucket, TouchedKey } from "./bucket.ts";
import { type KvVersion, versionOf, versionsWith } from "./entry-version.ts";
import { decodeKey, encodeKey } from "./key-encoding.ts";
import type { KvTable } from "./kv-table.ts";

type NamedBucket = Bucket & { readonly state: BucketState };

/**
 * Decides what one commit does with entries, and pushes an operation for each that it writes. Nothing is changed by that: what a step makes of a key and of the bucket's revision is noted
 * there for the steps behind it, under a number that no other commit has, and means nothing to anybody else.
 */
export class EntryOrder {
  readonly #table: KvTable;
  readonly #commit: CommitInOrder;
  readonly #draft: number;
  /** Of the last step. */
  #named: NamedBucket | undefined;

  constructor(table: KvTable, commit: CommitInOrder) {
    this.#table = table;
    this.#commit = commit;
    this.#draft = table.nextDraft();
  }

  /** @throws FlowMeshError bucket_not_found, revision_mismatch, not_a_number, number_out_of_range, limit_exceeded, starting */
  order(step: EntryStep): EntryResult {
    const bucket = this.#bucketOf(step.bucket);
    const key = this.#keyIn(bucket, step.key, encodeKey(step.key));
    if (step.kind !== "increment") this.#expect(key, step.expectedRevision);
    switch (step.kind) {
      case "put":
        return { revision: this.#put(key, step.value, this.#expiry(key, step.ttlMs)), value: 0, deleted: false };
      case "delete":
        return this.#delete(key);
      case "increment":
        return this.#increment(key, step.by, step.ttlMs);
      case "check":
        return { revision: step.expectedRevision, value: 0, deleted: false };
    }
  }

  /** Writes that the entry of an encoded key expired, if its time is over. */
  expire(bucket: NamedBucket, encoded: string): void {
    const key = this.#keyIn(bucket, decodeKey(encoded), encoded);
    const newest = key.versions.at(-1);
    const isOver = newest?.kind === "put" && newest.expiresMs > 0 && newest.expiresMs <= this.#commit.timeMs;
    if (isOver) this.#remove(key, "expired");
  }

  #bucketOf(name: string): NamedBucket {
    if (this.#named?.state.name !== name) this.#named = this.#table.get(name);
    return this.#named;
  }

  #keyIn(bucket: NamedBucket, text: string, encoded: string): KeyInOrder {
    const touched = bucket.touched.get(encoded);
    const isDrafted = touched?.draft === this.#draft;
    const versions = isDrafted ? touched.drafted : this.#table.ordered(bucket, encoded, touched);
    return { bucket, text, encoded, touched, versions };
  }

  #delete(key: KeyInOrder): EntryResult {
    if (presentVersion(key.versions, this.#commit.timeMs) === undefined)
      return { revision: 0, value: 0, deleted: false };
    return { revision: this.#remove(key, "deleted"), value: 0, deleted: true };
  }

  #increment(key: KeyInOrder, by: number, ttlMs: number | undefined): EntryResult {
    const before = presentVersion(key.versions, this.#commit.timeMs);
    const place = { bucket: key.bucket.state.name, key: key.text };
    const value = incremented(place, before && shortValue(before), by);
    const expiresMs = ttlMs === undefined && before !== undefined ? before.expiresMs : this.#expiry(key, ttlMs);
    return { revision: this.#put(key, counterValue(value), expiresMs), value, deleted: false };
  }

  #expiry({ bucket }: KeyInOrder, ttlMs: number | undefined): number {
    return expiryOf(this.#commit.timeMs, ttlMs ?? bucket.state.ttlMs);
  }

  #expect({ bucket, text, versions }: KeyInOrder, expected: number | undefined): void {
    if (expected === undefined) return;
    const actual = presentRevision(versions, this.#commit.timeMs);
    if (expected === actual) return;
    const { name } = bucket.state;
    const what = `entry ${text} of bucket ${name}`;
    throw new FlowMeshError("revision_mismatch", { what, bucket: name, key: text, actual, expected });
  }

  #put(key: KeyInOrder, value: Uint8Array, expiresMs: number): number {
    const revision = this.#nextRevision(key.bucket);
    const isInline = value.length <= INLINE_BYTES;
    return this.#write(key, {
      kind: "put",
      bucket: key.bucket.id,
      key: key.text,
      revision,
      floor: this.#floorOf(key, revision),
      carried: undefined,
      expiresMs,
      inline: isInline ? asBuffer(value).toString("latin1") : undefined,
      isLost: false,
      payloadBytes: isInline ? 0 : value.length,
      payloadCrc: isInline ? 0 : crc32c(value, 0, value.length),
      payload: isInline ? undefined : value,
      touched: undefined,
      version: undefined,
    });
  }

  #remove(key: KeyInOrder, why: Exclude<WriteKind, "put">): number {
    const revision = this.#nextRevision(key.bucket);
    const floor = this.#floorOf(key, revision);
    const place = { bucket: key.bucket.id, key: key.text, revision, floor, carried: undefined };
    return this.#write(key, { kind: "remove", why, ...place });
  }

  #floorOf({ bucket, versions }: KeyInOrder, revision: number): number {
    return versions[keptFrom(versions, bucket.state.history, this.#commit.timeMs)]?.revision ?? revision;
  }

  #nextRevision(bucket: NamedBucket): number {
    const revision = 1 + (bucket.draft === this.#draft ? bucket.draftedRevision : bucket.lastRevision);
    if (revision <= limits.kvRevisions.value) return revision;
    throw limitExceeded("kvRevisions", `the revision of bucket ${bucket.state.name}`, revision);
  }

  #write({ bucket, encoded, touched, versions }: KeyInOrder, operation: PutOperation | RemoveOperation): number {
    const { revision, floor } = operation;
    operation.touched = touched ?? this.#table.touch(bucket, encoded);
    operation.version = versionOf(operation, this.#commit);
    this.#commit.operations.push(operation);
    operation.touched.draft = this.#draft;
    operation.touched.drafted = versionsWith(versions, operation.version, floor);
    bucket.draft = this.#draft;
    bucket.draftedRevision = revision;
    return revision;
  }
}

/** A key that a step is about, with its versions as the steps before it leave them. */
interface KeyInOrder {
  readonly bucket: NamedBucket;
  readonly text: string;
  readonly encoded: string;
  readonly touched: TouchedKey | undefined;
  readonly versions: readonly KvVersion[];
}

/** A longer value is no number, whatever it is. */
function shortValue({ inline }: KvVersion): Uint8Array {
  return inline === undefined ? NO_NUMBER : Buffer.from(inline, "latin1");
}

const NO_NUMBER = new Uint8Array(0);

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
