import assert from "node:assert/strict";
import { type CaseContext, text, turn } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const dayMs = 86_400_000;

/** Waits until the bucket's last revision is this one: an expiry is written soon after its time. */
async function written({ kv, elapse }: CaseContext, bucket: string, revision: number): Promise<void> {
  const watch = async (): Promise<void> => {
    for await (const response of kv.watch({ bucket, afterRevision: revision - 1 })) {
      if (response.revision >= revision) return;
    }
  };
  await elapse(watch());
}

function timed(bucket: string, key: string, ttlMs: number, value = "1") {
  return { bucket, key, value: Buffer.from(value), ttlMs };
}

const hiding: readonly ConformanceCase[] = [
  {
    name: "an entry whose time is over is hidden at that moment from every read",
    hooks: ["clock"],
    async run({ kv, bucket: create, hook, put }) {
      const clock = hook("clock");
      const bucket = await create({ history: 3 });
      await put(bucket, "a", "0");
      await put(bucket, "stays", "1");
      const beforeMs = clock.nowMs();
      await kv.put(timed(bucket, "a", 60_000));
      const { entry } = await kv.get({ bucket, key: "a" });
      assert.ok(entry!.expiresAt! >= beforeMs + 60_000 && entry!.expiresAt! <= clock.nowMs() + 60_000);
      await clock.advance(59_000);
      assert.equal(text((await kv.get({ bucket, key: "a" })).entry?.value), "1");
      await clock.advance(entry!.expiresAt! - clock.nowMs());
      await expectRefusal(kv.get({ bucket, key: "a" }), "key_not_found");
      await assert.rejects(kv.get({ bucket, key: "a", revision: 1 }));
      await assert.rejects(kv.get({ bucket, key: "a", revision: 3 }));
      const keys = async () => (await kv.listEntries({ bucket })).entries.map(({ key }) => key);
      assert.deepEqual(await keys(), ["stays"]);
      const { entries } = await kv.getMany({ bucket, keys: ["a", "stays"] });
      assert.deepEqual(
        entries.map(({ key }) => key),
        ["stays"],
      );
    },
  },
  {
    name: "an entry lives as long as its bucket says, unless its write says otherwise",
    hooks: ["clock"],
    async run({ kv, bucket: create, put, hook }) {
      const clock = hook("clock");
      const bucket = await create({ ttlMs: 60_000 });
      await put(bucket, "bucket", "1");
      await kv.put(timed(bucket, "longer", 120_000));
      await kv.put(timed(bucket, "for ever", 0));
      await kv.updateBucket({ bucket, settings: { ttlMs: 0 } });
      await put(bucket, "later", "1");
      await clock.advance(60_000);
      await expectRefusal(kv.get({ bucket, key: "bucket" }), "key_not_found");
      await clock.advance(59_000);
      assert.ok((await kv.get({ bucket, key: "longer" })).entry);
      await clock.advance(1_000);
      await expectRefusal(kv.get({ bucket, key: "longer" }), "key_not_found");
      await clock.advance(40 * dayMs);
      for (const key of ["for ever", "later"]) {
        assert.equal((await kv.get({ bucket, key })).entry?.expiresAt, undefined);
      }
    },
  },
  {
    name: "a write without a time takes the old one's away",
    hooks: ["clock"],
    async run({ kv, bucket: create, put, hook }) {
      const clock = hook("clock");
      const bucket = await create();
      await kv.put(timed(bucket, "a", 60_000));
      await put(bucket, "a", "2");
      await clock.advance(120_000);
      assert.equal(text((await kv.get({ bucket, key: "a" })).entry?.value), "2");
    },
  },
  {
    name: "a counter keeps its time, unless an increment says another",
    hooks: ["clock"],
    async run({ kv, bucket: create, hook }) {
      const clock = hook("clock");
      const bucket = await create({ ttlMs: 60_000 });
      const expiresAt = async () => (await kv.get({ bucket, key: "n" })).entry?.expiresAt;
      await kv.increment({ bucket, key: "n" });
      const first = await expiresAt();
      assert.ok(first !== undefined && first > clock.nowMs());
      await clock.advance(30_000);
      await kv.increment({ bucket, key: "n" });
      assert.equal(await expiresAt(), first);
      await kv.increment({ bucket, key: "n", ttlMs: 120_000 });
      assert.ok((await expiresAt())! >= first + 90_000);
      await kv.increment({ bucket, key: "n", ttlMs: 0 });
      assert.equal(await expiresAt(), undefined);
      await kv.increment({ bucket, key: "m" });
      await clock.advance(60_000);
      assert.equal((await kv.increment({ bucket, key: "m", by: 10 })).value, 10);
      assert.equal((await kv.increment({ bucket, key: "n" })).value, 5);
    },
  },
  {
    name: "no time is too long for a timer",
    hooks: ["clock"],
    async run({ kv, bucket: create, hook }) {
      const clock = hook("clock");
      const bucket = await create();
      await kv.put(timed(bucket, "century", 3_155_760_000_000));
      await kv.put(timed(bucket, "month", 30 * dayMs));
      await turn();
      await clock.advance(29 * dayMs);
      assert.equal((await kv.listEntries({ bucket })).entries.length, 2);
      await clock.advance(dayMs);
      assert.equal((await kv.listEntries({ bucket })).entries.length, 1);
    },
  },
];

