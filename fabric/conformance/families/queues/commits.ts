import assert from "node:assert/strict";
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
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, 2);
    },
  },
];
