import assert from "node:assert/strict";
import { encodeBatch } from "../../batch/batch-builder.ts";
import { compressBatch } from "../../batch/batch-codec.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

function batchAt(...timestamps: number[]): Uint8Array {
  return encodeBatch(timestamps.map((timestampMs) => ({ timestampMs })));
}

export const findOffsetsCases: readonly ConformanceCase[] = [
  {
    name: "the earliest and the latest offset of each partition are found, earliest unless asked otherwise",
    async run({ streams, stream: create, append }) {
      const stream = await create(3);
      await append(stream, ["a", "b"], 1);
      const find = async (anchor?: "earliest" | "latest"): Promise<number[][]> => {
        const { cursors } = await streams.findOffsets({ stream, anchor });
        return cursors.map(({ partition, offset }) => [partition, offset]);
      };
      const earliest = [
        [0, 0],
        [1, 0],
        [2, 0],
      ];
      assert.deepEqual([await find("earliest"), await find()], [earliest, earliest]);
      assert.deepEqual(await find("latest"), [
        [0, 0],
        [1, 2],
        [2, 0],
      ]);
    },
  },
  {
    name: "of a time the first record at or after it is found, whatever the order of times",
    async run({ streams, stream: create }) {
      const stream = await create();
      await streams.append({ stream, batch: batchAt(1000, 2000, 2000) });
      await streams.append({ stream, batch: compressBatch(batchAt(500, 5000), "zstd") });
      await streams.append({ stream, batch: batchAt(4000, 3000, 6000) });
      const expected: readonly (readonly [time: number, offset: number])[] = [
        [-1000, 0],
        [1000, 0],
        [1000.5, 1],
        [1999, 1],
        [2000, 1],
        [2001, 4],
        [5000, 4],
        [5001, 7],
        [6000, 7],
        [6001, 8],
      ];
      for (const [time, offset] of expected) {
        const { cursors } = await streams.findOffsets({ stream, time });
        assert.deepEqual(
          cursors.map((cursor) => cursor.offset),
          [offset],
          `time ${time}`,
        );
      }
    },
  },
  {
    name: "only the partitions asked for are looked at, in the order asked",
    async run({ streams, stream: create, append }) {
      const stream = await create(4);
      for (const partition of [1, 3]) await append(stream, ["a"], partition);
      const { cursors } = await streams.findOffsets({ stream, partitions: [3, 0], anchor: "latest" });
      assert.deepEqual(
        cursors.map(({ partition, offset }) => [partition, offset]),
        [
          [3, 1],
          [0, 0],
        ],
      );
      const byTime = await streams.findOffsets({ stream, partitions: [1], time: 1_700_000_000_001 });
      assert.deepEqual(
        byTime.cursors.map(({ partition, offset }) => [partition, offset]),
        [[1, 1]],
      );
    },
  },
  {
    name: "looking for offsets in what does not exist is refused and names it",
    async run({ streams, stream: create, name }) {
      const stream = await create(2);
      const missing = name();
      await expectRefusal(streams.findOffsets({ stream: missing }), "stream_not_found", { stream: missing });
      await expectRefusal(streams.findOffsets({ stream: "" }), "name_invalid");
      for (const partition of [2, -1]) {
        const details = { stream, partition, partitions: 2, last: 1 };
        await expectRefusal(
          streams.findOffsets({ stream, partitions: [0, partition] }),
          "partition_not_found",
          details,
        );
      }
      await expectRefusal(streams.findOffsets({ stream, time: 253_402_300_800_000 }), "field_invalid", {
        field: "time",
      });
    },
  },
];
