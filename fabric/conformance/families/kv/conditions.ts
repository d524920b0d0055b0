import assert from "node:assert/strict";
import { numbered } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const expecting: readonly ConformanceCase[] = [
  {
    name: "a put that expects the present revision is written, any other is refused",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create();
      const key = "a";
      await put(bucket, "other", "0");
      const seen = await put(bucket, key, "1");
      const actual = await put(bucket, key, "2");
      const value = Buffer.from("3");
      const details = { bucket, key, actual, expected: seen };
      await expectRefusal(kv.put({ bucket, key, value, expectedRevision: seen }), "revision_mismatch", details);
      await expectRefusal(kv.put({ bucket, key, value, expectedRevision: 0 }), "revision_mismatch", { expected: 0 });
      await expectRefusal(kv.put({ bucket, key, value, expectedRevision: 99 }), "revision_mismatch");
      assert.equal(await textOf(bucket, key), "2");
      assert.equal((await kv.put({ bucket, key, value, expectedRevision: actual })).revision, actual + 1);
    },
  },
  {
    name: "an entry is created only once, and again after its delete",
    async run({ kv, bucket: create }) {
      const bucket = await create({ history: 3 });
      const entry = { bucket, key: "a", value: Buffer.from("1"), expectedRevision: 0 };
      const { revision: actual } = await kv.put(entry);
      await expectRefusal(kv.put(entry), "revision_mismatch", { actual, expected: 0 });
      const { revision } = await kv.delete({ bucket, key: "a" });
      const late = { ...entry, expectedRevision: revision };
      await expectRefusal(kv.put(late), "revision_mismatch", { actual: 0, expected: revision });
      assert.equal((await kv.put(entry)).revision, revision + 1);
    },
  },
  {
    name: "a delete that expects another revision is refused",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create();
      const key = "a";
      const seen = await put(bucket, key, "1");
      const actual = await put(bucket, key, "2");
      await expectRefusal(kv.delete({ bucket, key, expectedRevision: seen }), "revision_mismatch", { actual });
      await expectRefusal(kv.delete({ bucket, key, expectedRevision: 0 }), "revision_mismatch", { actual });
      assert.equal(await textOf(bucket, key), "2");
      assert.equal((await kv.delete({ bucket, key, expectedRevision: actual })).deleted, true);
      await expectRefusal(kv.delete({ bucket, key, expectedRevision: actual }), "revision_mismatch", { actual: 0 });
      assert.equal((await kv.delete({ bucket, key, expectedRevision: 0 })).deleted, false);
    },
  },
  {
    name: "of many who expect the same revision at once, one writes",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      const expectedRevision = await put(bucket, "a", "0");
      const writing = numbered(20, 1).map((value) =>
        kv.put({ bucket, key: "a", value: Buffer.from(value), expectedRevision }),
      );
      const outcomes = await Promise.allSettled(writing);
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, expectedRevision + 1);
    },
  },
];

const once: readonly ConformanceCase[] = [
  {
    name: "a write sent again with its key gives the first answer and writes nothing",
    capability: { idempotencyKeys: true },
    async run({ kv, bucket: create, put, name }) {
      const bucket = await create();
      const value = Buffer.from("1");
      const [one, two, three, four] = [name("key"), name("key"), name("key"), name("key")];
      const calls = [
        () => kv.put({ bucket, key: "a", value, idempotencyKey: one, expectedRevision: 0 }),
        () => kv.increment({ bucket, key: "n", by: 5, idempotencyKey: two }),
        () => kv.delete({ bucket, key: "a", idempotencyKey: three }),
        () => kv.delete({ bucket, key: "none", idempotencyKey: four }),
      ];
      for (const [index, call] of calls.entries()) {
        const first = await call();
        await put(bucket, "between", String(index));
        assert.deepEqual(await call(), first);
      }
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 3 + calls.length);
    },
  },
  {
    name: "a key that was used for another write is refused",
    capability: { idempotencyKeys: true },
    async run({ kv, fabric, bucket: create, name }) {
      const bucket = await create();
      const idempotencyKey = name("key");
      const [key, value] = ["a", Buffer.from("1")];
      await kv.put({ bucket, key, value, idempotencyKey });
      const calls = [
        kv.put({ bucket, key, value: Buffer.from("2"), idempotencyKey }),
        kv.put({ bucket, key, value, ttlMs: 1_000_000, idempotencyKey }),
        kv.delete({ bucket, key, idempotencyKey }),
        kv.increment({ bucket, key, idempotencyKey }),
        fabric.commit({ operations: [{ check: { bucket, key } }], idempotencyKey }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "idempotency_key_reused", { key: idempotencyKey })));
      assert.equal((await kv.getBucket({ bucket })).bucket?.lastRevision, 1);
    },
  },
  {
    name: "writes are refused while no more idempotency keys are remembered",
    hooks: ["smallLimits"],
    capability: { idempotencyKeys: true },
    async run({ kv, bucket: create, name }) {
      const bucket = await create();
      const entry = { bucket, key: "a" };
      const value = Buffer.from("1");
      await kv.put({ ...entry, value, idempotencyKey: name() });
      await kv.increment({ ...entry, idempotencyKey: name() });
      await expectRefusal(kv.put({ ...entry, value, idempotencyKey: name() }), "idempotency_full");
      await expectRefusal(kv.delete({ ...entry, idempotencyKey: name() }), "idempotency_full");
      await expectRefusal(kv.increment({ ...entry, idempotencyKey: name() }), "idempotency_full");
    },
  },
];

export const kvConditionCases: readonly ConformanceCase[] = [...expecting, ...once];
