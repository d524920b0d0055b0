import assert from "node:assert/strict";
import type { OperationInit, QueueSettingsInit, QueuesService } from "@flowmesh/contract";
import type { Fabric } from "../../../fabric.ts";
import { turn } from "../../case-context.ts";
import { type ConformanceCase, smallLimits } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const worker = { workerId: "worker" };

/** A call of every method that needs a queue which is there. */
function callsOn({ queues, commit }: Pick<Fabric, "queues" | "commit">, queue: string): Promise<unknown>[] {
  const outcome = { job: "0", lease: "none", done: {} };
  return [
    queues.getQueue({ queue }),
    queues.updateQueue({ queue }),
    queues.deleteQueue({ queue }),
    queues.pauseQueue({ queue }),
    queues.resumeQueue({ queue }),
    queues.purgeQueue({ queue }),
    queues.enqueue({ queue, jobs: [{}] }),
    queues.reserve({ queue, ...worker }),
    queues.settle({ queue, outcomes: [outcome] }),
    queues.extend({ queue, ...worker, leases: [{ job: "0", lease: "none" }] }),
    queues.listJobs({ queue }),
    queues.listWorkers({ queue }),
    ...callsOnJob(queues, queue, "0"),
    commit({ operations: [{ enqueue: { queue, jobs: [{}] } }] }),
    commit({ operations: [{ settle: { queue, outcome } }] }),
  ];
}

/** A call of every method that needs a job which is there. */
function callsOnJob(queues: QueuesService, queue: string, job: string): Promise<unknown>[] {
  const calls = [
    queues.getJob({ queue, job }),
    queues.cancelJob({ queue, job }),
    queues.runJob({ queue, job }),
    queues.retryJob({ queue, job }),
    queues.removeJob({ queue, job }),
    queues.explainJob({ queue, job }),
  ];
  return calls;
}

const missing: readonly ConformanceCase[] = [
  {
    name: "names outside the rule are refused by every method that takes one",
    async run({ fabric, queues }) {
      for (const queue of ["", ".", "..", "a/b", "a\0b", "\u00fc", "a".repeat(250)]) {
        const calls = [queues.createQueue({ queue }), ...callsOn(bound(fabric), queue)];
        for (const call of await Promise.all(calls.map((each) => expectRefusal(each, "name_invalid"))))
          assert.equal(call.details.kind, "queue");
      }
    },
  },
  {
    name: "a queue that is not there is refused by every method that needs one",
    async run({ fabric, name }) {
      const queue = name();
      await Promise.all(callsOn(bound(fabric), queue).map((call) => expectRefusal(call, "queue_not_found", { queue })));
    },
  },
  {
    name: "a job that is not there is refused by every method that needs one, whatever its id looks like",
    async run({ queues, queue: create }) {
      const queue = await create();
      for (const job of ["7", "-1", "01", "1e3", "nonsense", "99999999999999999999"])
        await Promise.all(
          callsOnJob(queues, queue, job).map((call) => expectRefusal(call, "job_not_found", { queue, job })),
        );
    },
  },
];

/** A fabric whose methods may be taken out of it. */
function bound(fabric: Fabric): Pick<Fabric, "queues" | "commit"> {
  return { queues: fabric.queues, commit: (request) => fabric.commit(request) };
}

const badSettings: readonly [field: string, settings: QueueSettingsInit][] = [
  ["lease_ms", { leaseMs: 999 }],
  ["lease_ms", { leaseMs: 43_200_001 }],
  ["max_attempts", { maxAttempts: 0 }],
  ["max_attempts", { maxAttempts: 1001 }],
  ["backoff.initial_ms", { backoff: { initialMs: -1 } }],
  ["backoff.factor", { backoff: { factor: 101 } }],
  ["backoff.max_ms", { backoff: { initialMs: 5000, maxMs: 4999 } }],
  ["concurrency", { concurrency: -1 }],
  ["concurrency_per_key", { concurrencyPerKey: 1_000_001 }],
  ["rate_per_key.limit", { ratePerKey: { limit: -1 } }],
  ["rate.limit", { rate: { limit: 1_000_001 } }],
  ["rate.per_ms", { rate: { limit: 1, perMs: 86_400_001 } }],
  ["keep_done.count", { keepDone: { count: -1 } }],
  ["keep_dead.age_ms", { keepDead: { ageMs: 315_576_000_001 } }],
  ["dedupe_window_ms", { dedupeWindowMs: 86_400_001 }],
];

