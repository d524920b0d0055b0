import assert from "node:assert/strict";
import { limits } from "@flowmesh/contract";
import { encodeBatch } from "../../batch/batch-builder.ts";
import { compressBatch } from "../../batch/batch-codec.ts";
import {
  batchCount,
  patchBaseOffset,
  patchCrc,
  patchProducer,
  writeInt16,
  writeInt32,
} from "../../batch/batch-header.ts";
import type { BatchRecord } from "../../batch/batch-record.ts";
import { batchOf, type CaseContext, numbered, text } from "../case-context.ts";
import { type ConformanceCase, severalOperations, smallLimits } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const small: readonly string[] = ["a", "b", "c"];

/** A batch of three records with something changed and its CRC right. */
function changed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = Uint8Array.from(batchOf(small));
  change(bytes);
  patchCrc(bytes);
  return bytes;
}

function writeCount(bytes: Uint8Array, count: number): void {
  writeInt32(bytes, 57, count);
  writeInt32(bytes, 23, count - 1);
}

/** A packed batch that says it has so many records. */
function claiming(count: number): Uint8Array {
  const bytes = Uint8Array.from(compressBatch(batchOf(["a"]), "gzip"));
  writeCount(bytes, count);
  patchCrc(bytes);
  return bytes;
}

const malformed: readonly (readonly [what: string, bytes: () => Uint8Array])[] = [
  ["nothing", () => new Uint8Array(0)],
  ["less than a header", () => batchOf(small).slice(0, 60)],
  ["a byte too few", () => batchOf(small).slice(0, -1)],
  ["a byte behind it", () => Buffer.concat([batchOf(small), Buffer.of(0)])],
  ["two batches", () => Buffer.concat([batchOf(small), batchOf(small)])],
  ["another magic", () => changed((bytes) => bytes.set([1], 16))],
  ["no records", () => changed((bytes) => writeCount(bytes, 0))],
  ["a count too small", () => changed((bytes) => writeCount(bytes, 2))],
  ["more records, packed, than a batch can have", () => claiming(limits.batchRecords.value + 1)],
  ["a count too large", () => changed((bytes) => writeCount(bytes, 4))],
  ["another last offset delta", () => changed((bytes) => writeInt32(bytes, 23, 1))],
  ["a record length that lies", () => changed((bytes) => bytes.set([bytes[61]! + 2], 61))],
  ["the control bit", () => changed((bytes) => writeInt16(bytes, 21, 0x20))],
  ["a producer without a sequence", () => changed((bytes) => patchProducer(bytes, 0, 1, 0, -1))],
  ["random bytes", () => changed((bytes) => bytes.fill(0xff, 61))],
];

async function expectUntouched(context: CaseContext, stream: string, before: number): Promise<void> {
  assert.equal(await context.nextOffset(stream), before, "nothing may be written by a refused append");
}

