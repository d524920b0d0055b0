import assert from "node:assert/strict";
import type { Job } from "@flowmesh/contract";
import { numbered, text } from "../../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** A job without what a restart makes anew. */
function withoutLease({ leaseEndsAt: _, ...job }: Job): unknown {
  return job;
}

const kept: readonly ConformanceCase[] = [
  acrossReopen({
    name: "queues and jobs, in whatever state, are as they were after a restart, and go on from there",
    async aroundReopen(context) {
      const { enqueue, reserve, settle } = context;
      const queue = await context.queue({ maxAttempts: 7, keepDone: { count: 5 } });
      const rich = { priority: 6, key: Buffer.from("k"), headers: [{ name: "a", value: Buffer.from("1") }] };
      const ids = await enqueue(queue, ["a", "b", "c", "d", "e", "f"], rich);
      ids.push(...(await enqueue(queue, ["late"], { delayMs: 3_600_000, maxAttempts: 2, orderingKey: "o" })));
      const [failed, done, active, dead] = await reserve(queue, 4, { label: "host 1" });
      await settle(queue, failed!, { failed: { error: "no", stack: "at", retryAfterMs: 3_600_000 } });
      await settle(queue, done!, { done: { result: Buffer.from("1") } });
      await settle(queue, dead!, { dead: { error: "never" } });
      await context.queues.cancelJob({ queue, job: ids[4]! });
      const gone = await context.queue();
      await context.queues.deleteQueue({ queue: gone });
      const look = () => Promise.all(ids.map(async (job) => (await context.queues.getJob({ queue, job })).job!));
      const before = await look();
      const { queue: of } = await context.queues.getQueue({ queue });
      return async () => {
        const after = await look();
        assert.deepEqual(after.map(withoutLease), before.map(withoutLease));
        assert.ok(after[2]!.leaseEndsAt! >= before[2]!.leaseEndsAt!, "a lease becomes no shorter");
        assert.deepEqual((await context.queues.getQueue({ queue })).queue, of);
        await expectRefusal(context.queues.getQueue({ queue: gone }), "queue_not_found");
        assert.deepEqual((await settle(queue, done!, { done: {} })).lost, []);
        await settle(queue, active!, { done: {} });
        assert.deepEqual(
          (await reserve(queue, 10)).map(({ job }) => job),
          [ids[5]],
        );
        const [next] = await enqueue(queue, ["g"]);
        assert.ok(!ids.includes(next!), "an id is never used again");
      };
    },
  }),
  acrossReopen({
    name: "what holds jobs back holds them back after a restart: a pause, limits, an ordering key, a delay",
    async aroundReopen(context) {
      const { enqueue, reserve, settle } = context;
      const [paused, busy, slow, late] = [
        await context.queue(),
        await context.queue({ concurrency: 1 }),
        await context.queue({ rate: { limit: 1, perMs: 86_400_000 } }),
        await context.queue(),
      ];
      for (const queue of [paused, busy, slow]) await enqueue(queue, ["a", "b"]);
      await enqueue(late, ["a", "b"], { orderingKey: "o" });
      const far = await enqueue(late, ["c"], { delayMs: 3_600_000 });
      await context.queues.pauseQueue({ queue: paused });
      const held = await Promise.all([busy, slow, late].map((queue) => reserve(queue, 10).then((jobs) => jobs[0]!)));
      return async () => {
        for (const queue of [paused, busy, slow, late]) assert.deepEqual(await reserve(queue, 10), [], queue);
        await context.queues.resumeQueue({ queue: paused });
        await settle(busy, held[0]!, { done: {} });
        await settle(slow, held[1]!, { done: {} });
        await settle(late, held[2]!, { done: {} });
        assert.equal((await reserve(paused, 10)).length, 2);
        assert.equal((await reserve(busy, 10)).length, 1);
        assert.deepEqual(await reserve(slow, 10), []);
        assert.deepEqual(
          (await reserve(late, 10)).map(({ value }) => text(value)),
          ["b"],
        );
        assert.equal(await context.stateOf(late, far[0]!), "delayed");
      };
    },
  }),
  {
    ...acrossReopen({
      name: "dedupe ids and idempotency keys of jobs are remembered over a restart",
      async aroundReopen(context) {
        const queue = await context.queue();
        const request = { queue, jobs: [{ dedupeId: "x" }, {}], idempotencyKey: `key of ${queue}` };
        const first = await context.queues.enqueue(request);
        return async () => {
          assert.deepEqual(await context.queues.enqueue(request), first);
          const { jobs } = await context.queues.enqueue({ queue, jobs: [{ dedupeId: "x" }] });
          assert.deepEqual(jobs, [{ job: first.jobs[0]!.job, duplicate: true }]);
          await expectRefusal(context.queues.enqueue({ ...request, jobs: [{}] }), "idempotency_key_reused");
        };
      },
    }),
    capability: { dedupe: true, idempotencyKeys: true },
  },
  acrossReopen({
    name: "a job that is tried again after a restart keeps its priority, its place and its attempts",
    async aroundReopen(context) {
      const { enqueue, reserve, settle } = context;
      const queue = await context.queue();
      const ids = await enqueue(queue, ["a", "b"], { priority: 8 });
      await enqueue(queue, ["c"]);
      await enqueue(queue, ["high"], { priority: 9 });
      const [, failed] = await reserve(queue, 2);
      await settle(queue, failed!, { failed: { retryAfterMs: 3_600_000 } });
      return async () => {
        await context.queues.runJob({ queue, job: ids[0]! });
        const jobs = await reserve(queue, 10);
        assert.deepEqual(
          jobs.map(({ value, priority, attempt }) => [text(value), priority, attempt]),
          [
            ["a", 8, 2],
            ["b", 8, 1],
            ["c", 5, 1],
          ],
        );
      };
    },
  }),
  {
    name: "what was acknowledged is there after a loss of power: jobs, leases and how they ended",
    hooks: ["crash"],
    async run(context) {
      const { queue: create, enqueue, reserve, settle, stateOf } = context;
      const queue = await create();
      const ids = await enqueue(queue, numbered(4));
      const [done, held, released] = await reserve(queue, 3);
      await settle(queue, done!, { done: {} });
      await settle(queue, released!, { released: {} });
      await context.crash();
      const states = await Promise.all(ids.map((job) => stateOf(queue, job)));
      assert.deepEqual(states, ["done", "active", "waiting", "waiting"]);
      assert.deepEqual((await settle(queue, held!, { done: {} })).lost, []);
      assert.deepEqual(
        (await reserve(queue, 10)).map(({ job }) => job),
        ids.slice(2),
      );
    },
  },
];