const badFields: readonly [field: string, call: (queues: QueuesService, queue: string) => Promise<unknown>][] = [
  ["at_least", (queues, queue) => queues.getQueue({ queue, atLeast: -1 })],
  ["page_size", (queues) => queues.listQueues({ pageSize: 1001 })],
  ["page_size", (queues) => queues.listQueues({ pageSize: -1 })],
  ["expected_revision", (queues, queue) => queues.updateQueue({ queue, expectedRevision: -1 })],
  ["expected_revision", (queues, queue) => queues.deleteQueue({ queue, expectedRevision: -1 })],
  ["state", (queues, queue) => queues.purgeQueue({ queue, state: "active" })],
  ["jobs", (queues, queue) => queues.enqueue({ queue, jobs: Array.from({ length: 1001 }, () => ({})) })],
  ["jobs[0].priority", (queues, queue) => queues.enqueue({ queue, jobs: [{ priority: 10 }] })],
  ["jobs[1].priority", (queues, queue) => queues.enqueue({ queue, jobs: [{}, { priority: -1 }] })],
  ["jobs[0].run_at", (queues, queue) => queues.enqueue({ queue, jobs: [{ delayMs: 1, runAt: 5 }] })],
  ["jobs[0].run_at", (queues, queue) => queues.enqueue({ queue, jobs: [{ runAt: Date.UTC(9999, 0) }] })],
  ["jobs[0].delay_ms", (queues, queue) => queues.enqueue({ queue, jobs: [{ delayMs: 3_155_760_000_001 }] })],
  ["jobs[0].delay_ms", (queues, queue) => queues.enqueue({ queue, jobs: [{ delayMs: -1 }] })],
  ["jobs[0].max_attempts", (queues, queue) => queues.enqueue({ queue, jobs: [{ maxAttempts: 1001 }] })],
  ["jobs[0].ordering_key", (queues, queue) => queues.enqueue({ queue, jobs: [{ orderingKey: "k".repeat(256) }] })],
  ["jobs[0].dedupe_id", (queues, queue) => queues.enqueue({ queue, jobs: [{ dedupeId: "d".repeat(256) }] })],
  ["jobs[0].headers", (queues, queue) => queues.enqueue({ queue, jobs: [{ headers: [{ name: "flowmesh-job" }] }] })],
  ["worker_id", (queues, queue) => queues.reserve({ queue })],
  ["worker_id", (queues, queue) => queues.reserve({ queue, workerId: "w".repeat(65) })],
  ["label", (queues, queue) => queues.reserve({ queue, ...worker, label: "l".repeat(256) })],
  ["max_jobs", (queues, queue) => queues.reserve({ queue, ...worker, maxJobs: 1001 })],
  ["wait_ms", (queues, queue) => queues.reserve({ queue, ...worker, waitMs: 30_001 })],
  ["lease_ms", (queues, queue) => queues.reserve({ queue, ...worker, leaseMs: 999 })],
  ["max_bytes", (queues, queue) => queues.reserve({ queue, ...worker, maxBytes: 8_388_609 })],
  ["outcomes[0].job", (queues, queue) => queues.settle({ queue, outcomes: [{ lease: "1", done: {} }] })],
  ["outcomes[0].outcome", (queues, queue) => queues.settle({ queue, outcomes: [{ job: "1", lease: "1" }] })],
  [
    "outcomes[0].retry_after_ms",
    (queues, queue) => queues.settle({ queue, outcomes: [{ job: "1", lease: "1", failed: { retryAfterMs: -1 } }] }),
  ],
  [
    "outcomes",
    (queues, queue) => {
      const outcome = { job: "1", lease: "1", done: {} };
      return queues.settle({ queue, outcomes: [outcome, outcome] });
    },
  ],
  ["leases", (queues, queue) => queues.extend({ queue, ...worker })],
  ["worker_id", (queues, queue) => queues.extend({ queue, leases: [{ job: "1", lease: "1" }] })],
  ["lease_ms", (queues, queue) => queues.extend({ queue, ...worker, leases: [{ job: "1" }], leaseMs: 43_200_001 })],
  ["wait_ms", (queues, queue) => queues.extend({ queue, ...worker, leases: [{ job: "1" }], waitMs: 30_001 })],
  ["leases[0].progress", (queues, queue) => queues.extend({ queue, ...worker, leases: [{ job: "1", progress: 101 }] })],
  ["job", (queues, queue) => queues.getJob({ queue })],
  ["wait_ms", (queues, queue) => queues.getJob({ queue, job: "1", waitMs: -1 })],
  ["at_least", (queues, queue) => queues.getJob({ queue, job: "1", atLeast: -1 })],
  ["page_size", (queues, queue) => queues.listJobs({ queue, pageSize: 1001 })],
  ["from_job", (queues, queue) => queues.listJobs({ queue, fromJob: "first" })],
  ["to_job", (queues, queue) => queues.listJobs({ queue, toJob: "-1" })],
  ["at_least", (queues, queue) => queues.listJobs({ queue, atLeast: -1 })],
  ["job", (queues, queue) => queues.cancelJob({ queue })],
  ["job", (queues, queue) => queues.runJob({ queue })],
  ["job", (queues, queue) => queues.retryJob({ queue })],
  ["job", (queues, queue) => queues.removeJob({ queue })],
  ["job", (queues, queue) => queues.explainJob({ queue })],
];

