import type { ErrorReason, methods } from "@flowmesh/contract";
import { encodeBatch } from "@flowmesh/fabric";
import { patchCrc, patchProducer } from "@flowmesh/fabric/internal";

type MethodName = keyof typeof methods;

/** A request that is well-formed but wrong. It is made through frames and through REST, and both give the same reason. */
export interface BadCall {
  readonly name: string;
  readonly method: MethodName;
  readonly request: object;
  readonly reason: ErrorReason;
  /** Where REST's own grammar sees it first: the reason that it gives. */
  readonly rest: ErrorReason;
  readonly timeoutMs: number | undefined;
}

/**
 * The stream that the cases run against. Partition 0 of 2 holds offsets 0 to 2; partition 1 holds what `firstBatch` brought, and idempotency key `used` belongs to a
 * commit of one record.
 */
export const kept = "kept";

const timestampMs = 1_700_000_000_000;
const text = (length: number): string => "x".repeat(length);
const bytesOf = (length: number): Buffer => Buffer.alloc(length, 97);

type Patch = (bytes: Buffer) => void;
const u8 =
  (at: number, value: number): Patch =>
  (bytes) =>
    void bytes.writeUInt8(value, at);
const i16 =
  (at: number, value: number): Patch =>
  (bytes) =>
    void bytes.writeInt16BE(value, at);
const i32 =
  (at: number, value: number): Patch =>
  (bytes) =>
    void bytes.writeInt32BE(value, at);
const i64 =
  (at: number, value: bigint): Patch =>
  (bytes) =>
    void bytes.writeBigInt64BE(value, at);

/** A batch of three records with wrong bytes, whose CRC fits nevertheless. */
function batch(...patches: Patch[]): Buffer {
  const bytes = withWrongCrc(...patches);
  patchCrc(bytes, 0);
  return bytes;
}

function withWrongCrc(...patches: Patch[]): Buffer {
  const records = ["a", "b", "c"].map((value) => ({ key: bytesOf(1), value: Buffer.from(value), timestampMs }));
  const bytes = Buffer.from(encodeBatch(records));
  for (const patch of patches) patch(bytes);
  return bytes;
}

function ofProducer(epoch: number, sequence: number, producer = 1): Buffer {
  const bytes = batch();
  patchProducer(bytes, 0, producer, epoch, sequence);
  return bytes;
}

const good = batch();
const oneRecord = (record: object): Uint8Array => encodeBatch([{ timestampMs, ...record }]);

/** What stands in partition 1: producer 1, the first that is opened, epoch 1, sequences 0 to 2. */
export const firstBatch: Uint8Array = ofProducer(1, 0);

interface More {
  readonly rest?: ErrorReason;
  readonly timeoutMs?: number;
}

function bad(name: string, method: MethodName, request: object, reason: ErrorReason, more: More = {}): BadCall {
  return { name, method, request, reason, rest: more.rest ?? reason, timeoutMs: more.timeoutMs };
}

const badNames: readonly (readonly [what: string, name: string])[] = [
  ["a dot alone", "."],
  ["two dots alone", ".."],
  ["a slash", "a/b"],
  ["a backslash", "..\\b"],
  ["a blank", "a b"],
  ["letters outside ASCII", "größe"],
  ["NUL", "a\0b"],
  ["a line end", "a\nb"],
  ["250 characters", text(250)],
  ["4000 line ends", "\n".repeat(4_000)],
  ["percent signs", "%2e%2e"],
  ["a division slash", "a\u2215b"],
];

const ofNames: BadCall[] = [
  bad("an empty name", "createStream", {}, "name_invalid"),
  ...badNames.flatMap(([what, stream]) => [
    bad(`a name with ${what}, to create`, "createStream", { stream }, "name_invalid"),
    bad(`a name with ${what}, to look up`, "getStream", { stream }, "name_invalid"),
  ]),
  bad("a name with a slash, to publish to", "publish", { stream: "a/b", records: [{}] }, "name_invalid"),
  bad("a name with a slash, to append to", "append", { stream: "a/b", batch: good }, "name_invalid"),
  bad("a name with a slash, to fetch from", "fetch", { stream: "a/b" }, "name_invalid"),
  bad("a name with a slash, to delete", "deleteStream", { stream: "a/b" }, "name_invalid"),
];

const absent = "absent";
const toAbsent = { append: { stream: absent, batch: good } };

