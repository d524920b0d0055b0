import { type BulkOperation, bulkOperationBytes, readBulkOperation, writeBulkOperation } from "./bulk-operation.ts";
import {
  type CarryingOperation,
  carryingOperationBytes,
  readCarryingOperation,
  writeCarryingOperation,
} from "./carried-jobs-operation.ts";
import {
  type GroupOperation,
  groupOperationBytes,
  readGroupOperation,
  writeGroupOperation,
} from "./group-operation.ts";
import {
  type KvOperation,
  kvOperationBytes,
  type PutOperation,
  readKvOperation,
  writeKvOperation,
} from "./kv-operation.ts";
import {
  lineageOperationBytes,
  type OriginOrLineage,
  readLineageOperation,
  writeLineageOperation,
} from "./lineage-operation.ts";
import {
  type QueueOperation,
  queueOperationBytes,
  readQueueOperation,
  type SettleLeasesOperation,
  writeQueueOperation,
} from "./queue-operation.ts";
import {
  type RememberedOperation,
  readRememberedOperation,
  rememberedOperationBytes,
  writeRememberedOperation,
} from "./remembered-operation.ts";
import {
  readScheduleOperation,
  type ScheduleOperation,
  type SchedulesOperation,
  scheduleOperationBytes,
  writeScheduleOperation,
} from "./schedule-operation.ts";
import {
  readSettledOperation,
  type SettledFileOperation,
  settledOperationBytes,
  writeSettledOperation,
} from "./settled-operation.ts";
import {
  type AppendOperation,
  readStreamOperation,
  type StreamOperation,
  streamOperationBytes,
  writeStreamOperation,
} from "./stream-operation.ts";
import { TableReader } from "./table-reader.ts";

/**
 * Operations: what a commit does, as it stands in the table of its frame. A table holds everything that replay needs; only payloads lie behind it, in the order of
 * their operations. Each operation begins with the byte of its kind; a file for each view says what follows. All numbers are little-endian; offsets, positions,
 * times and ids are float64 (whole, below 2^53).
 *
 *   1 to 5, 8, 9, 15   streams (`stream-operation.ts`)
 *   6, 7, 16           idempotency keys (`remembered-operation.ts`)
 *   10 release         f64 first segment kept
 *   11 to 14           groups (`group-operation.ts`)
 *   20 to 25           KV (`kv-operation.ts`)
 *   40 to 44           queues (`queue-operation.ts`)
 *   50 to 54           schedules (`schedule-operation.ts`)
 *   45, 46             jobs that are carried (`carried-jobs-operation.ts`)
 *   60, 61             lineage (`lineage-operation.ts`)
 *   63, 64             settled files (`settled-operation.ts`)
 *   55 to 58           operations on many jobs (`bulk-operation.ts`)
 */
export interface ReleaseOperation {
  readonly kind: "release";
  readonly firstSegment: number;
}

export type LogOperation =
  | StreamOperation
  | RememberedOperation
  | GroupOperation
  | KvOperation
  | QueueOperation
  | SchedulesOperation
  | OriginOrLineage
  | CarryingOperation
  | SettledFileOperation
  | BulkOperation
  | ReleaseOperation;

/** An operation with bytes of its own behind the table. */
export type PayloadOperation = AppendOperation | PutOperation | SettleLeasesOperation | ScheduleOperation;

export function hasPayload(operation: LogOperation): operation is PayloadOperation {
  if (operation.kind === "append") return true;
  const mayHave = operation.kind === "put" || operation.kind === "settle" || operation.kind === "schedule";
  return mayHave && operation.payloadBytes > 0;
}

/** Bytes that lie behind the table for this operation. */
export function payloadBytesOf(operation: LogOperation): number {
  return hasPayload(operation) ? operation.payloadBytes : 0;
}

/** Bytes that the operation takes in a table. */
export function operationBytes(operation: LogOperation): number {
  switch (operation.kind) {
    case "release":
      return 9;
    case "identify":
    case "answered":
    case "recall":
      return rememberedOperationBytes(operation);
    case "group":
    case "cursor":
    case "ungroup":
    case "groups":
      return groupOperationBytes(operation);
    case "bucket":
    case "unbucket":
    case "put":
    case "remove":
    case "forget":
    case "buckets":
      return kvOperationBytes(operation);
    case "queue":
    case "unqueue":
    case "lease":
    case "settle":
    case "jobs":
      return queueOperationBytes(operation);
    case "schedule":
    case "unschedule":
    case "fired":
    case "refused":
    case "moved":
      return scheduleOperationBytes(operation);
    case "origin":
    case "lineage":
      return lineageOperationBytes(operation);
    case "carried":
    case "texts":
      return carryingOperationBytes(operation);
    case "settled":
    case "unsettled":
      return settledOperationBytes(operation);
    case "bulk":
    case "redrive":
    case "bulkProgress":
    case "unbulk":
      return bulkOperationBytes(operation);
    default:
      return streamOperationBytes(operation);
  }
}

/** Writes the operation at `at`, returning the place behind it. */
export function writeOperation(operation: LogOperation, target: Buffer, at: number): number {
  switch (operation.kind) {
    case "release":
      target[at] = 10;
      return target.writeDoubleLE(operation.firstSegment, at + 1);
    case "identify":
    case "answered":
    case "recall":
      return writeRememberedOperation(operation, target, at);
    case "group":
    case "cursor":
    case "ungroup":
    case "groups":
      return writeGroupOperation(operation, target, at);
    case "bucket":
    case "unbucket":
    case "put":
    case "remove":
    case "forget":
    case "buckets":
      return writeKvOperation(operation, target, at);
    case "queue":
    case "unqueue":
    case "lease":
    case "settle":
    case "jobs":
      return writeQueueOperation(operation, target, at);
    case "schedule":
    case "unschedule":
    case "fired":
    case "refused":
    case "moved":
      return writeScheduleOperation(operation, target, at);
    case "origin":
    case "lineage":
      return writeLineageOperation(operation, target, at);
    case "carried":
    case "texts":
      return writeCarryingOperation(operation, target, at);
    case "settled":
    case "unsettled":
      return writeSettledOperation(operation, target, at);
    case "bulk":
    case "redrive":
    case "bulkProgress":
    case "unbulk":
      return writeBulkOperation(operation, target, at);
    default:
      return writeStreamOperation(operation, target, at);
  }
}

/** What is whole by its checksum, and no operation that this version knows: another version wrote it. */
export class OperationUnknown extends Error {}

/** Reads the operations of a table whose checksum has been verified. @throws OperationUnknown */
export function readOperations(table: Buffer, count: number): LogOperation[] {
  const reader = new TableReader(table);
  const operations: LogOperation[] = [];
  try {
    for (let index = 0; index < count; index++) operations.push(readOperation(reader));
  } catch (error) {
    throw error instanceof RangeError ? new OperationUnknown(error.message, { cause: error }) : error;
  }
  return operations;
}

function readOperation(source: TableReader): LogOperation {
  const kind = source.u8();
  if (kind === 10) return { kind: "release", firstSegment: source.f64() };
  const operation =
    readStreamOperation(kind, source) ??
    readKvOperation(kind, source) ??
    readQueueOperation(kind, source) ??
    readScheduleOperation(kind, source) ??
    readLineageOperation(kind, source) ??
    readCarryingOperation(kind, source) ??
    readSettledOperation(kind, source) ??
    readBulkOperation(kind, source) ??
    readRememberedOperation(kind, source) ??
    readGroupOperation(kind, source);
  if (operation === undefined) throw new RangeError(`operation kind ${kind} is not known`);
  return operation;
}
