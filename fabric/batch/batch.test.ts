import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type FlowMeshError, isFlowMeshError } from "../errors.ts";
import { BatchBuilder, encodeBatch } from "./batch-builder.ts";
import { compressBatch } from "./batch-codec.ts";
import {
  batchBaseOffset,
  batchMaxTimestampMs,
  batchNextOffset,
  patchBaseOffset,
  patchCrc,
  patchProducer,
  readBatchHeader,
  writeInt16,
  writeInt32,
  writeInt64,
} from "./batch-header.ts";
import { BatchReader, type DecodedRecord, decodeBatches } from "./batch-reader.ts";
import type { BatchRecord } from "./batch-record.ts";
import { gzipBatch, plainBatch, producerBatch, vectorRecords } from "./kafka-vectors.ts";
import { largestRecordLimits } from "./record-limits.ts";
import { validateBatch } from "./validate-batch.ts";

const hex = (bytes: Uint8Array | null | undefined): string | undefined =>
  bytes == null ? undefined : Buffer.from(bytes).toString("hex");

function plain({ timestampMs, key, value, headers = [] }: BatchRecord | DecodedRecord): object {
  const named = headers.map((header) => [header.name, hex(header.value)]);
  return { timestampMs, key: hex(key), value: hex(value), headers: named };
}

function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(plainBatch);
  change(bytes);
  patchCrc(bytes);
  return bytes;
}

function withCount(count: number): Buffer {
  return changed((bytes) => {
    writeInt32(bytes, 57, count);
    writeInt32(bytes, 23, count - 1);
  });
}

function withProducer(id: number, epoch: number, sequence: number): Buffer {
  const bytes = Buffer.from(plainBatch);
  patchProducer(bytes, 0, id, epoch, sequence);
  return bytes;
}

function reasonOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    return isFlowMeshError(error) ? error.reason : String(error);
  }
  return "none";
}

test("batches are byte for byte those of another Kafka client", () => {
  assert.equal(hex(encodeBatch(vectorRecords)), hex(plainBatch));
  const producer = { producerId: 4711, producerEpoch: 3, baseSequence: 2_147_483_647 };
  assert.equal(hex(encodeBatch(vectorRecords.slice(0, 2), producer)), hex(producerBatch));
});

test("batches of another Kafka client are taken and read", () => {
  for (const batch of [plainBatch, gzipBatch]) {
    validateBatch(batch);
    assert.deepEqual([...decodeBatches(batch)].map(plain), vectorRecords.map(plain));
  }
});

test("the header tells producer, sequence, times and count", () => {
  assert.deepEqual(readBatchHeader(producerBatch), {
    baseOffset: 0,
    size: producerBatch.length,
    magic: 2,
    crc: producerBatch.readUInt32BE(17),
    attributes: 0,
    lastOffsetDelta: 1,
    baseTimestampMs: 1_700_000_000_000,
    maxTimestampMs: 1_700_000_000_250,
    producerId: 4711,
    producerEpoch: 3,
    baseSequence: 2_147_483_647,
    count: 2,
  });
});

const bytesOrNone = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined });
const someRecord: fc.Arbitrary<BatchRecord> = fc.record({
  timestampMs: fc.oneof(
    fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_001_000 }),
  ),
  key: bytesOrNone,
  value: bytesOrNone,
  headers: fc.array(fc.record({ name: fc.string({ unit: "grapheme", maxLength: 20 }), value: bytesOrNone }), {
    maxLength: 4,
  }),
});
const someRecords = fc.array(someRecord, { minLength: 1, maxLength: 20 });

test("whatever is encoded is valid, and is read back the same, compressed or not", () => {
  fc.assert(
    fc.property(someRecords, (records) => {
      const batch = encodeBatch(records);
      for (const stored of [batch, compressBatch(batch, "gzip"), compressBatch(batch, "zstd")]) {
        validateBatch(stored);
        assert.deepEqual([...decodeBatches(stored)].map(plain), records.map(plain));
      }
      assert.equal(batchMaxTimestampMs(batch), Math.max(...records.map(({ timestampMs }) => timestampMs)));
    }),
    { numRuns: 200 },
  );
});

