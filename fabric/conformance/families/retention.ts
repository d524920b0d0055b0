import assert from "node:assert/strict";
import { batchOf, type CaseContext, fetchedValues, numbered, valuesOf } from "../case-context.ts";
import type { ConformanceCase, Hook } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const aging: readonly Hook[] = ["clock", "retain"];

/** Earliest and next offset of partition 0, as `getStream` tells them. */
async function bounds({ streams }: CaseContext, stream: string): Promise<(number | undefined)[]> {
  const partition = (await streams.getStream({ stream })).stream?.partitions[0];
  return [partition?.earliestOffset, partition?.nextOffset];
}

export const retentionCases: readonly ConformanceCase[] = [
  {
    name: "records older than the retention are removed, younger ones kept, and offsets go on",
    hooks: aging,
    async run(context) {
      const clock = context.hook("clock");
      const stream = await context.stream(1, { retentionMs: 60_000 });
      await context.append(stream, ["a", "b"]);
      await clock.advance(40_000);
      await context.append(stream, ["c"]);
      await context.hook("retain")();
      assert.deepEqual(await bounds(context, stream), [0, 3]);
      await clock.advance(40_000);
      await context.hook("retain")();
      assert.deepEqual(await bounds(context, stream), [2, 3]);
      assert.deepEqual(await context.values(stream), ["c"]);
      await clock.advance(40_000);
      await context.hook("retain")();
      assert.deepEqual(await bounds(context, stream), [3, 3]);
      assert.equal(await context.append(stream, ["d"]), 3);
      assert.deepEqual(await context.values(stream), ["d"]);
    },
  },
  {
    name: "age counts from the commit, whatever time a record carries",
    hooks: aging,
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(1, { retentionMs: 60_000 });
      await streams.publish({ stream, records: [{ timestamp: 0, value: Buffer.from("old time") }] });
      await context.hook("clock").advance(30_000);
      await context.hook("retain")();
      assert.deepEqual(await context.values(stream), ["old time"]);
    },
  },
  {
    name: "a partition that holds more bytes than allowed loses its oldest batches, never its newest",
    hooks: ["retain"],
    async run(context) {
      const batch = batchOf(["x".repeat(1000)]);
      const stream = await context.stream(2, { retentionBytes: 3 * batch.length });
      for (let count = 0; count < 10; count += 1) await context.streams.append({ stream, batch });
      await context.append(stream, ["small"], 1);
      await context.hook("retain")();
      const { stream: described } = await context.streams.getStream({ stream });
      assert.deepEqual(
        described?.partitions.map(({ earliestOffset }) => earliestOffset),
        [7, 0],
      );
      assert.equal(described?.partitions[0]?.bytes, 3 * batch.length);
      await context.append(stream, ["x".repeat(100_000)]);
      await context.hook("retain")();
      assert.deepEqual(await bounds(context, stream), [10, 11]);
      assert.equal((await context.values(stream)).length, 1);
    },
  },
  {
    name: "without retention nothing is removed",
    hooks: aging,
    async run(context) {
      const stream = await context.stream();
      await context.append(stream, ["a"]);
      await context.hook("clock").advance(10 * 365 * 86_400_000);
      await context.hook("retain")();
      assert.deepEqual(await context.values(stream), ["a"]);
    },
  },
  {
    name: "a retention that is set later counts for what is there, and one that is lifted no more",
    hooks: aging,
    async run(context) {
      const { streams } = context;
      const stream = await context.stream();
      await context.append(stream, ["a"]);
      await context.hook("clock").advance(60_000);
      await context.append(stream, ["b"]);
      await streams.updateStream({ stream, settings: { retentionMs: 30_000 } });
      await context.hook("retain")();
      assert.deepEqual(await context.values(stream), ["b"]);
      await streams.updateStream({ stream, settings: { retentionMs: 0 } });
      await context.hook("clock").advance(60_000);
      await context.hook("retain")();
      assert.deepEqual(await context.values(stream), ["b"]);
    },
  },
  {
    name: "what was removed is refused to those who ask for it, and passed over by those who do not",
    hooks: ["retain"],
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(1, { retentionBytes: 1 });
      await context.append(stream, numbered(4));
      const { nextPageToken } = await streams.read({ stream, limit: 2 });
      await context.append(stream, numbered(2, 4));
      await context.hook("retain")();
      const details = { stream, partition: 0, offset: 3, earliest: 4, end: 6 };
      await expectRefusal(streams.fetch({ stream, offset: 3 }), "offset_out_of_range", details);
      await expectRefusal(streams.read({ stream, partition: 0, offset: 3 }), "offset_out_of_range", details);
      await expectRefusal(streams.read({ stream, pageToken: nextPageToken }), "offset_out_of_range", { offset: 2 });
      const items = streams.subscribe({ stream, cursors: [{ partition: 0, offset: 3 }] });
      await expectRefusal(items[Symbol.asyncIterator]().next(), "offset_out_of_range", details);
      for (const request of [{}, { anchor: "earliest" }, { fromTime: 0 }] as const) {
        const page = await streams.read({ stream, ...request });
        assert.deepEqual(valuesOf(page.records), ["4", "5"]);
      }
      for (const at of [{ anchor: "earliest" }, { time: 0 }] as const) {
        assert.equal((await streams.findOffsets({ stream, ...at })).cursors[0]?.offset, 4);
      }
      const response = await streams.fetch({ stream, offset: 4 });
      assert.deepEqual([fetchedValues(response), response.earliestOffset], [["4", "5"], 4]);
    },
  },
  {
    name: "offsets are not used again when all records are gone, not even after a reopen",
    hooks: [...aging, "reopen"],
    async run(context) {
      const stream = await context.stream(1, { retentionMs: 1000 });
      await context.append(stream, ["a", "b", "c"]);
      await context.hook("clock").advance(5000);
      await context.hook("retain")();
      await context.reopen();
      assert.deepEqual(await bounds(context, stream), [3, 3]);
      assert.equal(await context.append(stream, ["d"]), 3);
    },
  },
  {
    name: "a dedupe id outlives its record",
    hooks: aging,
    capability: { dedupe: true },
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(1, { retentionMs: 1000 });
      const records = [{ dedupeId: "id" }];
      await streams.publish({ stream, records });
      await context.hook("clock").advance(5000);
      await context.hook("retain")();
      const { placements } = await streams.publish({ stream, records });
      assert.deepEqual([placements[0]?.offset, placements[0]?.duplicate], [0, true]);
    },
  },
];
