import assert from "node:assert/strict";
import { numbered, text } from "../../case-context.ts";
import { type ConformanceCase, severalOperations, smallLimits } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** Keys at the edges of the rule. */
const oddKeys = [
  " ",
  ".",
  "..",
  "a/b//c/",
  "/",
  "%2F",
  "a?b#c&d=e+f",
  "\u00fc\ufb01\ud83d\ude00",
  "\n\t",
  "\\",
  "x".repeat(1024),
  "\u00e9".repeat(512),
];
const tooLong = ["x".repeat(1025), "\u00e9".repeat(513)];

const reading: readonly ConformanceCase[] = [
  {
    name: "an entry is read as it was put",
    async run({ kv, bucket: create }) {
      const bucket = await create();
      const value = Buffer.from([0, 255, 1, 128]);
      const { revision, position } = await kv.put({ bucket, key: "a", value });
      assert.equal(revision, 1);
      const { entry } = await kv.get({ bucket, key: "a", atLeast: position });
      assert.deepEqual([entry?.key, entry?.revision, entry?.expiresAt], ["a", 1, undefined]);
      assert.deepEqual(Buffer.from(entry!.value!), value);
      assert.ok(entry!.writtenAt! > 0);
    },
  },
  {
    name: "an entry says when it was written",
    hooks: ["clock"],
    async run({ kv, bucket: create, put, hook }) {
      const clock = hook("clock");
      const bucket = await create();
      await put(bucket, "a", "1");
      await clock.advance(5_000);
      const beforeMs = clock.nowMs();
      await put(bucket, "b", "1");
      const written = async (key: string) => (await kv.get({ bucket, key })).entry!.writtenAt!;
      assert.ok((await written("a")) < beforeMs);
      const writtenAt = await written("b");
      assert.ok(writtenAt >= beforeMs && writtenAt <= clock.nowMs());
    },
  },
  {
    name: "a put replaces the value and gives the bucket's next revision",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create();
      assert.equal(await put(bucket, "a", "1"), 1);
      assert.equal(await put(bucket, "b", "1"), 2);
      assert.equal(await put(bucket, "a", "2"), 3);
      assert.equal(await textOf(bucket, "a"), "2");
      assert.equal((await kv.get({ bucket, key: "b" })).entry?.revision, 2);
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 3);
    },
  },
  {
    name: "two buckets share neither keys nor revisions",
    async run({ kv, bucket: create, put, textOf }) {
      const [one, two] = [await create(), await create()];
      assert.equal(await put(one, "a", "1"), 1);
      assert.equal(await put(two, "a", "2"), 1);
      assert.equal(await textOf(one, "a"), "1");
      await kv.delete({ bucket: one, key: "a" });
      assert.equal(await textOf(two, "a"), "2");
    },
  },
  {
    name: "every key of the rule is taken, and tells itself from every other",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create();
      for (const [index, key] of oddKeys.entries()) await put(bucket, key, String(index));
      for (const [index, key] of oddKeys.entries()) assert.equal(await textOf(bucket, key), String(index));
      const { entries } = await kv.getMany({ bucket, keys: oddKeys });
      assert.deepEqual(
        entries.map(({ key }) => key),
        oddKeys,
      );
      for (const key of oddKeys) assert.equal((await kv.delete({ bucket, key })).deleted, true);
      assert.deepEqual((await kv.listEntries({ bucket })).entries, []);
    },
  },
  {
    name: "keys outside the rule are refused",
    async run({ kv, fabric, bucket: create }) {
      const bucket = await create();
      const value = Buffer.from("1");
      for (const key of ["", "a\0b", ...tooLong]) {
        const calls = [
          kv.put({ bucket, key, value }),
          kv.delete({ bucket, key }),
          kv.increment({ bucket, key }),
          kv.get({ bucket, key }),
          kv.getHistory({ bucket, key }),
          kv.getMany({ bucket, keys: ["a", key] }),
          fabric.commit({ operations: [{ put: { bucket, key, value } }] }),
        ];
        await Promise.all(calls.map((call) => expectRefusal(call, "key_invalid")));
      }
      for (const key of ["\ud83d", "a\ude00b"]) {
        await expectRefusal(kv.put({ bucket, key, value }), "field_invalid", { field: "key" });
        await expectRefusal(kv.get({ bucket, key }), "field_invalid", { field: "key" });
        await expectRefusal(fabric.commit({ operations: [{ put: { bucket, key, value } }] }), "field_invalid");
      }
      const [prefix] = tooLong;
      await expectRefusal(kv.listEntries({ bucket, prefix }), "key_invalid", { field: "prefix" });
      await expectRefusal(kv.listEntries({ bucket, fromKey: "\0" }), "key_invalid", { field: "from_key" });
      await expectRefusal(kv.listEntries({ bucket, toKey: "\0" }), "key_invalid", { field: "to_key" });
      const watch = kv.watch({ bucket, prefix })[Symbol.asyncIterator]();
      await expectRefusal(watch.next(), "key_invalid", { field: "prefix" });
      assert.deepEqual((await kv.listEntries({ bucket })).entries, []);
    },
  },
  {
    name: "fields out of bounds are refused and write nothing",
    async run({ kv, bucket: create }) {
      const bucket = await create();
      const entry = { bucket, key: "a", value: Buffer.from("1") };
      const field = (name: string) => ({ field: name });
      await expectRefusal(kv.put({ bucket, key: "a" }), "field_invalid", field("value"));
      await expectRefusal(kv.put({ ...entry, ttlMs: -1 }), "field_invalid", field("ttl_ms"));
      await expectRefusal(kv.put({ ...entry, ttlMs: 3_155_760_000_001 }), "field_invalid", field("ttl_ms"));
      await expectRefusal(kv.put({ ...entry, expectedRevision: -1 }), "field_invalid", field("expected_revision"));
      await expectRefusal(kv.delete({ ...entry, expectedRevision: -1 }), "field_invalid", field("expected_revision"));
      await expectRefusal(kv.increment({ bucket, key: "a", ttlMs: -1 }), "field_invalid", field("ttl_ms"));
      const durability = "soon" as "always";
      await expectRefusal(kv.put({ ...entry, durability }), "field_invalid", field("durability"));
      await expectRefusal(kv.delete({ bucket, key: "a", durability }), "field_invalid", field("durability"));
      await expectRefusal(kv.increment({ bucket, key: "a", durability }), "field_invalid", field("durability"));
      await expectRefusal(kv.get({ bucket, key: "a", revision: 0 }), "field_invalid", field("revision"));
      await expectRefusal(kv.get({ bucket, key: "a", atLeast: -1 }), "field_invalid", field("at_least"));
      await expectRefusal(kv.getBucket({ bucket, atLeast: -1 }), "field_invalid", field("at_least"));
      await expectRefusal(kv.getMany({ bucket, keys: [] }), "field_invalid", field("keys"));
      await expectRefusal(kv.getMany({ bucket, keys: numbered(1001) }), "field_invalid", field("keys"));
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 0);
    },
  },
  {
    name: "a value may be empty, and as large as the limit, but no larger",
    commits: "medium",
    async run({ kv, fabric, bucket: create, put, textOf }) {
      const bucket = await create();
      await put(bucket, "empty", "");
      const { entry } = await kv.get({ bucket, key: "empty" });
      assert.equal(entry?.value?.length, 0);
      const largest = "x".repeat(1_048_576);
      await put(bucket, "a", largest);
      assert.equal((await textOf(bucket, "a")).length, largest.length);
      const put1 = { bucket, key: "b", value: Buffer.from(`${largest}x`) };
      const details = { key: "b", size: 1_048_577, limit: 1_048_576 };
      await expectRefusal(kv.put(put1), "value_too_large", details);
      await expectRefusal(fabric.commit({ operations: [{ put: put1 }] }), "value_too_large", details);
      await expectRefusal(kv.get({ bucket, key: "b" }), "key_not_found", { bucket, key: "b" });
    },
  },
  {
    name: "of a bucket's last revision there is no other",
    hooks: ["smallLimits"],
    async run({ kv, fabric, bucket: create, put }) {
      const bucket = await create();
      const limit = smallLimits.kvRevisions;
      for (let revision = 1; revision <= limit; revision += 1) await put(bucket, "a", "1");
      const details = { name: "kv_revisions", limit, value: limit + 1 };
      const one = { bucket, key: "a" };
      await expectRefusal(put(bucket, "a", "2"), "limit_exceeded", details);
      await expectRefusal(kv.delete(one), "limit_exceeded", details);
      await expectRefusal(kv.increment(one), "limit_exceeded", details);
      await expectRefusal(fabric.commit({ operations: [{ delete: one }] }), "limit_exceeded", details);
    },
  },
  {
    name: "a full disk refuses writes, and entries are still read",
    hooks: ["fillDisk"],
    async run({ kv, fabric, bucket: create, put, textOf, name, hook }) {
      const bucket = await create();
      await put(bucket, "a", "1");
      await hook("fillDisk")(true);
      const one = { bucket, key: "a" };
      const calls = [
        kv.createBucket({ bucket: name() }),
        kv.updateBucket({ bucket, settings: { history: 2 } }),
        kv.put({ ...one, value: Buffer.from("2") }),
        kv.delete(one),
        kv.increment(one),
        fabric.commit({ operations: [{ put: { ...one, value: Buffer.from("2") } }] }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "disk_full")));
      assert.equal(await textOf(bucket, "a"), "1");
      await hook("fillDisk")(false);
      assert.equal(await put(bucket, "a", "2"), 2);
    },
  },
];