const collected: readonly ConformanceCase[] = [
  {
    name: "jobs that were settled do not come back over collections and restarts, and those that wait stay",
    commits: "medium",
    hooks: ["retain", "reopen"],
    async run(context) {
      const { queue: create, enqueue, reserve, settle } = context;
      const queue = await create({ keepDone: { count: 2 } });
      const value = "v".repeat(50_000);
      const [late] = await enqueue(queue, [value], { delayMs: 3_600_000, key: Buffer.from("late") });
      const [dead] = await enqueue(queue, [value], { maxAttempts: 1 });
      await settle(queue, (await reserve(queue))[0]!, { failed: { error: "no", stack: "at a" } });
      const look = async () =>
        Promise.all([late, dead].map(async (job) => (await context.queues.getJob({ queue, job: job! })).job!));
      const before = await look();
      for (let round = 0; round < 4; round += 1) {
        await enqueue(
          queue,
          numbered(20).map((each) => each.padEnd(50_000, ".")),
        );
        for (const job of await reserve(queue, 20, { maxBytes: 8_388_608 })) await settle(queue, job, { done: {} });
        await context.hook("retain")();
        if (round % 2 === 1) await context.reopen();
        const { counts } = (await context.queues.getQueue({ queue })).queue!;
        const none = { waiting: 0, active: 0, retrying: 0, cancelled: 0 };
        assert.deepEqual(counts, { ...none, delayed: 1, done: 2, dead: 1 });
        assert.deepEqual(await reserve(queue, 10), []);
      }
      assert.deepEqual(await look(), before);
    },
  },
  {
    name: "jobs whose time came while nothing ran are each handed out once, in their order",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { queue: create, enqueue, reserve, reopen, hook } = context;
      const queue = await create();
      await enqueue(queue, ["c", "d"], { delayMs: 60_000 });
      await enqueue(queue, ["a", "b"], { delayMs: 90_000, priority: 8 });
      await enqueue(queue, ["later"], { delayMs: 86_400_000 });
      await reopen();
      await hook("clock").advance(120_000);
      const jobs = await reserve(queue, 10);
      assert.deepEqual(
        jobs.map(({ value }) => text(value)),
        ["a", "b", "c", "d"],
      );
      assert.deepEqual(await reserve(queue, 10), []);
    },
  },
];

/** What a restart, a loss of power and a collection leave of queues. */
export const queueRestartCases: readonly ConformanceCase[] = [...kept, ...collected];
