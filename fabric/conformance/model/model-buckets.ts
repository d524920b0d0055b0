import { type EntryResult, limits } from "@flowmesh/contract";
import { FlowMeshError } from "../../errors.ts";
import type { EntryStep } from "../../kv/check-entry-operations.ts";
import type { CheckedBucketSettings } from "../../kv/check-kv-requests.ts";
import { checkRevision, limitExceeded } from "../../refusals.ts";
import { BucketDraft, type ModelBucket, newBucket } from "./model-bucket.ts";

/** Where the model's limits are smaller than the product's. */
interface BucketLimits {
  readonly buckets: number;
  readonly kvRevisions: number;
}

/** The buckets of a model, and how writes change them. */
export class ModelBuckets {
  readonly #buckets = new Map<string, ModelBucket>();
  readonly #limits: BucketLimits;

  constructor(bucketLimits: BucketLimits) {
    this.#limits = bucketLimits;
  }

  /** In order. */
  get names(): string[] {
    return [...this.#buckets.keys()].sort();
  }

  find(name: string): ModelBucket | undefined {
    return this.#buckets.get(name);
  }

  /** @throws FlowMeshError bucket_not_found */
  get(name: string): ModelBucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new FlowMeshError("bucket_not_found", { bucket: name });
    return bucket;
  }

  /** @throws FlowMeshError bucket_not_found, revision_mismatch */
  expect(name: string, expected: number | undefined): ModelBucket {
    const bucket = this.get(name);
    checkRevision("bucket", name, bucket.revision, expected);
    return bucket;
  }

  /** @throws FlowMeshError bucket_exists, limit_exceeded */
  checkNew(name: string): void {
    if (this.#buckets.has(name)) throw new FlowMeshError("bucket_exists", { bucket: name });
    const limit = this.#limits.buckets;
    if (this.#buckets.size >= limit) throw limitExceeded("buckets", "the number of buckets", limit + 1, limit);
  }

  create(name: string, settings: CheckedBucketSettings, position: number, nowMs: number): ModelBucket {
    const bucket = newBucket(name, settings, position, nowMs);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  delete(name: string): void {
    this.#buckets.delete(name);
  }

  draft(nowMs: number): EntriesDraft {
    return new EntriesDraft((name) => new BucketDraft(this.get(name), nowMs, this.#limits.kvRevisions));
  }

  /** When the first entry expires whose expiry is not written; undefined: none does. */
  get dueMs(): number | undefined {
    const due = [...this.#buckets.values()]
      .flatMap(({ entries }) => [...entries.values()])
      .map((versions) => versions.at(-1)!.expiresMs)
      .filter((expiresMs) => expiresMs > 0);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Writes the expiry of every entry whose time is over. Whether there was one. */
  expire(nowMs: number): boolean {
    const drafts = [...this.#buckets.values()].map(
      (bucket) => new BucketDraft(bucket, nowMs, limits.kvRevisions.value),
    );
    for (const draft of drafts) draft.expire();
    const changed = drafts.filter((draft) => !draft.isEmpty);
    for (const draft of changed) draft.apply();
    return changed.length > 0;
  }

  /** Forgets deletes and expiries that are old, with all that is left of their keys. */
  forget(nowMs: number): void {
    for (const bucket of this.#buckets.values()) {
      for (const [key, versions] of bucket.entries) {
        const newest = versions.at(-1)!;
        if (newest.kind === "put" || newest.writtenMs > nowMs - limits.kvDeletesMs.value) continue;
        bucket.entries.delete(key);
        bucket.watchFloor = Math.max(bucket.watchFloor, newest.revision);
      }
    }
  }
}

/** What a commit would change in any number of buckets. */
export class EntriesDraft {
  readonly #draftOf: (bucket: string) => BucketDraft;
  readonly #drafts = new Map<string, BucketDraft>();

  constructor(draftOf: (bucket: string) => BucketDraft) {
    this.#draftOf = draftOf;
  }

  get isEmpty(): boolean {
    return [...this.#drafts.values()].every((draft) => draft.isEmpty);
  }

  order(step: EntryStep): EntryResult {
    const draft = this.#drafts.get(step.bucket) ?? this.#draftOf(step.bucket);
    this.#drafts.set(step.bucket, draft);
    return draft.order(step);
  }

  apply(): void {
    for (const draft of this.#drafts.values()) draft.apply();
  }
}
