import assert from "node:assert/strict";
import { batchOf, fetchedValues, turn, valuesOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

/** Positions beyond any that a test reaches. */
const farAway = 2 ** 50;

export const visibilityCases: readonly ConformanceCase[] = [
  {
    name: "the same question asked again is answered with what was written meanwhile",
    async run({ streams, stream: create, append }) {
      const stream = await create();
      const ask = async (): Promise<unknown[]> => [
        (await streams.fetch({ stream })).nextOffset,
        (await streams.read({ stream })).records.length,
        (await streams.getStream({ stream })).stream?.partitions[0]?.nextOffset,
        (await streams.listStreams({ prefix: stream })).streams[0]?.partitions[0]?.nextOffset,
        (await streams.findOffsets({ stream, anchor: "latest" })).cursors[0]?.offset,
      ];
      for (const written of [0, 1, 2]) {
        assert.deepEqual(await ask(), Array(5).fill(written));
        await append(stream, ["x"]);
      }
    },
  },
  {
    name: "a read that asks for a position sees everything up to it, in every stream",
    async run({ streams, stream: create, elapse }) {
      const [a, b] = [await create(), await create()];
      for (let round = 0; round < 20; round += 1) {
        const { position } = await streams.append({ stream: a, batch: batchOf([String(round)]), durability: "memory" });
        const [fetched, read, seen] = await elapse(
          Promise.all([
            streams.fetch({ stream: a, offset: round, atLeast: position }),
            streams.read({ stream: a, partition: 0, offset: round, atLeast: position }),
            streams.getStream({ stream: a, atLeast: position }),
            streams.getStream({ stream: b, atLeast: position }),
          ]),
        );
        assert.deepEqual(fetchedValues(fetched), [String(round)]);
        assert.deepEqual(valuesOf(read.records), [String(round)]);
        assert.equal(seen.stream?.partitions[0]?.nextOffset, round + 1);
      }
    },
  },
  {
    name: "a read that asks for a position to come waits for it",
    async run({ streams, stream: create, append, elapse }) {
      const stream = await create();
      const { position } = await streams.append({ stream, batch: batchOf(["a"]) });
      const atLeast = position + 1;
      const order: string[] = [];
      const waiting = [
        streams.fetch({ stream, offset: 1, atLeast }).then(({ nextOffset }) => order.push(`fetch ${nextOffset}`)),
        streams
          .read({ stream, partition: 0, offset: 1, atLeast })
          .then(({ records }) => order.push(`read ${records.length}`)),
        streams
          .getStream({ stream, atLeast })
          .then((response) => order.push(`get ${response.stream?.partitions[0]?.nextOffset}`)),
      ];
      await turn();
      assert.deepEqual(order, []);
      await append(stream, ["b"]);
      await elapse(Promise.all(waiting));
      assert.deepEqual(order.toSorted(), ["fetch 2", "get 2", "read 1"]);
    },
  },
  {
    name: "a position that does not come in time is given up at the deadline",
    async run({ streams, stream: create, elapse }) {
      const stream = await create();
      const calls = [
        streams.getStream({ stream, atLeast: farAway }, { timeoutMs: 50 }),
        streams.fetch({ stream, atLeast: farAway }, { timeoutMs: 50 }),
        streams.read({ stream, atLeast: farAway }, { timeoutMs: 50 }),
      ];
      const outcomes = calls.map((call) => expectRefusal(call, "deadline_exceeded", { timeoutMs: 50 }));
      await elapse(Promise.all(outcomes));
    },
  },
  {
    name: "a position that nobody can have is refused as a field",
    async run({ streams, stream: create }) {
      const stream = await create();
      await expectRefusal(streams.getStream({ stream, atLeast: -1 }), "field_invalid", { field: "at_least" });
    },
  },
];
