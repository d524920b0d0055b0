import assert from "node:assert/strict";
import { text, turn } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

/** Looks at what another call brings about, which is under way. */
const looksMax = 500;

/** How the words end that say why; those not named end with the time at which the job goes on. */
const ends: Readonly<Record<string, string>> = {
  no_worker: "no worker asks for jobs",
  key_held: "has its ordering key",
  none: "it is active",
  concurrency: "the queue allows 1",
  behind_others: "1 jobs go first",
  paused: "the queue is paused",
};

function iso(timeMs: number | undefined): string {
  return new Date(timeMs ?? 0).toISOString();
}

export const queueInsightCases: readonly ConformanceCase[] = [
  {
    name: "jobs are listed in the order of their ids, by state, key, error, expression and range, in pages",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create({ maxAttempts: 1 });
      const ids = await enqueue(queue, ["a", "b", "c", "d", "e"]);
      const [keyed] = await enqueue(queue, ["k"], { key: Buffer.from("key"), priority: 0 });
      const [a, b, c] = await reserve(queue, 3);
      await settle(queue, a!, { failed: { error: "Disk FULL on host 7" } });
      await settle(queue, b!, { failed: { error: "no route" } });
      await settle(queue, c!, { done: {} });
      const list = async (request: object) => (await queues.listJobs({ queue, ...request })).jobs.map(({ job }) => job);
      assert.deepEqual(await list({}), [...ids, keyed]);
      assert.deepEqual(await list({ state: "dead" }), ids.slice(0, 2));
      assert.deepEqual(await list({ state: "waiting" }), [ids[3], ids[4], keyed]);
      assert.deepEqual(await list({ error: "disk full" }), ids.slice(0, 1));
      assert.deepEqual(await list({ key: Buffer.from("key") }), [keyed]);
      assert.deepEqual(await list({ where: 'error.startsWith("no") || key == "key"' }), [ids[1], keyed]);
      assert.deepEqual(await list({ fromJob: ids[1], toJob: ids[3] }), ids.slice(1, 3));
      const first = await queues.listJobs({ queue, pageSize: 4, withoutValues: true });
      const { jobs, nextPageToken } = await queues.listJobs({ queue, pageSize: 4, pageToken: first.nextPageToken });
      assert.deepEqual(
        [...first.jobs, ...jobs].map(({ job, value }) => [job, text(value)]),
        [...ids.slice(0, 4).map((id) => [id, ""]), [ids[4], "e"], [keyed, "k"]],
      );
      assert.equal(nextPageToken, "");
      const other = queues.listJobs({ queue, state: "dead", pageToken: first.nextPageToken });
      await expectRefusal(other, "page_token_invalid");
    },
  },
  {
    name: "jobs are listed of which an expression is true, in pages; what has no value for a job is not true of it",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create({ maxAttempts: 1 });
      const cheap = await enqueue(queue, ['{"total":1}', "no JSON", '{"total":2}'], { priority: 9 });
      const dear = await enqueue(queue, ['{"total":200}', '{"total":300}', '{"total":400}']);
      const [late] = await enqueue(queue, ['{"total":500}'], { key: Buffer.from("k"), delayMs: 60_000 });
      const [first] = await reserve(queue);
      await settle(queue, first!, { failed: { error: "disk full" } });
      const list = async (request: object) => (await queues.listJobs({ queue, ...request })).jobs.map(({ job }) => job);
      assert.deepEqual(await list({ where: "value.total > 100" }), [...dear, late]);
      assert.deepEqual(await list({ where: 'state == "waiting" && value.total > 100' }), dear);
      assert.deepEqual(await list({ where: 'key == "k"', state: "delayed" }), [late]);
      assert.deepEqual(await list({ where: `attempts == 1 && error.contains("full")` }), [first!.job]);
      assert.deepEqual(await list({ where: `job == "${cheap[2]}"`, withoutValues: true }), [cheap[2]]);
      const asked = { queue, where: "value.total > 100", pageSize: 2 };
      const { jobs, nextPageToken: pageToken } = await queues.listJobs(asked);
      const rest = await queues.listJobs({ ...asked, pageToken });
      const told = [...jobs, ...rest.jobs].map(({ job }) => job);
      assert.deepEqual([told, rest.nextPageToken], [[...dear, late], ""]);
      await expectRefusal(queues.listJobs({ ...asked, where: "value.total > 1", pageToken }), "page_token_invalid");
      await expectRefusal(queues.listJobs({ queue, where: "value.total >" }), "expression_invalid");
      await expectRefusal(queues.listJobs({ queue, where: "nothing > 1" }), "expression_invalid");
      await expectRefusal(queues.listJobs({ queue, where: " ".repeat(1025) }), "field_invalid");
    },
  },
  {
    name: "it is said why a job waits, in words too",
    async run({ queues, queue: create, enqueue, reserve, settle }) {
      const queue = await create({ concurrency: 1 });
      const explain = async (job: string) => {
        const { state, reason, text: words, heldBy, until, ahead } = await queues.explainJob({ queue, job });
        const { dueAt } = (await queues.getJob({ queue, job })).job!;
        assert.deepEqual([until, words.endsWith(ends[reason] ?? iso(dueAt))], [dueAt, true], words);
        return [state, reason, heldBy, ahead];
      };
      const [first, second] = await enqueue(queue, ["a", "b"], { orderingKey: "k" });
      const [third] = await enqueue(queue, ["c"]);
      const [late] = await enqueue(queue, ["d"], { delayMs: 60_000 });
      assert.deepEqual(await explain(third!), ["waiting", "no_worker", "", 1]);
      assert.deepEqual(await explain(second!), ["waiting", "key_held", first, 0]);
      assert.deepEqual(await explain(late!), ["delayed", "delayed", "", 0]);
      const [job] = await reserve(queue);
      assert.deepEqual(await explain(first!), ["active", "none", "", 0]);
      assert.deepEqual(await explain(third!), ["waiting", "concurrency", "", 0]);
      const [fourth] = await enqueue(queue, ["d"]);
      await queues.updateQueue({ queue, settings: { concurrency: 2 } });
      assert.deepEqual(await explain(fourth!), ["waiting", "behind_others", "", 1]);
      await settle(queue, job!, { failed: { retryAfterMs: 60_000 } });
      assert.deepEqual(await explain(first!), ["retrying", "retry", "", 0]);
      await queues.pauseQueue({ queue });
      assert.deepEqual(await explain(third!), ["waiting", "paused", "", 0]);
    },
  },
  {
    name: "a job that waits for its queue's rate is told when that goes on",
    hooks: ["clock"],
    async run({ queues, queue: create, enqueue, reserve, hook }) {
      const clock = hook("clock");
      const queue = await create({ rate: { limit: 1, perMs: 60_000 } });
      const [, waiting] = await enqueue(queue, ["a", "b"]);
      await reserve(queue);
      const { reason, until, text: words } = await queues.explainJob({ queue, job: waiting! });
      assert.deepEqual([reason, words.endsWith(iso(until))], ["rate", true]);
      assert.ok(Math.abs(until! - clock.nowMs() - 60_000) <= 1000);
    },
  },
  {
    name: "workers are listed with the jobs that they hold, and those that wait for some",
    async run({ queues, queue: create, enqueue, reserve }) {
      const queue = await create();
      const [a, b] = await enqueue(queue, ["a", "b"]);
      await reserve(queue, 2, { workerId: "busy", label: "host 7" });
      const ending = new AbortController();
      const waiting = queues.reserve({ queue, workerId: "idle", waitMs: 20_000 }, { signal: ending.signal });
      waiting.catch(() => undefined);
      let { workers } = await queues.listWorkers({ queue });
      for (let looks = 1; looks < looksMax && workers.length < 2; looks += 1) {
        await turn();
        ({ workers } = await queues.listWorkers({ queue }));
      }
      assert.deepEqual(
        workers.map(({ workerId, label, jobs, waiting: waits }) => [workerId, label, jobs, waits]),
        [
          ["busy", "host 7", [a, b], false],
          ["idle", "", [], true],
        ],
      );
      ending.abort();
      await assert.rejects(waiting);
    },
  },
  {
    name: "a worker was last seen when it last reserved, extended or settled, and not yet after a restart",
    hooks: ["clock", "reopen"],
    async run(context) {
      const { queue: create, enqueue, reserve, settle, hook } = context;
      const clock = hook("clock");
      const queue = await create({ leaseMs: 60_000 });
      await enqueue(queue, ["a", "b"]);
      const seen = async () => (await context.queues.listWorkers({ queue })).workers.map((each) => each.lastSeenAt);
      const [a, b] = await reserve(queue, 2);
      const lease = { job: b!.job, lease: b!.lease };
      const acts = [
        () => context.queues.extend({ queue, workerId: "worker", leases: [lease] }),
        () => settle(queue, a!, { done: {} }),
        () => reserve(queue),
      ];
      for (const act of acts) {
        await clock.advance(1000);
        const atMs = clock.nowMs();
        await act();
        await clock.advance(1000);
        const [lastSeenAt = 0] = await seen();
        assert.ok(lastSeenAt >= atMs && lastSeenAt < atMs + 1, `${lastSeenAt} is not ${atMs}`);
      }
      await context.reopen();
      assert.deepEqual(await seen(), [undefined]);
    },
  },
  {
    name: "a job's end can be waited for",
    async run({ queues, queue: create, enqueue, reserve, settle, elapse }) {
      const queue = await create();
      const [id] = await enqueue(queue, ["a"]);
      const inVain = await elapse(queues.getJob({ queue, job: id!, waitMs: 1000 }));
      assert.equal(inVain.job?.state, "waiting");
      const [job] = await reserve(queue);
      const waiting = queues.getJob({ queue, job: id!, waitMs: 20_000 });
      await turn();
      await settle(queue, job!, { done: { result: Buffer.from("7") } });
      assert.equal(text((await elapse(waiting)).job?.result), "7");
      await expectRefusal(queues.getJob({ queue, job: "none", waitMs: 1000 }), "job_not_found");
    },
  },
];
