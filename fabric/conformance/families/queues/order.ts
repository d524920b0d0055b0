import assert from "node:assert/strict";
import type { ReservedJob } from "@flowmesh/contract";
import { text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";

function valuesOf(jobs: readonly ReservedJob[]): string[] {
  return jobs.map(({ value }) => text(value));
}

export const queueOrderCases: readonly ConformanceCase[] = [
  {
    name: "higher priorities go first, and within one the job that was enqueued first",
    async run({ queue: create, enqueue, reserve }) {
      const queue = await create();
      await enqueue(queue, ["low"], { priority: 0 });
      await enqueue(queue, ["a", "b"]);
      await enqueue(queue, ["high", "higher later"], { priority: 9 });
      await enqueue(queue, ["c"], { priority: 5 });
      const first = await reserve(queue, 3);
      const second = await reserve(queue, 10);
      assert.deepEqual(valuesOf([...first, ...second]), ["high", "higher later", "a", "b", "c", "low"]);
    },
  },
  {
    name: "a job that is given back or tried again keeps its priority and its place",
    hooks: ["clock"],
    async run({ queue: create, enqueue, reserve, settle, hook }) {
      const clock = hook("clock");
      const queue = await create();
      await enqueue(queue, ["a", "b", "c"], { priority: 8 });
      await enqueue(queue, ["d"]);
      const [a, b] = await reserve(queue, 2);
      await settle(queue, b!, { released: {} });
      await settle(queue, a!, { failed: {} });
      await clock.advance(2000);
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a", "b", "c", "d"]);
    },
  },
  {
    name: "a job whose lease ended keeps its priority and its place",
    hooks: ["clock"],
    async run({ queue: create, enqueue, reserve, hook }) {
      const queue = await create({ leaseMs: 10_000 });
      await enqueue(queue, ["a", "b"], { priority: 8 });
      await enqueue(queue, ["c"]);
      await reserve(queue);
      await hook("clock").advance(12_000);
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a", "b", "c"]);
    },
  },
  {
    name: "jobs of one ordering key are worked on one after the other, others beside them",
    async run({ queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      await enqueue(queue, ["x1", "x2"], { orderingKey: "x" });
      await enqueue(queue, ["y1"], { orderingKey: "y" });
      await enqueue(queue, ["x3"], { orderingKey: "x", priority: 9 });
      await enqueue(queue, ["free"]);
      const first = await reserve(queue, 10);
      assert.deepEqual(valuesOf(first), ["x1", "y1", "free"]);
      assert.deepEqual(await reserve(queue, 10), []);
      await settle(queue, first[0]!, { done: {} });
      const second = await reserve(queue, 10);
      assert.deepEqual(valuesOf(second), ["x2"]);
      await settle(queue, second[0]!, { dead: {} });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["x3"]);
    },
  },
  {
    name: "a job that is tried again later holds up those of its key, and one that is removed lets them go",
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create();
      const [first, second] = await enqueue(queue, ["x1", "x2"], { orderingKey: "x" });
      const [reserved] = await reserve(queue, 10);
      await settle(queue, reserved!, { failed: {} });
      assert.deepEqual(await reserve(queue, 10), []);
      assert.deepEqual([await stateOf(queue, first!), await stateOf(queue, second!)], ["retrying", "waiting"]);
      await queues.removeJob({ queue, job: first! });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["x2"]);
    },
  },
  {
    name: "a delayed job that waits for its ordering key is run at once, too: behind the one before it, and not at its own time",
    hooks: ["reopen"],
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf, reopen }) {
      const queue = await create();
      await enqueue(queue, ["x1"], { orderingKey: "x" });
      const [delayed] = await enqueue(queue, ["x2"], { orderingKey: "x", delayMs: 3_600_000 });
      const [first] = await reserve(queue);
      const { position } = await queues.runJob({ queue, job: delayed! });
      assert.equal((await queues.runJob({ queue, job: delayed! })).position, position, "it is done already");
      await settle(queue, first!, { done: {} });
      assert.equal(await stateOf(queue, delayed!), "waiting");
      await reopen();
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["x2"]);
    },
  },
  {
    name: "no more jobs are worked on at a time than the queue allows",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create({ concurrency: 2 });
      await enqueue(queue, ["a", "b", "c", "d"]);
      const [a] = await reserve(queue, 10);
      assert.deepEqual(await reserve(queue, 10), []);
      await settle(queue, a!, { done: {} });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["c"]);
      await queues.updateQueue({ queue, settings: { concurrency: 3 } });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["d"]);
    },
  },
  {
    name: "jobs are handed out no faster than the queue's rate, also over a restart",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { queue: create, enqueue, reserve, hook, reopen } = context;
      const clock = hook("clock");
      const queue = await create({ rate: { limit: 2, perMs: 60_000 } });
      await enqueue(queue, ["a", "b", "c", "d"]);
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a", "b"]);
      await reopen();
      assert.deepEqual(await reserve(queue, 10), []);
      await clock.advance(31_000);
      assert.deepEqual(valuesOf(await reserve(queue, 10)).length, 1);
    },
  },
];