test("the builder knows its size before it is finished, and is empty again afterwards", () => {
  fc.assert(
    fc.property(someRecords, (records) => {
      const builder = new BatchBuilder(64);
      for (const record of records) {
        const expected = builder.sizeWith(record);
        builder.append(record);
        assert.equal(builder.size, expected);
      }
      const { size } = builder;
      const batch = builder.finish();
      assert.equal(batch.length, size);
      assert.equal(builder.count, 0);
      const before = hex(batch);
      for (const record of records) builder.append(record);
      assert.equal(hex(builder.finish()), before);
      assert.equal(hex(batch), before, "the second batch must not touch the first");
      builder.reuse(batch);
      for (const record of records) builder.append(record);
      assert.equal(hex(builder.finish()), before);
    }),
    { numRuns: 50 },
  );
});

test("memory that is given back holds the next batch, however small the builder began", () => {
  for (const begin of [100, 16_384]) {
    const builder = new BatchBuilder(begin);
    const records = Array.from({ length: 50 }, () => ({ timestampMs: 0, value: Buffer.alloc(1000) }));
    for (const record of records) builder.append(record);
    const batch = builder.finish();
    builder.reuse(batch);
    for (const record of records) builder.append(record);
    assert.equal(builder.finish().buffer, batch.buffer);
  }
});

test("a record whose time cannot be written is refused and leaves the batch as it was", () => {
  const builder = new BatchBuilder();
  builder.append({ timestampMs: 1 });
  for (const timestampMs of [0.5, Number.NaN, 1e15, -1e15, Number.POSITIVE_INFINITY]) {
    assert.equal(
      reasonOf(() => builder.append({ timestampMs })),
      "field_invalid",
    );
  }
  assert.equal([...decodeBatches(builder.finish())].length, 1);
  assert.equal(
    reasonOf(() => builder.finish()),
    "commit_empty",
  );
});

test("offset and producer are patched in place, and only the producer changes the CRC", () => {
  const batch = Buffer.from(plainBatch);
  patchBaseOffset(batch, 0, 2 ** 52 + 1);
  assert.equal(batchBaseOffset(batch), 2 ** 52 + 1);
  assert.equal(batchNextOffset(batch), 2 ** 52 + 5);
  assert.equal(hex(batch.subarray(16)), hex(plainBatch.subarray(16)));
  patchProducer(batch, 0, 2 ** 40 + 7, 3, 9);
  validateBatch(batch);
  const { producerId, producerEpoch, baseSequence } = readBatchHeader(batch);
  assert.deepEqual([producerId, producerEpoch, baseSequence], [2 ** 40 + 7, 3, 9]);
});

test("a reader passes over records below the offset asked for, and over batches of the server's own", () => {
  const batches = [0, 4, 8].map((offset) => {
    const batch = Buffer.from(plainBatch);
    patchBaseOffset(batch, 0, offset);
    return batch;
  });
  writeInt16(batches[1]!, 21, 0x20);
  patchCrc(batches[1]!);
  const reader = new BatchReader(Buffer.concat(batches), { fromOffset: 2 });
  const offsets: number[] = [];
  while (reader.next()) offsets.push(reader.offset);
  assert.deepEqual(offsets, [2, 3, 8, 9, 10, 11]);
  assert.equal(reader.nextOffset, 12);
  assert.equal([...decodeBatches(Buffer.concat(batches), { fromOffset: 12 })].length, 0);
});

test("a batch whose times the server set has one time for all records", () => {
  const batch = changed((bytes) => writeInt16(bytes, 21, 0x08));
  assert.deepEqual(
    new Set([...decodeBatches(batch)].map(({ timestampMs }) => timestampMs)),
    new Set([1_700_003_600_000]),
  );
});