const ofUnknown: BadCall[] = [
  bad("get of an unknown stream", "getStream", { stream: absent }, "stream_not_found"),
  bad("update of an unknown stream", "updateStream", { stream: absent, partitions: 2 }, "stream_not_found"),
  bad("delete of an unknown stream", "deleteStream", { stream: absent }, "stream_not_found"),
  bad("publish to an unknown stream", "publish", { stream: absent, records: [{}] }, "stream_not_found"),
  bad("append to an unknown stream", "append", { stream: absent, batch: good }, "stream_not_found"),
  bad("read from an unknown stream", "read", { stream: absent }, "stream_not_found"),
  bad("fetch from an unknown stream", "fetch", { stream: absent }, "stream_not_found"),
  bad("subscription to an unknown stream", "subscribe", { stream: absent, cursors: [{}] }, "stream_not_found"),
  bad("offsets of an unknown stream", "findOffsets", { stream: absent }, "stream_not_found"),
  bad("commit to an unknown stream", "commit", { operations: [toAbsent] }, "stream_not_found"),
  bad("publish to partition 2 of 2", "publish", { stream: kept, records: [{ partition: 2 }] }, "partition_not_found"),
  bad("append to partition 2 of 2", "append", { stream: kept, partition: 2, batch: good }, "partition_not_found"),
  bad("append to partition -1", "append", { stream: kept, partition: -1, batch: good }, "partition_not_found"),
  bad(
    "append to partition 2^31 - 1",
    "append",
    { stream: kept, partition: 2 ** 31 - 1, batch: good },
    "partition_not_found",
  ),
  bad("fetch from partition 2 of 2", "fetch", { stream: kept, partition: 2 }, "partition_not_found"),
  bad("fetch from partition -1", "fetch", { stream: kept, partition: -1 }, "partition_not_found"),
  bad("read from partition 2 of 2", "read", { stream: kept, partition: 2 }, "partition_not_found"),
  bad(
    "subscription to partition 2 of 2",
    "subscribe",
    { stream: kept, cursors: [{ partition: 2 }] },
    "partition_not_found",
  ),
  bad("offsets of partition 2 of 2", "findOffsets", { stream: kept, partitions: [2] }, "partition_not_found"),
];

const withSettings = (settings: object): object => ({ stream: absent, settings });

const ofSettings: BadCall[] = [
  bad("a stream that exists", "createStream", { stream: kept }, "stream_exists"),
  bad("0 partitions", "createStream", { stream: absent, partitions: 0 }, "settings_invalid"),
  bad("-1 partitions", "createStream", { stream: absent, partitions: -1 }, "settings_invalid"),
  bad("1025 partitions", "createStream", { stream: absent, partitions: 1025 }, "settings_invalid"),
  bad("negative retention by age", "createStream", withSettings({ retentionMs: -1 }), "settings_invalid"),
  bad("negative retention by bytes", "createStream", withSettings({ retentionBytes: -1 }), "settings_invalid"),
  bad("a dedupe window above a day", "createStream", withSettings({ dedupeWindowMs: 86_400_001 }), "settings_invalid"),
  bad("fewer partitions than before", "updateStream", { stream: kept, partitions: 1 }, "partitions_shrink"),
  bad("more than 1024 partitions", "updateStream", { stream: kept, partitions: 1025 }, "settings_invalid"),
  bad(
    "a negative dedupe window",
    "updateStream",
    { stream: kept, settings: { dedupeWindowMs: -1 } },
    "settings_invalid",
  ),
];

const publishOf = (...records: object[]): object => ({ stream: kept, records });
const appendOf = (bytes: Uint8Array): object => ({ stream: kept, partition: 1, batch: bytes });
const header = { name: "a", value: Buffer.from("b") };

