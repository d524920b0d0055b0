import { randomUUID } from "node:crypto";
import { type Bucket, type Change, type Entry, type EntryResult, limits } from "@flowmesh/contract";
import { FlowMeshError } from "../../errors.ts";
import type { DeleteOfEntry, EntryStep, IncrementOfEntry, PutOfEntry } from "../../kv/check-entry-operations.ts";
import type { CheckedBucketSettings } from "../../kv/check-kv-requests.ts";
import { counterValue, incremented } from "../../kv/counter.ts";
import {
  type EntryVersion,
  expiryOf,
  isExpired,
  presentRevision,
  presentVersion,
  visibleVersions,
  withVersion,
} from "../../kv/entry-versions.ts";
import { compareKeys } from "../../kv/key-order.ts";
import { limitExceeded } from "../../refusals.ts";

export interface ModelVersion extends EntryVersion {
  readonly value: Uint8Array;
  readonly writtenMs: number;
}

export interface ModelBucket {
  readonly name: string;
  readonly id: string;
  readonly createdMs: number;
  settings: { readonly history: number; readonly ttlMs: number };
  /** Position of the commit that last changed the settings. */
  revision: number;
  lastRevision: number;
  watchFloor: number;
  /** Versions of each key, oldest first; never changed in place. */
  readonly entries: Map<string, readonly ModelVersion[]>;
  /** Revisions that cannot be read back. */
  readonly damaged: Set<number>;
}

export function newBucket(name: string, settings: CheckedBucketSettings, position: number, nowMs: number): ModelBucket {
  return {
    name,
    id: randomUUID(),
    createdMs: nowMs,
    settings: { history: settings.history ?? limits.kvHistory.value, ttlMs: settings.ttlMs ?? 0 },
    revision: position,
    lastRevision: 0,
    watchFloor: 0,
    entries: new Map(),
    damaged: new Set(),
  };
}

/** What reads of a bucket see at one moment. */
export class BucketReading {
  readonly bucket: ModelBucket;
  readonly #nowMs: number;

  constructor(bucket: ModelBucket, nowMs: number) {
    this.bucket = bucket;
    this.#nowMs = nowMs;
  }

