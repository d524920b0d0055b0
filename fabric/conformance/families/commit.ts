import assert from "node:assert/strict";
import { limits, type OperationInit } from "@flowmesh/contract";
import { patchCrc, writeInt16 } from "../../batch/batch-header.ts";
import { batchOf, numbered, text } from "../case-context.ts";
import { type ConformanceCase, severalOperations } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

function append(
  stream: string,
  value: string,
  more: { partition?: number; expectedOffset?: number } = {},
): OperationInit {
  return { append: { stream, batch: batchOf([value]), ...more } };
}

function publish(stream: string, ...values: string[]): OperationInit {
  return { publish: { stream, records: values.map((value) => ({ value: Buffer.from(value), partition: 0 })) } };
}

const acrossStreams: readonly ConformanceCase[] = [
  {
    name: "operations on several streams have one position and a result each",
    capability: { commitScope: "fabric" },
    async run({ fabric, stream: create, values }) {
      const [a, b] = [await create(), await create(2)];
      const operations = [append(a, "1"), publish(b, "2", "3"), append(b, "4", { partition: 1 }), publish(a, "5")];
      const { position, results } = await fabric.commit({ operations });
      assert.ok(position > 0);
      const placed = results.map(({ placements }) => placements.map(({ partition, offset }) => [partition, offset]));
      assert.deepEqual(placed, [
        [[0, 0]],
        [
          [0, 0],
          [0, 1],
        ],
        [[1, 0]],
        [[0, 1]],
      ]);
      assert.deepEqual([await values(a), await values(b), await values(b, 1)], [["1", "5"], ["2", "3"], ["4"]]);
      const next = await fabric.commit({ operations: [append(a, "6")] });
      assert.ok(next.position > position);
    },
  },
  {
    name: "an operation that is refused refuses the whole commit, and is named by its index",
    capability: { commitScope: "fabric" },
    async run({ fabric, stream: create, name, nextOffset }) {
      const [a, b] = [await create(), await create()];
      const broken: OperationInit = { append: { stream: b, batch: batchOf(["x"]).slice(0, -1) } };
      const flipped = Uint8Array.from(batchOf(["x"]));
      flipped[flipped.length - 2]! ^= 1;
      const codec = Uint8Array.from(batchOf(["x"]));
      const tooLarge = { publish: { stream: b, records: [{ key: Buffer.alloc(limits.recordKeyBytes.value + 1) }] } };
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), append(name(), "2")] }), "stream_not_found", {
        operation: 1,
      });
      await expectRefusal(
        fabric.commit({ operations: [append(a, "1"), append(b, "2", { partition: 1 })] }),
        "partition_not_found",
        { operation: 1 },
      );
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), append(b, "2"), broken] }), "batch_malformed", {
        operation: 2,
      });
      await expectRefusal(
        fabric.commit({ operations: [{ append: { stream: a, batch: flipped } }, append(b, "1")] }),
        "batch_crc_mismatch",
        { operation: 0 },
      );
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), tooLarge] }), "record_too_large", {
        operation: 1,
        index: 0,
      });
      await expectRefusal(
        fabric.commit({ operations: [append(a, "1"), { append: { stream: b, batch: withCodec(codec) } }] }),
        "batch_codec_unknown",
        { operation: 1 },
      );
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), {}] }), "field_invalid", { operation: 1 });
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), publish(b)] }), "commit_empty", {
        operation: 1,
      });
      assert.deepEqual([await nextOffset(a), await nextOffset(b)], [0, 0]);
    },
  },
  {
    name: "a failed expectation refuses the whole commit",
    capability: { commitScope: "fabric", expectedOffset: true },
    async run({ fabric, stream: create, values, append: appendTo }) {
      const [a, b] = [await create(), await create()];
      await appendTo(b, ["kept"]);
      const operations = [append(a, "1"), append(b, "2", { expectedOffset: 1 }), append(b, "3", { expectedOffset: 1 })];
      const details = { operation: 2, stream: b, partition: 0, actual: 2, expected: 1 };
      await expectRefusal(fabric.commit({ operations }), "expected_offset_mismatch", details);
      assert.deepEqual([await values(a), await values(b)], [[], ["kept"]]);
    },
  },
  {
    name: "no reader ever sees one half of a commit without the other",
    capability: { commitScope: "fabric" },
    async run({ fabric, stream: create, nextOffset }) {
      const [a, b] = [await create(), await create()];
      let isDone = false;
      const writing = Promise.all(
        numbered(60).map((value) => fabric.commit({ operations: [append(a, value), append(b, value)] })),
      ).finally(() => {
        isDone = true;
      });
      for (let round = 0; !isDone; round += 1) {
        const [first, second] = round % 2 === 0 ? [a, b] : [b, a];
        const seen = await nextOffset(first);
        assert.ok((await nextOffset(second)) >= seen, "the stream that is looked at later must have at least as much");
        // A fabric that answers without waiting for anything would never let the writers on.
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      assert.deepEqual([await nextOffset(a), await nextOffset(b)], [60, 60]);
    },
  },
  {
    name: "a commit that reaches further than the fabric's scope is refused",
    capability: { commitScope: "resource" },
    async run({ fabric, stream: create, nextOffset }) {
      const [a, b] = [await create(), await create()];
      await expectRefusal(fabric.commit({ operations: [append(a, "1"), append(b, "1")] }), "capability_missing");
      assert.deepEqual([await nextOffset(a), await nextOffset(b)], [0, 0]);
      await fabric.commit({ operations: [append(a, "1"), append(a, "2")] });
      assert.equal(await nextOffset(a), 2);
    },
  },
  {
    name: "a commit of several operations is refused where only one is atomic",
    capability: { commitScope: "operation" },
    async run({ fabric, stream: create, nextOffset }) {
      const stream = await create();
      await expectRefusal(
        fabric.commit({ operations: [append(stream, "1"), append(stream, "2")] }),
        "capability_missing",
      );
      await fabric.commit({ operations: [append(stream, "1")] });
      assert.equal(await nextOffset(stream), 1);
    },
  },
];

