import assert from "node:assert/strict";
import type { CallOptions } from "@flowmesh/contract";
import type { Fabric } from "../../fabric.ts";
import { batchOf, fetchedValues, turn, valuesOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

/** Positions beyond any that a test reaches. */
const farAway = 2 ** 50;

/** Reads of what is listed, and of what is told beside records and jobs; of nothing that must be there first. */
function listsAt(fabric: Fabric, { stream, queue, job }: ListedAt, atLeast: number, options?: CallOptions) {
  return [
    fabric.streams.listStreams({ atLeast }, options),
    fabric.streams.findOffsets({ stream, anchor: "latest", atLeast }, options),
    fabric.groups.listGroups({ atLeast }, options),
    fabric.kv.listBuckets({ atLeast }, options),
    fabric.schedules.listSchedules({ atLeast }, options),
    fabric.queues.listQueues({ atLeast }, options),
    fabric.queues.listWorkers({ queue, atLeast }, options),
    fabric.queues.explainJob({ queue, job, atLeast }, options),
    fabric.deadLetters.listDeadLetters({ atLeast }, options),
  ] as const;
}

interface ListedAt {
  readonly stream: string;
  readonly queue: string;
  readonly job: string;
}

const listCases: readonly ConformanceCase[] = [
  {
    name: "lists, and what is told of queues and offsets, wait for a position as reads do",
    capability: { groups: true, kv: true, queues: true, schedules: true },
    async run({ fabric, streams, stream: create, queue: createQueue, enqueue, elapse }) {
      const [stream, queue] = [await create(), await createQueue()];
      const [job] = await enqueue(queue, ["a"]);
      const at = { stream, queue, job: job! };
      const { position } = await streams.append({ stream, batch: batchOf(["a"]) });
      let answered = 0;
      const waiting = listsAt(fabric, at, position + 1);
      for (const call of waiting) call.then(() => answered++).catch(() => undefined);
      await turn();
      assert.equal(answered, 0);
      await streams.append({ stream, batch: batchOf(["b"]) });
      const [, found] = await elapse(Promise.all(waiting));
      assert.equal(found.cursors[0]?.offset, 2);
      const calls = listsAt(fabric, at, farAway, { timeoutMs: 50 });
      const outcomes = calls.map((call) => expectRefusal(call, "deadline_exceeded", { timeoutMs: 50 }));
      await elapse(Promise.all(outcomes));
      const refused = listsAt(fabric, at, -1).map((call) =>
        expectRefusal(call, "field_invalid", { field: "at_least" }),
      );
      await Promise.all(refused);
    },
  },
];

export const visibilityCases: readonly ConformanceCase[] = [
  ...listCases,
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
