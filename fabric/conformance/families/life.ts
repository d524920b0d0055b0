import assert from "node:assert/strict";
import type { Fabric } from "../../fabric.ts";
import { batchOf, take, turn } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { everyState, firstOf, type MethodCall } from "./every-state.ts";
import { kvCalls } from "./kv/calls.ts";
import { operationCalls } from "./operations/calls.ts";
import { queueCalls } from "./queues/calls.ts";
import { scheduleCalls } from "./schedules/calls.ts";

/** A call of every method, on a stream that exists. */
const calls: readonly MethodCall[] = [
  ["createStream", ({ streams }, stream, options) => streams.createStream({ stream: `${stream}-new` }, options)],
  ["getStream", ({ streams }, stream, options) => streams.getStream({ stream }, options)],
  ["listStreams", ({ streams }, stream, options) => streams.listStreams({ prefix: stream }, options)],
  ["updateStream", ({ streams }, stream, options) => streams.updateStream({ stream, partitions: 2 }, options)],
  ["publish", ({ streams }, stream, options) => streams.publish({ stream, records: [{}] }, options)],
  ["append", ({ streams }, stream, options) => streams.append({ stream, batch: batchOf(["a"]) }, options)],
  ["read", ({ streams }, stream, options) => streams.read({ stream }, options)],
  ["fetch", ({ streams }, stream, options) => streams.fetch({ stream }, options)],
  [
    "subscribe",
    ({ streams }, stream, options) =>
      firstOf(streams.subscribe({ stream, cursors: [{ partition: 0, offset: 0 }] }, options)),
  ],
  ["findOffsets", ({ streams }, stream, options) => streams.findOffsets({ stream }, options)],
  ["openProducer", ({ streams }, _stream, options) => streams.openProducer({}, options)],
  [
    "commit",
    (fabric, stream, options) => fabric.commit({ operations: [{ publish: { stream, records: [{}] } }] }, options),
  ],
  ["joinGroup", ({ groups }, stream, options) => groups.joinGroup({ group: stream, streams: [stream] }, options)],
  [
    "heartbeat",
    (fabric, stream, options) => asMember(fabric, stream, (member) => fabric.groups.heartbeat(member, options)),
  ],
  [
    "leaveGroup",
    (fabric, stream, options) => asMember(fabric, stream, (member) => fabric.groups.leaveGroup(member, options)),
  ],
  [
    "commitCursors",
    (fabric, stream, options) =>
      asMember(fabric, stream, ({ group, memberId, memberEpoch: epoch }) =>
        fabric.groups.commitCursors({ group, memberId, cursors: [{ stream, epoch, cursor: {} }] }, options),
      ),
  ],
  ...["getGroup", "pauseGroup", "resumeGroup"].map(
    (method): MethodCall => [
      method,
      (fabric, stream, options) =>
        asMember(fabric, stream, ({ group }) => fabric.groups[method as "getGroup"]({ group }, options)),
    ],
  ),
  ["listGroups", ({ groups }, stream, options) => groups.listGroups({ prefix: stream }, options)],
  [
    "resetGroup",
    (fabric, stream, options) =>
      asMember(fabric, stream, ({ group }) => fabric.groups.resetGroup({ group, stream, shift: 0 }, options)),
  ],
  [
    "undoReset",
    (fabric, stream, options) =>
      asMember(fabric, stream, async ({ group }) => {
        await fabric.groups.resetGroup({ group, stream, shift: 0 }).catch(() => undefined);
        return fabric.groups.undoReset({ group }, options);
      }),
  ],
  [
    "deleteGroup",
    (fabric, stream, options) =>
      asMember(fabric, stream, async ({ group, memberId }) => {
        await fabric.groups.leaveGroup({ group, memberId }).catch(() => undefined);
        return fabric.groups.deleteGroup({ group }, options);
      }),
  ],
  [
    "where",
    async ({ streams, lineage }, stream, options) => {
      const other = `${stream}-other`;
      await streams.createStream({ stream: other }).catch(() => undefined);
      await streams.publish({ stream: other, records: [{}] }).catch(() => undefined);
      return lineage.where({ id: `${other}/0@0` }, options);
    },
  ],
  ["deleteStream", ({ streams }, stream, options) => streams.deleteStream({ stream }, options)],
];

interface MemberInit {
  readonly group: string;
  readonly memberId: string;
  readonly memberEpoch: number;
}

/** Joins a group first; on a fabric that refuses that, the call itself is to say why. */
async function asMember(
  { groups }: Fabric,
  stream: string,
  call: (member: MemberInit) => Promise<unknown>,
): Promise<unknown> {
  const group = `${stream}-group`;
  const joined = groups.joinGroup({ group, streams: [stream], memberId: "m" });
  const { memberEpoch } = await joined.catch(() => ({ memberEpoch: 1 }));
  return call({ group, memberId: "m", memberEpoch });
}

