/** Checks of what writes entries, or expects them to be so, alone and within a commit; see `check-requests.ts`. */
import {
  type CheckOperationInit,
  type DeleteOperationInit,
  type IncrementOperationInit,
  limits,
  type OperationInit,
  type PutOperationInit,
} from "@flowmesh/contract";
import { checkBytes, checkWhole, fieldInvalid } from "../check-fields.ts";
import { checkExpectedRevision } from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import { checkKey } from "./check-key.ts";
import { checkBucketName } from "./check-kv-requests.ts";

interface EntryOperation {
  readonly bucket: string;
  readonly key: string;
  /** Index of the operation that asked for it. */
  readonly operation: number;
}

export interface PutOfEntry extends EntryOperation {
  readonly kind: "put";
  readonly value: Uint8Array;
  /** 0: only when there is none. Absent: whatever it is. */
  readonly expectedRevision: number | undefined;
  /** 0: for ever. Absent: as the bucket says. */
  readonly ttlMs: number | undefined;
}

export interface DeleteOfEntry extends EntryOperation {
  readonly kind: "delete";
  /** 0: there must be none. Absent: whatever it is. */
  readonly expectedRevision: number | undefined;
}

export interface IncrementOfEntry extends EntryOperation {
  readonly kind: "increment";
  readonly by: number;
  /** 0: for ever. Absent: an entry that is there keeps its time, a new one gets the bucket's. */
  readonly ttlMs: number | undefined;
}

export interface CheckOfEntry extends EntryOperation {
  readonly kind: "check";
  /** 0: there must be none. */
  readonly expectedRevision: number;
}

/** What a commit does with one entry, checked. */
export type EntryStep = PutOfEntry | DeleteOfEntry | IncrementOfEntry | CheckOfEntry;

/**
 * The KV operation that is meant, as a step; undefined when it is one of another kind.
 * @param index of the operation in its commit
 * @throws FlowMeshError `name_invalid`, `key_invalid`, `field_invalid`, `value_too_large`
 */
export function checkEntryOperation(
  operation: OperationInit,
  index: number,
  valueBytesMax?: number,
): EntryStep | undefined {
  if (operation.put !== undefined) return checkPut(operation.put, index, valueBytesMax);
  if (operation.delete !== undefined) return checkDelete(operation.delete, index);
  if (operation.increment !== undefined) return checkIncrement(operation.increment, index);
  return operation.check === undefined ? undefined : checkCheck(operation.check, index);
}

/** @throws FlowMeshError `name_invalid`, `key_invalid`, `field_invalid`, `value_too_large` */
export function checkPut(
  put: PutOperationInit,
  operation: number = 0,
  valueBytesMax: number = limits.kvValueBytes.value,
): PutOfEntry {
  const bucket = checkBucketName(put.bucket);
  const key = checkKey("key", put.key);
  const { value } = put;
  if (value === undefined) throw fieldInvalid("value", "must be given; it may be empty");
  checkBytes("value", value);
  const size = value.length;
  if (size > valueBytesMax) throw new FlowMeshError("value_too_large", { bucket, key, size, limit: valueBytesMax });
  const expectedRevision = checkExpectedRevision(put.expectedRevision);
  return { kind: "put", bucket, key, value, expectedRevision, ttlMs: checkTtlMs(put.ttlMs), operation };
}

/** @throws FlowMeshError `name_invalid`, `key_invalid`, `field_invalid` */
export function checkDelete(
  { bucket, key, expectedRevision }: DeleteOperationInit,
  operation: number = 0,
): DeleteOfEntry {
  return {
    kind: "delete",
    bucket: checkBucketName(bucket),
    key: checkKey("key", key),
    expectedRevision: checkExpectedRevision(expectedRevision),
    operation,
  };
}

/** @throws FlowMeshError `name_invalid`, `key_invalid`, `field_invalid` */
export function checkIncrement(
  { bucket, key, by, ttlMs }: IncrementOperationInit,
  operation: number = 0,
): IncrementOfEntry {
  return {
    kind: "increment",
    bucket: checkBucketName(bucket),
    key: checkKey("key", key),
    by: checkWhole("by", by ?? 1, { min: Number.MIN_SAFE_INTEGER }),
    ttlMs: checkTtlMs(ttlMs),
    operation,
  };
}

function checkCheck({ bucket, key, expectedRevision }: CheckOperationInit, operation: number): CheckOfEntry {
  return {
    kind: "check",
    bucket: checkBucketName(bucket),
    key: checkKey("key", key),
    expectedRevision: checkExpectedRevision(expectedRevision) ?? 0,
    operation,
  };
}

function checkTtlMs(ttlMs: number | undefined): number | undefined {
  return ttlMs === undefined ? undefined : checkWhole("ttl_ms", ttlMs, { min: 0, max: limits.kvTtlMs.value });
}
