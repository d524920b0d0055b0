/**
 * Checks of requests that every implementation makes the same way, before anything else happens: names, numbers, bounds, defaults. Fields are named as they stand in the
 * contract. What depends on the present state (does the stream exist?) is not checked here. Each throws FlowMeshError `name_invalid`, `field_invalid`,
 * `settings_invalid` or `page_token_invalid`, and what its own comment says.
 */
import {
  type Anchor,
  type AppendRequestInit,
  type CallOptions,
  type CommitRequestInit,
  type CreateStreamRequestInit,
  type DeleteStreamRequestInit,
  type Durability,
  type FetchRequestInit,
  type FindOffsetsRequestInit,
  type GetStreamRequestInit,
  type ListStreamsRequestInit,
  limits,
  type OperationInit,
  type PartitionCursorInit,
  type ReadRequestInit,
  type StreamSettingsInit,
  type SubscribeRequestInit,
  type UpdateStreamRequestInit,
} from "@flowmesh/contract";
import { isTimestampMs } from "./batch/batch-record.ts";
import {
  checkBytes,
  checkChoice,
  checkList,
  checkMadeId,
  checkOrDefault,
  checkText,
  checkWhole,
  fieldInvalid,
} from "./check-fields.ts";
import { FlowMeshError } from "./errors.ts";
import { type CheckedOrigin, checkOrigin } from "./lineage/lineage-id.ts";
import { readListToken } from "./page-token.ts";

const int32 = { min: -0x80000000, max: 0x7fffffff };
const int64 = { min: Number.MIN_SAFE_INTEGER };
const durabilities: readonly Durability[] = ["unspecified", "always", "interval", "memory"];
const anchors: readonly Anchor[] = ["unspecified", "earliest", "latest"];

/** Gives the name back. */
export function checkStreamName(name: unknown): string {
  return checkName("stream", name);
}

/** Gives the name back. `kind` is what it names, for the error. */
export function checkName(kind: string, name: unknown): string {
  if (typeof name === "string" && /^[A-Za-z0-9._-]{1,249}$/.test(name) && name !== "." && name !== "..") return name;
  throw new FlowMeshError("name_invalid", { kind, name: typeof name === "string" ? name : String(name) });
}

/** The time that a call may take, in milliseconds, with its default. */
export function checkTimeoutMs(options: CallOptions | undefined): number {
  const { value, max } = limits.deadlineMs;
  return checkOrDefault("timeoutMs", options?.timeoutMs, { min: 1, max }, value);
}

export function checkCreateStream(request: CreateStreamRequestInit): void {
  checkStreamName(request.stream);
  checkSettings(request.partitions, request.settings);
}

export function checkUpdateStream(request: UpdateStreamRequestInit): void {
  checkStreamName(request.stream);
  checkSettings(request.partitions, request.settings);
  checkExpectedRevision(request.expectedRevision);
}

export interface CheckedDeleteStream {
  readonly stream: string;
  readonly expectedRevision: number | undefined;
}

export function checkDeleteStream(request: DeleteStreamRequestInit): CheckedDeleteStream {
  const stream = checkStreamName(request.stream);
  return { stream, expectedRevision: checkExpectedRevision(request.expectedRevision) };
}

export function checkExpectedRevision(revision: number | undefined): number | undefined {
  return revision === undefined ? undefined : checkWhole("expected_revision", revision, { min: 0 });
}

function checkSettings(partitions: number | undefined, settings: StreamSettingsInit = {}): void {
  checkSetting("partitions", partitions, 1, limits.streamPartitions.value);
  checkSetting("retention_ms", settings.retentionMs, 0, Number.MAX_SAFE_INTEGER);
  checkSetting("retention_bytes", settings.retentionBytes, 0, Number.MAX_SAFE_INTEGER);
  checkSetting("dedupe_window_ms", settings.dedupeWindowMs, 0, limits.dedupeWindowMs.max);
}

export function checkSetting(field: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= min && value <= max)) return;
  const problem =
    max === Number.MAX_SAFE_INTEGER ? `must be a whole number from ${min} on` : `must be from ${min} to ${max}`;
  throw new FlowMeshError("settings_invalid", { field, problem });
}

export interface CheckedGetStream {
  readonly stream: string;
  readonly atLeast: number;
}

export function checkGetStream(request: GetStreamRequestInit): CheckedGetStream {
  return { stream: checkStreamName(request.stream), atLeast: checkAtLeast(request.atLeast) };
}

export interface CheckedListStreams {
  readonly pageSize: number;
  readonly prefix: string;
  /** Only names behind this one; empty: from the start. */
  readonly after: string;
  readonly atLeast: number;
}

export function checkListStreams(request: ListStreamsRequestInit): CheckedListStreams {
  const pageSize = checkOrDefault(
    "page_size",
    request.pageSize,
    { min: 1, max: limits.pageSize.max },
    limits.pageSize.value,
  );
  const prefix = checkText("prefix", request.prefix, limits.nameBytes.value);
  const after = readListToken(request.pageToken, prefix);
  return { pageSize, prefix, after, atLeast: checkAtLeast(request.atLeast) };
}

