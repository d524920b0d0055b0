import assert from "node:assert/strict";
import type { JobOutcomeInit } from "@flowmesh/contract";
import { text } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const queueCommitCases: readonly ConformanceCase[] = [
  {
    name: "a job's end, new jobs, records and entries are one commit",
    capability: { commitScope: "fabric", kv: true },
    async run({ fabric, queue: create, bucket: createBucket, stream: createStream, ...context }) {
      const { enqueue, reserve, stateOf, textOf, values } = context;
      const [queue, next, bucket, stream] = [
        await create(),
        await create(),
        await createBucket(),
        await createStream(),
      ];
      const [id] = await enqueue(queue, ["a"]);
      const [job] = await reserve(queue);
      const { results } = await fabric.commit({
        operations: [
          { put: { bucket, key: "a", value: Buffer.from("1") } },
          { enqueue: { queue: next, jobs: [{ value: Buffer.from("b") }, { priority: 9 }] } },
          { publish: { stream, records: [{ value: Buffer.from("c") }] } },
          { settle: { queue, outcome: { job: job!.job, lease: job!.lease, done: {} } } },
        ],
      });
      assert.equal(results[1]?.jobs.length, 2);
      assert.equal(await stateOf(queue, id!), "done");
      assert.deepEqual(
        (await reserve(next, 10)).map((each) => each.job),
        results[1]!.jobs.map((each) => each.job).toReversed(),
      );
      assert.equal(await textOf(bucket, "a"), "1");
      assert.deepEqual(await values(stream), ["c"]);
    },
  },
  {
    name: "a commit whose lease is lost, or was settled before, writes nothing",
    capability: { commitScope: "fabric" },
    async run({ fabric, queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      await enqueue(queue, ["a", "b"]);
      const [a, b] = await reserve(queue, 2);
      await settle(queue, a!, { done: {} });
      const end = (job: string, lease: string) => ({ settle: { queue, outcome: { job, lease, done: {} } } });
      const add = { enqueue: { queue, jobs: [{}] } };
      const lost = (operations: object[]) => expectRefusal(fabric.commit({ operations }), "lease_lost");
      await lost([add, end(b!.job, "no lease")]);
      await lost([add, end(a!.job, a!.lease)]);
      await lost([add, end(b!.job, b!.lease), end(b!.job, b!.lease)]);
      const { counts } = (await queues.getQueue({ queue })).queue!;
      assert.deepEqual([counts?.waiting, counts?.active], [0, 1]);
      await expectRefusal(
        fabric.commit({ operations: [{ enqueue: { queue: "none", jobs: [{}] } }] }),
        "queue_not_found",
      );
      await expectRefusal(fabric.commit({ operations: [{ enqueue: { queue, jobs: [] } }] }), "commit_empty");
    },
  },
  {
    name: "jobs and outcomes of a commit are those of the methods that do the same alone",
    capability: { commitScope: "fabric", dedupe: true },
    async run({ fabric, queues, queue: create, enqueue, reserve }) {
      const [queue, next] = [await create(), await create()];
      await enqueue(queue, ["done", "failed", "dead", "released"]);
      const held = await reserve(queue, 4);
      const ends: JobOutcomeInit[] = [
        { done: { result: Buffer.from("7") } },
        { failed: { error: "no", stack: "at a", retryAfterMs: 3_600_000 } },
        { dead: { error: "never", stack: "at b" } },
        { released: {} },
      ];
      const settles = held.map(({ job, lease }, at) => ({ settle: { queue, outcome: { job, lease, ...ends[at]! } } }));
      const headers = [{ name: "a", value: Buffer.from("1") }];
      const rich = { key: Buffer.from("k"), value: Buffer.from("v"), headers, orderingKey: "o", maxAttempts: 3 };
      const jobs = [rich, { delayMs: 3_600_000 }, { runAt: 4_000_000_000_000, priority: 7 }, { dedupeId: "d" }];
      const operations = [...settles, { enqueue: { queue: next, jobs: [...jobs, { dedupeId: "d" }] } }];
      const { results } = await fabric.commit({ operations });
      const enqueued = results.at(-1)!.jobs;
      assert.deepEqual(
        enqueued.map(({ duplicate }) => duplicate),
        [false, false, false, false, true],
      );
      assert.equal(enqueued[4]?.job, enqueued[3]?.job);
      const added = (await queues.listJobs({ queue: next })).jobs;
      assert.deepEqual(
        added.map(({ state, maxAttempts, priority }) => [state, maxAttempts, priority]),
        [
          ["waiting", 3, 5],
          ["delayed", 5, 5],
          ["delayed", 5, 7],
          ["waiting", 5, 5],
        ],
      );
      const { key, value, headers: carried, orderingKey } = added[0]!;
      assert.deepEqual([text(key), text(value), orderingKey], ["k", "v", "o"]);
      assert.deepEqual(
        carried.map((header) => [header.name, text(header.value)]),
        [["a", "1"]],
      );
      assert.deepEqual([text(added[1]?.key), added[2]?.dueAt], ["", 4_000_000_000_000]);
      const ended = await Promise.all(held.map(async ({ job }) => (await queues.getJob({ queue, job })).job!));
      assert.deepEqual(
        ended.map(({ state, result, attempts }) => [state, text(result), attempts[0]?.error, attempts[0]?.stack]),
        [
          ["done", "7", "", ""],
          ["retrying", "", "no", "at a"],
          ["dead", "", "never", "at b"],
          ["waiting", "", undefined, undefined],
        ],
      );
      assert.equal(ended[1]?.dueAt, ended[1]!.attempts[0]!.endedAt! + 3_600_000);
    },
  },
  {
    name: "a commit with jobs that is sent again with its idempotency key returns the same jobs",
    capability: { commitScope: "fabric", idempotencyKeys: true },
    async run({ fabric, queues, queue: create, stream: createStream }) {
      const [queue, stream] = [await create(), await createStream()];
      const commit = {
        operations: [
          { publish: { stream, records: [{}] } },
          { enqueue: { queue, jobs: [{}, { dedupeId: "x" }] } },
          { publish: { stream, records: [{}] } },
        ],
        idempotencyKey: `key of ${queue}`,
      };
      const first = await fabric.commit(commit);
      assert.deepEqual(await fabric.commit(commit), first);
      const other = { ...commit, operations: [...commit.operations.slice(0, 1), { enqueue: { queue, jobs: [{}] } }] };
      await expectRefusal(fabric.commit(other), "idempotency_key_reused");
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, 2);
    },
  },
  {
    name: "a commit that settles a job and is sent again with its idempotency key is one, and another outcome is refused",
    capability: { commitScope: "fabric", idempotencyKeys: true },
    async run({ fabric, queue: create, enqueue, reserve, stateOf }) {
      const queue = await create();
      await enqueue(queue, ["a"]);
      const [held] = await reserve(queue);
      const { job, lease } = held!;
      const settle = (outcome: JobOutcomeInit) => ({
        operations: [{ settle: { queue, outcome: { job, lease, ...outcome } } }],
        idempotencyKey: `key of ${queue}`,
      });
      const first = await fabric.commit(settle({ done: {} }));
      assert.deepEqual(await fabric.commit(settle({ done: {} })), first);
      for (const other of [{ dead: {} }, { done: { result: Buffer.from("1") } }, { failed: { error: "no" } }])
        await expectRefusal(fabric.commit(settle(other)), "idempotency_key_reused");
      assert.equal(await stateOf(queue, job), "done");
    },
  },
];
