import assert from "node:assert/strict";
import type { Queue, QueueSettings } from "@flowmesh/contract";
import type { ConformanceCase } from "../../conformance-case.ts";

/** Every setting with a value that is not its default, twice. */
const given: readonly QueueSettings[] = [
  {
    leaseMs: 5000,
    maxAttempts: 7,
    backoff: { initialMs: 200, factor: 3, maxMs: 90_000, jitter: "full" },
    concurrency: 8,
    concurrencyPerKey: 6,
    rate: { limit: 900_000, perMs: 60_000 },
    ratePerKey: { limit: 700_000, perMs: 40_000 },
    keyExpression: "headers.tenant",
    keepDone: { count: 11, ageMs: 7_200_000 },
    keepDead: { count: 12, ageMs: 7_300_000 },
    dedupeWindowMs: 60_000,
  },
  {
    leaseMs: 6000,
    maxAttempts: 9,
    backoff: { initialMs: 300, factor: 4, maxMs: 80_000, jitter: "none" },
    concurrency: 10,
    concurrencyPerKey: 5,
    rate: { limit: 800_000, perMs: 50_000 },
    ratePerKey: { limit: 600_000, perMs: 30_000 },
    keyExpression: "value.customer",
    keepDone: { count: 13, ageMs: 8_200_000 },
    keepDead: { count: 14, ageMs: 8_300_000 },
    dedupeWindowMs: 0,
  },
];

export const queueSettingCases: readonly ConformanceCase[] = [
  {
    name: "every setting is kept as it was given, by the creation and by a change, and all methods tell the same",
    async run({ queues, name, enqueue, reserve, settle }) {
      const queue = name("queue");
      const [first, second] = given as [QueueSettings, QueueSettings];
      const seen = async () => (await queues.getQueue({ queue })).queue as Queue;
      const { queue: created } = await queues.createQueue({ queue, settings: first });
      assert.deepEqual(created?.settings, first);
      assert.deepEqual(await seen(), created);
      const [oldest] = await enqueue(queue, ["a"]);
      await enqueue(queue, ["b", "c", "d", "e"], { priority: 9 });
      await enqueue(queue, ["late"], { delayMs: 60_000 });
      const [done, dead, failed, held] = await reserve(queue, 4);
      await settle(queue, done!, { done: {} });
      await settle(queue, dead!, { dead: {} });
      await settle(queue, failed!, { failed: { retryAfterMs: 60_000 } });
      const [cancelled] = await enqueue(queue, ["f"]);
      await queues.cancelJob({ queue, job: cancelled! });
      const { queue: updated, position } = await queues.updateQueue({ queue, settings: second });
      assert.deepEqual(updated?.settings, second);
      assert.equal(updated?.revision, position);
      const counts = { waiting: 1, delayed: 1, active: 1, retrying: 1, done: 1, dead: 1, cancelled: 1 };
      assert.deepEqual([updated?.counts, updated?.id, updated?.createdAt], [counts, created?.id, created?.createdAt]);
      const { enqueuedAt } = (await queues.getJob({ queue, job: oldest! })).job!;
      assert.equal(updated?.oldestWaitingAt, enqueuedAt);
      assert.deepEqual(await seen(), updated);
      assert.deepEqual((await queues.listQueues({ prefix: queue })).queues, [updated]);
      await settle(queue, held!, { done: {} });
    },
  },
  {
    name: "an update of nothing changes nothing but the revision, and settings in parts are replaced as a whole",
    async run({ queues, name }) {
      const queue = name("queue");
      await queues.createQueue({ queue, settings: given[0]! });
      const { queue: same, position } = await queues.updateQueue({ queue });
      assert.deepEqual([same?.settings, same?.revision], [given[0], position]);
      const settings = { backoff: { factor: 9 }, rate: { limit: 3 }, keepDone: { ageMs: 5 }, keepDead: {} };
      const { queue: changed } = await queues.updateQueue({ queue, settings });
      assert.deepEqual(changed?.settings?.backoff, { initialMs: 1000, factor: 9, maxMs: 300_000, jitter: "full" });
      assert.deepEqual(changed?.settings?.rate, { limit: 3, perMs: 1000 });
      assert.deepEqual(changed?.settings?.keepDone, { count: undefined, ageMs: 5 });
      assert.deepEqual(changed?.settings?.keepDead, { count: undefined, ageMs: undefined });
      assert.equal(changed?.settings?.concurrency, 8);
    },
  },
  {
    name: "a new queue's creation time is the present",
    hooks: ["clock"],
    async run({ queues, name, hook }) {
      const clock = hook("clock");
      await clock.advance(5000);
      const beforeMs = clock.nowMs();
      const { queue } = await queues.createQueue({ queue: name() });
      assert.ok(queue!.createdAt! >= beforeMs && queue!.createdAt! <= clock.nowMs());
    },
  },
  {
    name: "a queue and a stream may have the same name, and a paused queue says that it is",
    async run({ queues, stream: create }) {
      const queue = await create();
      await queues.createQueue({ queue });
      await queues.pauseQueue({ queue });
      const { queue: found } = await queues.getQueue({ queue });
      assert.equal(found?.paused, true);
      assert.deepEqual((await queues.listQueues({ prefix: queue })).queues, [found]);
      const { queue: updated } = await queues.updateQueue({ queue, settings: { concurrency: 2 } });
      assert.equal(updated?.paused, true);
    },
  },
];
