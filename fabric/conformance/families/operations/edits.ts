import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { deadJobs, jobsOf, whole } from "./operation-steps.ts";

export const operationEditCases: readonly ConformanceCase[] = [
  {
    name: "a retry with an edit makes new jobs that take the place of the dead ones, with their settings",
    async run(context) {
      const { queue: create, reserve, settle, operations } = context;
      const queue = await create();
      const headers = [
        { name: "tenant", value: Buffer.from("a") },
        { name: "kept", value: Buffer.from("k") },
      ];
      const more = { priority: 8, maxAttempts: 1, orderingKey: "o", headers };
      const [id] = await deadJobs(context, queue, ['{"to":"x","n":1,"gone":true}'], more);
      const told = await whole(context, {
        queue,
        action: "retry",
        edit: {
          mergePatch: Buffer.from('{"to":"y","gone":null}'),
          key: Buffer.from("new"),
          headers: [{ name: "tenant", value: Buffer.from("b") }],
        },
      });
      assert.equal(told.changed, 1);
      const [job, ...others] = await jobsOf(context, queue);
      assert.deepEqual(others, [], "the dead one is gone");
      assert.deepEqual(JSON.parse(String(job?.value)), { to: "y", n: 1 });
      assert.deepEqual([job?.retryOf, job?.priority, job?.maxAttempts, job?.orderingKey], [id, 8, 1, "o"]);
      assert.equal(String(job?.key), "new");
      assert.deepEqual(job?.headers.map(({ name, value }) => [name, String(value)]).sort(), [
        ["kept", "k"],
        ["tenant", "b"],
      ]);
      await settle(queue, (await reserve(queue))[0]!, { failed: {} });
      const { operation } = await operations.getOperation({ queue, operation: told.operation });
      assert.equal(operation?.failedAgain, 1, "what becomes of the new job counts");
    },
  },
  {
    name: "a merge patch leaves what it does not name as it was written, numbers that no double holds too",
    async run(context) {
      const queue = await context.queue();
      const before = '{"id":9007199254740993,"amount":1e400,"f":1.0,"x":1,"list":[-0,2.50]}';
      await deadJobs(context, queue, [before]);
      const edit = { mergePatch: Buffer.from('{"x":12345678901234567890}') };
      await whole(context, { queue, action: "retry", edit });
      const [job] = await jobsOf(context, queue);
      assert.equal(String(job?.value), before.replace('"x":1', '"x":12345678901234567890'));
    },
  },
  {
    name: "an edit may give a whole value; a job that cannot be patched stays dead and is counted as skipped",
    async run(context) {
      const queue = await context.queue();
      await deadJobs(context, queue, ["no JSON"]);
      const patched = await whole(context, { queue, action: "retry", edit: { mergePatch: Buffer.from("{}") } });
      assert.deepEqual([patched.changed, patched.skipped], [0, 1]);
      assert.equal((await jobsOf(context, queue))[0]?.state, "dead");
      await whole(context, { queue, action: "retry", edit: { value: Buffer.from("new") } });
      const [job] = await jobsOf(context, queue);
      assert.deepEqual([job?.state, String(job?.value)], ["waiting", "new"]);
    },
  },
];