const malformed: readonly ConformanceCase[] = [
  {
    name: "settings out of bounds are refused, name what is wrong and change nothing",
    async run({ queues, queue: create, name }) {
      const queue = await create();
      const before = await queues.getQueue({ queue });
      for (const [field, settings] of badSettings) {
        await expectRefusal(queues.createQueue({ queue: name(), settings }), "settings_invalid", { field });
        await expectRefusal(queues.updateQueue({ queue, settings }), "settings_invalid", { field });
      }
      assert.deepEqual(await queues.getQueue({ queue }), before);
    },
  },
  {
    name: "fields out of bounds are refused, name what is wrong and change nothing",
    async run({ queues, queue: create }) {
      const queue = await create();
      const before = await queues.getQueue({ queue });
      for (const [field, call] of badFields) await expectRefusal(call(queues, queue), "field_invalid", { field });
      assert.deepEqual(await queues.getQueue({ queue }), before);
    },
  },
  {
    name: "jobs and outcomes that are empty, or too large alone or together, are refused and change nothing",
    commits: "large",
    async run({ queues, fabric, queue: create, enqueue, reserve, stateOf }) {
      const queue = await create();
      await enqueue(
        queue,
        Array.from({ length: 17 }, () => "a"),
      );
      const [held, ...others] = await reserve(queue, 17);
      const [large, tooLarge] = [Buffer.alloc(1_048_576), Buffer.alloc(1_048_577)];
      const sizes = [...Array.from({ length: 16 }, () => large), Buffer.alloc(1)];
      const jobs = sizes.map((value) => ({ value }));
      const outcomes = [held!, ...others].map(({ job, lease }, at) => ({ job, lease, done: { result: sizes[at]! } }));
      const commit = (operation: OperationInit) => fabric.commit({ operations: [operation] });
      await expectRefusal(queues.enqueue({ queue, jobs: [] }), "commit_empty");
      await expectRefusal(queues.settle({ queue, outcomes: [] }), "commit_empty");
      await expectRefusal(commit({ enqueue: { queue, jobs: [] } }), "commit_empty");
      await expectRefusal(queues.enqueue({ queue, jobs: [{}, { value: tooLarge }] }), "record_too_large", { index: 1 });
      const outcome = { ...outcomes[0]!, done: { result: tooLarge } };
      await expectRefusal(queues.settle({ queue, outcomes: [outcome] }), "record_too_large", { part: "result" });
      await expectRefusal(queues.enqueue({ queue, jobs }), "commit_too_large", { unit: "bytes" });
      await expectRefusal(queues.settle({ queue, outcomes }), "commit_too_large", { unit: "bytes" });
      assert.equal(await stateOf(queue, held!.job), "active");
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, 0);
    },
  },
];