const closing: readonly ConformanceCase[] = [
  {
    name: "close may be called by several, again and again",
    async run({ fabric, stream }) {
      await stream();
      await Promise.all([fabric.close(), fabric.close()]);
      await fabric.close();
    },
  },
  {
    name: "what waits when the fabric is closed is refused, not left hanging",
    async run({ fabric, streams, stream: create }) {
      const stream = await create(2);
      const items = streams
        .subscribe({ stream, cursors: [{ partition: 0, offset: 0 }], live: true })
        [Symbol.asyncIterator]();
      await take(items, ({ caughtUp }) => caughtUp);
      const outcomes = [
        streams.fetch({ stream, waitMs: 20_000 }),
        streams.read({ stream, waitMs: 20_000 }),
        streams.getStream({ stream, atLeast: 2 ** 50 }),
        items.next(),
      ].map((call) => expectRefusal(call, "closed"));
      await turn();
      await fabric.close();
      await Promise.all(outcomes);
    },
  },
  {
    name: "writes under way when the fabric is closed are finished or refused, and those answered are kept",
    hooks: ["reopen"],
    async run(context) {
      const { fabric, streams } = context;
      const stream = await context.stream();
      const writing = Array.from({ length: 50 }, (_, index) =>
        streams.append({ stream, batch: batchOf([String(index)]) }),
      );
      const outcomes = Promise.allSettled(writing);
      await fabric.close();
      let answered = 0;
      for (const [index, outcome] of (await outcomes).entries()) {
        if (outcome.status === "rejected") await expectRefusal(writing[index]!, "closed");
        else assert.equal(outcome.value.offset, answered++);
      }
      await context.reopen();
      const kept = await context.values(stream);
      assert.ok(kept.length >= answered);
      assert.deepEqual(
        kept,
        kept.map((_, index) => String(index)),
      );
    },
  },
];

const persistence: readonly ConformanceCase[] = [
  acrossReopen({
    name: "streams, settings, records and positions are the same after a reopen, and go on from there",
    async aroundReopen(context) {
      const stream = await context.stream(2, {
        retentionMs: 86_400_000,
        retentionBytes: 10_000_000,
        dedupeWindowMs: 77,
      });
      await context.append(stream, ["a", "b"], 1);
      await context.streams.updateStream({ stream, partitions: 3 });
      const gone = await context.stream();
      await context.streams.deleteStream({ stream: gone });
      const { position } = await context.streams.append({ stream, partition: 1, batch: batchOf(["c"]) });
      const { stream: before } = await context.streams.getStream({ stream });
      const token = (await context.streams.read({ stream, limit: 2 })).nextPageToken;
      return async () => {
        const { streams } = context;
        assert.deepEqual((await streams.getStream({ stream })).stream, before);
        assert.deepEqual(await context.values(stream, 1), ["a", "b", "c"]);
        await expectRefusal(streams.getStream({ stream: gone }), "stream_not_found");
        const { records } = await streams.read({ stream, pageToken: token, atLeast: position });
        assert.deepEqual(
          records.map(({ offset }) => offset),
          [2],
        );
        const next = await streams.append({ stream, partition: 1, batch: batchOf(["d"]) });
        assert.equal(next.offset, 3);
        assert.ok(next.position > position, "a position is never used again");
        const again = await streams.createStream({ stream: gone });
        assert.equal(again.stream?.partitions[0]?.nextOffset, 0);
      };
    },
  }),
  {
    name: "reopening again and again changes nothing",
    hooks: ["reopen"],
    async run(context) {
      const stream = await context.stream();
      for (let round = 0; round < 5; round += 1) {
        assert.equal(await context.append(stream, [String(round)]), round);
        await context.reopen();
      }
      await context.reopen();
      assert.deepEqual(await context.values(stream), ["0", "1", "2", "3", "4"]);
    },
  },
];

/** What every method does in every state of a fabric's life, by what the fabric must have for it. */
const methods: readonly ConformanceCase[] = [
  ...everyState(calls.filter(([method]) => method !== "openProducer")),
  ...everyState(
    calls.filter(([method]) => method === "openProducer"),
    { producers: true },
  ),
  ...everyState(kvCalls, { kv: true }),
  ...everyState(queueCalls, { queues: true }),
  ...everyState(scheduleCalls, { schedules: true }),
  ...everyState(operationCalls, { queues: true }),
];

export const lifeCases: readonly ConformanceCase[] = [...methods, ...closing, ...persistence];
