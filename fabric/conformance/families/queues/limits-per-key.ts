import assert from "node:assert/strict";
import type { NewJobInit, QueueSettingsInit, ReservedJob } from "@flowmesh/contract";
import { type CaseContext, text, turn } from "../../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}

function valuesOf(jobs: readonly ReservedJob[]): string[] {
  return jobs.map(({ value }) => text(value));
}

/** Enqueues jobs whose key is the part of their value before the number. */
async function enqueueKeyed(
  { queues }: CaseContext,
  queue: string,
  values: readonly string[],
  more: NewJobInit = {},
): Promise<string[]> {
  const jobs = values.map((value) => ({ key: bytes(value.replace(/\d.*$/, "")), value: bytes(value), ...more }));
  return (await queues.enqueue({ queue, jobs })).jobs.map(({ job }) => job);
}

function numbered(key: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${key}${index + 1}`);
}

const oneOfEach: QueueSettingsInit = { concurrencyPerKey: 1 };
const inTurns: QueueSettingsInit = { concurrencyPerKey: 1000 };

export const queueLimitsPerKeyCases: readonly ConformanceCase[] = [
  {
    name: "so many jobs of a key are worked on at a time, and of others beside them",
    async run(context) {
      const { queue: create, reserve, settle, enqueue } = context;
      const queue = await create({ concurrencyPerKey: 2 });
      await enqueueKeyed(context, queue, [...numbered("a", 4), ...numbered("b", 1)]);
      await enqueue(queue, ["free", "free too", "free as well"]);
      const first = await reserve(queue, 100);
      assert.deepEqual(valuesOf(first), ["a1", "b1", "free", "a2", "free too", "free as well"]);
      assert.deepEqual(await reserve(queue, 100), []);
      await settle(queue, first[0]!, { done: {} });
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a3"]);
    },
  },
  {
    name: "an attempt that fails, is released or loses its lease frees its key",
    hooks: ["clock"],
    async run(context) {
      const { queue: create, reserve, settle, hook } = context;
      const clock = hook("clock");
      const queue = await create({ ...oneOfEach, leaseMs: 5000 });
      await enqueueKeyed(context, queue, ["a1", "a2", "a3"]);
      const [a1] = await reserve(queue, 10);
      await settle(queue, a1!, { failed: { retryAfterMs: 60_000 } });
      const [a2] = await reserve(queue, 10);
      await settle(queue, a2!, { released: {} });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a2"]);
      await clock.advance(5000);
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a3"]);
    },
  },
  {
    name: "so many jobs of a key are handed out in a time, and then evenly",
    hooks: ["clock"],
    async run(context) {
      const { queue: create, reserve, hook } = context;
      const clock = hook("clock");
      const queue = await create({ ratePerKey: { limit: 2, perMs: 10_000 }, leaseMs: 3_600_000 });
      await enqueueKeyed(context, queue, [...numbered("a", 6), ...numbered("b", 1)]);
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a1", "b1", "a2"]);
      await clock.advance(4000);
      assert.deepEqual(await reserve(queue, 100), []);
      await clock.advance(1000);
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a3"]);
      await clock.advance(60_000);
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a4", "a5"]);
    },
  },
  {
    name: "keys take turns, however many jobs one of them has",
    async run(context) {
      const { queue: create, reserve } = context;
      const queue = await create(inTurns);
      await enqueueKeyed(context, queue, numbered("big", 300));
      await enqueueKeyed(context, queue, [...numbered("b", 2), ...numbered("c", 3)]);
      assert.deepEqual(valuesOf(await reserve(queue, 4)), ["big1", "b1", "c1", "big2"]);
      await enqueueKeyed(context, queue, ["new1"]);
      assert.deepEqual(valuesOf(await reserve(queue, 5)), ["b2", "c2", "new1", "big3", "c3"]);
      assert.deepEqual(valuesOf(await reserve(queue, 2)), ["big4", "big5"]);
    },
  },
  {
    name: "one tenant with very many keys does not keep the others waiting for more than one turn",
    async run(context) {
      const { queue: create, reserve } = context;
      const queue = await create(inTurns);
      const keys = Array.from({ length: 40 }, (_, index) => `tenant ${index}`);
      const jobs = [...keys, ...keys].map((key) => ({ key: bytes(key), value: bytes("tenant") }));
      await context.queues.enqueue({ queue, jobs });
      await enqueueKeyed(context, queue, numbered("small", 2));
      const served = valuesOf(await reserve(queue, 100));
      assert.deepEqual([served.indexOf("small1"), served.indexOf("small2")], [40, 81]);
    },
  },
  {
    name: "jobs without a key have their turn together, as one key",
    async run(context) {
      const { queue: create, enqueue, reserve } = context;
      const queue = await create(inTurns);
      await enqueue(queue, numbered("free", 4));
      await enqueueKeyed(context, queue, [...numbered("a", 3), ...numbered("b", 3)]);
      const order = ["free1", "a1", "b1", "free2", "a2", "b2", "free3"];
      assert.deepEqual(valuesOf(await reserve(queue, 7)), order);
    },
  },
  {
    name: "priority counts within a key, and between the keys of one turn",
    async run(context) {
      const { queue: create, reserve } = context;
      const queue = await create(inTurns);
      await enqueueKeyed(context, queue, ["a1", "b1"]);
      await enqueueKeyed(context, queue, ["a2", "c1", "c2"], { priority: 9 });
      await enqueueKeyed(context, queue, ["b2"], { priority: 1 });
      assert.deepEqual(valuesOf(await reserve(queue, 10)), ["a2", "c1", "b1", "c2", "a1", "b2"]);
    },
  },
  {
    name: "an expression says what of a job is its key",
    async run({ queues, queue: create, reserve }) {
      const keyExpression = 'has(value.customer) ? value.customer : headers["tenant"]';
      const queue = await create({ ...oneOfEach, keyExpression });
      const json = (value: object): Uint8Array => bytes(JSON.stringify(value));
      const ofTenant = { headers: [{ name: "tenant", value: bytes("ada") }] };
      const jobs: NewJobInit[] = [
        { value: json({ customer: "ada", n: 1 }) },
        { key: bytes("other"), value: json({ customer: "ada", n: 2 }) },
        { value: json({ n: 3 }), ...ofTenant },
        { value: json({ customer: 7, n: 4 }) },
        { value: json({ customer: "7", n: 5 }) },
        { value: json({ customer: { id: 1 }, n: 6 }) },
        { value: bytes("no JSON") },
        { key: bytes("other"), value: json({ n: 8 }) },
      ];
      await queues.enqueue({ queue, jobs });
      const taken = (await reserve(queue, 100)).map(({ value }) => text(value).match(/"n":(\d)/)?.[1] ?? "none");
      assert.deepEqual(taken, ["1", "4", "6", "none", "8"]);
    },
  },
  {
    name: "an expression that cannot be used, or takes for ever, is refused",
    async run({ fabric, queues, queue: create, name, stateOf }) {
      const queue = await create(oneOfEach);
      const refused = (keyExpression: string) =>
        expectRefusal(queues.createQueue({ queue: name("queue"), settings: { keyExpression } }), "expression_invalid");
      for (const wrong of ["value.", "valeu.customer", "error", "key.matches('a')"]) await refused(wrong);
      await expectRefusal(queues.updateQueue({ queue, settings: { keyExpression: "(" } }), "expression_invalid");
      const endless = "value.all(a, value.all(b, value.all(c, a + b + c >= 0))) ? 'x' : 'y'";
      const value = bytes(JSON.stringify(Array.from({ length: 200 }, (_, index) => index)));
      const enqueue = { queue, jobs: [{}, { value }] };
      const firing = { times: { everyMs: 3_600_000 }, operations: [{ enqueue }] };
      const schedule = name("schedule");
      await fabric.schedules.putSchedule({ schedule, ...firing });
      await queues.updateQueue({ queue, settings: { keyExpression: endless } });
      const puttingAnother = fabric.schedules.putSchedule({ schedule: name("schedule"), ...firing });
      await expectRefusal(puttingAnother, "expression_invalid");
      await expectRefusal(fabric.schedules.triggerSchedule({ schedule }), "expression_invalid");
      await expectRefusal(queues.enqueue(enqueue), "expression_invalid");
      await expectRefusal(fabric.commit({ operations: [{ enqueue }] }), "expression_invalid");
      const { jobs: early } = await queues.enqueue({ queue, jobs: [{}] });
      await queues.cancelJob({ queue, job: early[0]!.job });
      const edited = { queue, job: early[0]!.job, edit: { value } };
      await expectRefusal(queues.retryJob(edited), "expression_invalid");
      assert.equal(await stateOf(queue, edited.job), "cancelled");
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, 0);
      const { jobs } = await queues.enqueue({ queue, jobs: [{}] });
      assert.equal(await stateOf(queue, jobs[0]!.job), "waiting");
    },
  },
  {
    name: "limits per key count for the jobs that are enqueued while they are set, and a change for all of these",
    async run(context) {
      const { queues, queue: create, reserve } = context;
      const queue = await create();
      await enqueueKeyed(context, queue, numbered("a", 3));
      await queues.updateQueue({ queue, settings: oneOfEach });
      await enqueueKeyed(context, queue, ["a4", "a5", "a6", "a7"]);
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a1", "a4", "a2", "a3"]);
      await queues.updateQueue({ queue, settings: { concurrencyPerKey: 3 } });
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a5", "a6"]);
      await queues.updateQueue({ queue, settings: { concurrencyPerKey: 0 } });
      assert.deepEqual(valuesOf(await reserve(queue, 100)), ["a7"]);
    },
  },
  acrossReopen({
    name: "limits per key are not forgotten over a restart",
    async aroundReopen(context) {
      const { queue: create, reserve, settle } = context;
      const limits = { ratePerKey: { limit: 2, perMs: 36_000_000 }, concurrencyPerKey: 1 };
      const queue = await create({ ...limits, leaseMs: 3_600_000 });
      await enqueueKeyed(context, queue, [...numbered("a", 4), ...numbered("b", 4)]);
      const [a1, b1] = await reserve(queue, 100);
      await settle(queue, a1!, { done: {} });
      const [a2] = await reserve(queue, 100);
      assert.deepEqual(valuesOf([a1!, b1!, a2!]), ["a1", "b1", "a2"]);
      return async () => {
        assert.deepEqual(await reserve(queue, 100), []);
        await settle(queue, b1!, { done: {} });
        await settle(queue, a2!, { done: {} });
        assert.deepEqual(valuesOf(await reserve(queue, 100)), ["b2"]);
      };
    },
  }),
  {
    name: "explain names the limit of the key",
    async run(context) {
      const { queues, queue: create, reserve } = context;
      const queue = await create(oneOfEach);
      const [, second, third] = await enqueueKeyed(context, queue, numbered("a", 3));
      await reserve(queue);
      const limited = await queues.explainJob({ queue, job: second! });
      assert.deepEqual([limited.reason, limited.ahead], ["concurrency", 0]);
      assert.match(limited.text, /1 jobs of its key are being worked on, and its key allows 1/);
      assert.equal((await queues.explainJob({ queue, job: third! })).ahead, 1);
      const slow = await create({ ratePerKey: { limit: 1, perMs: 60_000 } });
      const [, later] = await enqueueKeyed(context, slow, numbered("a", 2));
      const [taken] = await reserve(slow);
      const { reason, until } = await queues.explainJob({ queue: slow, job: later! });
      assert.equal(reason, "rate");
      assert.ok(until !== undefined && until > taken!.enqueuedAt!);
    },
  },
  {
    name: "a reserve that waits gets a job as soon as its key allows it",
    async run(context) {
      const { queues, queue: create, reserve, settle, elapse } = context;
      const wait = (queue: string) => queues.reserve({ queue, workerId: "other", waitMs: 20_000 });
      const limited = await create(oneOfEach);
      await enqueueKeyed(context, limited, ["a1", "a2"]);
      const [held] = await reserve(limited);
      const forLimit = wait(limited);
      await turn();
      await settle(limited, held!, { done: {} });
      assert.deepEqual(valuesOf((await elapse(forLimit)).jobs), ["a2"]);
      const slow = await create({ ratePerKey: { limit: 1, perMs: 1500 } });
      await enqueueKeyed(context, slow, ["a1", "a2"]);
      await reserve(slow);
      assert.deepEqual(valuesOf((await elapse(wait(slow))).jobs), ["a2"]);
    },
  },
];
