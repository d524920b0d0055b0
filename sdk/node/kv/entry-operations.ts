import type { OperationInit } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkWhole } from "@flowmesh/fabric/internal";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { encodeValue, type Value } from "../value.ts";

/** What a commit does with one entry. */
export type EntryOperation = Pick<OperationInit, "put" | "delete" | "increment">;

/** How an entry is put. */
export interface PutOptions {
  /** Refused with `revision_mismatch` unless the entry's revision is this one. 0: only when there is none. Default: whatever it is. */
  readonly expectedRevision?: number | undefined;
  /** How long it lives, in milliseconds; 0: for ever. Default: as its bucket says. */
  readonly ttlMs?: number | undefined;
}

/** How an entry is deleted. */
export interface DeleteOptions {
  /** Refused with `revision_mismatch` unless the entry's revision is this one. Default: whatever it is. */
  readonly expectedRevision?: number | undefined;
}

/** How a number is added to. */
export interface IncrementOptions {
  /** How long the entry lives from now on, in milliseconds; 0: for ever. Default: one that is there keeps its time, a new one lives as its bucket says. */
  readonly ttlMs?: number | undefined;
}

const putOptionNames: OptionNames<PutOptions> = { expectedRevision: true, ttlMs: true };
const deleteOptionNames: OptionNames<DeleteOptions> = { expectedRevision: true };
const incrementOptionNames: OptionNames<IncrementOptions> = { ttlMs: true };

/** @throws FlowMeshError `field_invalid`, `field_unknown` */
export function putOperation(bucket: string, key: string, value: Value, options: PutOptions = {}): EntryOperation {
  checkOptionNames(options, putOptionNames, "put");
  const { expectedRevision, ttlMs } = options;
  checkTtl(ttlMs);
  const bytes = encodeValue(value ?? null);
  if (bytes !== undefined) return { put: { bucket, key, value: bytes, expectedRevision, ttlMs } };
  throw new FlowMeshError("field_invalid", {
    field: "value",
    problem: `is ${value}; delete the entry, or put an empty string`,
  });
}

/** @throws FlowMeshError `field_unknown` */
export function deleteOperation(bucket: string, key: string, options: DeleteOptions = {}): EntryOperation {
  checkOptionNames(options, deleteOptionNames, "delete");
  return { delete: { bucket, key, expectedRevision: options.expectedRevision } };
}

/** @throws FlowMeshError `field_unknown` */
export function incrementOperation(
  bucket: string,
  key: string,
  by: number,
  options: IncrementOptions = {},
): EntryOperation {
  checkOptionNames(options, incrementOptionNames, "increment");
  checkTtl(options.ttlMs);
  return { increment: { bucket, key, by, ttlMs: options.ttlMs } };
}

function checkTtl(ttlMs: number | undefined): void {
  if (ttlMs !== undefined) checkWhole("ttlMs", ttlMs, { min: 0 });
}
