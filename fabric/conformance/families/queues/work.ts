import assert from "node:assert/strict";
import { text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const queueWorkCases: readonly ConformanceCase[] = [
  {
    name: "a job is handed out as it was enqueued, once, and is done when its worker says so",
    async run({ queues, queue: create, reserve, settle }) {
      const queue = await create();
      const headers = [{ name: "a", value: Buffer.from("1") }];
      const job = { key: Buffer.from("k"), value: Buffer.from("v"), headers, priority: 7, orderingKey: "o" };
      const { jobs, position } = await queues.enqueue({ queue, jobs: [{ ...job, maxAttempts: 3 }] });
      assert.equal(jobs[0]?.duplicate, false);
      const [reserved, none] = await reserve(queue, 2);
      assert.equal(none, undefined);
      assert.equal(reserved?.job, jobs[0]?.job);
      assert.deepEqual([text(reserved?.key), text(reserved?.value)], ["k", "v"]);
      assert.deepEqual(
        reserved?.headers.map(({ name, value }) => [name, text(value)]),
        [["a", "1"]],
      );
      const { priority, orderingKey, attempt, maxAttempts } = reserved!;
      assert.deepEqual([priority, orderingKey, attempt, maxAttempts], [7, "o", 1, 3]);
      const settled = await settle(queue, reserved!, { done: { result: Buffer.from("[1]") } });
      assert.ok(settled.position > position);
      assert.deepEqual(settled.lost, []);
      const { job: done } = await queues.getJob({ queue, job: reserved!.job });
      assert.deepEqual([done?.state, text(done?.result), done?.attemptsUsed], ["done", "[1]", 1]);
      assert.ok(done!.endedAt! >= done!.enqueuedAt!);
      assert.deepEqual(await reserve(queue), []);
    },
  },
  {
    name: "jobs are enqueued all or none, and each is checked",
    async run({ queues, queue: create, name }) {
      const queue = await create();
      const enqueue = (...jobs: object[]) => queues.enqueue({ queue, jobs });
      await expectRefusal(enqueue({}, { priority: 10 }), "field_invalid");
      await expectRefusal(enqueue({}, { delayMs: 1, runAt: 5 }), "field_invalid");
      await expectRefusal(enqueue({}, { maxAttempts: 1001 }), "field_invalid");
      await expectRefusal(enqueue({}, { value: new Uint8Array(1_048_577) }), "record_too_large");
      await expectRefusal(enqueue({}, { headers: [{ name: "flowmesh-job" }] }), "field_invalid");
      await expectRefusal(enqueue(), "commit_empty");
      await expectRefusal(queues.enqueue({ queue: name(), jobs: [{}] }), "queue_not_found");
      await expectRefusal(queues.reserve({ queue }), "field_invalid");
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, 0);
    },
  },
  {
    name: "the same idempotency key enqueues once, and refuses other jobs",
    capability: { idempotencyKeys: true },
    async run({ queues, queue: create, reserve }) {
      const queue = await create();
      const request = { queue, jobs: [{ value: Buffer.from("a") }, {}], idempotencyKey: `key of ${queue}` };
      const first = await queues.enqueue(request);
      assert.deepEqual(await queues.enqueue(request), first);
      await expectRefusal(queues.enqueue({ ...request, jobs: [{}] }), "idempotency_key_reused");
      assert.equal((await reserve(queue, 10)).length, 2);
    },
  },
  {
    name: "a dedupe id enqueues one job, also within one call",
    capability: { dedupe: true },
    async run({ queues, queue: create, enqueue, reserve }) {
      const queue = await create();
      const [first] = await enqueue(queue, ["a"], { dedupeId: "x" });
      const jobs = [{ dedupeId: "x" }, { dedupeId: "y" }, { dedupeId: "y" }, {}];
      const second = await queues.enqueue({ queue, jobs });
      assert.deepEqual(
        second.jobs.map(({ duplicate }) => duplicate),
        [true, false, true, false],
      );
      assert.equal(second.jobs[0]?.job, first);
      assert.equal(second.jobs[1]?.job, second.jobs[2]?.job);
      assert.equal((await reserve(queue, 10)).length, 3);
    },
  },
  {
    name: "a dedupe id is remembered for its window, whatever became of its job, and no longer",
    capability: { dedupe: true },
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, settle, hook }) {
      const queue = await create({ dedupeWindowMs: 60_000 });
      const again = async () => (await queues.enqueue({ queue, jobs: [{ dedupeId: "x" }] })).jobs[0];
      const [id] = await enqueue(queue, ["a"], { dedupeId: "x" });
      await settle(queue, (await reserve(queue))[0]!, { done: {} });
      await hook("clock").advance(30_000);
      assert.deepEqual(await again(), { job: id, duplicate: true });
      await queues.removeJob({ queue, job: id! });
      assert.deepEqual(await again(), { job: id, duplicate: true });
      await hook("clock").advance(31_000);
      const fresh = await again();
      assert.deepEqual([fresh?.duplicate, fresh?.job === id], [false, false]);
    },
  },
  {
    name: "a dedupe id from before or while the window is 0 is not known when it is opened again",
    capability: { dedupe: true },
    async run({ queues, queue: create, enqueue }) {
      const queue = await create();
      const isKnown = async (dedupeId: string) =>
        (await queues.enqueue({ queue, jobs: [{ dedupeId }] })).jobs[0]?.duplicate;
      await enqueue(queue, ["a"], { dedupeId: "before" });
      await queues.updateQueue({ queue, settings: { dedupeWindowMs: 0 } });
      assert.deepEqual([await isKnown("meanwhile"), await isKnown("meanwhile")], [false, false]);
      await queues.updateQueue({ queue, settings: { dedupeWindowMs: 60_000 } });
      assert.deepEqual([await isKnown("before"), await isKnown("meanwhile")], [false, false]);
      assert.deepEqual([await isKnown("before"), await isKnown("meanwhile")], [true, true]);
    },
  },
  {
    name: "counts and the oldest job that waits are those of the queue's jobs",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create({ maxAttempts: 2 });
      await enqueue(queue, ["a", "b", "c", "d", "e"]);
      await enqueue(queue, ["f"], { delayMs: 60_000 });
      const [a, b, c] = await reserve(queue, 4);
      await settle(queue, a!, { done: {} });
      await settle(queue, b!, { failed: {} });
      await settle(queue, c!, { dead: {} });
      const { counts, oldestWaitingAt } = (await queues.getQueue({ queue })).queue!;
      const expected = { waiting: 1, delayed: 1, active: 1, retrying: 1, done: 1, dead: 1, cancelled: 0 };
      assert.deepEqual(counts, expected);
      assert.equal(typeof oldestWaitingAt, "number");
    },
  },
  {
    name: "jobs that ended are kept as their queue says, the latest ones",
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create({ keepDone: { count: 2 }, keepDead: { count: 0 } });
      await enqueue(queue, ["a", "b", "c", "d"]);
      const jobs = await reserve(queue, 4);
      for (const job of jobs.slice(0, 3)) await settle(queue, job, { done: {} });
      await settle(queue, jobs[3]!, { dead: {} });
      await expectRefusal(queues.getJob({ queue, job: jobs[0]!.job }), "job_not_found");
      await expectRefusal(queues.getJob({ queue, job: jobs[3]!.job }), "job_not_found");
      assert.equal(await stateOf(queue, jobs[1]!.job), "done");
      const { counts } = (await queues.getQueue({ queue })).queue!;
      assert.deepEqual([counts?.done, counts?.dead], [2, 0]);
    },
  },
  {
    name: "a job that waits can be cancelled, run at once, removed and, when it has ended badly, tried again",
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create({ maxAttempts: 1 });
      const [later] = await enqueue(queue, ["later"], { delayMs: 60_000 });
      await queues.runJob({ queue, job: later! });
      assert.equal(await stateOf(queue, later!), "waiting");
      const { state } = await queues.cancelJob({ queue, job: later! });
      assert.equal(state, "cancelled");
      assert.deepEqual(await reserve(queue), []);
      await expectRefusal(queues.runJob({ queue, job: later! }), "job_state_invalid");
      await queues.retryJob({ queue, job: later! });
      const [again] = await reserve(queue);
      assert.equal(again?.job, later);
      await expectRefusal(queues.removeJob({ queue, job: later! }), "job_state_invalid");
      await settle(queue, again!, { failed: { error: "no" } });
      await expectRefusal(queues.cancelJob({ queue, job: later! }), "job_state_invalid");
      await queues.retryJob({ queue, job: later! });
      assert.equal((await reserve(queue))[0]?.attempt, 1);
      const { job } = await queues.getJob({ queue, job: later! });
      assert.deepEqual(
        job?.attempts.map(({ error }) => error),
        ["no", ""],
      );
      await expectRefusal(queues.retryJob({ queue, job: "nonsense" }), "job_not_found");
    },
  },
];