const lies: readonly [what: string, reason: string, batch: Buffer][] = [
  ["nothing", "batch_malformed", Buffer.alloc(0)],
  ["less than a header", "batch_malformed", plainBatch.subarray(0, 60)],
  ["a byte too few", "batch_malformed", plainBatch.subarray(0, -1)],
  ["a byte too many", "batch_malformed", Buffer.concat([plainBatch, Buffer.of(0)])],
  ["two batches", "batch_malformed", Buffer.concat([plainBatch, plainBatch])],
  ["another magic", "batch_malformed", changed((bytes) => bytes.writeUInt8(1, 16))],
  ["a changed byte", "batch_crc_mismatch", Buffer.from(plainBatch).fill(1, 100, 101)],
  ["no records", "batch_malformed", changed((bytes) => writeInt32(bytes, 57, 0))],
  ["a count that is too small", "batch_malformed", withCount(3)],
  ["a count that is too large", "batch_malformed", withCount(5)],
  ["a negative count", "batch_malformed", withCount(-4)],
  ["another last offset delta", "batch_malformed", changed((bytes) => writeInt32(bytes, 23, 2))],
  ["codec 5", "batch_codec_unknown", changed((bytes) => writeInt16(bytes, 21, 5))],
  ["codec 7", "batch_codec_unknown", changed((bytes) => writeInt16(bytes, 21, 7))],
  ["the control bit", "batch_malformed", changed((bytes) => writeInt16(bytes, 21, 0x20))],
  ["the transactional bit", "capability_missing", changed((bytes) => writeInt16(bytes, 21, 0x10))],
  ["times set by the server", "batch_malformed", changed((bytes) => writeInt16(bytes, 21, 0x08))],
  ["a delete horizon", "batch_malformed", changed((bytes) => writeInt16(bytes, 21, 0x40))],
  ["unknown attributes", "batch_malformed", changed((bytes) => writeInt16(bytes, 21, 0x4000))],
  ["a producer without a sequence", "batch_malformed", changed((bytes) => writeInt64(bytes, 43, 1))],
  ["a producer without an epoch", "batch_malformed", withProducer(1, -1, 0)],
  ["a negative producer", "batch_malformed", changed((bytes) => writeInt64(bytes, 43, -2))],
  ["a producer beyond what is exact", "batch_malformed", changed((bytes) => bytes.writeBigInt64BE(2n ** 60n, 43))],
  ["a time beyond the year 9999", "batch_malformed", changed((bytes) => writeInt64(bytes, 35, 2 ** 50))],
  ["a first time beyond the year 9999", "batch_malformed", changed((bytes) => bytes.writeBigInt64BE(-(2n ** 60n), 27))],
  ["a record that is too long", "batch_malformed", changed((bytes) => bytes.writeUInt8(bytes[61]! + 2, 61))],
  ["a record that is too short", "batch_malformed", changed((bytes) => bytes.writeUInt8(bytes[61]! - 2, 61))],
  ["a record of negative length", "batch_malformed", changed((bytes) => bytes.writeUInt8(1, 61))],
  ["another offset delta", "batch_malformed", changed((bytes) => bytes.writeUInt8(2, 64))],
  ["a key of negative length", "batch_malformed", changed((bytes) => bytes.writeUInt8(3, 65))],
  ["a key that is too long", "batch_malformed", changed((bytes) => bytes.writeUInt8(126, 65))],
  [
    "a greatest timestamp that is not a record's",
    "batch_malformed",
    changed((bytes) => bytes.writeBigInt64BE(bytes.readBigInt64BE(35) - 1n, 35)),
  ],
  ["an endless number", "batch_malformed", changed((bytes) => bytes.fill(0xff, 61))],
];

for (const [what, reason, batch] of lies) {
  test(`a batch with ${what} is refused with ${reason}`, () => {
    assert.equal(
      reasonOf(() => validateBatch(batch)),
      reason,
    );
  });
}

test("leader epoch and base offset may be anything in a batch that comes", () => {
  const batch = Buffer.from(plainBatch);
  batch.fill(0xff, 0, 8);
  batch.fill(0xff, 12, 16);
  validateBatch(batch);
});

const limits = { keyBytesMax: 5, valueBytesMax: 10, headersMax: 2, headerBytesMax: 8 };
const header = { name: "name", value: Buffer.from("1234") };
const large: readonly [part: string, size: number, record: Partial<BatchRecord>][] = [
  ["key", 6, { key: Buffer.alloc(6) }],
  ["value", 11, { value: Buffer.alloc(11) }],
  ["headers", 3, { headers: [header, header, header] }],
  ["header", 9, { headers: [{ name: "names", value: Buffer.from("1234") }] }],
];

