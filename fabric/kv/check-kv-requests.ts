/** Checks of KV requests that every implementation makes the same way; see `check-requests.ts`. */
import {
  type BucketSettingsInit,
  type CreateBucketRequestInit,
  type DeleteBucketRequestInit,
  type GetBucketRequestInit,
  type GetHistoryRequestInit,
  type GetManyRequestInit,
  type GetRequestInit,
  type ListBucketsRequestInit,
  type ListEntriesRequestInit,
  limits,
  type UpdateBucketRequestInit,
  type WatchRequestInit,
} from "@flowmesh/contract";
import { checkList, checkMadeId, checkOrDefault, checkText, checkWhole, fieldInvalid } from "../check-fields.ts";
import {
  type CheckedListStreams,
  checkAtLeast,
  checkExpectedRevision,
  checkListStreams,
  checkMaxBytes,
  checkName,
  checkSetting,
} from "../check-requests.ts";
import { checkKey, checkKeyPart } from "./check-key.ts";
import type { KeyRange } from "./key-order.ts";

/** Gives the name back. */
export function checkBucketName(name: unknown): string {
  return checkName("bucket", name);
}

export interface CheckedBucketSettings {
  readonly history: number | undefined;
  readonly ttlMs: number | undefined;
}

export interface CheckedCreateBucket {
  readonly bucket: string;
  readonly settings: CheckedBucketSettings;
}

export function checkCreateBucket({ bucket, settings }: CreateBucketRequestInit): CheckedCreateBucket {
  return { bucket: checkBucketName(bucket), settings: checkBucketSettings(settings) };
}

export interface CheckedUpdateBucket extends CheckedCreateBucket {
  readonly expectedRevision: number | undefined;
}

export function checkUpdateBucket({
  bucket,
  settings,
  expectedRevision,
}: UpdateBucketRequestInit): CheckedUpdateBucket {
  return { ...checkCreateBucket({ bucket, settings }), expectedRevision: checkExpectedRevision(expectedRevision) };
}

function checkBucketSettings({ history, ttlMs }: BucketSettingsInit = {}): CheckedBucketSettings {
  checkSetting("history", history, 1, limits.kvHistory.max);
  checkSetting("ttl_ms", ttlMs, 0, limits.kvTtlMs.value);
  return { history, ttlMs };
}

export interface CheckedDeleteBucket {
  readonly bucket: string;
  readonly expectedRevision: number | undefined;
}

export function checkDeleteBucket({ bucket, expectedRevision }: DeleteBucketRequestInit): CheckedDeleteBucket {
  return { bucket: checkBucketName(bucket), expectedRevision: checkExpectedRevision(expectedRevision) };
}

export interface CheckedGetBucket {
  readonly bucket: string;
  readonly atLeast: number;
}

export function checkGetBucket({ bucket, atLeast }: GetBucketRequestInit): CheckedGetBucket {
  return { bucket: checkBucketName(bucket), atLeast: checkAtLeast(atLeast) };
}

export function checkListBuckets(request: ListBucketsRequestInit): CheckedListStreams {
  return checkListStreams(request);
}

export interface CheckedGet extends CheckedGetBucket {
  readonly key: string;
  /** Absent: as the entry is now. */
  readonly revision: number | undefined;
}

export function checkGet({ bucket, key, revision, atLeast }: GetRequestInit): CheckedGet {
  return {
    ...checkGetBucket({ bucket, atLeast }),
    key: checkKey("key", key),
    revision: revision === undefined ? undefined : checkWhole("revision", revision, { min: 1 }),
  };
}

export interface CheckedGetMany extends CheckedGetBucket {
  readonly keys: readonly string[];
}

export function checkGetMany({ bucket, keys, atLeast }: GetManyRequestInit): CheckedGetMany {
  const asked = checkList("keys", keys);
  const most = limits.kvGetKeys.value;
  if (asked.length === 0) throw fieldInvalid("keys", "must have at least one key");
  if (asked.length > most) throw fieldInvalid("keys", `must have at most ${most} keys`);
  return {
    ...checkGetBucket({ bucket, atLeast }),
    keys: asked.map((key, index) => checkKey(`keys[${index}]`, key)),
  };
}

export interface CheckedListEntries extends CheckedGetBucket {
  readonly range: KeyRange;
  readonly pageSize: number;
  /** Read by `readEntriesToken` once the bucket is known. */
  readonly pageToken: string;
  readonly keysOnly: boolean;
}

export function checkListEntries(request: ListEntriesRequestInit): CheckedListEntries {
  const range = {
    prefix: checkKeyPart("prefix", request.prefix),
    fromKey: checkKeyPart("from_key", request.fromKey),
    toKey: checkKeyPart("to_key", request.toKey),
  };
  if (range.prefix !== "" && range.fromKey + range.toKey !== "") {
    throw fieldInvalid("prefix", "cannot be given together with from_key or to_key");
  }
  return {
    ...checkGetBucket(request),
    range,
    pageSize: checkPageSize(request.pageSize),
    pageToken: checkText("page_token", request.pageToken, pageTokenBytesMax),
    keysOnly: request.keysOnly ?? false,
  };
}

export interface CheckedGetHistory extends CheckedGetBucket {
  readonly key: string;
  readonly pageSize: number;
  /** Read by `readHistoryToken` once the bucket is known. */
  readonly pageToken: string;
}

export function checkGetHistory(request: GetHistoryRequestInit): CheckedGetHistory {
  return {
    ...checkGetBucket(request),
    key: checkKey("key", request.key),
    pageSize: checkPageSize(request.pageSize),
    pageToken: checkText("page_token", request.pageToken, pageTokenBytesMax),
  };
}

/** A token holds a key, in base64, and little more. */
const pageTokenBytesMax = 2048;

function checkPageSize(pageSize: number | undefined): number {
  const { value, max } = limits.pageSize;
  return checkOrDefault("page_size", pageSize, { min: 1, max }, value);
}

/** Where a watch begins. */
export type WatchStart =
  /** With the entries that are there. */
  | { readonly kind: "snapshot" }
  /** With the changes behind a revision; with the rest of a snapshot of it where a key is given. */
  | { readonly kind: "after"; readonly revision: number; readonly key: string }
  /** With what is written from now on. */
  | { readonly kind: "new" };

export interface CheckedWatch {
  readonly bucket: string;
  readonly prefix: string;
  readonly start: WatchStart;
  readonly maxBytes: number;
  /** Empty: whichever has the name. */
  readonly bucketId: string;
}

export function checkWatch(request: WatchRequestInit): CheckedWatch {
  return {
    bucket: checkBucketName(request.bucket),
    prefix: checkKeyPart("prefix", request.prefix),
    start: checkStart(request),
    maxBytes: checkMaxBytes(request.maxBytes),
    bucketId: checkMadeId("bucket_id", request.bucketId),
  };
}

function checkStart({ afterRevision, afterKey, onlyNew = false }: WatchRequestInit): WatchStart {
  const key = checkKeyPart("after_key", afterKey);
  if (afterRevision === undefined) {
    if (key !== "") throw fieldInvalid("after_key", "needs after_revision");
    return { kind: onlyNew ? "new" : "snapshot" };
  }
  if (onlyNew) throw fieldInvalid("only_new", "cannot be given together with after_revision");
  return { kind: "after", revision: checkWhole("after_revision", afterRevision, { min: 0 }), key };
}
