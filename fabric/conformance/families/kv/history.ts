import assert from "node:assert/strict";
import type { Change } from "@flowmesh/contract";
import { type CaseContext, numbered, pagesMax, text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

async function historyOf({ kv }: CaseContext, bucket: string, key: string, pageSize = 0): Promise<Change[]> {
  const changes: Change[] = [];
  for (let pageToken = "", pages = 1; ; pages += 1) {
    assert.ok(pages <= pagesMax, "the pages come to an end");
    const page = await kv.getHistory({ bucket, key, pageSize, pageToken });
    changes.push(...page.changes);
    pageToken = page.nextPageToken;
    if (pageToken === "") return changes;
  }
}

function told(changes: readonly Change[]): (string | number)[][] {
  return changes.map(({ revision, kind, value }) => [revision, kind, text(value)]);
}

export const kvHistoryCases: readonly ConformanceCase[] = [
  {
    name: "a key's history has its latest revisions, oldest first, as many as the bucket keeps",
    async run(context) {
      const { bucket: create, put } = context;
      const bucket = await create({ history: 3 });
      for (const value of numbered(5)) {
        await put(bucket, "a", value);
        await put(bucket, "other", value);
      }
      const expected = [
        [5, "put", "2"],
        [7, "put", "3"],
        [9, "put", "4"],
      ];
      for (const pageSize of [0, 1, 2, 3]) {
        assert.deepEqual(told(await historyOf(context, bucket, "a", pageSize)), expected);
      }
    },
  },
  {
    name: "a history shows each revision as it was read, with deletes between them",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 4 });
      await put(bucket, "a", "1");
      const { entry: first } = await kv.get({ bucket, key: "a" });
      await kv.delete({ bucket, key: "a" });
      const { position } = await kv.put({ bucket, key: "a", value: Buffer.from("2"), ttlMs: 1_000_000 });
      const { entry: last } = await kv.get({ bucket, key: "a" });
      const { changes, nextPageToken } = await kv.getHistory({ bucket, key: "a", atLeast: position });
      assert.equal(nextPageToken, "");
      assert.deepEqual(changes[0], { ...first, kind: "put" });
      assert.deepEqual(changes[2], { ...last, kind: "put" });
      const { writtenAt, ...deleted } = changes[1]!;
      assert.ok(writtenAt! >= first!.writtenAt! && writtenAt! <= last!.writtenAt!);
      assert.deepEqual(
        { ...deleted },
        { key: "a", revision: 2, kind: "deleted", value: undefined, expiresAt: undefined },
      );
    },
  },
  {
    name: "an older revision is read while it is kept, also behind a delete",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 3 });
      const key = "a";
      for (const value of ["1", "2", "3"]) await put(bucket, key, value);
      const old = await kv.get({ bucket, key, revision: 2 });
      assert.deepEqual([old.entry?.revision, text(old.entry?.value)], [2, "2"]);
      await kv.delete({ bucket, key });
      assert.equal(text((await kv.get({ bucket, key, revision: 3 })).entry?.value), "3");
      await expectRefusal(kv.get({ bucket, key }), "key_not_found");
      await expectRefusal(kv.get({ bucket, key, revision: 4 }), "key_not_found", { bucket, key });
      await expectRefusal(kv.get({ bucket, key, revision: 1 }), "revision_not_kept", { bucket, key, revision: 1 });
      await put(bucket, "other", "x");
      await expectRefusal(kv.get({ bucket, key, revision: 5 }), "revision_not_kept");
      await expectRefusal(kv.get({ bucket, key, revision: 99 }), "revision_not_kept");
    },
  },
  {
    name: "a key that was never there has no history",
    async run({ kv, bucket: create }) {
      const bucket = await create();
      await expectRefusal(kv.getHistory({ bucket, key: "a" }), "key_not_found", { bucket, key: "a" });
      await expectRefusal(kv.get({ bucket, key: "a", revision: 1 }), "key_not_found");
    },
  },
  {
    name: "a bucket without history keeps the latest revision alone, be it a delete",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create();
      await put(bucket, "a", "1");
      await put(bucket, "a", "2");
      assert.deepEqual(told(await historyOf(context, bucket, "a")), [[2, "put", "2"]]);
      await kv.delete({ bucket, key: "a" });
      assert.deepEqual(told(await historyOf(context, bucket, "a")), [[3, "deleted", ""]]);
      await expectRefusal(kv.get({ bucket, key: "a", revision: 2 }), "revision_not_kept");
    },
  },
  {
    name: "a history that is made shorter hides older revisions at once, and one made longer begins to grow",
    async run(context) {
      const { kv, bucket: create, put } = context;
      const bucket = await create({ history: 3 });
      for (const value of ["1", "2", "3"]) await put(bucket, "a", value);
      await kv.updateBucket({ bucket, settings: { history: 1 } });
      assert.deepEqual(told(await historyOf(context, bucket, "a")), [[3, "put", "3"]]);
      await expectRefusal(kv.get({ bucket, key: "a", revision: 2 }), "revision_not_kept");
      await put(bucket, "a", "4");
      await kv.updateBucket({ bucket, settings: { history: 64 } });
      for (const value of numbered(70)) await put(bucket, "a", value);
      const history = await historyOf(context, bucket, "a");
      assert.equal(history.length, 64);
      assert.equal(history[0]?.revision, 74 - 63);
    },
  },
  {
    name: "a page of a history ends early at a mebibyte",
    commits: "medium",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 3 });
      for (const value of ["a", "b", "c"]) await put(bucket, "k", value.repeat(600_000));
      const { changes, nextPageToken } = await kv.getHistory({ bucket, key: "k" });
      assert.equal(changes.length, 1);
      const rest = await kv.getHistory({ bucket, key: "k", pageToken: nextPageToken });
      assert.deepEqual(
        rest.changes.map(({ revision }) => revision),
        [2],
      );
    },
  },
  {
    name: "a page token of another key's history is refused",
    async run({ kv, bucket: create, put }) {
      const bucket = await create({ history: 2 });
      for (const key of ["a", "a", "b", "b"]) await put(bucket, key, "1");
      const { nextPageToken: pageToken } = await kv.getHistory({ bucket, key: "a", pageSize: 1 });
      await expectRefusal(kv.getHistory({ bucket, key: "b", pageToken }), "page_token_invalid");
      await expectRefusal(kv.getHistory({ bucket, key: "a", pageToken: `${pageToken}AA` }), "page_token_invalid");
      await expectRefusal(kv.listEntries({ bucket, pageToken }), "page_token_invalid");
    },
  },
];