const alone: readonly ConformanceCase[] = [
  {
    name: "records of a commit arrive as they were given",
    async run({ fabric, streams, stream: create }) {
      const stream = await create(3);
      const headers = [{ name: "h", value: Buffer.from("v") }];
      const record = { partition: 2, key: Buffer.from("k"), value: Buffer.from("v"), headers, timestamp: 1234 };
      await fabric.commit({ operations: [{ publish: { stream, records: [record] } }] });
      const { records } = await streams.read({ stream });
      const [read] = records;
      assert.deepEqual([read?.partition, text(read?.key), text(read?.value), read?.timestamp], [2, "k", "v", 1234]);
      assert.deepEqual(
        read?.headers.map(({ name, value }) => [name, text(value)]),
        [["h", "v"]],
      );
    },
  },
  {
    name: "operations on one stream are applied in order",
    capability: severalOperations,
    async run({ fabric, stream: create, values }) {
      const stream = await create();
      const operations = numbered(50).map((value, index) =>
        index % 2 === 0 ? append(stream, value) : publish(stream, value),
      );
      const { results } = await fabric.commit({ operations });
      assert.deepEqual(
        results.flatMap(({ placements }) => placements.map(({ offset }) => offset)),
        operations.map((_, index) => index),
      );
      assert.deepEqual(await values(stream), numbered(50));
    },
  },
  {
    name: "a commit of nothing is refused",
    async run({ fabric }) {
      await expectRefusal(fabric.commit({}), "commit_empty", { what: "commit", part: "operation" });
      await expectRefusal(fabric.commit({ operations: [] }), "commit_empty");
    },
  },
  {
    name: "a commit has at most 1000 operations, a record with a dedupe id counting as one",
    commits: "medium",
    capability: severalOperations,
    async run({ fabric, stream: create, nextOffset }) {
      const stream = await create();
      const limit = limits.commitOperations.value;
      const operations = numbered(limit).map((value) => append(stream, value));
      await expectRefusal(fabric.commit({ operations: [...operations, append(stream, "x")] }), "commit_too_large", {
        size: limit + 1,
        unit: "operations",
        limit,
      });
      const records = numbered(limit + 1).map((dedupeId) => ({ dedupeId }));
      await expectRefusal(fabric.commit({ operations: [{ publish: { stream, records } }] }), "commit_too_large", {
        unit: "operations",
      });
      assert.equal(await nextOffset(stream), 0);
      assert.equal((await fabric.commit({ operations })).results.length, limit);
      assert.equal(await nextOffset(stream), limit);
    },
  },
  {
    name: "a commit has at most 16 MiB",
    capability: severalOperations,
    async run({ fabric, stream: create, nextOffset }) {
      const stream = await create();
      const records = [{ value: Buffer.alloc(limits.recordValueBytes.value) }];
      const operations = Array.from({ length: 16 }, () => ({ publish: { stream, records } }));
      const details = { unit: "bytes", limit: limits.commitBytes.value };
      await expectRefusal(fabric.commit({ operations }), "commit_too_large", details);
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "a commit of 8 MiB is taken",
    commits: "large",
    capability: severalOperations,
    async run({ fabric, stream: create, nextOffset }) {
      const stream = await create();
      const records = [{ value: Buffer.alloc(limits.recordValueBytes.value) }];
      await fabric.commit({ operations: Array.from({ length: 8 }, () => ({ publish: { stream, records } })) });
      assert.equal(await nextOffset(stream), 8);
    },
  },
  {
    name: "what is committed is visible, by the position of its answer, under every durability",
    async run({ fabric, streams, stream: create, elapse }) {
      const stream = await create();
      for (const durability of ["unspecified", "always", "interval", "memory"] as const) {
        const { position, results } = await fabric.commit({ operations: [append(stream, durability)], durability });
        const offset = results[0]?.placements[0]?.offset ?? Number.NaN;
        const response = await elapse(streams.fetch({ stream, offset, atLeast: position }));
        assert.equal(response.nextOffset, offset + 1);
      }
    },
  },
  {
    name: "an idempotency key that is too long is refused",
    async run({ fabric, stream: create }) {
      const operations = [append(await create(), "1")];
      const idempotencyKey = "x".repeat(256);
      await expectRefusal(fabric.commit({ operations, idempotencyKey }), "field_invalid", { field: "idempotency_key" });
    },
  },
];

function withCodec(batch: Uint8Array): Uint8Array {
  writeInt16(batch, 21, 6);
  patchCrc(batch);
  return batch;
}

export const commitCases: readonly ConformanceCase[] = [...acrossStreams, ...alone];