export interface CheckedFetch {
  readonly stream: string;
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
  readonly waitMs: number;
  readonly atLeast: number;
  /** Empty: for none. */
  readonly group: string;
}

export function checkFetch(request: FetchRequestInit): CheckedFetch {
  return {
    stream: checkStreamName(request.stream),
    partition: checkWhole("partition", request.partition ?? 0, int32),
    offset: checkWhole("offset", request.offset ?? 0, int64),
    maxBytes: checkMaxBytes(request.maxBytes),
    waitMs: checkWaitMs(request.waitMs),
    atLeast: checkAtLeast(request.atLeast),
    group: checkReadingGroup(request.group),
  };
}

function checkReadingGroup(group: string | undefined): string {
  return group === undefined || group === "" ? "" : checkName("group", group);
}

export interface CheckedCursor {
  readonly partition: number;
  readonly offset: number;
}

export interface CheckedSubscribe {
  readonly stream: string;
  /** Each partition at most once. */
  readonly cursors: readonly CheckedCursor[];
  readonly followNewPartitions: boolean;
  readonly live: boolean;
  readonly maxBytes: number;
  /** Empty: for none. */
  readonly group: string;
  /** Empty: whichever has the name. */
  readonly streamId: string;
}

export function checkSubscribe(request: SubscribeRequestInit): CheckedSubscribe {
  const stream = checkStreamName(request.stream);
  const cursors = checkList("cursors", request.cursors).map(checkCursor);
  const followNewPartitions = request.followNewPartitions ?? false;
  if (cursors.length === 0 && !followNewPartitions) {
    throw fieldInvalid("cursors", "must name a partition, unless follow_new_partitions is set");
  }
  if (new Set(cursors.map(({ partition }) => partition)).size < cursors.length) {
    throw fieldInvalid("cursors", "must name each partition once");
  }
  return {
    stream,
    cursors,
    followNewPartitions,
    live: request.live ?? false,
    maxBytes: checkMaxBytes(request.maxBytes),
    group: checkReadingGroup(request.group),
    streamId: checkMadeId("stream_id", request.streamId),
  };
}

function checkCursor(cursor: PartitionCursorInit, index: number): CheckedCursor {
  return {
    partition: checkWhole(`cursors[${index}].partition`, cursor.partition ?? 0, int32),
    offset: checkWhole(`cursors[${index}].offset`, cursor.offset ?? 0, int64),
  };
}

export interface CheckedFindOffsets {
  readonly stream: string;
  /** Empty: all. */
  readonly partitions: readonly number[];
  /** Absent: the anchor counts. */
  readonly time: number | undefined;
  readonly anchor: "earliest" | "latest";
  readonly atLeast: number;
}

export function checkFindOffsets(request: FindOffsetsRequestInit): CheckedFindOffsets {
  checkAtMostOne("at", request.time, request.anchor);
  const partitions = checkList("partitions", request.partitions);
  return {
    stream: checkStreamName(request.stream),
    partitions: partitions.map((partition, index) => checkWhole(`partitions[${index}]`, partition, int32)),
    time: checkTime("time", request.time),
    anchor: checkAnchor(request.anchor),
    atLeast: checkAtLeast(request.atLeast),
  };
}

export interface CheckedRead {
  readonly stream: string;
  /** Absent: all. */
  readonly partition: number | undefined;
  readonly offset: number | undefined;
  readonly fromTime: number | undefined;
  /** Counts when neither an offset nor a time is given. */
  readonly anchor: "earliest" | "latest";
  readonly untilOffset: number | undefined;
  readonly untilTime: number | undefined;
  readonly limit: number;
  readonly pageToken: string;
  readonly waitMs: number;
  readonly atLeast: number;
  /** Empty: for none. */
  readonly group: string;
}

export function checkRead(request: ReadRequestInit): CheckedRead {
  checkAtMostOne("start", request.offset, request.fromTime, request.anchor);
  checkAtMostOne("end", request.untilOffset, request.untilTime);
  const { partition, offset, untilOffset } = request;
  if (partition === undefined && offset !== undefined) throw fieldInvalid("offset", "needs a partition");
  if (partition === undefined && untilOffset !== undefined) throw fieldInvalid("until_offset", "needs a partition");
  return {
    stream: checkStreamName(request.stream),
    partition: partition === undefined ? undefined : checkWhole("partition", partition, int32),
    offset: offset === undefined ? undefined : checkWhole("offset", offset, int64),
    fromTime: checkTime("from_time", request.fromTime),
    anchor: checkAnchor(request.anchor),
    untilOffset: untilOffset === undefined ? undefined : checkWhole("until_offset", untilOffset, { min: 0 }),
    untilTime: checkTime("until_time", request.untilTime),
    limit: checkOrDefault("limit", request.limit, { min: 1, max: limits.pageSize.max }, limits.pageSize.value),
    pageToken: checkText("page_token", request.pageToken, pageTokenBytesMax),
    waitMs: checkWaitMs(request.waitMs),
    atLeast: checkAtLeast(request.atLeast),
    group: checkReadingGroup(request.group),
  };
}