const placing: readonly ConformanceCase[] = [
  {
    name: "appends get the offsets behind those before, and positions that rise",
    async run({ streams, stream: create }) {
      const stream = await create(2);
      const first = await streams.append({ stream, partition: 1, batch: batchOf(["a", "b"]) });
      const second = await streams.append({ stream, partition: 1, batch: batchOf(["c"]) });
      const other = await streams.append({ stream, batch: batchOf(["x"]) });
      assert.deepEqual([first.offset, second.offset, other.offset], [0, 2, 0]);
      assert.ok(first.position > 0 && second.position > first.position && other.position > second.position);
      assert.deepEqual([first.duplicate, second.duplicate, other.duplicate], [false, false, false]);
    },
  },
  {
    name: "a batch is kept byte for byte, but for its base offset and leader epoch",
    async run({ streams, stream: create }) {
      const stream = await create();
      const records: BatchRecord[] = [
        { timestampMs: 1_700_000_000_000, key: Buffer.from("k"), value: Buffer.alloc(2000, 7) },
        {
          timestampMs: 1_600_000_000_000,
          headers: [
            { name: "h\u00e9", value: Buffer.of(0, 255) },
            { name: "", value: null },
          ],
        },
        { timestampMs: 0, key: Buffer.alloc(0), value: Buffer.alloc(0) },
      ];
      const plain = encodeBatch(records);
      const codec = (number: number): Uint8Array => {
        const bytes = Uint8Array.from(plain);
        writeInt16(bytes, 21, number);
        patchCrc(bytes);
        return bytes;
      };
      let expected = 0;
      for (const batch of [plain, compressBatch(plain, "gzip"), compressBatch(plain, "zstd"), codec(2), codec(3)]) {
        const sent = Uint8Array.from(batch);
        sent.fill(0xee, 0, 8);
        sent.fill(0xff, 12, 16);
        const { offset } = await streams.append({ stream, batch: sent });
        assert.equal(offset, expected);
        const { batches } = await streams.fetch({ stream, offset });
        patchBaseOffset(batch, 0, offset);
        assert.equal(Buffer.from(batches).toString("hex"), Buffer.from(batch).toString("hex"));
        expected += batchCount(batch);
      }
    },
  },
  {
    name: "appends that one caller issues without waiting keep their order",
    async run(context) {
      const stream = await context.stream();
      const values = numbered(100);
      const responses = await Promise.all(
        values.map((value) => context.streams.append({ stream, batch: batchOf([value, value]) })),
      );
      assert.deepEqual(
        responses.map(({ offset }) => offset),
        values.map((_, index) => 2 * index),
      );
      const expected = values.flatMap((value) => [value, value]);
      assert.deepEqual(await context.values(stream), expected);
    },
  },
  {
    name: "what is appended is visible, by the position of its answer, under every durability",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      for (const durability of ["unspecified", "always", "interval", "memory"] as const) {
        const { offset, position } = await streams.append({ stream, batch: batchOf([durability]), durability });
        const { batches } = await elapse(streams.fetch({ stream, offset, atLeast: position }));
        assert.ok(batches.length > 0, `${durability}: a read that asks for the position must see it`);
      }
    },
  },
  {
    name: "an append answered under durability always is visible to the next call",
    async run({ streams, stream: create, values }) {
      const stream = await create();
      for (const value of numbered(20)) {
        const { offset } = await streams.append({ stream, batch: batchOf([value]), durability: "always" });
        assert.equal((await streams.fetch({ stream, offset })).nextOffset, offset + 1);
      }
      assert.equal((await values(stream)).length, 20);
    },
  },
  {
    name: "an append that was answered survives a loss of power",
    hooks: ["crash"],
    async run(context) {
      const stream = await context.stream();
      const values = numbered(10);
      for (const value of values) await context.append(stream, [value]);
      await context.crash();
      assert.deepEqual((await context.values(stream)).slice(0, 10), values);
      assert.ok((await context.append(stream, ["later"])) >= 10);
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  ...malformed.map(
    ([what, bytes]): ConformanceCase => ({
      name: `a batch that is ${what} is refused as malformed`,
      async run(context) {
        const stream = await context.stream();
        const before = await context.append(stream, small);
        await expectRefusal(context.streams.append({ stream, batch: bytes() }), "batch_malformed");
        await expectUntouched(context, stream, before + small.length);
      },
    }),
  ),
  {
    name: "a batch whose bytes do not fit its CRC is refused",
    async run(context) {
      const stream = await context.stream();
      const batch = Uint8Array.from(batchOf(small));
      batch[batch.length - 2]! ^= 1;
      await expectRefusal(context.streams.append({ stream, batch }), "batch_crc_mismatch");
      await expectUntouched(context, stream, 0);
    },
  },
  {
    name: "a batch with an unknown codec is refused",
    async run(context) {
      const stream = await context.stream();
      for (const codec of [5, 7]) {
        const batch = changed((bytes) => writeInt16(bytes, 21, codec));
        await expectRefusal(context.streams.append({ stream, batch }), "batch_codec_unknown", { codec });
      }
      await expectUntouched(context, stream, 0);
    },
  },
  {
    name: "a batch of a transaction is refused as not offered",
    async run(context) {
      const stream = await context.stream();
      const batch = changed((bytes) => writeInt16(bytes, 21, 0x10));
      await expectRefusal(context.streams.append({ stream, batch }), "capability_missing");
      await expectUntouched(context, stream, 0);
    },
  },
  {
    name: "a record over a limit is refused with its part, index and size; one at the limit is taken",
    commits: "medium",
    async run(context) {
      const stream = await context.stream();
      const [key, value] = [limits.recordKeyBytes.value, limits.recordValueBytes.value];
      const [headers, headerBytes] = [limits.recordHeaders.value, limits.recordHeaderBytes.value];
      const header = (bytes: number): { name: string; value: Uint8Array } => ({
        name: "name",
        value: Buffer.alloc(bytes - 4),
      });
      const list = (count: number): { name: string }[] => Array.from({ length: count }, () => ({ name: "h" }));
      const parts: readonly (readonly [part: string, size: number, of: (size: number) => Partial<BatchRecord>])[] = [
        ["key", key, (size) => ({ key: Buffer.alloc(size) })],
        ["value", value, (size) => ({ value: Buffer.alloc(size) })],
        ["headers", headers, (size) => ({ headers: list(size) })],
        ["header", headerBytes, (size) => ({ headers: [header(size)] })],
      ];
      for (const [part, limit, of] of parts) {
        const before = await context.nextOffset(stream);
        const tooLarge = encodeBatch([{ timestampMs: 0 }, { timestampMs: 0, ...of(limit + 1) }]);
        const details = { part, index: 1, size: limit + 1, limit };
        await expectRefusal(context.streams.append({ stream, batch: tooLarge }), "record_too_large", details);
        await expectUntouched(context, stream, before);
        const largest = encodeBatch([{ timestampMs: 0, ...of(limit) }]);
        assert.equal((await context.streams.append({ stream, batch: largest })).offset, before);
      }
    },
  },
  {
    name: "a batch larger than a commit may be is refused",
    async run(context) {
      const stream = await context.stream();
      const value = Buffer.alloc(limits.recordValueBytes.value);
      const batch = encodeBatch(Array.from({ length: 16 }, () => ({ value, timestampMs: 0 })));
      const details = { size: batch.length, unit: "bytes", limit: limits.commitBytes.value };
      await expectRefusal(context.streams.append({ stream, batch }), "commit_too_large", details);
      await expectUntouched(context, stream, 0);
    },
  },
  {
    name: "an append to a stream or partition that does not exist is refused and names it",
    async run({ streams, stream: create, name }) {
      const stream = await create(3);
      const missing = name();
      const batch = batchOf(small);
      await expectRefusal(streams.append({ stream: missing, batch }), "stream_not_found", { stream: missing });
      for (const partition of [3, -1, 2_147_483_647]) {
        const details = { stream, partition, partitions: 3, last: 2 };
        await expectRefusal(streams.append({ stream, partition, batch }), "partition_not_found", details);
      }
    },
  },
  {
    name: "fields of an append outside their bounds are refused",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      const batch = batchOf(small);
      await expectRefusal(streams.append({ stream: "a/b", batch }), "name_invalid");
      await expectRefusal(streams.append({ stream, batch, dedupeId: "x".repeat(256) }), "field_invalid", {
        field: "dedupe_id",
      });
      const idempotencyKey = "\u00e9".repeat(128);
      await expectRefusal(streams.append({ stream, batch, idempotencyKey }), "field_invalid", {
        field: "idempotency_key",
      });
      await expectRefusal(streams.append({ stream, batch, expectedOffset: -1 }), "field_invalid", {
        field: "expected_offset",
      });
      const durability = "soon" as "always";
      await expectRefusal(streams.append({ stream, batch, durability }), "field_invalid", { field: "durability" });
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "a disk that is full refuses writes, lets reads go on, and takes writes again by itself",
    hooks: ["fillDisk"],
    async run(context) {
      const { streams } = context;
      const stream = await context.stream();
      await context.append(stream, ["before"]);
      await context.hook("fillDisk")(true);
      const batch = batchOf([text(Buffer.alloc(1000, "x"))]);
      const operations = [{ append: { stream, batch } }];
      await expectRefusal(
        fill(() => streams.append({ stream, batch })),
        "disk_full",
      );
      await expectRefusal(
        fill(() => streams.publish({ stream, records: [{ value: batch }] })),
        "disk_full",
      );
      await expectRefusal(
        fill(() => context.fabric.commit({ operations })),
        "disk_full",
      );
      const kept = await context.nextOffset(stream);
      assert.deepEqual((await context.values(stream))[0], "before");
      await context.hook("fillDisk")(false);
      assert.equal(await context.append(stream, ["after"]), kept);
    },
  },
  {
    name: "a partition takes no record whose offset would be beyond the limit, and stays as it was",
    hooks: ["smallLimits"],
    capability: severalOperations,
    async run({ fabric, streams, stream: create, nextOffset }) {
      const stream = await create(2);
      const limit = smallLimits.partitionOffsets;
      const most = limits.batchRecords.value;
      let next = 0;
      for (; next + most <= limit; next += most) await streams.append({ stream, batch: claiming(most) });
      const batch = claiming(limit - next);
      const operations = [{ append: { stream, batch } }, { append: { stream, batch: batchOf(["over"]) } }];
      const value = limit + 1;
      await expectRefusal(fabric.commit({ operations }), "limit_exceeded", { operation: 1, limit, value });
      assert.equal(await nextOffset(stream), next);
      await streams.append({ stream, batch });
      await expectRefusal(streams.append({ stream, batch: batchOf(["over"]) }), "limit_exceeded", { limit, value });
      const records = [{ partition: 0, value: Buffer.from("over") }];
      await expectRefusal(streams.publish({ stream, records }), "limit_exceeded", { limit, value });
      await streams.append({ stream, partition: 1, batch: batchOf(["other"]) });
      assert.deepEqual([await nextOffset(stream), await nextOffset(stream, 1)], [limit, 1]);
    },
  },
  {
    name: "a disk that is full gives out no producers",
    hooks: ["fillDisk"],
    capability: { producers: true },
    async run(context) {
      await context.hook("fillDisk")(true);
      await expectRefusal(
        fill(() => context.streams.openProducer({})),
        "disk_full",
      );
      await context.hook("fillDisk")(false);
      await context.streams.openProducer({});
    },
  },
];

/** Calls until it is refused: some room may be left on a disk that is full. */
async function fill(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt += 1) await call();
}

export const appendCases: readonly ConformanceCase[] = [...placing, ...refusing];
