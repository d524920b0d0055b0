import assert from "node:assert/strict";
import type { BucketSettingsInit } from "@flowmesh/contract";
import { type CaseContext, pagesMax } from "../../case-context.ts";
import { type ConformanceCase, smallLimits } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const badSettings: readonly [field: string, settings: BucketSettingsInit][] = [
  ["history", { history: 0 }],
  ["history", { history: 65 }],
  ["ttl_ms", { ttlMs: -1 }],
  ["ttl_ms", { ttlMs: 3_155_760_000_001 }],
];

/** All names of a list, page by page. */
async function listAll({ kv }: CaseContext, prefix: string, pageSize: number): Promise<string[]> {
  const names: string[] = [];
  for (let pageToken = "", pages = 1; ; pages += 1) {
    assert.ok(pages <= pagesMax, "the pages come to an end");
    const page = await kv.listBuckets({ prefix, pageSize, pageToken });
    assert.ok(page.buckets.length <= pageSize, "a page has at most the buckets asked for");
    names.push(...page.buckets.map(({ bucket }) => bucket));
    pageToken = page.nextPageToken;
    if (pageToken === "") return names;
  }
}

const creating: readonly ConformanceCase[] = [
  {
    name: "a new bucket is empty and has the documented defaults",
    async run({ kv, name }) {
      const bucket = name();
      const { bucket: created, position } = await kv.createBucket({ bucket });
      assert.ok(position > 0);
      assert.match(created?.id ?? "", uuid);
      const { id: _id, createdAt, settings, ...rest } = created!;
      assert.ok(createdAt !== undefined && createdAt > 0);
      assert.deepEqual({ ...settings }, { history: 1, ttlMs: 0 });
      const figures = { lastRevision: 0, watchFloor: 0, entries: 0, bytes: 0 };
      assert.deepEqual({ ...rest }, { bucket, revision: position, ...figures });
    },
  },
  {
    name: "a new bucket's creation time is the present",
    hooks: ["clock"],
    async run({ kv, name, hook }) {
      const clock = hook("clock");
      await clock.advance(5_000);
      const beforeMs = clock.nowMs();
      const { bucket } = await kv.createBucket({ bucket: name() });
      assert.ok(bucket!.createdAt! >= beforeMs && bucket!.createdAt! <= clock.nowMs());
    },
  },
  {
    name: "a new bucket is visible to the next call as it was created",
    async run({ kv, name }) {
      const bucket = name();
      const settings = { history: 64, ttlMs: 3_155_760_000_000 };
      const created = await kv.createBucket({ bucket, settings });
      const found = await kv.getBucket({ bucket, atLeast: created.position });
      assert.deepEqual(found.bucket, created.bucket);
      assert.deepEqual({ ...found.bucket?.settings }, settings);
    },
  },
  {
    name: "a name that is taken is refused, and its bucket stays as it was",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create({ history: 3 });
      await put(bucket, "a", "1");
      const before = await kv.getBucket({ bucket });
      await expectRefusal(kv.createBucket({ bucket }), "bucket_exists", { bucket });
      assert.deepEqual(await kv.getBucket({ bucket }), before);
      assert.equal(await textOf(bucket, "a"), "1");
    },
  },
  {
    name: "a bucket and a stream may have the same name",
    async run({ kv, stream: create }) {
      const bucket = await create();
      await kv.createBucket({ bucket });
      assert.equal((await kv.getBucket({ bucket })).bucket?.bucket, bucket);
    },
  },
  {
    name: "names outside the rule are refused by every method that takes one",
    async run({ kv }) {
      const value = Buffer.from("1");
      const key = "a";
      for (const bucket of ["", ".", "..", "a/b", "a\0b", "\u00fc", "a".repeat(250)]) {
        const calls = [
          kv.createBucket({ bucket }),
          kv.getBucket({ bucket }),
          kv.updateBucket({ bucket }),
          kv.deleteBucket({ bucket }),
          kv.put({ bucket, key, value }),
          kv.delete({ bucket, key }),
          kv.increment({ bucket, key }),
          kv.get({ bucket, key }),
          kv.getMany({ bucket, keys: [key] }),
          kv.listEntries({ bucket }),
          kv.getHistory({ bucket, key }),
          kv.watch({ bucket })[Symbol.asyncIterator]().next(),
        ];
        for (const call of await Promise.all(calls.map((each) => expectRefusal(each, "name_invalid")))) {
          assert.equal(call.details.kind, "bucket");
        }
      }
    },
  },
  {
    name: "settings out of bounds are refused and change nothing",
    async run({ kv, name, bucket: create }) {
      const bucket = await create({ history: 2, ttlMs: 1_000_000 });
      const before = await kv.getBucket({ bucket });
      for (const [field, settings] of badSettings) {
        await expectRefusal(kv.createBucket({ bucket: name(), settings }), "settings_invalid", { field });
        await expectRefusal(kv.updateBucket({ bucket, settings }), "settings_invalid", { field });
      }
      assert.deepEqual(await kv.getBucket({ bucket }), before);
    },
  },
  {
    name: "there are at most so many buckets",
    hooks: ["smallLimits"],
    async run({ kv, name, bucket: create }) {
      const buckets: string[] = [];
      for (let count = 0; count < smallLimits.buckets; count += 1) buckets.push(await create());
      const limit = smallLimits.buckets;
      const details = { name: "buckets", limit, value: limit + 1 };
      await expectRefusal(kv.createBucket({ bucket: name() }), "limit_exceeded", details);
      await kv.deleteBucket({ bucket: buckets[0]! });
      await create();
    },
  },
];