const ofRecords: BadCall[] = [
  bad("no records", "publish", publishOf(), "commit_empty"),
  bad("a key of 4097 bytes", "publish", publishOf({ key: bytesOf(4097) }), "record_too_large"),
  bad("a value above 1 MiB", "publish", publishOf({ value: Buffer.from(`"${text(1_048_575)}"`) }), "record_too_large"),
  bad("65 headers", "publish", publishOf({ headers: Array(65).fill(header) }), "record_too_large"),
  bad(
    "a header of 4097 bytes",
    "publish",
    publishOf({ headers: [{ name: "a", value: bytesOf(4096) }] }),
    "record_too_large",
  ),
  bad("the second of two records", "publish", publishOf({}, { key: bytesOf(4097) }), "record_too_large"),
  bad("a dedupe id of 256 bytes", "publish", publishOf({ dedupeId: text(256) }), "field_invalid"),
  bad("an idempotency key of 256 bytes", "publish", { ...publishOf({}), idempotencyKey: text(256) }, "field_invalid"),
  bad(
    "an expected offset that is not so",
    "publish",
    { ...publishOf({ partition: 0 }), expectedOffset: 7 },
    "expected_offset_mismatch",
  ),
  bad("a negative expected offset", "publish", { ...publishOf({ partition: 0 }), expectedOffset: -1 }, "field_invalid"),
  bad(
    "an idempotency key of another commit",
    "publish",
    { ...publishOf({ partition: 1 }), idempotencyKey: "used" },
    "idempotency_key_reused",
  ),
  bad(
    "a batch with a value over the limit",
    "append",
    appendOf(oneRecord({ value: bytesOf(1_048_577) })),
    "record_too_large",
  ),
  bad("a batch with a key over the limit", "append", appendOf(oneRecord({ key: bytesOf(4097) })), "record_too_large"),
  bad(
    "a batch with 65 headers",
    "append",
    appendOf(oneRecord({ headers: Array(65).fill(header) })),
    "record_too_large",
  ),
];

const badBatches: readonly (readonly [name: string, bytes: Uint8Array, reason: ErrorReason])[] = [
  ["no batch", Buffer.alloc(0), "batch_malformed"],
  ["a batch of 60 bytes", good.subarray(0, 60), "batch_malformed"],
  ["a batch without its last byte", good.subarray(0, -1), "batch_malformed"],
  ["a byte behind the batch", Buffer.concat([good, Buffer.alloc(1)]), "batch_malformed"],
  ["two batches", Buffer.concat([good, good]), "batch_malformed"],
  ["a batch of zeros", Buffer.alloc(200), "batch_malformed"],
  ["a batch of ones", Buffer.alloc(200, 0xff), "batch_malformed"],
  ["a batch of version 1", batch(u8(16, 1)), "batch_malformed"],
  ["a batch length of -1", batch(i32(8, -1)), "batch_malformed"],
  ["a batch length of 2 GiB", batch(i32(8, 2 ** 31 - 1)), "batch_malformed"],
  ["a wrong CRC", withWrongCrc(i32(17, 1)), "batch_crc_mismatch"],
  ["a changed byte in the last record", withWrongCrc(u8(good.length - 2, 0x7a)), "batch_crc_mismatch"],
  ["codec 5", batch(i16(21, 5)), "batch_codec_unknown"],
  ["codec 7", batch(i16(21, 7)), "batch_codec_unknown"],
  ["a control batch", batch(i16(21, 0x20)), "batch_malformed"],
  ["attributes that nobody knows", batch(i16(21, 0x100)), "batch_malformed"],
  ["a batch of a Kafka transaction", batch(i16(21, 0x10)), "capability_missing"],
  ["a count of 0", batch(i32(57, 0)), "batch_malformed"],
  ["a count of -1", batch(i32(57, -1)), "batch_malformed"],
  ["a count of 2 for 3 records", batch(i32(57, 2), i32(23, 1)), "batch_malformed"],
  ["a count of 4 for 3 records", batch(i32(57, 4), i32(23, 3)), "batch_malformed"],
  ["a count of 2^31 - 1", batch(i32(57, 2 ** 31 - 1), i32(23, 2 ** 31 - 2)), "batch_malformed"],
  ["a last offset delta that is not count - 1", batch(i32(23, 9)), "batch_malformed"],
  ["a record that is longer than the batch", batch(u8(61, 0x7e)), "batch_malformed"],
  ["a record of negative length", batch(u8(61, 0x01)), "batch_malformed"],
  ["a record whose length never ends", batch(i64(61, -1n), i64(69, -1n)), "batch_malformed"],
  ["a time in the year 300000", batch(i64(27, 10n ** 16n)), "batch_malformed"],
  ["a producer without a sequence", batch(i64(43, 1n), i16(51, 0)), "batch_malformed"],
  ["a producer's third batch before its second", ofProducer(1, 6), "sequence_out_of_order"],
  ["a producer that was never opened", ofProducer(1, 0, 77), "producer_unknown"],
  ["a producer that was replaced", ofProducer(0, 3), "producer_fenced"],
];

