import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const held: readonly ConformanceCase[] = [
  {
    name: "a lease that ends costs an attempt, and what its worker tells afterwards counts for nothing",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf, hook }) {
      const clock = hook("clock");
      const queue = await create({ leaseMs: 10_000 });
      const [id] = await enqueue(queue, ["a"]);
      const [late] = await reserve(queue);
      await clock.advance(9000);
      assert.equal(await stateOf(queue, id!), "active");
      await clock.advance(1500);
      assert.equal(await stateOf(queue, id!), "retrying");
      await expectRefusal(settle(queue, late!, { done: {} }), "lease_lost");
      await clock.advance(2000);
      const [again] = await reserve(queue);
      assert.equal(again?.attempt, 2);
      assert.notEqual(again?.lease, late?.lease);
      await expectRefusal(settle(queue, late!, { done: {} }), "lease_lost");
      const { job } = await queues.getJob({ queue, job: id! });
      assert.equal(job?.state, "active");
      assert.deepEqual(
        job?.attempts.map(({ end, workerId }) => [end, workerId]),
        [
          ["lease_ended", "worker"],
          ["unspecified", "worker"],
        ],
      );
    },
  },
  {
    name: "a lease that is extended goes on, and its progress and log lines are told",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, hook }) {
      const clock = hook("clock");
      const queue = await create({ leaseMs: 10_000 });
      const [id] = await enqueue(queue, ["a"]);
      const [job] = await reserve(queue);
      const lease = { job: id!, lease: job!.lease };
      for (let time = 0; time < 4; time++) {
        await clock.advance(6000);
        const extended = await queues.extend({
          queue,
          workerId: "worker",
          leases: [{ ...lease, progress: time * 10, log: [`line ${time}`] }],
        });
        assert.deepEqual([extended.lost, extended.cancelled], [[], []]);
        assert.ok(extended.leasesEndAt! >= clock.nowMs() + 9000);
      }
      const { job: active } = await queues.getJob({ queue, job: id! });
      assert.deepEqual([active?.state, active?.progress, active?.attemptsUsed], ["active", 30, 1]);
      await settle(queue, job!, { failed: { error: "no", stack: "at a" } });
      const [attempt] = (await queues.getJob({ queue, job: id! })).job!.attempts;
      assert.deepEqual([attempt?.error, attempt?.stack, attempt?.log.length], ["no", "at a", 4]);
      const gone = await queues.extend({ queue, workerId: "worker", leases: [lease] });
      assert.deepEqual(gone.lost, [id]);
    },
  },
  {
    name: "an outcome that is told twice counts once, and is no error while the job is kept",
    async run({ queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create();
      const [id] = await enqueue(queue, ["a"]);
      const [job] = await reserve(queue);
      await settle(queue, job!, { done: {} });
      assert.deepEqual((await settle(queue, job!, { done: {} })).lost, []);
      assert.equal(await stateOf(queue, id!), "done");
    },
  },
  {
    name: "an outcome that says otherwise than the one before is named as lost: done is not undone, nor what failed done",
    async run({ queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create();
      const [done, failed] = await enqueue(queue, ["a", "b"]);
      const [first, second] = await reserve(queue, 2);
      await settle(queue, first!, { done: {} });
      await settle(queue, second!, { failed: { error: "no" } });
      for (const otherwise of [{ failed: { error: "no" } }, { dead: { error: "no" } }, { released: {} }])
        await expectRefusal(settle(queue, first!, otherwise), "lease_lost");
      await expectRefusal(settle(queue, second!, { done: {} }), "lease_lost");
      assert.deepEqual((await settle(queue, second!, { failed: { error: "no" } })).lost, []);
      assert.deepEqual([await stateOf(queue, done!), await stateOf(queue, failed!)], ["done", "retrying"]);
    },
  },
  {
    name: "outcomes count each for itself: those whose lease is lost are named",
    async run({ queues, queue: create, enqueue, reserve, stateOf }) {
      const queue = await create();
      const [first, second, third] = await enqueue(queue, ["a", "b", "c"]);
      const [a, b, c] = await reserve(queue, 3);
      const outcomes = [
        { job: a!.job, lease: "no lease", done: {} },
        { job: b!.job, lease: b!.lease, done: {} },
        { job: c!.job, lease: "none either", done: {} },
      ];
      const { lost } = await queues.settle({ queue, outcomes });
      assert.deepEqual(lost, [first, third]);
      assert.deepEqual([await stateOf(queue, first!), await stateOf(queue, second!)], ["active", "done"]);
      await expectRefusal(queues.settle({ queue, outcomes: [outcomes[0]!] }), "lease_lost");
      await expectRefusal(queues.settle({ queue, outcomes: [outcomes[0]!, outcomes[0]!] }), "field_invalid");
      await expectRefusal(queues.settle({ queue, outcomes: [] }), "commit_empty");
    },
  },
  {
    name: "a job that is given back has lost no attempt",
    async run({ queue: create, enqueue, reserve, settle, queues }) {
      const queue = await create();
      await enqueue(queue, ["a"]);
      for (let time = 0; time < 7; time++) {
        const [job] = await reserve(queue);
        assert.equal(job?.attempt, 1);
        await settle(queue, job!, { released: {} });
      }
      const [job] = await reserve(queue);
      assert.deepEqual((await queues.getJob({ queue, job: job!.job })).job?.attempts.length, 1);
    },
  },
  {
    name: "a job taken in advance that was never begun loses no attempt when its lease ends; one that was begun does",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, hook, stateOf }) {
      const clock = hook("clock");
      const queue = await create({ leaseMs: 10_000, maxAttempts: 1 });
      const [begun, waits] = await enqueue(queue, ["a", "b"]);
      for (let crash = 0; crash < 3; crash += 1) {
        assert.equal((await reserve(queue, 2, { ahead: true })).length, 2);
        await clock.advance(11_000);
      }
      const [a] = await reserve(queue, 2, { ahead: true });
      await queues.extend({ queue, workerId: "worker", leases: [{ job: a!.job, lease: a!.lease }] });
      await clock.advance(11_000);
      assert.deepEqual([await stateOf(queue, begun!), await stateOf(queue, waits!)], ["dead", "waiting"]);
      assert.equal((await queues.getJob({ queue, job: waits! })).job?.attemptsUsed, 0);
    },
  },
  {
    name: "a reserve tells how long its leases last, and which attempt each job begins, taken in advance or not",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, hook }) {
      const clock = hook("clock");
      const queue = await create({ leaseMs: 20_000 });
      await enqueue(queue, ["a"]);
      const failed = { failed: { retryAfterMs: 0 } };
      for (const [attempt, ahead] of [true, false, true].entries()) {
        const [job] = await reserve(queue, 1, { ahead });
        assert.equal(job?.attempt, attempt + 1);
        await settle(queue, job!, failed);
        await clock.advance(1);
      }
      const request = { queue, workerId: "worker" };
      const { leaseMs, jobs } = await queues.reserve(request);
      assert.deepEqual([leaseMs, jobs[0]?.attempt], [20_000, 4]);
      assert.equal((await queues.reserve(request)).leaseMs, 0);
      await enqueue(queue, ["b"]);
      assert.equal((await queues.reserve({ ...request, leaseMs: 5000 })).leaseMs, 5000);
    },
  },
  {
    name: "a worker learns from its extend which jobs were cancelled and which are not its own, in the order in which it names them",
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create();
      const ids = await enqueue(queue, ["a", "b", "c", "d", "e"]);
      const jobs = await reserve(queue, 5);
      for (const job of ids.slice(0, 2)) assert.equal((await queues.cancelJob({ queue, job })).state, "active");
      const leases = jobs.map(({ job, lease }, at) => ({ job, lease: at < 3 ? lease : "no lease" }));
      const { cancelled, lost } = await queues.extend({ queue, workerId: "worker", leases });
      assert.deepEqual([cancelled, lost], [ids.slice(0, 2), ids.slice(3)]);
      assert.equal((await queues.getJob({ queue, job: ids[0]! })).job?.cancelling, true);
      await settle(queue, jobs[0]!, { failed: {} });
      await settle(queue, jobs[1]!, { released: {} });
      assert.deepEqual([await stateOf(queue, ids[0]!), await stateOf(queue, ids[1]!)], ["cancelled", "cancelled"]);
    },
  },
];

const restarted: readonly ConformanceCase[] = [
  {
    name: "a lease that was alive goes on for its whole time after a restart, and then ends",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { queue: create, enqueue, reserve, reopen, hook, stateOf } = context;
      const clock = hook("clock");
      const queue = await create({ leaseMs: 10_000, maxAttempts: 1 });
      const [id] = await enqueue(queue, ["a"]);
      await reserve(queue);
      await clock.advance(9000);
      await reopen();
      await clock.advance(9000);
      assert.equal(await stateOf(queue, id!), "active");
      await clock.advance(2000);
      assert.equal(await stateOf(queue, id!), "dead");
    },
  },
];

export const queueLeaseCases: readonly ConformanceCase[] = [...held, ...restarted];
