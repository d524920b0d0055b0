import assert from "node:assert/strict";
import type { NewJobInit } from "@flowmesh/contract";
import { type CaseContext, text } from "../../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** A dead job with something in each field; gives its queue and id. */
async function deadJob(context: CaseContext): Promise<{ queue: string; job: string }> {
  const { queues, queue: create, reserve, settle } = context;
  const queue = await create();
  const headers = [{ name: "a", value: bytes("1") }];
  const whole = {
    key: bytes("key"),
    value: bytes("value"),
    headers,
    priority: 8,
    orderingKey: "order",
    maxAttempts: 3,
  };
  const { jobs } = await queues.enqueue({ queue, jobs: [whole] });
  const [taken] = await reserve(queue);
  await settle(queue, taken!, { dead: { error: "no good" } });
  return { queue, job: jobs[0]!.job };
}

async function retried({ queues }: CaseContext, queue: string, job: string, edit: NewJobInit) {
  const { job: id } = await queues.retryJob({ queue, job, edit });
  return (await queues.getJob({ queue, job: id })).job!;
}

export const queueEditCases: readonly ConformanceCase[] = [
  {
    name: "a job that is tried again with new content is a job of its own, in the place of the old one",
    async run(context) {
      const { queues, reserve } = context;
      const { queue, job } = await deadJob(context);
      const now = await retried(context, queue, job, { value: bytes("mended") });
      assert.notEqual(now.job, job);
      assert.deepEqual([now.retryOf, now.state, now.attemptsUsed, now.attempts], [job, "waiting", 0, []]);
      await expectRefusal(queues.getJob({ queue, job }), "job_not_found");
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 0);
      const [taken] = await reserve(queue);
      assert.deepEqual([taken?.job, text(taken?.value), taken?.attempt], [now.job, "mended", 1]);
    },
  },
  {
    name: "what the new content does not say stays as it was, and what it says counts",
    hooks: ["clock"],
    async run(context) {
      const stays = await deadJob(context);
      const same = await retried(context, stays.queue, stays.job, {});
      assert.deepEqual(
        [text(same.key), text(same.value), same.headers.map(({ name, value }) => [name, text(value)])],
        ["key", "value", [["a", "1"]]],
      );
      assert.deepEqual([same.priority, same.orderingKey, same.maxAttempts], [8, "order", 3]);
      const changes = await deadJob(context);
      const nowMs = context.hook("clock").nowMs();
      const other = await retried(context, changes.queue, changes.job, {
        key: bytes("key 2"),
        value: bytes("value 2"),
        headers: [{ name: "b", value: bytes("2") }],
        priority: 0,
        delayMs: 60_000,
        orderingKey: "order 2",
        maxAttempts: 4,
      });
      assert.deepEqual(
        [text(other.key), text(other.value), other.headers.map(({ name, value }) => [name, text(value)])],
        ["key 2", "value 2", [["b", "2"]]],
      );
      assert.deepEqual([other.priority, other.orderingKey, other.maxAttempts], [0, "order 2", 4]);
      assert.deepEqual([other.state, other.dueAt], ["delayed", nowMs + 60_000]);
      const later = await deadJob(context);
      const at = await retried(context, later.queue, later.job, { runAt: nowMs + 90_000 });
      assert.equal(at.dueAt, nowMs + 90_000);
    },
  },
  {
    name: "a retry with content that cannot be is refused, and the job stays as it is",
    async run(context) {
      const { queues, stateOf, queue: create, enqueue } = context;
      const { queue, job } = await deadJob(context);
      const refuse = (edit: NewJobInit, reason: Parameters<typeof expectRefusal>[1]) =>
        expectRefusal(queues.retryJob({ queue, job, edit }), reason);
      await refuse({ dedupeId: "id" }, "field_invalid");
      await refuse({ priority: 10 }, "field_invalid");
      await refuse({ maxAttempts: 1001 }, "field_invalid");
      await refuse({ headers: [{ name: "flowmesh-job", value: bytes("1") }] }, "field_invalid");
      await refuse({ key: new Uint8Array(5000) }, "record_too_large");
      assert.equal(await stateOf(queue, job), "dead");
      const other = await create();
      const [waiting] = await enqueue(other, ["a"]);
      const edit = { value: bytes("b") };
      await expectRefusal(queues.retryJob({ queue: other, job: waiting!, edit }), "job_state_invalid");
      await expectRefusal(queues.retryJob({ queue: other, job: "77", edit }), "job_not_found");
      await expectRefusal(queues.retryJob({ queue: "nowhere", job, edit }), "queue_not_found");
    },
  },
  acrossReopen({
    name: "a job in the place of another one is there after a restart, and that one is not",
    async aroundReopen(context) {
      const { queue, job } = await deadJob(context);
      const before = await retried(context, queue, job, { value: bytes("mended") });
      return async () => {
        const { queues } = context;
        assert.deepEqual((await queues.getJob({ queue, job: before.job })).job, before);
        await expectRefusal(queues.getJob({ queue, job }), "job_not_found");
      };
    },
  }),
];
