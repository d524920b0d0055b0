import assert from "node:assert/strict";
import { batchOf } from "../case-context.ts";
import { acrossReopen, type ConformanceCase, severalOperations } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const honoured: readonly ConformanceCase[] = [
  {
    name: "a record whose id was published before is not written again, and the answer says where it is",
    async run({ streams, stream: create, append, values }) {
      const stream = await create(2);
      await append(stream, ["before"], 1);
      const records = [{ dedupeId: "id", partition: 1, value: Buffer.from("first") }];
      const first = await streams.publish({ stream, records });
      await append(stream, ["between"], 1);
      const again = await streams.publish({
        stream,
        records: [{ dedupeId: "id", partition: 0, value: Buffer.from("again") }],
      });
      assert.deepEqual({ ...again.placements[0] }, { partition: 1, offset: 1, duplicate: true });
      assert.equal(again.position, first.position);
      assert.equal(first.placements[0]?.duplicate, false);
      assert.deepEqual([await values(stream, 0), await values(stream, 1)], [[], ["before", "first", "between"]]);
    },
  },
  {
    name: "an appended batch has one id as a whole",
    async run({ streams, stream: create, values }) {
      const stream = await create();
      const first = await streams.append({ stream, batch: batchOf(["a", "b"]), dedupeId: "batch" });
      await streams.append({ stream, batch: batchOf(["c"]), dedupeId: "other" });
      const again = await streams.append({ stream, batch: batchOf(["a", "b"]), dedupeId: "batch" });
      assert.deepEqual([again.offset, again.duplicate, again.position], [0, true, first.position]);
      assert.deepEqual(await values(stream), ["a", "b", "c"]);
    },
  },
  {
    name: "an id that comes twice in one commit is written once",
    capability: severalOperations,
    async run({ fabric, streams, stream: create, values }) {
      const stream = await create();
      const record = (value: string): object => ({ dedupeId: "id", value: Buffer.from(value) });
      const { placements } = await streams.publish({
        stream,
        records: [record("a"), { value: Buffer.from("b") }, record("c")],
      });
      assert.deepEqual(
        placements.map(({ offset, duplicate }) => [offset, duplicate]),
        [
          [0, false],
          [1, false],
          [0, true],
        ],
      );
      const append = { stream, batch: batchOf(["d"]), dedupeId: "other" };
      const { results } = await fabric.commit({ operations: [{ append }, { append }] });
      assert.deepEqual(
        results.map(({ placements: [placement] }) => [placement?.offset, placement?.duplicate]),
        [
          [2, false],
          [2, true],
        ],
      );
      assert.deepEqual(await values(stream), ["a", "b", "d"]);
    },
  },
  {
    name: "what is new in a commit is written though some of it was there",
    async run({ streams, stream: create, values }) {
      const stream = await create();
      const records = (...ids: string[]): object[] =>
        ids.map((dedupeId) => ({ dedupeId, value: Buffer.from(dedupeId) }));
      const first = await streams.publish({ stream, records: records("a", "b") });
      const second = await streams.publish({ stream, records: records("b", "c", "a", "d") });
      assert.ok(second.position > first.position);
      const placed = second.placements.map(({ offset, duplicate }) => [offset, duplicate]);
      assert.deepEqual(placed, [
        [1, true],
        [2, false],
        [0, true],
        [3, false],
      ]);
      assert.deepEqual(await values(stream), ["a", "b", "c", "d"]);
    },
  },
  {
    name: "of several who publish the same id at once, exactly one writes",
    async run({ streams, stream: create, values }) {
      const stream = await create(3);
      const publishing = Array.from({ length: 20 }, (_, index) =>
        streams.publish({ stream, records: [{ dedupeId: "id", partition: index % 3 }] }),
      );
      const placements = (await Promise.all(publishing)).flatMap((response) => response.placements);
      const [written, ...more] = placements.filter(({ duplicate }) => !duplicate);
      assert.deepEqual(more, []);
      for (const { partition, offset } of placements)
        assert.deepEqual([partition, offset], [written?.partition, written?.offset]);
      const kept = await Promise.all([0, 1, 2].map((partition) => values(stream, partition)));
      assert.equal(kept.flat().length, 1);
    },
  },
  {
    name: "ids of one stream are not those of another, nor of a later one of the same name",
    async run({ streams, stream: create }) {
      const [a, b] = [await create(), await create()];
      const records = [{ dedupeId: "id" }];
      const isDuplicate = async (stream: string): Promise<boolean | undefined> =>
        (await streams.publish({ stream, records })).placements[0]?.duplicate;
      assert.deepEqual([await isDuplicate(a), await isDuplicate(b), await isDuplicate(a)], [false, false, true]);
      await streams.deleteStream({ stream: a });
      await streams.createStream({ stream: a });
      assert.equal(await isDuplicate(a), false);
    },
  },
  {
    name: "an id of 255 bytes is told apart from one that differs in its last",
    async run({ streams, stream: create }) {
      const stream = await create();
      const ids = ["a", "b", "a"].map((end) => "x".repeat(254) + end);
      const { placements } = await streams.publish({ stream, records: ids.map((dedupeId) => ({ dedupeId })) });
      assert.deepEqual(
        placements.map(({ duplicate }) => duplicate),
        [false, false, true],
      );
    },
  },
  {
    name: "a stream whose window is 0 does not look at ids",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create(1, { dedupeWindowMs: 0 });
      for (const expected of [0, 1]) {
        const { placements } = await streams.publish({ stream, records: [{ dedupeId: "id" }] });
        assert.deepEqual([placements[0]?.offset, placements[0]?.duplicate], [expected, false]);
      }
      assert.equal(await nextOffset(stream), 2);
    },
  },
  {
    name: "an id from before or while the window is 0 is not known when it is opened again",
    async run({ streams, stream: create }) {
      const stream = await create();
      const isKnown = async (dedupeId: string) =>
        (await streams.publish({ stream, records: [{ dedupeId }] })).placements[0]?.duplicate;
      await isKnown("before");
      await streams.updateStream({ stream, settings: { dedupeWindowMs: 0 } });
      assert.deepEqual([await isKnown("meanwhile"), await isKnown("meanwhile")], [false, false]);
      await streams.updateStream({ stream, settings: { dedupeWindowMs: 60_000 } });
      assert.deepEqual([await isKnown("before"), await isKnown("meanwhile")], [false, false]);
      assert.deepEqual([await isKnown("before"), await isKnown("meanwhile")], [true, true]);
    },
  },
  {
    name: "an id is forgotten when its window is over, which counts from its first record",
    hooks: ["clock"],
    async run({ streams, stream: create, hook }) {
      const clock = hook("clock");
      const stream = await create(1, { dedupeWindowMs: 10_000 });
      const isDuplicate = async (): Promise<boolean | undefined> =>
        (await streams.publish({ stream, records: [{ dedupeId: "id" }] })).placements[0]?.duplicate;
      assert.equal(await isDuplicate(), false);
      await clock.advance(9_000);
      assert.equal(await isDuplicate(), true);
      await clock.advance(2_000);
      assert.equal(await isDuplicate(), false);
      await clock.advance(9_000);
      assert.equal(await isDuplicate(), true);
    },
  },
  acrossReopen({
    name: "ids are remembered across a reopen",
    async aroundReopen(context) {
      const stream = await context.stream();
      const records = [{ dedupeId: "id", value: Buffer.from("once") }];
      const first = await context.streams.publish({ stream, records });
      return async () => {
        const again = await context.streams.publish({ stream, records });
        assert.deepEqual(
          [again.position, { ...again.placements[0] }],
          [first.position, { partition: 0, offset: 0, duplicate: true }],
        );
        assert.deepEqual(await context.values(stream), ["once"]);
      };
    },
  }),
];

const lacking: readonly ConformanceCase[] = [
  {
    name: "a dedupe id is refused where it is not honoured",
    capability: { dedupe: false },
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      await expectRefusal(streams.publish({ stream, records: [{ dedupeId: "id" }] }), "capability_missing");
      await expectRefusal(streams.append({ stream, batch: batchOf(["a"]), dedupeId: "id" }), "capability_missing");
      assert.equal(await nextOffset(stream), 0);
    },
  },
];

export const dedupeCases: readonly ConformanceCase[] = [
  ...honoured.map((each) => ({ ...each, capability: { ...each.capability, dedupe: true } })),
  ...lacking,
];