const changing: readonly ConformanceCase[] = [
  {
    name: "what is absent from an update stays, and the revision is its position",
    async run({ kv, bucket: create }) {
      const bucket = await create({ history: 3, ttlMs: 5_000_000 });
      const first = await kv.updateBucket({ bucket, settings: { history: 7 } });
      assert.deepEqual({ ...first.bucket?.settings }, { history: 7, ttlMs: 5_000_000 });
      assert.equal(first.bucket?.revision, first.position);
      const second = await kv.updateBucket({ bucket, settings: { ttlMs: 0 }, expectedRevision: first.position });
      assert.deepEqual({ ...second.bucket?.settings }, { history: 7, ttlMs: 0 });
      assert.ok(second.position > first.position);
      assert.deepEqual((await kv.getBucket({ bucket, atLeast: second.position })).bucket, second.bucket);
    },
  },
  {
    name: "a change that was decided on other settings is refused",
    async run({ kv, bucket: create }) {
      const bucket = await create();
      const seen = (await kv.getBucket({ bucket })).bucket!.revision;
      const { position: actual } = await kv.updateBucket({ bucket, settings: { history: 2 } });
      const details = { bucket, actual, expected: seen };
      const late = { bucket, expectedRevision: seen };
      await expectRefusal(kv.updateBucket({ ...late, settings: { history: 9 } }), "revision_mismatch", details);
      await expectRefusal(kv.deleteBucket(late), "revision_mismatch", details);
      assert.equal((await kv.getBucket({ bucket })).bucket?.settings?.history, 2);
      await kv.deleteBucket({ bucket, expectedRevision: actual });
    },
  },
  {
    name: "writes to entries do not change the bucket's revision",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      const { revision } = (await kv.getBucket({ bucket })).bucket!;
      await put(bucket, "a", "1");
      await kv.updateBucket({ bucket, settings: { history: 2 }, expectedRevision: revision });
    },
  },
  {
    name: "the bucket counts its entries, its bytes and its last revision",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 2 });
      await put(bucket, "a", "123");
      await put(bucket, "a", "12");
      await put(bucket, "a", "1");
      await put(bucket, "\u00fc", "");
      const figures = async () => {
        const { entries, bytes, lastRevision } = (await kv.getBucket({ bucket })).bucket!;
        return { entries, bytes, lastRevision };
      };
      assert.deepEqual(await figures(), { entries: 2, bytes: 3 + 2 + 2, lastRevision: 4 });
      await kv.delete({ bucket, key: "a" });
      assert.deepEqual(await figures(), { entries: 1, bytes: 1 + 2 + 2, lastRevision: 5 });
    },
  },
];

