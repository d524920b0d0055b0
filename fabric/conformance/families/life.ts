import assert from "node:assert/strict";
import type { CallOptions, KvService } from "@flowmesh/contract";
import type { Fabric } from "../../fabric.ts";
import { batchOf, take, turn } from "../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../conformance-case.ts";
import { expectRefusal, expectRejection } from "../expect.ts";

type Call = (fabric: Fabric, stream: string, options?: CallOptions) => Promise<unknown>;

/** A call of every method, on a stream that exists. */
const calls: readonly (readonly [method: string, call: Call])[] = [
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
  ...["getGroup", "pauseGroup", "resumeGroup"].map((method): readonly [string, Call] => [
    method,
    (fabric, stream, options) =>
      asMember(fabric, stream, ({ group }) => fabric.groups[method as "getGroup"]({ group }, options)),
  ]),
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
  ["deleteStream", ({ streams }, stream, options) => streams.deleteStream({ stream }, options)],
];

type KvCall = (kv: KvService, bucket: string, options?: CallOptions) => Promise<unknown>;

/** A call of every method of KV, on a bucket that is there and has an entry. */
const kvCalls: readonly (readonly [method: string, call: KvCall])[] = [
  ["createBucket", (kv, bucket, options) => kv.createBucket({ bucket: `${bucket}-new` }, options)],
  ["getBucket", (kv, bucket, options) => kv.getBucket({ bucket }, options)],
  ["listBuckets", (kv, bucket, options) => kv.listBuckets({ prefix: bucket }, options)],
  ["updateBucket", (kv, bucket, options) => kv.updateBucket({ bucket, settings: { history: 2 } }, options)],
  ["put", (kv, bucket, options) => kv.put({ bucket, key: "b", value: Buffer.from("1") }, options)],
  ["delete", (kv, bucket, options) => kv.delete({ bucket, key: "b" }, options)],
  ["increment", (kv, bucket, options) => kv.increment({ bucket, key: "n" }, options)],
  ["get", (kv, bucket, options) => kv.get({ bucket, key: "a" }, options)],
  ["getMany", (kv, bucket, options) => kv.getMany({ bucket, keys: ["a"] }, options)],
  ["listEntries", (kv, bucket, options) => kv.listEntries({ bucket }, options)],
  ["getHistory", (kv, bucket, options) => kv.getHistory({ bucket, key: "a" }, options)],
  ["watch", (kv, bucket, options) => firstOf(kv.watch({ bucket }, options))],
  ["deleteBucket", (kv, bucket, options) => kv.deleteBucket({ bucket }, options)],
];

/** Makes the bucket first; on a fabric that refuses that, the call itself is to say why. */
async function withBucket(
  { kv }: Fabric,
  stream: string,
  call: (bucket: string) => Promise<unknown>,
): Promise<unknown> {
  const bucket = `${stream}-bucket`;
  await kv.createBucket({ bucket }).catch(() => undefined);
  await kv.put({ bucket, key: "a", value: Buffer.from("1") }).catch(() => undefined);
  return call(bucket);
}

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

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  for await (const item of items) return item;
  return undefined;
}

const inEveryState: readonly ConformanceCase[] = calls.flatMap(([method, call]) => {
  const cases = everyState(method, call);
  return method === "openProducer" ? cases.map((each) => ({ ...each, capability: { producers: true } })) : cases;
});

const kvInEveryState: readonly ConformanceCase[] = kvCalls.flatMap(([method, call]) => {
  const cases = everyState(method, (fabric, stream, options) =>
    withBucket(fabric, stream, (bucket) => call(fabric.kv, bucket, options)),
  );
  return cases.map((each) => ({ ...each, capability: { kv: true } }));
});

function everyState(method: string, call: Call): ConformanceCase[] {
  return [
    {
      name: `${method} works on an open fabric`,
      run: async ({ fabric, stream }) => {
        assert.notEqual(await call(fabric, await stream()), undefined);
      },
    },
    {
      name: `${method} that is called before the fabric is open waits for that`,
      hooks: ["opening"],
      run: async (context) => {
        const stream = await context.stream();
        await context.openLater();
        assert.notEqual(await call(context.fabric, stream), undefined);
      },
    },
    {
      name: `${method} is refused from the moment that close is called`,
      run: async ({ fabric, stream: create }) => {
        const stream = await create();
        const closing = fabric.close();
        await expectRefusal(call(fabric, stream), "closed");
        await closing;
        await expectRefusal(call(fabric, stream), "closed");
      },
    },
    acrossReopen({
      name: `${method} works on what was opened again`,
      aroundReopen: async (context) => {
        const stream = await context.stream();
        return async () => assert.notEqual(await call(context.fabric, stream), undefined);
      },
    }),
    {
      name: `${method} with a signal that is spent does nothing but reject with its reason`,
      run: async ({ fabric, streams, stream: create }) => {
        const stream = await create();
        const reason = new Error("never mind");
        const before = await streams.getStream({ stream });
        await expectRejection(call(fabric, stream, { signal: AbortSignal.abort(reason) }), reason);
        assert.deepEqual(await streams.getStream({ stream }), before);
        await expectRefusal(streams.getStream({ stream: `${stream}-new` }), "stream_not_found");
      },
    },
  ];
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

const deadlines: readonly ConformanceCase[] = [
  {
    name: "a time for a call that is out of bounds is refused",
    async run({ fabric, stream: create }) {
      const stream = await create();
      for (const timeoutMs of [-1, 300_001]) {
        for (const [method, call] of calls) {
          // A subscription has no time to end in.
          if (method === "subscribe") continue;
          await expectRefusal(call(fabric, stream, { timeoutMs }), "field_invalid", { field: "timeoutMs" });
        }
      }
    },
  },
];

export const lifeCases: readonly ConformanceCase[] = [
  ...inEveryState,
  ...kvInEveryState,
  ...closing,
  ...persistence,
  ...deadlines,
];