const deleting: readonly ConformanceCase[] = [
  {
    name: "a deleted entry is not found, and its delete is a revision",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      await put(bucket, "a", "1");
      const deleted = await kv.delete({ bucket, key: "a" });
      assert.deepEqual([deleted.deleted, deleted.revision], [true, 2]);
      const { position } = deleted;
      await expectRefusal(kv.get({ bucket, key: "a", atLeast: position }), "key_not_found", { bucket, key: "a" });
      assert.equal(await put(bucket, "a", "2"), 3);
    },
  },
  {
    name: "a delete of what is not there says so and writes nothing",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      await put(bucket, "a", "1");
      const deleted = await kv.delete({ bucket, key: "b" });
      assert.deepEqual([deleted.deleted, deleted.revision], [false, 0]);
      assert.equal((await kv.getBucket({ bucket, atLeast: deleted.position })).bucket?.lastRevision, 1);
      await kv.delete({ bucket, key: "a" });
      const again = await kv.delete({ bucket, key: "a" });
      assert.deepEqual([again.deleted, again.revision], [false, 0]);
    },
  },
];

const many: readonly ConformanceCase[] = [
  {
    name: "several entries are read at once, in the order asked, without those that are not there",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      for (const key of ["a", "b", "c", "d"]) await put(bucket, key, `${key}1`);
      await kv.delete({ bucket, key: "c" });
      const { position } = await kv.put({ bucket, key: "b", value: Buffer.from("b2"), ttlMs: 1_000_000 });
      const { entries, revision } = await kv.getMany({ bucket, keys: ["d", "x", "b", "c", "a"], atLeast: position });
      const alone = await Promise.all(["d", "b", "a"].map(async (key) => (await kv.get({ bucket, key })).entry));
      assert.deepEqual(entries, alone);
      assert.equal(revision, 6);
      assert.deepEqual((await kv.getMany({ bucket, keys: ["x"] })).entries, []);
      const twice = await kv.getMany({ bucket, keys: ["a", "d", "a"] });
      assert.deepEqual(twice.entries, [alone[2], alone[0], alone[2]]);
    },
  },
  {
    name: "a thousand keys may be asked for at once, as long as their entries fit into an answer",
    commits: "medium",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create, put }) {
      const bucket = await create();
      const keys = numbered(1000);
      const value = Buffer.from("v");
      await fabric.commit({ operations: keys.map((key) => ({ put: { bucket, key, value } })) });
      assert.equal((await kv.getMany({ bucket, keys })).entries.length, 1000);
      await put(bucket, "large", "x".repeat(1_048_576));
      const asked = Array.from({ length: 8 }, () => "large");
      await expectRefusal(kv.getMany({ bucket, keys: asked }), "answer_too_large", { limit: 8_388_608 });
      assert.equal((await kv.getMany({ bucket, keys: asked.slice(1) })).entries.length, 7);
    },
  },
  {
    name: "entries read at once are of one moment",
    capability: severalOperations,
    async run({ kv, fabric, bucket: create }) {
      const bucket = await create();
      const write = (value: string) => {
        const put = (key: string) => ({ put: { bucket, key, value: Buffer.from(value) } });
        return fabric.commit({ operations: [put("a"), put("b")] });
      };
      await write("0");
      const writing = (async () => {
        for (const value of numbered(30, 1)) await write(value);
      })();
      for (let round = 0; round < 30; round += 1) {
        const { entries, revision } = await kv.getMany({ bucket, keys: ["a", "b"] });
        assert.equal(text(entries[0]?.value), text(entries[1]?.value));
        assert.equal(entries[1]!.revision, revision);
      }
      await writing;
    },
  },
];

