import assert from "node:assert/strict";
import type { Entry, ListEntriesRequestInit } from "@flowmesh/contract";
import { type CaseContext, numbered, pagesMax, text } from "../../case-context.ts";
import { type ConformanceCase, severalOperations } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** In the order of their bytes, which is not that of UTF-16. */
const inOrder = ["A", "a", "a/", "a/1", "a/10", "a/2", "a0", "b", "\u00e9", "\ufb01", "\ud83d\ude00"];

/** A bucket with an entry for each key of `inOrder`, written in another order. */
async function filled({ fabric, bucket: create }: CaseContext): Promise<string> {
  const bucket = await create();
  const operations = inOrder.toReversed().map((key) => ({ put: { bucket, key, value: Buffer.from(`of ${key}`) } }));
  await fabric.commit({ operations });
  return bucket;
}

async function listAll({ kv }: CaseContext, request: ListEntriesRequestInit): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let pageToken = "", pages = 1; ; pages += 1) {
    assert.ok(pages <= pagesMax, "the pages come to an end");
    const page = await kv.listEntries({ ...request, pageToken });
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
    if (pageToken === "") return entries;
  }
}

async function keysOf(context: CaseContext, request: ListEntriesRequestInit): Promise<string[]> {
  return (await listAll(context, request)).map(({ key }) => key);
}

export const kvListingCases: readonly ConformanceCase[] = [
  {
    name: "entries are listed in the order of their keys' bytes, in pages of any size",
    capability: severalOperations,
    async run(context) {
      const bucket = await filled(context);
      for (const pageSize of [1, 2, 10, 11, 1000]) {
        assert.deepEqual(await keysOf(context, { bucket, pageSize }), inOrder);
      }
    },
  },
  {
    name: "a listing shows entries as they are read alone, or only their keys",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 3 });
      await put(bucket, "a", "1");
      await put(bucket, "b", "1");
      const { position } = await kv.put({ bucket, key: "a", value: Buffer.from("2"), ttlMs: 1_000_000 });
      const { entries, revision, nextPageToken } = await kv.listEntries({ bucket, atLeast: position });
      assert.deepEqual([revision, nextPageToken], [3, ""]);
      const alone = [(await kv.get({ bucket, key: "a" })).entry!, (await kv.get({ bucket, key: "b" })).entry!];
      assert.deepEqual(entries, alone);
      const keysOnly = await kv.listEntries({ bucket, keysOnly: true });
      assert.deepEqual(
        keysOnly.entries,
        alone.map((entry) => ({ ...entry, value: undefined })),
      );
    },
  },
  {
    name: "a prefix or a range chooses keys",
    capability: severalOperations,
    async run(context) {
      const bucket = await filled(context);
      const ofRange = (fromKey?: string, toKey?: string) => keysOf(context, { bucket, fromKey, toKey, pageSize: 2 });
      assert.deepEqual(await keysOf(context, { bucket, prefix: "a/", pageSize: 2 }), ["a/", "a/1", "a/10", "a/2"]);
      assert.deepEqual(await keysOf(context, { bucket, prefix: "a/1" }), ["a/1", "a/10"]);
      assert.deepEqual(await keysOf(context, { bucket, prefix: "x" }), []);
      assert.deepEqual(await ofRange("a/10", "b"), ["a/10", "a/2", "a0"]);
      assert.deepEqual(await ofRange("a/11", "a0"), ["a/2"]);
      assert.deepEqual(await ofRange("\ufb01"), ["\ufb01", "\ud83d\ude00"]);
      assert.deepEqual(await ofRange(undefined, "a"), ["A"]);
      assert.deepEqual(await ofRange("b", "a"), []);
    },
  },
  {
    name: "deleted entries are not listed, and an empty bucket has an empty page",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      const empty = await kv.listEntries({ bucket });
      assert.deepEqual([empty.entries, empty.nextPageToken, empty.revision], [[], "", 0]);
      await put(bucket, "a", "1");
      await put(bucket, "b", "1");
      await kv.delete({ bucket, key: "a" });
      const { entries } = await kv.listEntries({ bucket, pageSize: 1 });
      assert.deepEqual(
        entries.map(({ key }) => key),
        ["b"],
      );
    },
  },
  {
    name: "a page has 100 entries where nothing is said, and ends early at a mebibyte",
    commits: "medium",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create, put }) {
      const bucket = await create();
      const value = Buffer.from("v");
      await fabric.commit({ operations: numbered(101).map((key) => ({ put: { bucket, key, value } })) });
      assert.equal((await kv.listEntries({ bucket })).entries.length, 100);
      assert.equal((await kv.listEntries({ bucket, pageSize: 1000 })).entries.length, 101);
      const large = await create();
      for (const key of ["a", "b", "c"]) await put(large, key, "x".repeat(600_000));
      const first = await kv.listEntries({ bucket: large });
      assert.equal(first.entries.length, 1);
      const rest = await kv.listEntries({ bucket: large, pageToken: first.nextPageToken });
      assert.deepEqual(
        rest.entries.map(({ key }) => key),
        ["b"],
      );
      assert.equal((await kv.listEntries({ bucket: large, keysOnly: true })).entries.length, 3);
    },
  },
  {
    name: "a listing goes on behind its last key, whatever was written meanwhile",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      for (const key of ["b", "d", "f"]) await put(bucket, key, "1");
      const first = await kv.listEntries({ bucket, pageSize: 2 });
      await kv.delete({ bucket, key: "d" });
      for (const key of ["a", "c", "e"]) await put(bucket, key, "2");
      const { entries, nextPageToken } = await kv.listEntries({ bucket, pageToken: first.nextPageToken });
      assert.deepEqual(
        entries.map(({ key, value }) => [key, text(value)]),
        [
          ["e", "2"],
          ["f", "1"],
        ],
      );
      assert.equal(nextPageToken, "");
    },
  },
  {
    name: "a page token that was not made for the listing is refused",
    async run({ kv, bucket: create, put }) {
      const [bucket, other] = [await create(), await create()];
      for (const key of ["a", "b"]) await put(bucket, key, "1");
      const { nextPageToken: pageToken } = await kv.listEntries({ bucket, pageSize: 1 });
      const wrong: ListEntriesRequestInit[] = [
        { bucket, pageToken: `${pageToken.slice(0, -1)}_` },
        { bucket, pageToken: "nonsense" },
        { bucket, pageToken, prefix: "a" },
        { bucket, pageToken, fromKey: "a" },
        { bucket, pageToken, toKey: "z" },
        { bucket: other, pageToken },
      ];
      for (const request of wrong) await expectRefusal(kv.listEntries(request), "page_token_invalid");
      const history = kv.getHistory({ bucket, key: "a", pageToken });
      await expectRefusal(history, "page_token_invalid");
    },
  },
  {
    name: "a listing's fields out of bounds are refused",
    async run({ kv, bucket: create }) {
      const bucket = await create();
      await expectRefusal(kv.listEntries({ bucket, pageSize: 1001 }), "field_invalid", { field: "page_size" });
      await expectRefusal(kv.listEntries({ bucket, prefix: "a", fromKey: "a" }), "field_invalid", { field: "prefix" });
      await expectRefusal(kv.listEntries({ bucket, prefix: "a", toKey: "b" }), "field_invalid", { field: "prefix" });
      await expectRefusal(kv.getHistory({ bucket, key: "a", pageSize: -1 }), "field_invalid", { field: "page_size" });
    },
  },
];
