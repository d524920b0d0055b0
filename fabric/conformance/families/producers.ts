import assert from "node:assert/strict";
import { limits } from "@flowmesh/contract";
import { batchOf, type CaseContext, numbered } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

/** Sends batches of one producer. */
class Sender {
  readonly #context: CaseContext;
  readonly stream: string;
  readonly #producerId: number;
  producerEpoch: number;

  private constructor(context: CaseContext, stream: string, producerId: number, producerEpoch: number) {
    this.#context = context;
    this.stream = stream;
    this.#producerId = producerId;
    this.producerEpoch = producerEpoch;
  }

  static async open(context: CaseContext, stream: string): Promise<Sender> {
    const { producerId, producerEpoch } = await context.streams.openProducer({});
    return new Sender(context, stream, producerId, producerEpoch);
  }

  batch(baseSequence: number, count: number): Uint8Array {
    const { producerEpoch } = this;
    return batchOf(numbered(count, baseSequence), { producerId: this.#producerId, producerEpoch, baseSequence });
  }

  /** Gives offset and whether it was there. */
  async send(
    baseSequence: number,
    count: number = 1,
    partition: number = 0,
  ): Promise<[offset: number, duplicate: boolean]> {
    const batch = this.batch(baseSequence, count);
    const { offset, duplicate } = await this.#context.streams.append({ stream: this.stream, partition, batch });
    return [offset, duplicate];
  }

  get details(): { producer: number; epoch: number } {
    return { producer: this.#producerId, epoch: this.producerEpoch };
  }
}

const maxSequence = 2 ** 31 - 1;

const honoured: readonly ConformanceCase[] = [
  acrossReopen({
    name: "a producer's id is never used again, not even after a reopen",
    async aroundReopen(context) {
      const open = async (): Promise<number> => (await context.streams.openProducer({})).producerId;
      const before = await Promise.all([open(), open(), open()]);
      return async () => {
        const ids = [...before, await open(), await open()];
        assert.equal(new Set(ids).size, ids.length);
        for (const id of ids) assert.ok(id >= 0);
      };
    },
  }),
  {
    name: "producers have ids of their own and begin with an epoch that is taken",
    async run(context) {
      const opened = await Promise.all([1, 2, 3, 4].map(() => context.streams.openProducer({})));
      assert.equal(new Set(opened.map(({ producerId }) => producerId)).size, 4);
      for (const { producerId, producerEpoch } of opened) assert.ok(producerId > 0 && producerEpoch === 0);
    },
  },
  {
    name: "a batch that a producer sends again is not written again",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      assert.deepEqual(await sender.send(0, 3), [0, false]);
      assert.deepEqual(await sender.send(3, 2), [3, false]);
      assert.deepEqual(await sender.send(0, 3), [0, true]);
      assert.deepEqual(await sender.send(3, 2), [3, true]);
      assert.deepEqual(await sender.send(5, 1), [5, false]);
      assert.deepEqual(await context.values(sender.stream), numbered(6));
    },
  },
  {
    name: "a batch that was written before partitions were added is known when it is sent again, and those behind it are refused",
    async run(context) {
      const stream = await context.stream(3);
      const sender = await Sender.open(context, stream);
      const send = (sequence: number, partitionCount: number) =>
        context.streams.append({ stream, partitionCount, batch: sender.batch(sequence, 1) });
      const first = await send(0, 3);
      await context.streams.updateStream({ stream, partitions: 5 });
      const again = await send(0, 3);
      assert.deepEqual([again.duplicate, again.position], [true, first.position]);
      const changed = { stream, partitions: 5, named: 3 };
      await expectRefusal(send(1, 3), "partitions_changed", changed);
      await expectRefusal(send(2, 3), "partitions_changed", changed);
      await expectRefusal(send(2, 5), "sequence_out_of_order", { sequence: 2, expected: 1 });
      assert.equal((await send(1, 5)).offset, 1);
      assert.deepEqual(await context.values(stream), numbered(2));
    },
  },
  {
    name: "the answer to a batch sent again has the position of the first one",
    async run(context) {
      const stream = await context.stream();
      const sender = await Sender.open(context, stream);
      const first = await context.streams.append({ stream, batch: sender.batch(0, 1) });
      await context.append(stream, ["between"]);
      const again = await context.streams.append({ stream, batch: sender.batch(0, 1) });
      assert.deepEqual([again.position, again.offset, again.duplicate], [first.position, 0, true]);
    },
  },
  {
    name: "batches in flight that are sent again together are written once, in order",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      const sequences = numbered(20).map(Number);
      const first = await Promise.all(sequences.map((sequence) => sender.send(sequence)));
      const again = await Promise.all(sequences.map((sequence) => sender.send(sequence)));
      assert.deepEqual(
        first,
        sequences.map((sequence) => [sequence, false]),
      );
      assert.deepEqual(
        again,
        sequences.map((sequence) => [sequence, true]),
      );
      assert.deepEqual(await context.values(sender.stream), numbered(20));
    },
  },
  {
    name: "a gap in the sequences is refused, and the missing batch is then taken",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      await sender.send(0, 2);
      const details = { ...sender.details, sequence: 4, partition: 0, expected: 2 };
      const { epoch: _, ...expected } = details;
      await expectRefusal(sender.send(4), "sequence_out_of_order", expected);
      assert.deepEqual(await sender.send(2, 2), [2, false]);
      assert.deepEqual(await sender.send(4), [4, false]);
    },
  },
  {
    name: "a batch that overlaps what was written, without being it, is refused",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      await sender.send(0, 4);
      for (const [sequence, count] of [
        [0, 3],
        [0, 5],
        [1, 3],
        [2, 4],
      ] as const) {
        await expectRefusal(sender.send(sequence, count), "sequence_out_of_order", { expected: 4 });
      }
      assert.equal(await context.nextOffset(sender.stream), 4);
    },
  },
  {
    name: "each partition counts for itself",
    async run(context) {
      const sender = await Sender.open(context, await context.stream(2));
      assert.deepEqual(await sender.send(0, 2, 0), [0, false]);
      assert.deepEqual(await sender.send(0, 2, 1), [0, false]);
      assert.deepEqual(await sender.send(2, 1, 1), [2, false]);
      await expectRefusal(sender.send(3, 1, 0), "sequence_out_of_order", { partition: 0, expected: 2 });
    },
  },
  {
    name: "a producer that is not known there may begin with any sequence",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      assert.deepEqual(await sender.send(1000, 2), [0, false]);
      await expectRefusal(sender.send(0), "sequence_out_of_order", { expected: 1002 });
      assert.deepEqual(await sender.send(1002), [2, false]);
    },
  },
  {
    name: "sequences go on at 0 behind 2147483647, within a batch too",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      assert.deepEqual(await sender.send(maxSequence - 2, 2), [0, false]);
      assert.deepEqual(await sender.send(maxSequence, 1), [2, false]);
      assert.deepEqual(await sender.send(0, 1), [3, false]);
      const other = await Sender.open(context, sender.stream);
      assert.deepEqual(await other.send(maxSequence, 3), [4, false]);
      assert.deepEqual(await other.send(2, 1), [7, false]);
      assert.deepEqual(await other.send(maxSequence, 3), [4, true]);
    },
  },
  {
    name: "a newer epoch fences the older one, and begins at sequence 0",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      await sender.send(0, 3);
      sender.producerEpoch += 2;
      await expectRefusal(sender.send(3), "sequence_out_of_order", { expected: 0 });
      assert.deepEqual(await sender.send(0, 2), [3, false]);
      assert.deepEqual(await sender.send(2), [5, false]);
      sender.producerEpoch -= 1;
      const details = { ...sender.details, current: sender.producerEpoch + 1 };
      await expectRefusal(sender.send(0), "producer_fenced", details);
      assert.equal(await context.nextOffset(sender.stream), 6);
    },
  },
  {
    name: "a producer's last 256 batches are recognised, older ones refused",
    async run(context) {
      const sender = await Sender.open(context, await context.stream());
      const kept = limits.producerBatches.value;
      for (let sequence = 0; sequence <= kept; sequence += 1) await sender.send(sequence);
      assert.deepEqual(await sender.send(1), [1, true]);
      await expectRefusal(sender.send(0), "sequence_out_of_order", { expected: kept + 1 });
    },
  },
  {
    name: "batches of one producer in one commit count on, and a wrong one refuses them all",
    capability: { commitScope: "fabric" },
    async run(context) {
      const { fabric } = context;
      const stream = await context.stream();
      const sender = await Sender.open(context, stream);
      const operation = (sequence: number): object => ({ append: { stream, batch: sender.batch(sequence, 2) } });
      await fabric.commit({ operations: [operation(0), operation(2)] });
      await expectRefusal(fabric.commit({ operations: [operation(4), operation(8)] }), "sequence_out_of_order", {
        operation: 1,
        expected: 6,
      });
      assert.equal(await context.nextOffset(stream), 4);
      const { results } = await fabric.commit({ operations: [operation(4), operation(6)] });
      assert.deepEqual(
        results.map(({ placements: [placement] }) => placement?.offset),
        [4, 6],
      );
      const stale = await Sender.open(context, stream);
      stale.producerEpoch = 1;
      await stale.send(0);
      stale.producerEpoch = 0;
      const operations = [operation(8), { append: { stream, batch: stale.batch(0, 1) } }];
      await expectRefusal(fabric.commit({ operations }), "producer_fenced", { operation: 1, current: 1 });
      assert.equal(await context.nextOffset(stream), 9);
    },
  },
  {
    name: "an id that was not handed out is refused, and whoever gets it later begins unharmed",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream();
      const { producerId: latest } = await streams.openProducer({});
      for (const producer of [0, latest + 1, latest + 1000, Number.MAX_SAFE_INTEGER]) {
        const batch = batchOf(["guessed"], { producerId: producer, producerEpoch: 0, baseSequence: 0 });
        await expectRefusal(streams.append({ stream, batch }), "producer_unknown", { producer });
      }
      const sender = await Sender.open(context, stream);
      assert.deepEqual(await sender.send(0), [0, false]);
      assert.deepEqual(await context.values(stream), numbered(1));
    },
  },
  {
    name: "an id that was not handed out refuses the whole commit that carries it",
    capability: { commitScope: "fabric" },
    async run(context) {
      const { fabric } = context;
      const stream = await context.stream();
      const sender = await Sender.open(context, stream);
      const producer = Number.MAX_SAFE_INTEGER;
      const guessed = batchOf(["guessed"], { producerId: producer, producerEpoch: 0, baseSequence: 0 });
      const operations = [{ append: { stream, batch: sender.batch(0, 1) } }, { append: { stream, batch: guessed } }];
      await expectRefusal(fabric.commit({ operations }), "producer_unknown", { operation: 1, producer });
      assert.deepEqual(await sender.send(0), [0, false]);
    },
  },
  {
    name: "a stream created again knows no producers",
    async run(context) {
      const { streams } = context;
      const sender = await Sender.open(context, await context.stream());
      await sender.send(0, 3);
      await streams.deleteStream({ stream: sender.stream });
      await streams.createStream({ stream: sender.stream });
      assert.deepEqual(await sender.send(0, 3), [0, false]);
    },
  },
  acrossReopen({
    name: "producers are remembered across a reopen",
    async aroundReopen(context) {
      const stream = await context.stream();
      const sender = await Sender.open(context, stream);
      await sender.send(0, 3);
      await sender.send(3, 2);
      return async () => {
        const send = async (sequence: number, count: number): Promise<boolean> =>
          (await context.streams.append({ stream, batch: sender.batch(sequence, count) })).duplicate;
        assert.deepEqual([await send(0, 3), await send(3, 2), await send(5, 1)], [true, true, false]);
        await expectRefusal(send(9, 1), "sequence_out_of_order", { expected: 6 });
      };
    },
  }),
];

const lacking: readonly ConformanceCase[] = [
  {
    name: "a producer is refused where producers are not honoured",
    capability: { producers: false },
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create();
      await expectRefusal(streams.openProducer({}), "capability_missing");
      const batch = batchOf(["a"], { producerId: 1, producerEpoch: 0, baseSequence: 0 });
      await expectRefusal(streams.append({ stream, batch }), "capability_missing");
      assert.equal(await nextOffset(stream), 0);
    },
  },
];

export const producerCases: readonly ConformanceCase[] = [
  ...honoured.map((each) => ({ ...each, capability: { ...each.capability, producers: true } })),
  ...lacking,
];
