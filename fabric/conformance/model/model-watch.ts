import { type Change, limits, type WatchResponse } from "@flowmesh/contract";
import { FlowMeshError } from "../../errors.ts";
import type { CheckedWatch } from "../../kv/check-kv-requests.ts";
import { compareKeys } from "../../kv/key-order.ts";
import { BucketReading, type ModelBucket, type ModelVersion, versionBytes } from "./model-bucket.ts";
import type { ModelBuckets } from "./model-buckets.ts";
import type { ModelCalls } from "./model-calls.ts";

/** Gives the entries that are there, then what changes, each time it is asked for more. */
export async function* watchModel(
  buckets: ModelBuckets,
  calls: ModelCalls,
  { bucket: name, prefix, start, maxBytes, bucketId: asked }: CheckedWatch,
  callerSignal: AbortSignal | undefined,
): AsyncGenerator<WatchResponse> {
  const signal = calls.signal(callerSignal);
  signal.throwIfAborted();
  const bucket = buckets.get(name);
  if (asked !== "" && asked !== bucket.id) throw new FlowMeshError("bucket_not_found", { bucket: name });
  let bucketId = bucket.id;
  const respond = (response: Omit<WatchResponse, "bucketId">): WatchResponse => {
    const told = { ...response, bucketId };
    bucketId = "";
    return told;
  };
  let revision = start.kind === "after" ? start.revision : bucket.lastRevision;
  let afterKey = start.kind === "after" ? start.key : "";
  let hasCaughtUp = false;
  const look = (find: typeof entriesBehind | typeof changesBehind): { changes: Change[]; isAll: boolean } => {
    signal.throwIfAborted();
    if (buckets.get(name) !== bucket) throw new FlowMeshError("bucket_not_found", { bucket: name });
    checkRevision(bucket, revision);
    const reading = new BucketReading(bucket, calls.clock.nowMs());
    return takeChanges(reading, find(reading, prefix, revision, afterKey), maxBytes);
  };
  const isGone = (): boolean => buckets.find(name) !== bucket;

  for (let hasMore = start.kind === "snapshot" || afterKey !== ""; hasMore; ) {
    const { changes } = look(entriesBehind);
    hasMore = changes.length > 0;
    afterKey = changes.at(-1)?.key ?? afterKey;
    if (hasMore) yield respond({ changes, revision, snapshot: true, caughtUp: false });
  }
  for (;;) {
    const { changes, isAll } = look(changesBehind);
    revision = isAll ? bucket.lastRevision : changes.at(-1)!.revision;
    if (changes.length > 0 || !hasCaughtUp) yield respond({ changes, revision, snapshot: false, caughtUp: isAll });
    hasCaughtUp ||= isAll;
    if (!isAll) continue;
    await calls.until(() => isGone() || bucket.lastRevision > revision, signal);
    await calls.until(() => isGone() || look(changesBehind).changes.length > 0, signal, progressMs);
    if (!isGone() && look(changesBehind).changes.length === 0) {
      revision = bucket.lastRevision;
      yield respond({ changes: [], revision, snapshot: false, caughtUp: true });
    }
  }
}

const progressMs = limits.kvWatchProgressMs.value;

interface Found {
  readonly key: string;
  readonly version: ModelVersion;
}

/** Entries that are there and were not changed behind the revision, in the order of their keys, behind a key. */
function entriesBehind(reading: BucketReading, prefix: string, revision: number, afterKey: string): Found[] {
  return [...reading.bucket.entries.keys()]
    .filter((key) => key.startsWith(prefix) && (afterKey === "" || compareKeys(key, afterKey) > 0))
    .sort(compareKeys)
    .flatMap((key) => {
      const version = reading.present(key);
      return version === undefined || version.revision > revision ? [] : [{ key, version }];
    });
}

/** All that changed behind the revision and is kept, in the order of the revisions. */
function changesBehind(reading: BucketReading, prefix: string, revision: number): Found[] {
  return [...reading.bucket.entries.keys()]
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => reading.versions(key).map((version) => ({ key, version })))
    .filter(({ version }) => version.revision > revision)
    .sort((a, b) => a.version.revision - b.version.revision);
}

/** As many as one response holds. It ends before one that cannot be read, which the next one tells. */
function takeChanges(
  reading: BucketReading,
  found: readonly Found[],
  maxBytes: number,
): { changes: Change[]; isAll: boolean } {
  const changes: Change[] = [];
  let bytes = 0;
  for (const { key, version } of found.slice(0, limits.kvWatchChanges.value)) {
    bytes += versionBytes(key, version);
    if (changes.length > 0 && (bytes > maxBytes || reading.isDamaged(version))) break;
    changes.push(reading.change(key, version));
  }
  return { changes, isAll: changes.length === found.length };
}

/** @throws FlowMeshError revision_out_of_range */
function checkRevision(
  { name: bucket, watchFloor: earliest, lastRevision: latest }: ModelBucket,
  revision: number,
): void {
  if (revision >= earliest && revision <= latest) return;
  throw new FlowMeshError("revision_out_of_range", { bucket, revision, earliest, latest });
}
