import assert from "node:assert/strict";
import { partitionOfKey } from "../../batch/partitioner.ts";
import { batchOf, numbered } from "../case-context.ts";
import { type ConformanceCase, severalOperations } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

/** Promises about writing while a stream gets more partitions: a key lies where it belongs by then. */
export const streamGrowthCases: readonly ConformanceCase[] = [
  {
    name: "a batch whose keys chose among another number of partitions is refused, and nothing of it is written",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create(3);
      await streams.append({ stream, partitionCount: 3, batch: batchOf(["a"]) });
      await streams.updateStream({ stream, partitions: 5 });
      const changed = { stream, partitions: 5, named: 3 };
      await expectRefusal(
        streams.append({ stream, partitionCount: 3, batch: batchOf(["b"]) }),
        "partitions_changed",
        changed,
      );
      assert.equal(await nextOffset(stream), 1);
      await streams.append({ stream, partitionCount: 5, batch: batchOf(["b"]) });
      await streams.append({ stream, batch: batchOf(["chosen otherwise"]) });
      assert.equal(await nextOffset(stream), 3);
    },
  },
  {
    name: "a commit with such a batch is refused as a whole",
    capability: severalOperations,
    async run({ fabric, streams, stream: create, nextOffset }) {
      const stream = await create(2);
      await streams.updateStream({ stream, partitions: 3 });
      const operations = [2, 3].map((partitionCount) => ({
        append: { stream, partitionCount, batch: batchOf(["a"]) },
      }));
      const refused = { partitions: 3, named: 2, operation: 0 };
      await expectRefusal(fabric.commit({ operations }), "partitions_changed", refused);
      assert.equal(await nextOffset(stream), 0);
    },
  },
  {
    name: "a number of partitions that no stream can have is refused",
    async run({ streams, stream: create }) {
      const stream = await create();
      for (const partitionCount of [0, -1, 1025]) {
        const call = streams.append({ stream, partitionCount, batch: batchOf(["a"]) });
        await expectRefusal(call, "field_invalid", { field: "partition_count" });
      }
    },
  },
  {
    name: "keys that are published while partitions are added go where they belong at that position",
    async run({ streams, stream: create }) {
      const stream = await create(3);
      const keys = numbered(30).map((key) => Buffer.from(key));
      const publish = (key: Buffer) => streams.publish({ stream, records: [{ key, value: key }] });
      const before = keys.map(publish);
      const growing = streams.updateStream({ stream, partitions: 5 });
      const behind = keys.map(publish);
      const { position: grown } = await growing;
      const published = await Promise.all([...before, ...behind]);
      for (const [index, { position, placements }] of published.entries()) {
        const expected = partitionOfKey(keys[index % keys.length]!, position > grown ? 5 : 3);
        assert.equal(placements[0]?.partition, expected);
      }
    },
  },
];
