import assert from "node:assert/strict";
import { text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";

export const queueRetryCases: readonly ConformanceCase[] = [
  {
    name: "a bare failure waits longer from attempt to attempt, until the job is dead, with every attempt listed",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, hook }) {
      const clock = hook("clock");
      const queue = await create({ maxAttempts: 3 });
      const [id] = await enqueue(queue, ["a"]);
      for (const waitMs of [1000, 2000, 0]) {
        const [job] = await reserve(queue);
        const failedMs = clock.nowMs();
        await settle(queue, job!, { failed: { error: `failed ${waitMs}` } });
        if (waitMs === 0) break;
        const { job: retrying } = await queues.getJob({ queue, job: id! });
        assert.equal(retrying?.state, "retrying");
        assert.ok(retrying!.dueAt! >= failedMs + waitMs && retrying!.dueAt! <= clock.nowMs() + waitMs);
        assert.deepEqual(await reserve(queue), []);
        await clock.advance(retrying!.dueAt! - clock.nowMs() + 1);
      }
      const { job } = await queues.getJob({ queue, job: id! });
      assert.deepEqual([job?.state, job?.attemptsUsed, job?.error], ["dead", 3, "failed 0"]);
      assert.deepEqual(
        job?.attempts.map(({ attempt, error, end }) => [attempt, error, end]),
        [
          [1, "failed 1000", "failed"],
          [2, "failed 2000", "failed"],
          [3, "failed 0", "failed"],
        ],
      );
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 1);
    },
  },
  {
    name: "a worker may say when to try again, and that it is of no use",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf, hook }) {
      const clock = hook("clock");
      const queue = await create();
      const [later, hopeless] = await enqueue(queue, ["a", "b"]);
      const [a, b] = await reserve(queue, 2);
      await settle(queue, a!, { failed: { retryAfterMs: 3_600_000 } });
      await settle(queue, b!, { dead: { error: "never" } });
      assert.equal(await stateOf(queue, hopeless!), "dead");
      const { dueAt } = (await queues.getJob({ queue, job: later! })).job!;
      assert.ok(Math.abs(dueAt! - clock.nowMs() - 3_600_000) < 60_000);
      await clock.advance(3_590_000);
      assert.deepEqual(await reserve(queue), []);
      await clock.advance(70_000);
      assert.equal((await reserve(queue))[0]?.attempt, 2);
    },
  },
  {
    name: "a job that has used more attempts than a new setting allows is dead when it fails",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf, hook }) {
      const clock = hook("clock");
      const queue = await create({ maxAttempts: 5 });
      const [id] = await enqueue(queue, ["a"]);
      for (let time = 0; time < 2; time++) {
        const [job] = await reserve(queue);
        await settle(queue, job!, { failed: { retryAfterMs: 1 } });
        await clock.advance(1000);
      }
      await queues.updateQueue({ queue, settings: { maxAttempts: 1 } });
      assert.equal(await stateOf(queue, id!), "waiting");
      const [job] = await reserve(queue);
      await settle(queue, job!, { failed: {} });
      assert.equal(await stateOf(queue, id!), "dead");
    },
  },
  {
    name: "a job that waits for its next attempt when its attempts are lowered is handed out once more",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf, hook }) {
      const queue = await create({ maxAttempts: 5 });
      const [id] = await enqueue(queue, ["a"]);
      for (let time = 0; time < 3; time++) {
        await settle(queue, (await reserve(queue))[0]!, { failed: { retryAfterMs: 1000 } });
        if (time < 2) await hook("clock").advance(1001);
      }
      const { queue: lowered } = await queues.updateQueue({ queue, settings: { maxAttempts: 2 } });
      assert.equal(lowered?.counts?.retrying, 1);
      await hook("clock").advance(1001);
      const [last] = await reserve(queue);
      assert.deepEqual([last?.job, last?.attempt, last?.maxAttempts], [id, 4, 2]);
      await settle(queue, last!, { failed: {} });
      assert.equal(await stateOf(queue, id!), "dead");
    },
  },
  {
    name: "a job that is tried again by hand is as it was enqueued, with all its attempts, and those that were made stay listed",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      const headers = [{ name: "a", value: Buffer.from("1") }];
      const rich = { key: Buffer.from("k"), headers, priority: 8, orderingKey: "o", maxAttempts: 2 };
      const [id] = await enqueue(queue, ["v"], rich);
      await enqueue(queue, ["other"]);
      const [first] = await reserve(queue);
      await settle(queue, first!, { dead: { error: "never", stack: "at a" } });
      const before = (await queues.getJob({ queue, job: id! })).job!;
      assert.equal((await queues.retryJob({ queue, job: id! })).job, id);
      const after = (await queues.getJob({ queue, job: id! })).job!;
      const changed = { state: "waiting", attemptsUsed: 0, endedAt: undefined };
      assert.deepEqual(after, { ...before, ...changed });
      const again = await reserve(queue, 10);
      assert.deepEqual(
        again.map(({ value }) => text(value)),
        ["v", "other"],
      );
      assert.deepEqual([again[0]?.attempt, again[0]?.maxAttempts, again[0]?.headers], [1, 2, first!.headers]);
    },
  },
  {
    name: "a job that is tried again by hand has its ordering key again: those behind it wait for it",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      const [id] = await enqueue(queue, ["a", "b"], { orderingKey: "o" });
      await settle(queue, (await reserve(queue))[0]!, { dead: {} });
      await queues.retryJob({ queue, job: id! });
      const again = await reserve(queue, 10);
      assert.deepEqual(
        again.map(({ value }) => text(value)),
        ["a"],
      );
      await settle(queue, again[0]!, { done: {} });
      assert.deepEqual(
        (await reserve(queue, 10)).map(({ value }) => text(value)),
        ["b"],
      );
    },
  },
  {
    name: "a delayed job is handed out when it is due, also after a restart and after years",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { queues, queue: create, enqueue, reserve, settle, reopen, hook, stateOf } = context;
      const clock = hook("clock");
      const queue = await create({ leaseMs: 43_200_000 });
      const yearMs = 31_557_600_000;
      const [soon] = await enqueue(queue, ["soon"], { delayMs: 60_000 });
      const [far] = await enqueue(queue, ["far"], { runAt: clock.nowMs() + yearMs });
      const [long] = await enqueue(queue, ["long"], { delayMs: yearMs });
      const [failed] = await enqueue(queue, ["failed"], { priority: 9 });
      await settle(queue, (await reserve(queue))[0]!, { failed: { retryAfterMs: yearMs } });
      await enqueue(queue, ["past"], { runAt: 5 });
      assert.deepEqual((await reserve(queue, 10)).length, 1);
      assert.equal((await queues.getJob({ queue, job: soon! })).job?.state, "delayed");
      await reopen();
      await clock.advance(61_000);
      assert.deepEqual(
        (await reserve(queue, 10)).map(({ job }) => job),
        [soon],
      );
      await clock.advance(30 * 86_400_000);
      const states = await Promise.all([far, long, failed].map((job) => stateOf(queue, job!)));
      assert.deepEqual(states, ["delayed", "delayed", "retrying"]);
    },
  },
];
