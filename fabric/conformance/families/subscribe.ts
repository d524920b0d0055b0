import assert from "node:assert/strict";
import type { SubscribeRequestInit, SubscribeResponse } from "@flowmesh/contract";
import { decodeBatches } from "../../batch/batch-reader.ts";
import { batchOf, type CaseContext, numbered, take, text, turn } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { drain, expectRefusal, expectRejection } from "../expect.ts";

/** What a subscriber has: follows the answers as a client does, and checks that no partition has a gap or goes back. */
class Follower {
  readonly values = new Map<number, string[]>();
  readonly next = new Map<number, number>();
  caughtUp = 0;

  constructor(cursors: readonly (readonly [partition: number, offset: number])[]) {
    for (const [partition, offset] of cursors) this.next.set(partition, offset);
  }

  take({ partition, nextOffset, endOffset, caughtUp, batches }: SubscribeResponse): void {
    const from = this.next.get(partition) ?? 0;
    const records = [...decodeBatches(batches, { fromOffset: from })];
    for (const [index, { offset }] of records.entries())
      assert.equal(offset, from + index, "offsets follow each other");
    assert.equal(nextOffset, from + records.length, "nextOffset lies behind the last record given");
    assert.ok(endOffset >= nextOffset);
    if (batches.length > 0) assert.ok(records.length > 0, "nothing is given twice");
    this.next.set(partition, nextOffset);
    const known = this.values.get(partition) ?? [];
    this.values.set(partition, [...known, ...records.map(({ value }) => text(value))]);
    if (caughtUp) this.caughtUp += 1;
  }

  of(partition: number): string[] {
    return this.values.get(partition) ?? [];
  }
}

const fromStart = (...partitions: number[]): { partition: number; offset: number }[] =>
  partitions.map((partition) => ({ partition, offset: 0 }));

/** Starts a subscription, and gives what it brings until it has caught up for the first time. */
async function begin(
  context: CaseContext,
  request: SubscribeRequestInit,
): Promise<{ items: AsyncIterator<SubscribeResponse>; follower: Follower }> {
  const items = context.streams.subscribe(request)[Symbol.asyncIterator]();
  const follower = new Follower((request.cursors ?? []).map(({ partition = 0, offset = 0 }) => [partition, offset]));
  for (const response of await take(items, ({ caughtUp }) => caughtUp)) follower.take(response);
  assert.equal(follower.caughtUp, 1, "a subscription says when it has caught up");
  return { items, follower };
}

const bounded: readonly ConformanceCase[] = [
  {
    name: "a bounded subscription gives everything visible, each partition in order, says that it has caught up, and ends",
    async run(context) {
      const stream = await context.stream(3);
      for (const value of numbered(30)) await context.append(stream, [value, value], Number(value) % 3);
      const follower = new Follower([
        [0, 0],
        [1, 0],
        [2, 0],
      ]);
      for (const response of await drain(context.streams.subscribe({ stream, cursors: fromStart(0, 1, 2) })))
        follower.take(response);
      for (const partition of [0, 1, 2]) {
        const expected = numbered(30).filter((value) => Number(value) % 3 === partition);
        assert.deepEqual(
          follower.of(partition),
          expected.flatMap((value) => [value, value]),
        );
      }
      assert.ok(follower.caughtUp > 0);
    },
  },
  {
    name: "a bounded subscription to what is empty says that it has caught up, and ends",
    async run({ streams, stream: create }) {
      const stream = await create(2);
      const responses = await drain(streams.subscribe({ stream, cursors: fromStart(0, 1) }));
      assert.ok(responses.some(({ caughtUp }) => caughtUp));
      for (const { nextOffset, endOffset, batches } of responses)
        assert.deepEqual([nextOffset, endOffset, batches.length], [0, 0, 0]);
    },
  },
  {
    name: "a subscription begins where its cursors are, within a batch too",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, numbered(10), 0);
      await context.append(stream, numbered(5), 1);
      const cursors = [
        { partition: 0, offset: 7 },
        { partition: 1, offset: 5 },
      ];
      const follower = new Follower([
        [0, 7],
        [1, 5],
      ]);
      for (const response of await drain(context.streams.subscribe({ stream, cursors }))) follower.take(response);
      assert.deepEqual([follower.of(0), follower.of(1)], [["7", "8", "9"], []]);
    },
  },
  {
    name: "a bounded subscription that follows all partitions gives all of them",
    async run(context) {
      const stream = await context.stream(3);
      for (const partition of [0, 1, 2]) await context.append(stream, [`p${partition}`, "x"], partition);
      const follower = new Follower([[1, 1]]);
      const request = { stream, cursors: [{ partition: 1, offset: 1 }], followNewPartitions: true };
      for (const response of await drain(context.streams.subscribe(request))) follower.take(response);
      assert.deepEqual([follower.of(0), follower.of(1), follower.of(2)], [["p0", "x"], ["x"], ["p2", "x"]]);
    },
  },
  {
    name: "an answer has no more bytes than asked for, but never less than one batch",
    async run({ streams, stream: create }) {
      const stream = await create();
      const batch = batchOf(["x".repeat(1000)]);
      for (let count = 0; count < 10; count += 1) await streams.append({ stream, batch });
      for (const [maxBytes, most] of [
        [1, 1],
        [batch.length * 3 + 5, 3],
      ] as const) {
        const responses = await drain(streams.subscribe({ stream, cursors: fromStart(0), maxBytes }));
        const sizes = responses.map(({ batches }) => batches.length).filter((size) => size > 0);
        assert.equal(
          sizes.reduce((sum, size) => sum + size, 0),
          10 * batch.length,
        );
        for (const size of sizes) assert.ok(size <= most * batch.length);
      }
    },
  },
  {
    name: "what a subscription gave is where another one goes on, without gap or repetition",
    async run(context) {
      const stream = await context.stream();
      for (let first = 0; first < 40; first += 4) await context.append(stream, numbered(4, first));
      const follower = new Follower([[0, 0]]);
      for (let taken = 1; follower.of(0).length < 40; taken += 1) {
        const cursors = [{ partition: 0, offset: follower.next.get(0) }];
        const items = context.streams.subscribe({ stream, cursors, maxBytes: 200 })[Symbol.asyncIterator]();
        let left = taken;
        for (const response of await take(items, () => --left === 0)) follower.take(response);
        await items.return?.();
      }
      assert.deepEqual(follower.of(0), numbered(40));
    },
  },
];

