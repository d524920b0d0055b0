import assert from "node:assert/strict";
import type { OperationInit } from "@flowmesh/contract";
import { batchOf, take, text } from "../../case-context.ts";
import { type ConformanceCase, severalOperations } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const value = Buffer.from("1");

const across: readonly ConformanceCase[] = [
  {
    name: "a commit writes to streams and buckets at one position, and says what became of each entry",
    capability: { commitScope: "fabric" },
    async run({ kv, fabric, bucket: create, stream: createStream, values, put, textOf }) {
      const [bucket, other, stream] = [await create(), await create(), await createStream()];
      await put(bucket, "old", "1");
      const { position, results } = await fabric.commit({
        operations: [
          { put: { bucket, key: "a", value } },
          { publish: { stream, records: [{ value }, { value }] } },
          { increment: { bucket: other, key: "n", by: 5 } },
          { delete: { bucket, key: "old" } },
          { delete: { bucket, key: "none" } },
          { append: { stream, batch: batchOf(["2"]) } },
          { check: { bucket, key: "a", expectedRevision: 2 } },
        ],
      });
      const placement = (offset: number) => ({ partition: 0, offset, duplicate: false });
      assert.deepEqual(
        results.map(({ placements, entry }) => ({ placements: placements.map((of) => ({ ...of })), ...entry })),
        [
          { placements: [], revision: 2, value: 0, deleted: false },
          { placements: [placement(0), placement(1)] },
          { placements: [], revision: 1, value: 5, deleted: false },
          { placements: [], revision: 3, value: 0, deleted: true },
          { placements: [], revision: 0, value: 0, deleted: false },
          { placements: [placement(2)] },
          { placements: [], revision: 2, value: 0, deleted: false },
        ],
      );
      await kv.getBucket({ bucket, atLeast: position });
      assert.deepEqual(await values(stream), ["1", "1", "2"]);
      assert.deepEqual([await textOf(bucket, "a"), await textOf(other, "n")], ["1", "5"]);
    },
  },
  {
    name: "a commit that is refused by one operation has written none",
    capability: { commitScope: "fabric" },
    async run({ kv, fabric, bucket: create, stream: createStream, nextOffset, put }) {
      const [bucket, stream] = [await create(), await createStream()];
      const revision = await put(bucket, "a", "x");
      const first: OperationInit[] = [
        { put: { bucket, key: "b", value } },
        { publish: { stream, records: [{}] } },
        { delete: { bucket, key: "a" } },
      ];
      const refused: readonly [OperationInit, Parameters<typeof expectRefusal>[1]][] = [
        [{ put: { bucket, key: "b", value, expectedRevision: 99 } }, "revision_mismatch"],
        [{ delete: { bucket, key: "b", expectedRevision: 99 } }, "revision_mismatch"],
        [{ check: { bucket, key: "a", expectedRevision: revision } }, "revision_mismatch"],
        [{ check: { bucket, key: "b" } }, "revision_mismatch"],
        [{ increment: { bucket, key: "b", by: Number.MAX_SAFE_INTEGER } }, "number_out_of_range"],
        [{ put: { bucket: "not-there", key: "a", value } }, "bucket_not_found"],
        [{ put: { bucket, key: "a" } }, "field_invalid"],
        [{ put: { bucket, key: "", value } }, "key_invalid"],
        [{ append: { stream, batch: batchOf(["1"]), expectedOffset: 0 } }, "expected_offset_mismatch"],
      ];
      for (const [operation, reason] of refused) {
        await expectRefusal(fabric.commit({ operations: [...first, operation] }), reason, { operation: 3 });
      }
      const notNumber = [...first, { put: { bucket, key: "t", value: Buffer.from("t") } }];
      const counting = fabric.commit({ operations: [...notNumber, { increment: { bucket, key: "t" } }] });
      await expectRefusal(counting, "not_a_number", { operation: 4 });
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, revision);
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "an operation sees what those before it did",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create, textOf }) {
      const bucket = await create({ history: 5 });
      const key = "n";
      const { results } = await fabric.commit({
        operations: [
          { put: { bucket, key, value: Buffer.from("40"), expectedRevision: 0, ttlMs: 1_000_000 } },
          { increment: { bucket, key, ttlMs: 2_000_000 } },
          { increment: { bucket, key, by: 1, ttlMs: 0 } },
          { check: { bucket, key, expectedRevision: 3 } },
          { put: { bucket, key: "m", value } },
          { delete: { bucket, key: "m", expectedRevision: 4 } },
          { check: { bucket, key: "m" } },
        ],
      });
      assert.deepEqual(
        results.map(({ entry }) => [entry?.revision, entry?.value]),
        [
          [1, 0],
          [2, 41],
          [3, 42],
          [3, 0],
          [4, 0],
          [5, 0],
          [0, 0],
        ],
      );
      assert.equal(await textOf(bucket, key), "42");
      const { changes } = await kv.getHistory({ bucket, key });
      assert.deepEqual(
        changes.map(({ value: of, expiresAt, writtenAt }) => [text(of), expiresAt && expiresAt - writtenAt!]),
        [
          ["40", 1_000_000],
          ["41", 2_000_000],
          ["42", undefined],
        ],
      );
    },
  },
  {
    name: "a watcher sees the changes of a commit in the order of its operations",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create }) {
      const bucket = await create({ history: 2 });
      const watching = kv.watch({ bucket })[Symbol.asyncIterator]();
      await take(watching, ({ caughtUp }) => caughtUp);
      const keys = ["c", "a", "b", "a"];
      await fabric.commit({ operations: keys.map((key) => ({ put: { bucket, key, value } })) });
      const seen: string[] = [];
      while (seen.length < 4)
        seen.push(...(await watching.next()).value.changes.map(({ key }: { key: string }) => key));
      assert.deepEqual(seen, keys);
      await watching.return?.();
    },
  },
  {
    name: "a commit of checks alone holds or is refused, and writes nothing",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create, put }) {
      const bucket = await create();
      const revision = await put(bucket, "a", "1");
      const check = (expectedRevision: number) => [
        { check: { bucket, key: "a", expectedRevision } },
        { check: { bucket, key: "b" } },
      ];
      const { position } = await fabric.commit({ operations: check(revision) });
      const details = { operation: 0, bucket, key: "a", actual: revision, expected: 9 };
      await expectRefusal(fabric.commit({ operations: check(9) }), "revision_mismatch", details);
      assert.equal((await kv.getBucket({ bucket, atLeast: position })).bucket?.lastRevision, revision);
    },
  },
  {
    name: "a commit sent again with its key gives the first answer, of entries too",
    capability: { commitScope: "fabric", idempotencyKeys: true },
    async run({ kv, fabric, bucket: create, stream: createStream, name, put, nextOffset }) {
      const [bucket, stream] = [await create(), await createStream()];
      const request = {
        idempotencyKey: name("key"),
        operations: [
          { check: { bucket, key: "a" } },
          { increment: { bucket, key: "n", by: 3 } },
          { publish: { stream, records: [{ value }] } },
          { put: { bucket, key: "a", value } },
          { delete: { bucket, key: "n" } },
          { delete: { bucket, key: "x" } },
        ],
      };
      const first = await fabric.commit(request);
      await put(bucket, "a", "2");
      assert.deepEqual(await fabric.commit(request), first);
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 4);
      assert.equal(await nextOffset(stream), 1);
      const [, ...others] = request.operations;
      const reused = fabric.commit({ ...request, operations: others });
      await expectRefusal(reused, "idempotency_key_reused", { key: request.idempotencyKey });
    },
  },
  {
    name: "the values of a commit count towards its size",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create }) {
      const bucket = await create();
      const large = Buffer.alloc(1_048_576);
      const values = [...Array.from({ length: 16 }, () => large), Buffer.alloc(1)];
      const operations = values.map((of, index) => ({ put: { bucket, key: `${index}`, value: of } }));
      await expectRefusal(fabric.commit({ operations }), "commit_too_large", { unit: "bytes", limit: 16_777_216 });
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 0);
    },
  },
];

const narrower: readonly ConformanceCase[] = [
  {
    name: "a commit across a stream and a bucket is refused where it reaches one resource only",
    capability: { commitScope: "resource" },
    async run({ kv, fabric, bucket: create, stream: createStream }) {
      const [bucket, stream] = [await create(), await createStream()];
      const operations = [{ put: { bucket, key: "a", value } }, { publish: { stream, records: [{}] } }];
      await expectRefusal(fabric.commit({ operations }), "capability_missing");
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 0);
    },
  },
];

export const kvCommitCases: readonly ConformanceCase[] = [...across, ...narrower];
