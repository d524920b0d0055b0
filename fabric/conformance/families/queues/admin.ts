import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const settings: readonly ConformanceCase[] = [
  {
    name: "a queue has its settings from its creation on, with the documented defaults",
    async run({ queues, name }) {
      const queue = name("queue");
      const { queue: created, position } = await queues.createQueue({ queue, settings: { concurrency: 7 } });
      assert.equal(created?.revision, position);
      const { queue: found } = await queues.getQueue({ queue });
      assert.deepEqual(found, created);
      assert.deepEqual(found?.settings, {
        leaseMs: 30_000,
        maxAttempts: 5,
        backoff: { initialMs: 1000, factor: 2, maxMs: 300_000, jitter: "full" },
        concurrency: 7,
        concurrencyPerKey: 0,
        rate: { limit: 0, perMs: 1000 },
        ratePerKey: { limit: 0, perMs: 1000 },
        keyExpression: "",
        keepDone: { count: 1000, ageMs: 86_400_000 },
        keepDead: { count: undefined, ageMs: 2_592_000_000 },
        dedupeWindowMs: 120_000,
      });
      assert.match(found?.id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    },
  },
  {
    name: "an update of a queue changes what it names, if the revision is the one expected",
    async run({ queues, queue: create }) {
      const queue = await create({ leaseMs: 5000 });
      const { queue: before } = await queues.getQueue({ queue });
      const update = { queue, settings: { keepDead: { count: 3 } }, expectedRevision: before!.revision };
      const { queue: after } = await queues.updateQueue(update);
      assert.deepEqual(after?.settings?.keepDead, { count: 3, ageMs: undefined });
      assert.equal(after?.settings?.leaseMs, 5000);
      await expectRefusal(queues.updateQueue(update), "revision_mismatch");
      await expectRefusal(queues.deleteQueue({ queue, expectedRevision: before!.revision }), "revision_mismatch");
    },
  },
  {
    name: "queues are listed by name, in pages, and are no streams",
    async run({ queues, streams, name }) {
      const prefix = name("queue");
      for (const letter of ["c", "a", "b"]) await queues.createQueue({ queue: `${prefix}-${letter}` });
      const first = await queues.listQueues({ prefix, pageSize: 2 });
      const second = await queues.listQueues({ prefix, pageSize: 2, pageToken: first.nextPageToken });
      const names = [...first.queues, ...second.queues].map(({ queue }) => queue.slice(-1));
      assert.deepEqual([names, second.nextPageToken], [["a", "b", "c"], ""]);
      await expectRefusal(queues.listQueues({ prefix: "other", pageToken: first.nextPageToken }), "page_token_invalid");
      assert.deepEqual((await streams.listStreams({ prefix })).streams, []);
      await expectRefusal(streams.getStream({ stream: `${prefix}-a` }), "stream_not_found");
    },
  },
  {
    name: "a deleted queue is gone with its jobs, and its name is free",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      await enqueue(queue, ["a", "b"]);
      const [job] = await reserve(queue);
      await queues.deleteQueue({ queue });
      await expectRefusal(queues.getQueue({ queue }), "queue_not_found");
      await expectRefusal(settle(queue, job!, { done: {} }), "queue_not_found");
      await queues.createQueue({ queue });
      assert.deepEqual(await reserve(queue, 10), []);
      await expectRefusal(settle(queue, job!, { done: {} }), "lease_lost");
    },
  },
  {
    name: "what is wrong with a queue's name or settings is said",
    async run({ queues, queue: create, name }) {
      const queue = await create();
      await expectRefusal(queues.createQueue({ queue }), "queue_exists");
      await expectRefusal(queues.createQueue({ queue: "a/b" }), "name_invalid");
      await expectRefusal(queues.createQueue({ queue: name(), settings: { leaseMs: 1 } }), "settings_invalid");
      await expectRefusal(queues.updateQueue({ queue, settings: { maxAttempts: 0 } }), "settings_invalid");
      await expectRefusal(queues.updateQueue({ queue: name() }), "queue_not_found");
      await expectRefusal(queues.pauseQueue({ queue: name() }), "queue_not_found");
      await expectRefusal(queues.purgeQueue({ queue, state: "active" }), "field_invalid");
    },
  },
];

const pausing: readonly ConformanceCase[] = [
  {
    name: "a paused queue hands out nothing, takes jobs and outcomes, and goes on when it is resumed",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create();
      await enqueue(queue, ["a"]);
      const [held] = await reserve(queue);
      const { position } = await queues.pauseQueue({ queue });
      assert.deepEqual(await queues.pauseQueue({ queue }).then(({ position: again }) => again >= position), true);
      await enqueue(queue, ["b"]);
      const { jobs, paused } = await queues.reserve({ queue, workerId: "worker" });
      assert.deepEqual([jobs, paused], [[], true]);
      await settle(queue, held!, { done: {} });
      await queues.resumeQueue({ queue });
      assert.equal((await reserve(queue)).length, 1);
    },
  },
  {
    name: "a purge removes what waits, or the jobs of one state, and leaves what is being worked on",
    async run({ queues, queue: create, enqueue, reserve, settle, stateOf }) {
      const queue = await create({ maxAttempts: 1 });
      const ids = await enqueue(queue, ["a", "b", "c", "d"]);
      await enqueue(queue, ["later"], { delayMs: 60_000 });
      const [dead, active] = await reserve(queue, 2);
      await settle(queue, dead!, { failed: {} });
      assert.equal((await queues.purgeQueue({ queue })).jobs, 3);
      assert.equal(await stateOf(queue, active!.job), "active");
      await expectRefusal(queues.getJob({ queue, job: ids[2]! }), "job_not_found");
      assert.equal((await queues.purgeQueue({ queue, state: "dead" })).jobs, 1);
      await expectRefusal(queues.getJob({ queue, job: dead!.job }), "job_not_found");
      assert.equal((await queues.purgeQueue({ queue })).jobs, 0);
    },
  },
];

export const queueAdminCases: readonly ConformanceCase[] = [...settings, ...pausing];