const live: readonly ConformanceCase[] = [
  {
    name: "a live subscription goes on with what is appended later, and says each time that it has caught up",
    async run(context) {
      const stream = await context.stream(2);
      await context.append(stream, ["0"], 1);
      const { items, follower } = await begin(context, { stream, cursors: fromStart(0, 1), live: true });
      assert.deepEqual(follower.of(1), ["0"]);
      for (const value of numbered(5, 1)) {
        const waiting = take(items, ({ caughtUp }) => caughtUp);
        await turn();
        await context.append(stream, [value], Number(value) % 2);
        for (const response of await context.elapse(waiting)) follower.take(response);
      }
      assert.deepEqual(
        [follower.of(0), follower.of(1)],
        [
          ["2", "4"],
          ["0", "1", "3", "5"],
        ],
      );
      await items.return?.();
    },
  },
  {
    name: "a live subscription ends with the caller's own reason when the caller gives up",
    async run({ streams, stream: create }) {
      const stream = await create();
      const controller = new AbortController();
      const request = { stream, cursors: fromStart(0), live: true };
      const items = streams.subscribe(request, { signal: controller.signal })[Symbol.asyncIterator]();
      await take(items, ({ caughtUp }) => caughtUp);
      const reason = new Error("enough");
      const outcome = expectRejection(items.next(), reason);
      await turn();
      controller.abort(reason);
      await outcome;
      assert.equal((await items.next()).done, true);
    },
  },
  {
    name: "a subscriber may leave at any time",
    async run(context) {
      const stream = await context.stream();
      await context.append(stream, numbered(10));
      for await (const { nextOffset } of context.streams.subscribe({ stream, cursors: fromStart(0), live: true })) {
        if (nextOffset === 10) break;
      }
      const { items } = await begin(context, { stream, cursors: fromStart(0), live: true });
      await items.return?.();
      assert.equal((await items.next()).done, true);
      await context.append(stream, ["later"]);
    },
  },
  {
    name: "a subscriber that goes on by the id of its stream does not go on in another one of the same name",
    async run({ streams, stream: create, append }) {
      const stream = await create();
      await append(stream, numbered(3));
      const responsesTo = async (request: SubscribeRequestInit): Promise<SubscribeResponse[]> => {
        const responses: SubscribeResponse[] = [];
        for await (const response of streams.subscribe(request)) responses.push(response);
        return responses;
      };
      const [first, ...others] = await responsesTo({ stream, cursors: fromStart(0), maxBytes: 1 });
      const { id: streamId } = (await streams.getStream({ stream })).stream!;
      assert.equal(first?.streamId, streamId);
      assert.ok(others.every((response) => response.streamId === ""));
      const further = { stream, cursors: [{ partition: 0, offset: 1 }], streamId };
      assert.equal((await responsesTo(further)).at(-1)?.nextOffset, 3);
      await streams.deleteStream({ stream });
      await expectRefusal(responsesTo(further), "stream_not_found", { stream });
      await streams.createStream({ stream });
      await append(stream, numbered(3));
      await expectRefusal(responsesTo(further), "stream_not_found", { stream });
    },
  },
  {
    name: "partitions that are added later are followed from their first record, if so asked",
    async run(context) {
      const stream = await context.stream();
      const cursors = fromStart(0);
      const following = await begin(context, { stream, cursors, live: true, followNewPartitions: true });
      const staying = await begin(context, { stream, cursors, live: true });
      await context.streams.updateStream({ stream, partitions: 3 });
      await context.append(stream, ["two"], 2);
      await context.append(stream, ["one"], 1);
      await context.append(stream, ["zero"], 0);
      for (const { items, follower } of [following, staying]) {
        const isEnough = (response: SubscribeResponse): boolean => {
          follower.take(response);
          return (
            follower.of(0).length === 1 &&
            (follower === staying.follower || follower.of(1).length + follower.of(2).length === 2)
          );
        };
        await context.elapse(take(items, isEnough));
        await items.return?.();
      }
      assert.deepEqual(
        [1, 2].map((partition) => following.follower.of(partition)),
        [["one"], ["two"]],
      );
      assert.deepEqual(
        [1, 2].map((partition) => staying.follower.of(partition)),
        [[], []],
      );
    },
  },
  {
    name: "a subscriber that does not read for a while misses nothing",
    async run(context) {
      const stream = await context.stream();
      const { items, follower } = await begin(context, { stream, cursors: fromStart(0), live: true });
      const value = "x".repeat(60_000);
      for (let index = 0; index < 120; index += 1) await context.append(stream, [`${index} ${value}`]);
      const isEnough = (response: SubscribeResponse): boolean => {
        follower.take(response);
        return follower.next.get(0) === 120;
      };
      await context.elapse(take(items, isEnough));
      assert.deepEqual(
        follower.of(0).map((read) => read.split(" ")[0]),
        numbered(120),
      );
      await items.return?.();
    },
  },
  {
    name: "a live subscription ends when its stream is deleted, though the name is taken again",
    async run(context) {
      const { streams } = context;
      for (const again of [false, true]) {
        const stream = await context.stream();
        const { items } = await begin(context, { stream, cursors: fromStart(0), live: true });
        const ended = expectRefusal(
          context.elapse(drain({ [Symbol.asyncIterator]: () => items })),
          "stream_not_found",
          { stream },
        );
        await turn();
        await streams.deleteStream({ stream });
        if (again) await streams.createStream({ stream });
        await ended;
      }
    },
  },
  {
    name: "what retention takes from under a subscriber is never left out in silence",
    hooks: ["retain"],
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(1, { retentionBytes: 2000 });
      const value = "x".repeat(1000);
      for (let index = 0; index < 20; index += 1) await context.append(stream, [`${index} ${value}`]);
      const items = streams.subscribe({ stream, cursors: fromStart(0), maxBytes: 1 })[Symbol.asyncIterator]();
      const follower = new Follower([[0, 0]]);
      follower.take((await items.next()).value);
      await context.hook("retain")();
      try {
        for await (const response of { [Symbol.asyncIterator]: () => items }) follower.take(response);
        assert.equal(follower.of(0).length, 20);
      } catch (error) {
        await expectRefusal(Promise.reject(error), "offset_out_of_range", { stream, partition: 0 });
      }
    },
  },
  {
    name: "damage is told to a subscriber, who may go on behind it",
    hooks: ["damage"],
    async run(context) {
      const stream = await context.stream();
      for (const first of [0, 2, 4]) await context.append(stream, numbered(2, first));
      await context.damage(stream, 0, 2);
      const { streams } = context;
      const details = { stream, partition: 0, first: 2, last: 3, next: 4 };
      await expectRefusal(drain(streams.subscribe({ stream, cursors: fromStart(0) })), "records_damaged", details);
      const follower = new Follower([[0, 4]]);
      for (const response of await drain(streams.subscribe({ stream, cursors: [{ partition: 0, offset: 4 }] })))
        follower.take(response);
      assert.deepEqual(follower.of(0), ["4", "5"]);
    },
  },
];