const damaged: readonly ConformanceCase[] = [
  {
    name: "a value that cannot be read back is told, and the entries around it are read",
    hooks: ["damageEntry"],
    async run(context) {
      const { put } = context;
      const bucket = await context.bucket({ history: 2 });
      for (const key of ["a", "b", "b", "c"]) await put(bucket, key, key);
      await context.damageEntry(bucket, 3);
      const { kv } = context;
      const details = { bucket, key: "b", revision: 3 };
      await expectRefusal(kv.get({ bucket, key: "b" }), "entry_damaged", details);
      await expectRefusal(kv.getMany({ bucket, keys: ["a", "b"] }), "entry_damaged", details);
      await expectRefusal(kv.listEntries({ bucket, fromKey: "b" }), "entry_damaged", details);
      const history = await kv.getHistory({ bucket, key: "b" });
      assert.deepEqual(
        history.changes.map(({ revision }) => revision),
        [2],
      );
      const rest = kv.getHistory({ bucket, key: "b", pageToken: history.nextPageToken });
      await expectRefusal(rest, "entry_damaged", details);
      const page = await kv.listEntries({ bucket });
      assert.deepEqual(
        page.entries.map(({ key }) => key),
        ["a"],
      );
      await expectRefusal(kv.listEntries({ bucket, pageToken: page.nextPageToken }), "entry_damaged", details);
      assert.equal((await kv.listEntries({ bucket, keysOnly: true })).entries.length, 3);
      assert.equal(text((await kv.get({ bucket, key: "b", revision: 2 })).entry?.value), "b");
      const changes = kv.watch({ bucket })[Symbol.asyncIterator]();
      assert.equal((await changes.next()).value?.changes.length, 1);
      await expectRefusal(changes.next(), "entry_damaged", details);
    },
  },
];

export const kvEntryCases: readonly ConformanceCase[] = [...reading, ...deleting, ...many, ...damaged];