  /** Versions of a key that are to be seen, oldest first. */
  versions(key: string): ModelVersion[] {
    const { entries, settings } = this.bucket;
    return visibleVersions(entries.get(key) ?? [], settings.history, this.#nowMs);
  }

  present(key: string): ModelVersion | undefined {
    return presentVersion(this.bucket.entries.get(key) ?? [], this.#nowMs);
  }

  /** @throws FlowMeshError entry_damaged */
  entry(key: string, version: ModelVersion, keysOnly = false): Entry {
    const { revision, writtenMs: writtenAt } = version;
    const value = keysOnly ? undefined : this.#valueOf(key, version);
    return { key, revision, value, writtenAt, expiresAt: expiresAtOf(version) };
  }

  /** @throws FlowMeshError entry_damaged */
  change(key: string, version: ModelVersion): Change {
    const { revision, kind, writtenMs: writtenAt } = version;
    const value = kind === "put" ? this.#valueOf(key, version) : undefined;
    return { key, revision, kind, value, writtenAt, expiresAt: expiresAtOf(version) };
  }

  isDamaged({ revision }: ModelVersion): boolean {
    return this.bucket.damaged.has(revision);
  }

  #valueOf(key: string, { revision, value }: ModelVersion): Uint8Array {
    const { name: bucket, damaged } = this.bucket;
    if (damaged.has(revision))
      throw new FlowMeshError("entry_damaged", { bucket, key, revision, problem: "it is damaged" });
    return value;
  }
}

function expiresAtOf({ expiresMs }: ModelVersion): number | undefined {
  return expiresMs === 0 ? undefined : expiresMs;
}

/** Bytes of a version as it counts in pages and responses. */
export function versionBytes(key: string, { value }: ModelVersion): number {
  return Buffer.byteLength(key) + value.length;
}

export function describeBucket({ name, id, createdMs, settings, ...bucket }: ModelBucket): Bucket {
  const all = [...bucket.entries].flatMap(([key, versions]) => versions.map((version) => versionBytes(key, version)));
  const { revision, lastRevision, watchFloor } = bucket;
  return {
    bucket: name,
    id,
    settings: { ...settings },
    createdAt: createdMs,
    revision,
    lastRevision,
    watchFloor,
    entries: [...bucket.entries.values()].filter((versions) => versions.at(-1)!.kind === "put").length,
    bytes: all.reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** Writes to one bucket in the making: what they would change, kept apart until all of a commit is known to hold. */
export class BucketDraft {
  readonly #bucket: ModelBucket;
  readonly #nowMs: number;
  readonly #revisionsMax: number;
  readonly #changed = new Map<string, readonly ModelVersion[]>();
  #lastRevision: number;

  constructor(bucket: ModelBucket, nowMs: number, revisionsMax: number) {
    this.#bucket = bucket;
    this.#nowMs = nowMs;
    this.#revisionsMax = revisionsMax;
    this.#lastRevision = bucket.lastRevision;
  }

  get isEmpty(): boolean {
    return this.#changed.size === 0;
  }

  apply(): void {
    for (const [key, versions] of this.#changed) this.#bucket.entries.set(key, versions);
    this.#bucket.lastRevision = this.#lastRevision;
  }

  order(operation: EntryStep): EntryResult {
    switch (operation.kind) {
      case "put":
        return this.#put(operation);
      case "delete":
        return this.#delete(operation);
      case "increment":
        return this.#increment(operation);
      case "check":
        this.#expect(operation.key, operation.expectedRevision);
        return { revision: operation.expectedRevision, value: 0, deleted: false };
    }
  }

  /** Writes that entries expired whose time is over, in the order in which it was, of one moment in the order of their keys. */
  expire(): void {
    const due = [...this.#bucket.entries]
      .map(([key, versions]) => ({ key, newest: versions.at(-1)! }))
      .filter(({ newest }) => newest.kind === "put" && isExpired(newest, this.#nowMs))
      .sort((a, b) => a.newest.expiresMs - b.newest.expiresMs || compareKeys(a.key, b.key));
    for (const { key } of due) this.#write(key, { kind: "expired", value: noBytes, expiresMs: 0 });
  }

  #put({ key, value, expectedRevision, ttlMs }: PutOfEntry): EntryResult {
    this.#expect(key, expectedRevision);
    const revision = this.#write(key, { kind: "put", value: Uint8Array.from(value), expiresMs: this.#expiry(ttlMs) });
    return { revision, value: 0, deleted: false };
  }

  #delete({ key, expectedRevision }: DeleteOfEntry): EntryResult {
    this.#expect(key, expectedRevision);
    if (presentVersion(this.#versions(key), this.#nowMs) === undefined)
      return { revision: 0, value: 0, deleted: false };
    const revision = this.#write(key, { kind: "deleted", value: noBytes, expiresMs: 0 });
    return { revision, value: 0, deleted: true };
  }

  #increment({ key, by, ttlMs }: IncrementOfEntry): EntryResult {
    const before = presentVersion(this.#versions(key), this.#nowMs);
    const value = incremented({ bucket: this.#bucket.name, key }, before?.value, by);
    const expiresMs = ttlMs === undefined && before !== undefined ? before.expiresMs : this.#expiry(ttlMs);
    const revision = this.#write(key, { kind: "put", value: counterValue(value), expiresMs });
    return { revision, value, deleted: false };
  }

  #expiry(ttlMs: number | undefined): number {
    return expiryOf(this.#nowMs, ttlMs ?? this.#bucket.settings.ttlMs);
  }

  #versions(key: string): readonly ModelVersion[] {
    return this.#changed.get(key) ?? this.#bucket.entries.get(key) ?? [];
  }

  #expect(key: string, expected: number | undefined): void {
    const actual = presentRevision(this.#versions(key), this.#nowMs);
    if (expected === undefined || expected === actual) return;
    const bucket = this.#bucket.name;
    const what = `entry ${key} of bucket ${bucket}`;
    throw new FlowMeshError("revision_mismatch", { what, bucket, key, actual, expected });
  }

  #write(key: string, written: Pick<ModelVersion, "kind" | "value" | "expiresMs">): number {
    const revision = this.#lastRevision + 1;
    const limit = this.#revisionsMax;
    if (revision > limit)
      throw limitExceeded("kvRevisions", `the revision of bucket ${this.#bucket.name}`, revision, limit);
    const version = { ...written, revision, writtenMs: this.#nowMs };
    const { history } = this.#bucket.settings;
    this.#changed.set(key, withVersion(this.#versions(key), version, history, this.#nowMs));
    this.#lastRevision = revision;
    return revision;
  }
}

const noBytes = new Uint8Array(0);