const refusing: readonly ConformanceCase[] = [
  {
    name: "a subscription to what does not exist is refused and names it",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream(2);
      await context.append(stream, ["a"], 1);
      const missing = context.name();
      const first = (request: SubscribeRequestInit): Promise<unknown> =>
        streams.subscribe(request)[Symbol.asyncIterator]().next();
      await expectRefusal(first({ stream: missing, cursors: fromStart(0) }), "stream_not_found", { stream: missing });
      await expectRefusal(first({ stream: "a b", cursors: fromStart(0) }), "name_invalid");
      await expectRefusal(first({ stream, cursors: fromStart(0, 2) }), "partition_not_found", {
        stream,
        partition: 2,
        partitions: 2,
      });
      for (const offset of [2, -1]) {
        const details = { stream, partition: 1, offset, earliest: 0, end: 1 };
        const request = { stream, cursors: [{ partition: 1, offset }], live: true };
        await expectRefusal(first(request), "offset_out_of_range", details);
      }
    },
  },
  {
    name: "fields of a subscription outside their bounds are refused",
    async run({ streams, stream: create }) {
      const stream = await create();
      const fields: readonly (readonly [field: string, request: SubscribeRequestInit])[] = [
        ["cursors", {}],
        ["cursors", { cursors: fromStart(0, 0) }],
        ["max_bytes", { cursors: fromStart(0), maxBytes: -1 }],
        ["max_bytes", { cursors: fromStart(0), maxBytes: 8_388_609 }],
      ];
      for (const [field, request] of fields) {
        await expectRefusal(drain(streams.subscribe({ stream, ...request })), "field_invalid", { field });
      }
    },
  },
];

export const subscribeCases: readonly ConformanceCase[] = [...bounded, ...live, ...refusing];
