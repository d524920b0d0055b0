import assert from "node:assert/strict";
import { numbered, take, text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const kept: readonly ConformanceCase[] = [
  {
    name: "buckets, entries, histories and revisions are the same after a reopen, and go on from there",
    hooks: ["reopen"],
    async run(context) {
      const bucket = await context.bucket({ history: 3, ttlMs: 900_000_000 });
      const gone = await context.bucket();
      await context.put(gone, "a", "1");
      await context.kv.deleteBucket({ bucket: gone });
      for (const key of ["a", "b", "a", "a", "a"]) await context.put(bucket, key, key);
      await context.kv.delete({ bucket, key: "b" });
      const { position } = await context.kv.increment({ bucket, key: "n", by: 7 });
      const look = async () => [
        await context.kv.getBucket({ bucket, atLeast: position }),
        await context.kv.listEntries({ bucket }),
        await context.kv.getHistory({ bucket, key: "a" }),
        await context.kv.getHistory({ bucket, key: "b" }),
        await context.kv.get({ bucket, key: "a", revision: 4 }),
      ];
      const before = await look();
      const { nextPageToken: pageToken } = await context.kv.listEntries({ bucket, pageSize: 1 });
      await context.reopen();
      assert.deepEqual(await look(), before);
      const { kv } = context;
      await expectRefusal(kv.getBucket({ bucket: gone }), "bucket_not_found");
      await expectRefusal(kv.get({ bucket, key: "a", revision: 1 }), "revision_not_kept");
      assert.equal((await kv.listEntries({ bucket, pageToken })).entries[0]?.key, "n");
      const watching = kv.watch({ bucket, afterRevision: 4 })[Symbol.asyncIterator]();
      const changes = (await take(watching, ({ caughtUp }) => caughtUp)).flatMap((response) => response.changes);
      assert.deepEqual(
        changes.map(({ revision }) => revision),
        [5, 6, 7],
      );
      await watching.return?.();
      assert.equal((await kv.increment({ bucket, key: "n" })).value, 8);
      assert.equal((await kv.delete({ bucket, key: "a" })).revision, 9);
    },
  },
  {
    name: "an idempotency key of a write to an entry counts after a reopen",
    hooks: ["reopen"],
    capability: { idempotencyKeys: true },
    async run(context) {
      const bucket = await context.bucket();
      const request = { bucket, key: "n", by: 5, idempotencyKey: context.name("key") };
      const first = await context.kv.increment(request);
      await context.reopen();
      assert.deepEqual(await context.kv.increment(request), first);
      assert.equal(await context.textOf(bucket, "n"), "5");
    },
  },
  {
    name: "what was acknowledged is there after a loss of power",
    hooks: ["crash"],
    async run(context) {
      const bucket = await context.bucket({ history: 2 });
      for (const value of numbered(5)) await context.put(bucket, "a", value);
      await context.crash();
      const { changes } = await context.kv.getHistory({ bucket, key: "a" });
      assert.deepEqual(
        changes.map(({ revision, value }) => [revision, text(value)]),
        [
          [4, "3"],
          [5, "4"],
        ],
      );
    },
  },
];

const late: readonly ConformanceCase[] = [
  {
    name: "reads that want a position that does not come are ended by their deadline",
    hooks: ["clock"],
    async run({ kv, bucket: create, elapse }) {
      const bucket = await create();
      const atLeast = 2 ** 50;
      const options = { timeoutMs: 100 };
      const calls = [
        kv.getBucket({ bucket, atLeast }, options),
        kv.get({ bucket, key: "a", atLeast }, options),
        kv.getMany({ bucket, keys: ["a"], atLeast }, options),
        kv.listEntries({ bucket, atLeast }, options),
        kv.getHistory({ bucket, key: "a", atLeast }, options),
      ];
      await elapse(Promise.all(calls.map((call) => expectRefusal(call, "deadline_exceeded"))));
    },
  },
  {
    name: "a read that wants a later position waits for it",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      await put(bucket, "a", "1");
      const { position } = await kv.put({ bucket, key: "a", value: Buffer.from("2") });
      const waiting = kv.get({ bucket, key: "a", atLeast: position + 1 });
      await put(bucket, "a", "3");
      assert.equal(text((await waiting).entry?.value), "3");
    },
  },
];

const lacking: readonly ConformanceCase[] = [
  {
    name: "where there is no KV, its methods and operations are refused",
    capability: { kv: false },
    async run({ kv, fabric, name }) {
      const bucket = name();
      const value = Buffer.from("1");
      const calls = [
        kv.createBucket({ bucket }),
        kv.getBucket({ bucket }),
        kv.put({ bucket, key: "a", value }),
        kv.watch({ bucket })[Symbol.asyncIterator]().next(),
        fabric.commit({ operations: [{ put: { bucket, key: "a", value } }] }),
        fabric.commit({ operations: [{ check: { bucket, key: "a" } }] }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "capability_missing")));
    },
  },
];

export const kvLifeCases: readonly ConformanceCase[] = [...kept, ...late];
export const noKvCases: readonly ConformanceCase[] = lacking;