const ofBatches: BadCall[] = [
  ...badBatches.map(([name, bytes, reason]) => bad(name, "append", appendOf(bytes), reason)),
  bad(
    "an append at another offset than expected",
    "append",
    { ...appendOf(good), expectedOffset: 99 },
    "expected_offset_mismatch",
  ),
  bad("an append with a dedupe id of 256 bytes", "append", { ...appendOf(good), dedupeId: text(256) }, "field_invalid"),
];

const append = { append: appendOf(good) };
const largeAppend = { append: appendOf(oneRecord({ value: bytesOf(1_000_000) })) };
const brokenAppend = { append: appendOf(withWrongCrc(i32(17, 1))) };

const ofCommits: BadCall[] = [
  bad("a commit of nothing", "commit", {}, "commit_empty"),
  bad("an operation that is none", "commit", { operations: [{}] }, "field_invalid"),
  bad("1001 operations", "commit", { operations: Array(1001).fill(append) }, "commit_too_large"),
  bad("a commit whose second operation is wrong", "commit", { operations: [append, toAbsent] }, "stream_not_found"),
  bad("a commit with a batch of a wrong CRC", "commit", { operations: [append, brokenAppend] }, "batch_crc_mismatch"),
  bad("a commit above 16 MiB", "commit", { operations: Array(17).fill(largeAppend) }, "commit_too_large", {
    rest: "message_too_large",
  }),
];

const read = (request: object): object => ({ stream: kept, ...request });

const ofReads: BadCall[] = [
  bad("fetch from offset -1", "fetch", read({ offset: -1 }), "offset_out_of_range"),
  bad("fetch from behind the end", "fetch", read({ offset: 4 }), "offset_out_of_range"),
  bad("fetch from offset 2^53 - 1", "fetch", read({ offset: Number.MAX_SAFE_INTEGER }), "offset_out_of_range"),
  bad("fetch of -1 bytes", "fetch", read({ maxBytes: -1 }), "field_invalid"),
  bad("fetch of more than 8 MiB", "fetch", read({ maxBytes: 8_388_609 }), "field_invalid"),
  bad("fetch that waits longer than 30 s", "fetch", read({ waitMs: 30_001 }), "field_invalid"),
  bad("fetch that waits -1 ms", "fetch", read({ waitMs: -1 }), "field_invalid"),
  bad("fetch at a negative position", "fetch", read({ atLeast: -1 }), "field_invalid"),
  bad("a position that does not come in time", "getStream", read({ atLeast: 1_000_000 }), "deadline_exceeded", {
    timeoutMs: 30,
  }),
  bad("read from an offset without a partition", "read", read({ offset: 0 }), "field_invalid"),
  bad("read until an offset without a partition", "read", read({ untilOffset: 1 }), "field_invalid"),
  bad("read from behind the end", "read", read({ partition: 0, offset: 4 }), "offset_out_of_range"),
  bad("read of 1001 records", "read", read({ limit: 1001 }), "field_invalid"),
  bad("read of -1 records", "read", read({ limit: -1 }), "field_invalid"),
  bad("read with a page token that is none", "read", read({ pageToken: "abc" }), "page_token_invalid"),
  bad("read with a page token of 20 kB", "read", read({ pageToken: text(20_000) }), "field_invalid", {
    rest: "message_malformed",
  }),
  bad("streams with a page token that is none", "listStreams", { pageToken: "!" }, "page_token_invalid"),
  bad("a page of 1001 streams", "listStreams", { pageSize: 1001 }, "field_invalid"),
  bad("a page of -1 streams", "listStreams", { pageSize: -1 }, "field_invalid"),
  bad("a prefix of 250 bytes", "listStreams", { prefix: text(250) }, "field_invalid"),
  bad("a subscription without cursors", "subscribe", read({}), "field_invalid"),
  bad("a subscription that names a partition twice", "subscribe", read({ cursors: [{}, {}] }), "field_invalid"),
  bad("a subscription from behind the end", "subscribe", read({ cursors: [{ offset: 4 }] }), "offset_out_of_range"),
  bad("a subscription from offset -1", "subscribe", read({ cursors: [{ offset: -1 }] }), "offset_out_of_range"),
  bad("a subscription of -1 bytes", "subscribe", read({ cursors: [{}], maxBytes: -1 }), "field_invalid"),
];

export const badCalls: readonly BadCall[] = [
  ...ofNames,
  ...ofUnknown,
  ...ofSettings,
  ...ofRecords,
  ...ofBatches,
  ...ofCommits,
  ...ofReads,
];