for (const [part, size, record] of large) {
  test(`a ${part} over its limit is named with its record and size`, () => {
    const fits: BatchRecord = {
      timestampMs: 0,
      key: Buffer.alloc(5),
      value: Buffer.alloc(10),
      headers: [header, header],
    };
    const batch = encodeBatch([fits, { timestampMs: 0, ...record }]);
    assert.throws(
      () => validateBatch(batch, limits),
      ({ reason, details }: FlowMeshError) => {
        assert.equal(reason, "record_too_large");
        assert.deepEqual([details.part, details.index, details.size], [part, 1, size]);
        return true;
      },
    );
  });
}

test("a batch whose bytes are changed anywhere is never taken for another one", () => {
  const whole = encodeBatch(vectorRecords);
  fc.assert(
    fc.property(fc.integer({ min: 16, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, difference) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= difference;
      assert.notEqual(
        reasonOf(() => validateBatch(bytes)),
        "none",
      );
    }),
  );
});

test("records that lie are refused by reader and check alike, and never read beyond their batch", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(500), fc.nat(255)), { minLength: 1, maxLength: 5 }), (changes) => {
      const bytes = Buffer.from(plainBatch);
      for (const [at, value] of changes) bytes[61 + (at % (bytes.length - 61))] = value;
      patchCrc(bytes);
      const checked = reasonOf(() => validateBatch(bytes));
      const read = reasonOf(() => [...decodeBatches(bytes)]);
      assert.ok(["none", "batch_malformed", "record_too_large"].includes(checked), checked);
      assert.ok(["none", "batch_malformed"].includes(read), read);
      if (checked === "none") assert.equal(read, "none");
    }),
    { numRuns: 2000 },
  );
});

function garbage(): Buffer {
  const batch = Buffer.from(gzipBatch);
  batch.fill(7, 70);
  patchCrc(batch);
  return batch;
}

test("compression that cannot be undone is told as such", () => {
  validateBatch(garbage());
  assert.equal(
    reasonOf(() => [...decodeBatches(garbage())]),
    "batch_malformed",
  );
  for (const [codec, reason] of [
    [2, "capability_missing"],
    [3, "capability_missing"],
    [6, "batch_codec_unknown"],
  ] as const) {
    const batch = changed((bytes) => writeInt16(bytes, 21, codec));
    assert.equal(
      reasonOf(() => [...decodeBatches(batch)]),
      reason,
    );
  }
});

test("a small batch that grows without end is not restored", () => {
  const batch = encodeBatch([{ timestampMs: 0, value: Buffer.alloc(17 * 1024 * 1024) }]);
  for (const codec of ["gzip", "zstd"] as const) {
    const bomb = compressBatch(batch, codec);
    assert.ok(bomb.length < 131_072);
    const reason = reasonOf(() => [...decodeBatches(bomb)]);
    assert.equal(reason, "batch_malformed", codec);
  }
});

test("an error of the reader leaves it at the first record that cannot be read and at the place where reading can go on", () => {
  const records = ["a", "b", "c"].map((text) => ({ timestampMs: 0, value: Buffer.from(text) }));
  const tooLarge = { timestampMs: 0, value: Buffer.alloc(largestRecordLimits.valueBytesMax + 1) };
  const claiming = (claimed: number): Uint8Array => {
    const batch = encodeBatch(records);
    writeInt32(batch, 57, claimed);
    writeInt32(batch, 23, claimed - 1);
    return compressBatch(batch, "zstd");
  };
  for (const [batch, reason, offset, nextOffset] of [
    [claiming(5), "batch_malformed", 13, 15],
    [claiming(2), "batch_malformed", 11, 12],
    [compressBatch(encodeBatch([records[0]!, tooLarge, records[1]!]), "gzip"), "record_too_large", 11, 12],
    [garbage(), "batch_malformed", 10, 10 + vectorRecords.length],
  ] as const) {
    patchBaseOffset(batch, 0, 10);
    const reader = new BatchReader(batch);
    const read = reasonOf(() => {
      while (reader.next());
    });
    assert.deepEqual([read, reader.offset, reader.nextOffset], [reason, offset, nextOffset]);
    if (reason !== "record_too_large") continue;
    const values = [...decodeBatches(batch, { fromOffset: nextOffset })].map(({ value }) => String(value));
    assert.deepEqual(values, [String(records[1]!.value)], "a reader behind it passes over it");
  }
});