const full: readonly ConformanceCase[] = [
  {
    name: "there are at most so many queues, jobs of a queue, and reserves that wait for some",
    hooks: ["smallLimits"],
    async run({ queues, queue: create, enqueue, name }) {
      const limits = smallLimits;
      const [queue, other] = [await create(), await create()];
      for (let count = 2; count < limits.queues; count += 1) await create();
      const more = { name: "queues", limit: limits.queues, value: limits.queues + 1 };
      await expectRefusal(queues.createQueue({ queue: name() }), "limit_exceeded", more);
      await queues.deleteQueue({ queue: other });
      await create();
      const waiting = Array.from({ length: limits.waitingReserves }, (_, index) =>
        queues.reserve({ queue, workerId: `worker ${index}`, waitMs: 20_000 }),
      );
      await turn();
      const late = queues.reserve({ queue, ...worker, waitMs: 20_000 });
      await expectRefusal(late, "overloaded", { limit: limits.waitingReserves });
      await enqueue(queue, ["a", "b", "c"]);
      await Promise.all(waiting);
      assert.equal((await queues.reserve({ queue, ...worker, waitMs: 20_000 })).jobs.length, 1);
      const tooMany = { name: "partition_offsets", limit: limits.queueJobs, value: limits.queueJobs + 1 };
      await expectRefusal(queues.enqueue({ queue, jobs: [{}, {}] }), "limit_exceeded", tooMany);
      const [last] = await enqueue(queue, ["d"]);
      await queues.cancelJob({ queue, job: last! });
      const edit = { value: Buffer.from("e") };
      await expectRefusal(queues.retryJob({ queue, job: last!, edit }), "limit_exceeded", tooMany);
    },
  },
  {
    name: "as many idempotency keys are kept as there is room for, and no job is enqueued without",
    hooks: ["smallLimits"],
    async run({ queues, queue: create }) {
      const queue = await create();
      const enqueue = (key: number) => queues.enqueue({ queue, jobs: [{}], idempotencyKey: `${queue} ${key}` });
      for (let key = 0; key < smallLimits.idempotencyKeys; key += 1) await enqueue(key);
      const limit = smallLimits.idempotencyKeys;
      await expectRefusal(enqueue(limit), "idempotency_full", { limit });
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, limit);
      await enqueue(0);
    },
    capability: { idempotencyKeys: true },
  },
  {
    name: "a full disk refuses what needs room; jobs are still read, and a queue can be paused and emptied",
    hooks: ["fillDisk"],
    async run({ queues, fabric, queue: create, enqueue, reserve, settle, stateOf, name, hook }) {
      const queue = await create();
      const [, cancelled] = await enqueue(queue, ["a", "b", "c"]);
      const [held] = await reserve(queue);
      await queues.cancelJob({ queue, job: cancelled! });
      await hook("fillDisk")(true);
      const outcome = { job: held!.job, lease: held!.lease, done: {} };
      const calls = [
        queues.createQueue({ queue: name() }),
        queues.updateQueue({ queue, settings: { concurrency: 3 } }),
        queues.enqueue({ queue, jobs: [{}] }),
        queues.reserve({ queue, ...worker }),
        queues.settle({ queue, outcomes: [outcome] }),
        queues.retryJob({ queue, job: cancelled! }),
        fabric.commit({ operations: [{ enqueue: { queue, jobs: [{}] } }] }),
        fabric.commit({ operations: [{ settle: { queue, outcome } }] }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "disk_full")));
      assert.equal(await stateOf(queue, held!.job), "active");
      await queues.pauseQueue({ queue });
      await queues.resumeQueue({ queue });
      await queues.removeJob({ queue, job: cancelled! });
      assert.equal((await queues.purgeQueue({ queue })).jobs, 1);
      await hook("fillDisk")(false);
      await settle(queue, held!, { done: {} });
      assert.equal(await stateOf(queue, held!.job), "done");
    },
  },
  {
    name: "a job that is damaged is named, and the others are listed before and behind it",
    hooks: ["damageJob"],
    async run(context) {
      const queue = await context.queue();
      const [a, b, c] = await context.enqueue(queue, ["a", "b", "c"]);
      await context.damageJob(queue, b!);
      const { queues } = context;
      await expectRefusal(queues.getJob({ queue, job: b! }), "job_damaged", { queue, job: b! });
      const { jobs, nextPageToken: pageToken } = await queues.listJobs({ queue });
      assert.deepEqual(
        jobs.map(({ job }) => job),
        [a],
      );
      await expectRefusal(queues.listJobs({ queue, pageToken }), "job_damaged", { queue, job: b! });
      const behind = await queues.listJobs({ queue, fromJob: c! });
      assert.deepEqual(
        behind.jobs.map(({ job }) => job),
        [c],
      );
      await queues.cancelJob({ queue, job: b! });
      const edit = { key: Buffer.from("k") };
      await expectRefusal(queues.retryJob({ queue, job: b!, edit }), "job_damaged", { queue, job: b! });
      await queues.removeJob({ queue, job: b! });
      assert.equal((await queues.listJobs({ queue, pageToken })).jobs.length, 1);
    },
  },
];

/** What queues refuse, and that it changes nothing. */
export const queueRefusalCases: readonly ConformanceCase[] = [...missing, ...malformed, ...full];