const writing: readonly ConformanceCase[] = [
  {
    name: "an expiry is written as a revision of its own, and takes older revisions along",
    hooks: ["clock"],
    async run(context) {
      const { kv, bucket: create, put, hook } = context;
      const bucket = await create({ history: 5 });
      await put(bucket, "a", "0");
      await kv.put(timed(bucket, "a", 60_000));
      await hook("clock").advance(60_000);
      await written(context, bucket, 3);
      const { changes } = await kv.getHistory({ bucket, key: "a" });
      assert.deepEqual(
        changes.map(({ revision, kind, value, expiresAt }) => [revision, kind, value, expiresAt]),
        [[3, "expired", undefined, undefined]],
      );
      await expectRefusal(kv.get({ bucket, key: "a", revision: 1 }), "revision_not_kept");
      await expectRefusal(kv.get({ bucket, key: "a", revision: 3 }), "key_not_found");
      const { entries, bytes } = (await kv.getBucket({ bucket })).bucket!;
      assert.deepEqual([entries, bytes], [0, 1]);
      assert.equal(await put(bucket, "a", "2"), 4);
      assert.equal((await kv.getHistory({ bucket, key: "a" })).changes.length, 2);
    },
  },
  {
    name: "to a write, an entry whose time is over is not there, and its older revisions never come back",
    hooks: ["clock"],
    async run({ kv, fabric, bucket: create, put, hook }) {
      const clock = hook("clock");
      const bucket = await create({ history: 5 });
      await put(bucket, "a", "0");
      await kv.put(timed(bucket, "a", 60_000));
      await kv.put(timed(bucket, "n", 60_000, "7"));
      await kv.put(timed(bucket, "d", 60_000));
      const { entry } = await kv.get({ bucket, key: "d" });
      await clock.advance(entry!.expiresAt! - clock.nowMs());
      const value = Buffer.from("2");
      const late = kv.put({ bucket, key: "a", value, expectedRevision: 2 });
      const created = kv.put({ bucket, key: "a", value, expectedRevision: 0 });
      const counted = kv.increment({ bucket, key: "n" });
      const deleted = kv.delete({ bucket, key: "d" });
      await expectRefusal(late, "revision_mismatch", { actual: 0 });
      await created;
      assert.equal((await counted).value, 1);
      assert.equal((await deleted).deleted, false);
      await fabric.commit({ operations: [{ check: { bucket, key: "d" } }] });
      await expectRefusal(kv.get({ bucket, key: "a", revision: 1 }), "revision_not_kept");
      const history = (await kv.getHistory({ bucket, key: "a" })).changes;
      assert.equal(text(history.at(-1)?.value), "2");
      assert.ok(history.every(({ revision }) => revision > 4));
    },
  },
  {
    name: "an older revision whose own time is over is hidden too",
    hooks: ["clock"],
    async run({ kv, bucket: create, put, hook }) {
      const bucket = await create({ history: 3 });
      await kv.put(timed(bucket, "a", 60_000));
      await put(bucket, "a", "2");
      assert.equal((await kv.getHistory({ bucket, key: "a" })).changes.length, 2);
      await hook("clock").advance(60_000);
      await expectRefusal(kv.get({ bucket, key: "a", revision: 1 }), "revision_not_kept");
      assert.equal((await kv.getHistory({ bucket, key: "a" })).changes.length, 1);
    },
  },
  {
    name: "an entry whose time ended while the fabric was closed is hidden when it is open again",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { hook, put } = context;
      const bucket = await context.bucket();
      await context.kv.put(timed(bucket, "a", 60_000));
      await context.kv.put(timed(bucket, "b", 600_000));
      await put(bucket, "c", "1");
      await context.fabric.close();
      await hook("clock").advance(60_000);
      await context.reopen();
      await expectRefusal(context.kv.get({ bucket, key: "a" }), "key_not_found");
      await written(context, bucket, 4);
      await hook("clock").advance(540_000);
      await expectRefusal(context.kv.get({ bucket, key: "b" }), "key_not_found");
      await written(context, bucket, 5);
      assert.equal((await context.kv.getBucket({ bucket })).bucket?.entries, 1);
    },
  },
];

export const kvExpiryCases: readonly ConformanceCase[] = [...hiding, ...writing];
