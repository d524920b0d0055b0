import assert from "node:assert/strict";
import type { Job, JobAttempt } from "@flowmesh/contract";
import { type CaseContext, text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const content = {
  key: Buffer.from("k"),
  value: Buffer.from("v"),
  headers: [
    { name: "a", value: Buffer.from("1") },
    { name: "b", value: Buffer.from("2") },
  ],
  priority: 7,
  orderingKey: "o",
  maxAttempts: 3,
};

/** What a job carries, with bytes as text. */
function carried({ key, value, headers, priority, orderingKey, maxAttempts }: Partial<Job>): unknown {
  const told = headers?.map((header) => [header.name, text(header.value)]);
  return [text(key), text(value), told, priority, orderingKey, maxAttempts];
}

const expected = [
  "k",
  "v",
  [
    ["a", "1"],
    ["b", "2"],
  ],
  7,
  "o",
  3,
];

/** A job as it is told alone; a list must tell the same but its attempts. */
async function told({ queues }: CaseContext, queue: string, job: string): Promise<Job> {
  const { job: found } = await queues.getJob({ queue, job });
  const { jobs } = await queues.listJobs({ queue, fromJob: job, pageSize: 1 });
  assert.deepEqual(jobs, [{ ...found, attempts: [] }]);
  assert.deepEqual([found!.job, carried(found!)], [job, expected]);
  return found!;
}

function timeless({ attempt, workerId, workerLabel, end, error, stack, log }: JobAttempt): unknown {
  return [attempt, workerId, workerLabel, end, error, stack, log];
}

const telling: readonly ConformanceCase[] = [
  {
    name: "a job is told with all that it carries and all that became of it, alone and in a list",
    async run(context) {
      const { queues, reserve, settle } = context;
      const queue = await context.queue({ leaseMs: 10_000 });
      const job = (await queues.enqueue({ queue, jobs: [content] })).jobs[0]!.job;
      const waiting = await told(context, queue, job);
      assert.deepEqual(
        [waiting.state, waiting.attemptsUsed, waiting.attempts, waiting.workerId],
        ["waiting", 0, [], ""],
      );
      const [first] = await reserve(queue, 1, { workerId: "w1", label: "host 1", leaseMs: 5000 });
      assert.deepEqual(carried(first!), expected);
      assert.equal(first?.enqueuedAt, waiting.enqueuedAt);
      const active = await told(context, queue, job);
      assert.deepEqual([active.state, active.workerId, active.progress], ["active", "w1", 0]);
      assert.equal(active.leaseEndsAt, first?.leaseEndsAt);
      assert.deepEqual(active.attempts.map(timeless), [[1, "w1", "host 1", "unspecified", "", "", []]]);
      assert.equal(active.attempts[0]?.startedAt, first!.leaseEndsAt! - 5000);
      const leases = [{ job, lease: first!.lease, progress: 40, log: ["one", "two"] }];
      const { leasesEndAt } = await queues.extend({ queue, workerId: "w1", leases });
      const extended = await told(context, queue, job);
      assert.deepEqual([extended.progress, extended.leaseEndsAt], [40, leasesEndAt]);
      assert.deepEqual(extended.attempts[0]?.log, ["one", "two"]);
      await settle(queue, first!, { failed: { error: "no", stack: "at a", retryAfterMs: 3_600_000 } });
      const retrying = await told(context, queue, job);
      const { state, attemptsUsed, error, progress, leaseEndsAt } = retrying;
      assert.deepEqual([state, attemptsUsed, error, progress, leaseEndsAt], ["retrying", 1, "no", 0, undefined]);
      const failure = [1, "w1", "host 1", "failed", "no", "at a", ["one", "two"]];
      assert.deepEqual(retrying.attempts.map(timeless), [failure]);
      const { startedAt, endedAt } = retrying.attempts[0]!;
      assert.equal(startedAt, active.attempts[0]?.startedAt);
      assert.equal(retrying.dueAt, endedAt! + 3_600_000);
      await queues.runJob({ queue, job });
      const [second] = await reserve(queue, 1, { workerId: "w2" });
      await queues.cancelJob({ queue, job });
      assert.equal((await told(context, queue, job)).cancelling, true);
      await settle(queue, second!, { done: { result: Buffer.from("7") } });
      const done = await told(context, queue, job);
      assert.deepEqual([done.state, text(done.result), done.cancelling, done.retryOf], ["done", "7", false, ""]);
      assert.deepEqual(done.attempts.map(timeless), [failure, [2, "w2", "", "done", "", "", []]]);
      assert.equal(done.endedAt, done.attempts[1]?.endedAt);
    },
  },
  {
    name: "the times that are told of a job are those at which it happened",
    hooks: ["clock"],
    async run(context) {
      const { queues, enqueue, reserve, settle, hook } = context;
      const clock = hook("clock");
      const queue = await context.queue({ leaseMs: 60_000 });
      const times = [clock.nowMs()];
      const pass = async () => {
        await clock.advance(1000);
        times.push(clock.nowMs());
      };
      const [job] = await enqueue(queue, ["a"]);
      await pass();
      const [held] = await reserve(queue);
      await pass();
      await queues.extend({ queue, workerId: "worker", leases: [{ job: job!, lease: held!.lease }], leaseMs: 59_500 });
      const { leaseEndsAt } = (await queues.getJob({ queue, job: job! })).job!;
      await pass();
      await settle(queue, held!, { dead: { error: "no", stack: "at b" } });
      const { job: dead } = await queues.getJob({ queue, job: job! });
      const attempt = dead!.attempts[0]!;
      assert.deepEqual([attempt.end, attempt.error, attempt.stack], ["failed", "no", "at b"]);
      const seen = [dead!.enqueuedAt!, attempt.startedAt!, leaseEndsAt! - 59_500, attempt.endedAt!];
      for (const [index, time] of seen.entries()) assertNear(time, times[index]!);
      assert.equal(dead?.endedAt, attempt.endedAt);
    },
  },
  {
    name: "a worker's texts are kept up to their limits, and the last attempts and log lines are those that are listed",
    commits: "medium",
    hooks: ["clock"],
    async run(context) {
      const { queues, enqueue, reserve, settle } = context;
      const queue = await context.queue({ maxAttempts: 1000 });
      const [job] = await enqueue(queue, ["a"]);
      for (let attempt = 1; attempt <= 102; attempt += 1) {
        const [held] = await reserve(queue);
        const log = Array.from({ length: attempt === 102 ? 101 : 0 }, (_, line) => `${line}`.padEnd(1025, "."));
        if (log.length > 0)
          await queues.extend({ queue, workerId: "worker", leases: [{ job: job!, lease: held!.lease, log }] });
        const [error, stack] = ["e".repeat(4097), "s".repeat(16_385)];
        await settle(queue, held!, { failed: { error, stack: attempt === 102 ? stack : "", retryAfterMs: 0 } });
      }
      const { job: found } = await queues.getJob({ queue, job: job! });
      assert.deepEqual([found?.attempts.length, found?.attempts[0]?.attempt, found?.attemptsUsed], [100, 3, 102]);
      const { error, stack, log } = found!.attempts.at(-1)!;
      assert.deepEqual([error.length, stack.length, log.length], [4096, 16_384, 100]);
      assert.deepEqual([log[0]?.slice(0, 2), log[0]?.length, log.at(-1)?.slice(0, 4)], ["1.", 1024, "100."]);
    },
  },
];

/** Within what a clock may move while a call is under way. */
function assertNear(time: number, expectedMs: number): void {
  assert.ok(Math.abs(time - expectedMs) <= 100, `${time} is not ${expectedMs}`);
}

const seeing: readonly ConformanceCase[] = [
  {
    name: "every change has a position of its own, and a read that wants it sees the change",
    async run({ queues, queue: create, enqueue, reserve }) {
      const [queue, other] = [await create(), await create()];
      const [, cancelled, removed] = await enqueue(queue, ["a", "b", "c", "d"]);
      await enqueue(queue, ["late"], { delayMs: 3_600_000 });
      const [held] = await reserve(queue);
      const { job, lease } = held!;
      const changes: readonly (() => Promise<{ readonly position: number }>)[] = [
        () => queues.createQueue({ queue: `${queue}-new` }),
        () => queues.updateQueue({ queue, settings: { concurrency: 9 } }),
        () => queues.pauseQueue({ queue }),
        () => queues.resumeQueue({ queue }),
        () => queues.enqueue({ queue, jobs: [{}] }),
        () => queues.cancelJob({ queue, job: cancelled! }),
        () => queues.retryJob({ queue, job: cancelled! }),
        () => queues.removeJob({ queue, job: removed! }),
        () => queues.settle({ queue, outcomes: [{ job, lease, failed: { retryAfterMs: 3_600_000 } }] }),
        () => queues.runJob({ queue, job }),
        () => queues.reserve({ queue, workerId: "worker" }),
        () => queues.purgeQueue({ queue }),
        () => queues.deleteQueue({ queue }),
      ];
      for (let last = 0, at = 0; at < changes.length; at += 1) {
        const { position } = await changes[at]!();
        assert.ok(position > last, `change ${at} is at ${position}, the one before it at ${last}`);
        last = position;
        await queues.getQueue({ queue: other, atLeast: position });
      }
    },
  },
  {
    name: "what changes nothing is told with a position at which all was so",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      const [a] = await enqueue(queue, ["a", "b"]);
      const [held] = await reserve(queue);
      await settle(queue, held!, { done: {} });
      const [waiting] = (await queues.listJobs({ queue, state: "waiting" })).jobs;
      const { position: last } = await queues.pauseQueue({ queue });
      const same = [
        await queues.pauseQueue({ queue }),
        await queues.runJob({ queue, job: waiting!.job }),
        await queues.purgeQueue({ queue, state: "dead" }),
        await settle(queue, held!, { done: {} }),
      ];
      for (const { position } of same) {
        assert.ok(position >= last);
        await queues.getQueue({ queue, atLeast: position });
      }
      assert.equal(held?.job, a);
    },
  },
  {
    name: "reads that want a position that does not come are ended by their deadline",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, elapse }) {
      const queue = await create();
      const [job] = await enqueue(queue, ["a"]);
      const atLeast = 2 ** 50;
      const options = { timeoutMs: 100 };
      const calls = [
        queues.getQueue({ queue, atLeast }, options),
        queues.getJob({ queue, job: job!, atLeast }, options),
        queues.listJobs({ queue, atLeast }, options),
      ];
      await elapse(Promise.all(calls.map((call) => expectRefusal(call, "deadline_exceeded"))));
    },
  },
  {
    name: "a page of jobs has 100 at most where nothing is said, and ends early when they are large; nothing is left out",
    commits: "large",
    async run({ queues, queue: create, enqueue }) {
      const queue = await create();
      await enqueue(
        queue,
        Array.from({ length: 101 }, () => ""),
      );
      const first = await queues.listJobs({ queue });
      assert.equal(first.jobs.length, 100);
      assert.equal((await queues.listJobs({ queue, pageToken: first.nextPageToken })).jobs.length, 1);
      const large = await create();
      const value = Buffer.alloc(600_000);
      await queues.enqueue({ queue: large, jobs: Array.from({ length: 5 }, () => ({ value })) });
      const sizes: number[] = [];
      for (let pageToken = ""; sizes.length < 10; ) {
        const page = await queues.listJobs({ queue: large, pageToken });
        sizes.push(page.jobs.length);
        pageToken = page.nextPageToken;
        if (pageToken === "") break;
      }
      assert.deepEqual(sizes, [2, 2, 1]);
    },
  },
];

/** What is told of queues and jobs, and when it is seen. */
export const queueReadCases: readonly ConformanceCase[] = [...telling, ...seeing];
