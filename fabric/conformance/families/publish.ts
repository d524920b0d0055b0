import assert from "node:assert/strict";
import { limits, type NewRecordInit } from "@flowmesh/contract";
import { partitionOfKey } from "../../batch/partitioner.ts";
import { numbered, text } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const placing: readonly ConformanceCase[] = [
  {
    name: "every record gets a placement, in order, which is where it is then found",
    async run({ streams, stream: create, contents }) {
      const stream = await create(3);
      const records = numbered(30).map((value, index) => ({
        key: Buffer.from(`key-${index % 7}`),
        value: Buffer.from(value),
      }));
      const { placements, position } = await streams.publish({ stream, records });
      assert.ok(position > 0);
      assert.equal(placements.length, records.length);
      const found = await Promise.all([0, 1, 2].map((partition) => contents(stream, partition)));
      for (const [index, { partition, offset, duplicate }] of placements.entries()) {
        assert.equal(duplicate, false);
        assert.equal(text(found[partition]?.find((record) => record.offset === offset)?.value), String(index));
      }
      assert.equal(found.flat().length, 30);
    },
  },
  {
    name: "a key goes to the partition that every Kafka client would choose, and its records keep their order",
    async run({ streams, stream: create, contents }) {
      const stream = await create(5);
      for (const half of [0, 1]) {
        const records = numbered(20).map((value, index) => ({
          key: Buffer.from(value),
          value: Buffer.of(half, index),
        }));
        const { placements } = await streams.publish({ stream, records });
        const expected = records.map(({ key }) => partitionOfKey(key, 5));
        assert.deepEqual(
          placements.map(({ partition }) => partition),
          expected,
        );
      }
      for (let partition = 0; partition < 5; partition += 1) {
        const order = (await contents(stream, partition)).map(({ value }) => value![0]! * 100 + value![1]!);
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        );
      }
    },
  },
  {
    name: "records without a key go to all partitions in turn",
    async run({ stream: create, publish }) {
      const stream = await create(4);
      const placements = [...(await publish(stream, numbered(6))), ...(await publish(stream, numbered(6)))];
      const counts = [0, 1, 2, 3].map((number) => placements.filter(({ partition }) => partition === number).length);
      assert.deepEqual(counts, [3, 3, 3, 3]);
    },
  },
  {
    name: "a record may name its partition, whatever its key",
    async run({ streams, stream: create, values }) {
      const stream = await create(4);
      const records = [3, 0, 3].map((partition) => ({
        partition,
        key: Buffer.from("k"),
        value: Buffer.from(String(partition)),
      }));
      const { placements } = await streams.publish({ stream, records });
      assert.deepEqual(
        placements.map(({ partition, offset }) => [partition, offset]),
        [
          [3, 0],
          [0, 0],
          [3, 1],
        ],
      );
      assert.deepEqual(await values(stream, 3), ["3", "3"]);
    },
  },
  {
    name: "key, value, headers and time arrive as they were published, empty and absent told apart",
    async run({ streams, stream: create }) {
      const stream = await create();
      const headers = [
        { name: "trace-\u00e9", value: Buffer.of(0, 255) },
        { name: "", value: Buffer.alloc(0) },
      ];
      const records: NewRecordInit[] = [
        { key: Buffer.from("key"), value: Buffer.from("value"), headers, timestamp: 1_234_567_890_123 },
        { key: Buffer.alloc(0), value: Buffer.alloc(0), timestamp: -1000 },
        { timestamp: 253_402_300_799_999 },
        { timestamp: -62_135_596_800_000, value: Buffer.alloc(100_000, 3) },
      ];
      await streams.publish({ stream, records });
      const { records: read } = await streams.read({ stream });
      const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString("hex");
      const plain = ({ key, value, timestamp, headers: named = [] }: NewRecordInit): unknown[] => [
        hex(key),
        hex(value),
        timestamp,
        named.map(({ name, value: bytes }) => [name, hex(bytes)]),
      ];
      assert.deepEqual(read.map(plain), records.map(plain));
    },
  },
  {
    name: "a record without a time gets one",
    async run({ streams, stream: create, publish }) {
      const stream = await create();
      await publish(stream, ["now"]);
      const timestamp = (await streams.read({ stream })).records[0]?.timestamp ?? 0;
      assert.ok(timestamp > 1_600_000_000_000, `${timestamp} is no present time`);
    },
  },
  {
    name: "a record without a time gets the present one",
    hooks: ["clock"],
    async run({ streams, stream: create, publish, hook }) {
      const clock = hook("clock");
      const stream = await create();
      await clock.advance(3_600_000);
      const beforeMs = clock.nowMs();
      await publish(stream, ["now"]);
      const timestamp = (await streams.read({ stream })).records[0]?.timestamp ?? 0;
      assert.ok(timestamp >= beforeMs && timestamp <= clock.nowMs());
    },
  },
  {
    name: "what is published is visible, by the position of its answer, under every durability",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      for (const durability of ["unspecified", "always", "interval", "memory"] as const) {
        const records = [{ value: Buffer.from(durability) }];
        const { position, placements } = await streams.publish({ stream, records, durability });
        const offset = placements[0]?.offset;
        const page = await elapse(streams.read({ stream, partition: 0, offset, atLeast: position }));
        assert.deepEqual(
          page.records.map(({ value }) => text(value)),
          [durability],
        );
      }
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  {
    name: "one record over a limit refuses them all, and is named",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      const fine: NewRecordInit = { value: Buffer.from("fine") };
      const [key, value] = [limits.recordKeyBytes.value, limits.recordValueBytes.value];
      const [headers, header] = [limits.recordHeaders.value, limits.recordHeaderBytes.value];
      const bad: readonly (readonly [part: string, size: number, record: NewRecordInit])[] = [
        ["key", key + 1, { key: Buffer.alloc(key + 1) }],
        ["value", value + 1, { value: Buffer.alloc(value + 1) }],
        ["headers", headers + 1, { headers: Array.from({ length: headers + 1 }, () => ({ name: "h" })) }],
        ["header", header + 1, { headers: [{ name: "\u00e9", value: Buffer.alloc(header - 1) }] }],
      ];
      for (const [part, size, record] of bad) {
        const details = { part, size, index: 2 };
        await expectRefusal(streams.publish({ stream, records: [fine, fine, record] }), "record_too_large", details);
      }
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "a record at every limit is taken",
    commits: "medium",
    async run({ streams, stream: create }) {
      const stream = await create();
      const headers = Array.from({ length: limits.recordHeaders.value }, () => ({
        name: "\u00e9",
        value: Buffer.alloc(limits.recordHeaderBytes.value - 2, 1),
      }));
      const key = Buffer.alloc(limits.recordKeyBytes.value, 2);
      const value = Buffer.alloc(limits.recordValueBytes.value, 3);
      await streams.publish({ stream, records: [{ key, value, headers }] });
      const { records } = await streams.read({ stream });
      assert.deepEqual([records[0]?.key?.length, records[0]?.value?.length], [key.length, value.length]);
      assert.equal(records[0]?.headers[63]?.value.length, limits.recordHeaderBytes.value - 2);
    },
  },
  {
    name: "more bytes than a commit may have are refused",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      const value = Buffer.alloc(limits.recordValueBytes.value);
      const records = Array.from({ length: 16 }, () => ({ value }));
      const details = { unit: "bytes", limit: limits.commitBytes.value };
      await expectRefusal(streams.publish({ stream, records }), "commit_too_large", details);
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "records in a partition that does not exist refuse the whole publish",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create(2);
      for (const partition of [2, -1]) {
        const records = [{ partition: 0 }, { partition }];
        const details = { stream, partition, partitions: 2, last: 1 };
        await expectRefusal(streams.publish({ stream, records }), "partition_not_found", details);
      }
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "a publish to a stream that does not exist is refused and names it",
    async run({ streams, name }) {
      const stream = name();
      await expectRefusal(streams.publish({ stream, records: [{}] }), "stream_not_found", { stream });
      await expectRefusal(streams.publish({ stream: "a b", records: [{}] }), "name_invalid");
    },
  },
  {
    name: "a publish of nothing is refused",
    async run({ streams, stream: create }) {
      await expectRefusal(streams.publish({ stream: await create() }), "commit_empty", { part: "record" });
    },
  },
  {
    name: "fields of a publish outside their bounds are refused",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      for (const timestamp of [253_402_300_800_000, -62_135_596_800_001]) {
        const records = [{}, { timestamp }];
        await expectRefusal(streams.publish({ stream, records }), "field_invalid", { field: "records[1].timestamp" });
      }
      const dedupeId = "x".repeat(256);
      await expectRefusal(streams.publish({ stream, records: [{ dedupeId }] }), "field_invalid", {
        field: "records[0].dedupe_id",
      });
      const idempotencyKey = "x".repeat(256);
      await expectRefusal(streams.publish({ stream, records: [{}], idempotencyKey }), "field_invalid", {
        field: "idempotency_key",
      });
      assert.equal(await nextOffset(stream), 0);
    },
  },
];

export const publishCases: readonly ConformanceCase[] = [...placing, ...refusing];
