import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { deadJobs, jobsOf, start, until, whole } from "./operation-steps.ts";

export const redriveCases: readonly ConformanceCase[] = [
  {
    name: "a redrive keeps priority, ordering key, attempts allowed, headers and history",
    async run(context) {
      const { queues, queue: create, reserve } = context;
      const queue = await create();
      const headers = [{ name: "tenant", value: Buffer.from("a") }];
      const more = { priority: 9, maxAttempts: 3, orderingKey: "o", key: Buffer.from("k"), headers };
      const [id] = await deadJobs(context, queue, ["a"], more);
      await whole(context, { queue, action: "retry" });
      const job = (await queues.getJob({ queue, job: id! })).job!;
      assert.deepEqual([job.state, job.priority, job.maxAttempts, job.orderingKey], ["waiting", 9, 3, "o"]);
      assert.deepEqual([job.attempts.length, job.attempts[0]?.error, job.attemptsUsed], [1, "no route", 0]);
      const [reserved] = await reserve(queue);
      assert.deepEqual([reserved?.priority, String(reserved?.key), reserved?.headers], [9, "k", headers]);
    },
  },
  {
    name: "jobs of one ordering key that are tried again go one after the other, behind the one that has the key",
    async run(context) {
      const { queue: create, enqueue, reserve, settle } = context;
      const queue = await create();
      const ids = await deadJobs(context, queue, ["a", "b"], { orderingKey: "o" });
      const [holder, behind] = await enqueue(queue, ["c", "d"], { orderingKey: "o" });
      const [active] = await reserve(queue);
      assert.equal(active?.job, holder);
      await whole(context, { queue, action: "retry" });
      const order: string[] = [];
      for (let job = active; job !== undefined; [job] = await reserve(queue)) {
        order.push(job.job);
        assert.deepEqual(await reserve(queue), [], "one at a time");
        await settle(queue, job, { done: {} });
      }
      assert.deepEqual(order, [holder, ...ids, behind]);
    },
  },
  {
    name: "a job that is retried by hand keeps its ordering key too",
    async run(context) {
      const { queues, queue: create, enqueue, reserve } = context;
      const queue = await create();
      const [id] = await deadJobs(context, queue, ["a"], { orderingKey: "o" });
      await enqueue(queue, ["b"], { orderingKey: "o" });
      await reserve(queue);
      await queues.retryJob({ queue, job: id! });
      assert.deepEqual(await reserve(queue), []);
    },
  },
  {
    name: "jobs of a redrive that is stopped stay as they were, and none is lost",
    async run(context) {
      const { operations, queue: create } = context;
      const queue = await create();
      const ids = await deadJobs(context, queue, ["a", "b", "c"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1, 0] });
      await until(context, { queue, operation }, ({ changed }) => changed === 1);
      await operations.stopOperation({ queue, operation, reason: "wrong" });
      const jobs = await jobsOf(context, queue);
      assert.deepEqual(
        jobs.map(({ job }) => job),
        ids,
      );
      assert.deepEqual(jobs.map(({ state }) => state).sort(), ["dead", "dead", "waiting"]);
    },
  },
  {
    name: "a redrive goes on after a restart, and no job is lost or tried twice",
    hooks: ["reopen"],
    async run(context) {
      const { queue: create, reserve, settle, reopen } = context;
      const queue = await create();
      const ids = await deadJobs(context, queue, ["a", "b", "c", "d"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1, 0] });
      await until(context, { queue, operation }, ({ changed }) => changed === 1);
      await reopen();
      const [first] = await reserve(queue, 5);
      await settle(queue, first!, { done: {} });
      const told = await until(context, { queue, operation }, ({ changed }) => changed === 4);
      assert.equal(told.succeeded, 1);
      const others = await reserve(queue, 5);
      assert.deepEqual([first!.job, ...others.map(({ job }) => job)].sort(), ids.toSorted());
      for (const job of others) await settle(queue, job, { done: {} });
      const last = await until(context, { queue, operation }, ({ state }) => state === "done");
      assert.deepEqual([last.changed, last.succeeded, last.total], [4, 4, 4]);
    },
  },
];