/** A token of a stream with all partitions has at most about 10 bytes for each. */
const pageTokenBytesMax = 16_384;

export interface CheckedAppend {
  readonly stream: string;
  readonly partition: number;
  readonly expectedOffset: number | undefined;
  /** Empty: none. */
  readonly dedupeId: string;
  /** Of how many partitions the keys of its records chose this one; absent: they did not. */
  readonly partitionCount: number | undefined;
  /** Not yet validated. */
  readonly batch: Uint8Array;
}

/** Checks what an append of its own and an append within a commit have in common. The batch itself is checked by `validateBatch`. */
export function checkAppend(request: Omit<AppendRequestInit, "idempotencyKey" | "durability">): CheckedAppend {
  const stream = checkStreamName(request.stream);
  checkBytes("batch", request.batch);
  return {
    stream,
    partition: checkWhole("partition", request.partition ?? 0, int32),
    expectedOffset: checkExpectedOffset(request.expectedOffset),
    dedupeId: checkText("dedupe_id", request.dedupeId, limits.dedupeIdBytes.value),
    partitionCount:
      request.partitionCount === undefined
        ? undefined
        : checkWhole("partition_count", request.partitionCount, { min: 1, max: limits.streamPartitions.value }),
    batch: request.batch ?? noBytes,
  };
}

const noBytes = new Uint8Array(0);

export interface CheckedCommit {
  readonly operations: readonly OperationInit[];
  /** Empty: none. */
  readonly idempotencyKey: string;
  readonly idempotencyWindowMs: number;
  /** Need not be remembered any longer. */
  readonly answeredKeys: readonly string[];
  readonly durability: Durability;
  /** Absent: nothing is said of what caused it. */
  readonly origin: CheckedOrigin | undefined;
}

/** Checks what belongs to the commit as a whole. Throws `commit_empty`, `commit_too_large` and `lineage_id_invalid` too. */
export function checkCommit(request: CommitRequestInit): CheckedCommit {
  const operations = checkList("operations", request.operations);
  const limit = limits.commitOperations.value;
  const windowMs = limits.idempotencyWindowMs.value;
  if (operations.length === 0) throw new FlowMeshError("commit_empty", { what: "commit", part: "operation" });
  if (operations.length > limit) {
    throw new FlowMeshError("commit_too_large", { size: operations.length, unit: "operations", limit });
  }
  return {
    operations,
    idempotencyKey: checkText("idempotency_key", request.idempotencyKey, limits.idempotencyKeyBytes.value),
    idempotencyWindowMs: checkOrDefault(
      "idempotency_window_ms",
      request.idempotencyWindowMs,
      { min: 1, max: windowMs },
      windowMs,
    ),
    answeredKeys: checkAnsweredKeys(request),
    durability: checkDurability(request.durability),
    origin: checkOrigin(request),
  };
}

/** @throws FlowMeshError `field_invalid` */
export function checkDurability(durability: Durability | undefined): Durability {
  return checkChoice("durability", durability, durabilities);
}

function checkAnsweredKeys(request: CommitRequestInit): readonly string[] {
  const field = "answered_keys";
  const keys = checkList(field, request.answeredKeys);
  const [limit, bytes] = [limits.answeredKeys.value, limits.idempotencyKeyBytes.value];
  if (keys.length > limit) throw fieldInvalid(field, `must name at most ${limit} keys`);
  return keys.map((key, index) => checkText(`${field}[${index}]`, key, bytes));
}

export function checkExpectedOffset(value: number | undefined): number | undefined {
  return value === undefined ? undefined : checkWhole("expected_offset", value, { min: 0 });
}

function checkAtMostOne(choice: string, ...values: unknown[]): void {
  if (values.filter((value) => value !== undefined).length > 1)
    throw fieldInvalid(choice, "can be given in one way only");
}

function checkAnchor(anchor: Anchor | undefined): "earliest" | "latest" {
  return checkChoice("anchor", anchor, anchors) === "latest" ? "latest" : "earliest";
}

/** A time; fractions of a millisecond count. */
export function checkTime(field: string, timeMs: number | undefined): number | undefined {
  if (timeMs === undefined || (typeof timeMs === "number" && isTimestampMs(Math.floor(timeMs)))) return timeMs;
  throw fieldInvalid(field, "must be a time in the years 1 to 9999");
}

export function checkMaxBytes(value: number | undefined): number {
  return checkOrDefault("max_bytes", value, { min: 1, max: limits.readBytes.max }, limits.readBytes.value);
}

export function checkWaitMs(value: number | undefined): number {
  return checkWhole("wait_ms", value ?? 0, { min: 0, max: limits.waitMs.value });
}

export function checkAtLeast(value: number | undefined): number {
  return checkWhole("at_least", value ?? 0, { min: 0 });
}
