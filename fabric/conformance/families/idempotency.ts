import assert from "node:assert/strict";
import type { CommitRequestInit, CommitResponse } from "@flowmesh/contract";
import { batchOf, numbered } from "../case-context.ts";
import { acrossReopen, type ConformanceCase, severalOperations, smallLimits } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const honoured: readonly ConformanceCase[] = [
  {
    name: "a call sent again with its key gives the first answer and writes nothing",
    capability: severalOperations,
    async run({ fabric, streams, stream: create, name, values }) {
      const stream = await create(3);
      const [one, two, three] = [name("key"), name("key"), name("key")];
      const records = [
        ...numbered(4).map((value) => ({ value: Buffer.from(value) })),
        { key: Buffer.from("k") },
        { dedupeId: "d" },
      ];
      const operations = [{ publish: { stream, records } }, { append: { stream, batch: batchOf(["x"]) } }];
      const calls = [
        () => streams.append({ stream, batch: batchOf(["a", "b"]), idempotencyKey: one }),
        () => streams.publish({ stream, records, idempotencyKey: two }),
        () => fabric.commit({ operations, idempotencyKey: three }),
      ];
      for (const call of calls) {
        const first = await call();
        await streams.append({ stream, partition: 1, batch: batchOf(["between"]) });
        assert.deepEqual(await call(), first);
      }
      const kept = await Promise.all([0, 1, 2].map((partition) => values(stream, partition)));
      assert.equal(kept.flat().length, 2 + 6 + 6 + 3);
    },
  },
  {
    name: "a key that was used for something else is refused",
    capability: severalOperations,
    async run({ fabric, streams, stream: create, name, nextOffset }) {
      const stream = await create();
      const idempotencyKey = name("key");
      const batch = batchOf(["a"]);
      await streams.append({ stream, batch, idempotencyKey });
      const details = { key: idempotencyKey };
      const operations = [{ append: { stream, batch } }, { append: { stream, batch } }];
      await expectRefusal(
        streams.append({ stream, batch: batchOf(["b"]), idempotencyKey }),
        "idempotency_key_reused",
        details,
      );
      await expectRefusal(
        streams.publish({ stream, records: [{}], idempotencyKey }),
        "idempotency_key_reused",
        details,
      );
      await expectRefusal(fabric.commit({ operations, idempotencyKey }), "idempotency_key_reused", details);
      assert.equal(await nextOffset(stream), 1);
    },
  },
  {
    name: "a call sent again in another trace is the same call",
    async run({ streams, stream: create, name, nextOffset }) {
      const stream = await create();
      const idempotencyKey = name("key");
      const publish = (trace: string) => {
        const headers = [
          { name: "h", value: Buffer.from("v") },
          { name: "traceparent", value: Buffer.from(trace) },
        ];
        return streams.publish({ stream, records: [{ value: Buffer.from("a"), headers }], idempotencyKey });
      };
      assert.deepEqual(await publish("00-1-1-01"), await publish("00-2-2-01"));
      assert.equal(await nextOffset(stream), 1);
    },
  },
  {
    name: "of several calls with the same key at once, one writes and all are told the same",
    async run({ streams, stream: create, name, nextOffset }) {
      const stream = await create();
      const request = { stream, batch: batchOf(["a"]), idempotencyKey: name("key") };
      const responses = await Promise.all(Array.from({ length: 10 }, () => streams.append(request)));
      for (const response of responses) assert.deepEqual(response, responses[0]);
      assert.equal(await nextOffset(stream), 1);
    },
  },
  {
    name: "a commit that was refused leaves its key unused",
    capability: { expectedOffset: true },
    async run({ streams, stream: create, name, append }) {
      const stream = await create();
      const request = { stream, batch: batchOf(["b"]), idempotencyKey: name("key"), expectedOffset: 1 };
      await expectRefusal(streams.append(request), "expected_offset_mismatch");
      await append(stream, ["a"]);
      assert.equal((await streams.append(request)).offset, 1);
    },
  },
  {
    name: "a call sent again is answered though its stream is gone, or has more partitions",
    async run({ streams, stream: create, name }) {
      const stream = await create(2);
      const request = {
        stream,
        records: numbered(5).map((value) => ({ key: Buffer.from(value) })),
        idempotencyKey: name("key"),
      };
      const first = await streams.publish(request);
      await streams.updateStream({ stream, partitions: 7 });
      assert.deepEqual(await streams.publish(request), first);
      await streams.deleteStream({ stream });
      assert.deepEqual(await streams.publish(request), first);
    },
  },
  acrossReopen({
    name: "keys are remembered across a reopen",
    async aroundReopen(context) {
      const stream = await context.stream(2);
      const request = { stream, records: [{}, {}, {}], idempotencyKey: context.name("key") };
      const first = await context.streams.publish(request);
      return async () => {
        assert.deepEqual(await context.streams.publish(request), first);
        const other = { ...request, records: [{}] };
        await expectRefusal(context.streams.publish(other), "idempotency_key_reused");
      };
    },
  }),
  {
    name: "a key is forgotten after 24 hours, and not before",
    hooks: ["clock"],
    async run({ streams, stream: create, name, hook }) {
      const clock = hook("clock");
      const stream = await create();
      const request = { stream, batch: batchOf(["a"]), idempotencyKey: name("key") };
      await streams.append(request);
      await clock.advance(86_400_000 - 60_000);
      assert.equal((await streams.append(request)).offset, 0);
      await clock.advance(120_000);
      assert.equal((await streams.append(request)).offset, 1);
    },
  },
  {
    name: "a key is forgotten sooner if the commit says so",
    hooks: ["clock"],
    async run({ fabric, stream: create, name, hook }) {
      const clock = hook("clock");
      const stream = await create();
      const operations = [{ append: { stream, batch: batchOf(["a"]) } }];
      const request = { operations, idempotencyKey: name("key"), idempotencyWindowMs: 10_000 };
      const offset = async (): Promise<number | undefined> =>
        (await fabric.commit(request)).results[0]?.placements[0]?.offset;
      assert.equal(await offset(), 0);
      await clock.advance(9_000);
      assert.equal(await offset(), 0);
      await clock.advance(2_000);
      assert.equal(await offset(), 1);
    },
  },
  {
    name: "a key whose result its caller has is forgotten when a later commit says so, and no other",
    async run({ fabric, stream: create, name, nextOffset }) {
      const stream = await create();
      const operations = [{ append: { stream, batch: batchOf(["a"]) } }];
      const [first, second, third] = [name("key"), name("key"), name("key")];
      const offset = async (idempotencyKey: string, answeredKeys: string[]): Promise<number | undefined> =>
        (await fabric.commit({ operations, idempotencyKey, answeredKeys, idempotencyWindowMs: 300_000 })).results[0]
          ?.placements[0]?.offset;
      assert.equal(await offset(first, []), 0);
      assert.equal(await offset(second, []), 1);
      assert.equal(await offset(second, [first]), 1, "a repetition lets go of none");
      assert.equal(await offset(first, []), 0);
      assert.equal(await offset(third, [first, name("unknown"), third]), 2);
      assert.equal(await offset(second, []), 1);
      assert.equal(await offset(third, []), 2);
      assert.equal(await offset(first, []), 3);
      assert.equal(await nextOffset(stream), 4);
    },
  },
  {
    name: "a key that is remembered for long, so that others may rely on it, is forgotten by nobody's word",
    async run({ fabric, stream: create, name }) {
      const stream = await create();
      const operations = [{ append: { stream, batch: batchOf(["a"]) } }];
      const offset = async (idempotencyKey: string, answeredKeys: string[] = []): Promise<number | undefined> =>
        (await fabric.commit({ operations, idempotencyKey, answeredKeys, idempotencyWindowMs: 300_001 })).results[0]
          ?.placements[0]?.offset;
      const [first, second] = [name("key"), name("key")];
      assert.equal(await offset(first), 0);
      assert.equal(await offset(second, [first]), 1);
      assert.equal(await offset(first), 0);
    },
  },
  {
    name: "more answered keys than a commit may name, and one that is too long, are refused",
    async run({ fabric, stream: create, nextOffset }) {
      const stream = await create();
      const operations = [{ append: { stream, batch: batchOf(["a"]) } }];
      const many = Array.from({ length: 1001 }, (_, index) => `key ${index}`);
      await expectRefusal(fabric.commit({ operations, answeredKeys: many }), "field_invalid", {
        field: "answered_keys",
      });
      await expectRefusal(fabric.commit({ operations, answeredKeys: ["x".repeat(256)] }), "field_invalid", {
        field: "answered_keys[0]",
      });
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "each caller has keys of his own: another with the same key is not told of it, and lets go of none, after a reopen too",
    hooks: ["callers", "reopen"],
    async run(context) {
      const stream = await context.stream();
      const idempotencyKey = context.name("key");
      const commit = (who: string, value: string, more: Partial<CommitRequestInit> = {}): Promise<CommitResponse> => {
        const operations = [{ append: { stream, batch: batchOf([value]) } }];
        const request = { operations, idempotencyKey, idempotencyWindowMs: 300_000, ...more };
        return context.fabric.commit(request, { who });
      };
      const offsets: unknown[] = [];
      const callers = ["ann", "bob", "", "a"];
      for (const who of callers) offsets.push((await commit(who, who)).results[0]?.placements[0]?.offset);
      assert.deepEqual(offsets, [0, 1, 2, 3]);
      await expectRefusal(commit("ann", "other"), "idempotency_key_reused", { key: idempotencyKey });
      await commit("bob", "more", { idempotencyKey: "", answeredKeys: [idempotencyKey] });
      await context.reopen();
      const again = async (who: string): Promise<unknown> => (await commit(who, who)).results[0]?.placements[0]?.offset;
      assert.deepEqual(await Promise.all(["ann", "", "a"].map(again)), [0, 2, 3], "nobody lets go of another's");
      assert.equal(await again("bob"), 5);
    },
  },
  {
    name: "a time to remember a key that is out of bounds is refused",
    async run({ fabric, stream: create, name }) {
      const operations = [{ append: { stream: await create(), batch: batchOf(["a"]) } }];
      for (const idempotencyWindowMs of [-1, 86_400_001]) {
        const request = { operations, idempotencyKey: name("key"), idempotencyWindowMs };
        await expectRefusal(fabric.commit(request), "field_invalid", { field: "idempotency_window_ms" });
      }
    },
  },
  {
    name: "when the memory for keys is full, new ones are refused and old ones still known",
    hooks: ["smallLimits"],
    async run({ fabric, streams, stream: create, name, nextOffset }) {
      const stream = await create();
      const batch = batchOf(["a"]);
      const keys = Array.from({ length: smallLimits.idempotencyKeys }, () => name("key"));
      for (const idempotencyKey of keys) await streams.append({ stream, batch, idempotencyKey });
      const details = { limit: smallLimits.idempotencyKeys };
      const operations = [{ append: { stream, batch } }];
      await expectRefusal(streams.append({ stream, batch, idempotencyKey: name("key") }), "idempotency_full", details);
      await expectRefusal(
        streams.publish({ stream, records: [{}], idempotencyKey: name("key") }),
        "idempotency_full",
        details,
      );
      await expectRefusal(fabric.commit({ operations, idempotencyKey: name("key") }), "idempotency_full", details);
      assert.equal((await streams.append({ stream, batch, idempotencyKey: keys[0] })).offset, 0);
      assert.equal(await nextOffset(stream), keys.length);
    },
  },
  {
    name: "the memory for keys has room for a commit that says which are answered",
    hooks: ["smallLimits"],
    async run({ fabric, stream: create, name }) {
      const stream = await create();
      const operations = [{ append: { stream, batch: batchOf(["a"]) } }];
      let answeredKeys: string[] = [];
      for (let used = 0; used < 2 * smallLimits.idempotencyKeys; used += 1) {
        const idempotencyKey = name("key");
        await fabric.commit({ operations, idempotencyKey, answeredKeys, idempotencyWindowMs: 300_000 });
        if (used >= smallLimits.idempotencyKeys - 1) answeredKeys = [idempotencyKey];
      }
      await expectRefusal(fabric.commit({ operations, idempotencyKey: name("key") }), "idempotency_full");
    },
  },
  {
    name: "the memory for keys has room again when old ones are forgotten",
    hooks: ["smallLimits", "clock"],
    async run({ streams, stream: create, name, hook }) {
      const stream = await create();
      const batch = batchOf(["a"]);
      for (let used = 0; used < smallLimits.idempotencyKeys; used += 1) {
        await streams.append({ stream, batch, idempotencyKey: name("key") });
      }
      await hook("clock").advance(86_400_000 + 60_000);
      await streams.append({ stream, batch, idempotencyKey: name("key") });
    },
  },
];

const lacking: readonly ConformanceCase[] = [
  {
    name: "an idempotency key is refused where it is not honoured",
    capability: { idempotencyKeys: false },
    async run({ fabric, streams, stream: create, name, nextOffset }) {
      const stream = await create();
      const [batch, idempotencyKey] = [batchOf(["a"]), name("key")];
      await expectRefusal(streams.append({ stream, batch, idempotencyKey }), "capability_missing");
      await expectRefusal(streams.publish({ stream, records: [{}], idempotencyKey }), "capability_missing");
      await expectRefusal(
        fabric.commit({ operations: [{ append: { stream, batch } }], idempotencyKey }),
        "capability_missing",
      );
      assert.equal(await nextOffset(stream), 0);
    },
  },
];

export const idempotencyCases: readonly ConformanceCase[] = [
  ...honoured.map((each) => ({ ...each, capability: { ...each.capability, idempotencyKeys: true } })),
  ...lacking,
];