const deleting: readonly ConformanceCase[] = [
  {
    name: "a deleted bucket is gone with its entries, and its name is free",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      await put(bucket, "a", "1");
      const { id } = (await kv.getBucket({ bucket })).bucket!;
      const { position } = await kv.deleteBucket({ bucket });
      await expectRefusal(kv.getBucket({ bucket, atLeast: position }), "bucket_not_found", { bucket });
      const again = await kv.createBucket({ bucket });
      assert.notEqual(again.bucket?.id, id);
      assert.equal(again.bucket?.lastRevision, 0);
      await expectRefusal(kv.get({ bucket, key: "a" }), "key_not_found");
      assert.equal(await put(bucket, "b", "2"), 1);
    },
  },
  {
    name: "a bucket that is not there is refused by every method that needs one",
    async run({ kv, fabric, name }) {
      const bucket = name();
      const key = "a";
      const calls = [
        kv.getBucket({ bucket }),
        kv.updateBucket({ bucket }),
        kv.deleteBucket({ bucket }),
        kv.put({ bucket, key, value: Buffer.from("1") }),
        kv.delete({ bucket, key }),
        kv.increment({ bucket, key }),
        kv.get({ bucket, key }),
        kv.getMany({ bucket, keys: [key] }),
        kv.listEntries({ bucket }),
        kv.getHistory({ bucket, key }),
        kv.watch({ bucket })[Symbol.asyncIterator]().next(),
        fabric.commit({ operations: [{ check: { bucket, key } }] }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "bucket_not_found", { bucket })));
    },
  },
];

const listing: readonly ConformanceCase[] = [
  {
    name: "buckets are listed by name in pages, as they are found alone",
    async run(context) {
      const { kv, name, put } = context;
      const prefix = name("p");
      const names = ["c", "a", "B", "_"].map((end) => `${prefix}${end}`);
      for (const bucket of names) await kv.createBucket({ bucket, settings: { history: 3, ttlMs: 1_000_000 } });
      await put(names[0]!, "k", "v");
      for (const pageSize of [1, 2, 4, 1000])
        assert.deepEqual(await listAll(context, prefix, pageSize), names.toSorted());
      const { buckets } = await kv.listBuckets({ prefix, pageSize: 3 });
      for (const listed of buckets) {
        assert.deepEqual(listed, (await kv.getBucket({ bucket: listed.bucket })).bucket);
      }
      assert.deepEqual((await kv.listBuckets({ prefix: `${prefix}x` })).buckets, []);
    },
  },
  {
    name: "a page of buckets has 100 at most where nothing is said, and page sizes out of bounds are refused",
    async run({ kv, name }) {
      const prefix = name("many");
      for (let index = 0; index < 101; index += 1) await kv.createBucket({ bucket: `${prefix}${index}` });
      const { buckets, nextPageToken } = await kv.listBuckets({ prefix });
      assert.equal(buckets.length, 100);
      assert.notEqual(nextPageToken, "");
      await expectRefusal(kv.listBuckets({ pageSize: -1 }), "field_invalid", { field: "page_size" });
      await expectRefusal(kv.listBuckets({ pageSize: 1001 }), "field_invalid", { field: "page_size" });
    },
  },
  {
    name: "a page token of buckets that was not made for the call is refused",
    async run({ kv, name, bucket: create }) {
      await create();
      await create();
      const { nextPageToken: pageToken } = await kv.listBuckets({ pageSize: 1 });
      await expectRefusal(kv.listBuckets({ pageToken, prefix: name() }), "page_token_invalid");
      await expectRefusal(kv.listBuckets({ pageToken: `${pageToken}A` }), "page_token_invalid");
      await expectRefusal(kv.listBuckets({ pageToken: "nonsense" }), "page_token_invalid");
    },
  },
];

export const kvAdminCases: readonly ConformanceCase[] = [...creating, ...changing, ...deleting, ...listing];
