import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { deadJobs, whole } from "../operations/operation-steps.ts";

export const errorGroupCases: readonly ConformanceCase[] = [
  {
    name: "dead jobs are grouped by what went wrong, largest groups first, with a sample",
    async run(context) {
      const { deadLetters, queue: create } = context;
      const queue = await create();
      const whole = { key: Buffer.from("k"), priority: 7, orderingKey: "o", maxAttempts: 4 };
      await deadJobs(context, queue, ["a"], { error: "no route to 10.0.0.1:25" });
      const [b] = await deadJobs(context, queue, ["b"], { error: "no route to 10.0.0.2:26", ...whole });
      await deadJobs(context, queue, ["c"], { error: "mailbox full" });
      const { groups, lookedAt, dead } = await deadLetters.groupErrors({ queue });
      assert.deepEqual([lookedAt, dead], [3, 3]);
      assert.deepEqual(
        groups.map(({ error, jobs, repeated }) => [error, jobs, repeated]),
        [
          ["no route to *", 2, 0],
          ["mailbox full", 1, 0],
        ],
      );
      const { job } = await context.queues.getJob({ queue, job: b! });
      assert.deepEqual(groups[0]?.sample, { ...job, value: undefined, headers: [], attempts: [] });
      assert.ok(groups[0]!.firstAt! <= groups[0]!.lastAt!);
      assert.equal(groups[0]?.lastAt, job?.endedAt);
    },
  },
  {
    name: "a group of errors can be redriven by its id; what dies once more is counted as repeated",
    async run(context) {
      const { deadLetters, queue: create, reserve, settle } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a"], { error: "timeout after 30 s" });
      const [full] = await deadJobs(context, queue, ["b"], { error: "mailbox full" });
      const { groups } = await deadLetters.groupErrors({ queue });
      const { errorGroup } = groups.find(({ error }) => error === "mailbox full")!;
      const ofGroup = await context.queues.listJobs({ queue, errorGroup });
      assert.deepEqual(
        ofGroup.jobs.map(({ error }) => error),
        ["mailbox full"],
      );
      assert.equal((await whole(context, { queue, action: "retry", filter: { errorGroup } })).changed, 1);
      const [job] = await reserve(queue, 5);
      assert.equal(job?.job, full);
      await settle(queue, job!, { dead: { error: "mailbox full" } });
      const again = (await deadLetters.groupErrors({ queue })).groups.find((each) => each.errorGroup === errorGroup);
      assert.deepEqual([again?.jobs, again?.repeated], [1, 1]);
    },
  },
  {
    name: "queues that have dead jobs are listed, in pages; a queue without any is not",
    async run(context) {
      const { deadLetters, queues, name } = context;
      const prefix = name("dead");
      for (const letter of ["a", "b", "c"]) await queues.createQueue({ queue: `${prefix}-${letter}` });
      for (const letter of ["a", "c"]) await deadJobs(context, `${prefix}-${letter}`, ["x", "y"]);
      const first = await deadLetters.listDeadLetters({ prefix, pageSize: 1 });
      assert.deepEqual(
        first.sources.map(({ queue, group, dead }) => [queue, group, dead]),
        [[`${prefix}-a`, "", 2]],
      );
      const { jobs } = await queues.listJobs({ queue: `${prefix}-a` });
      assert.ok(first.sources[0]!.firstAt! <= first.sources[0]!.lastAt!);
      assert.equal(first.sources[0]!.lastAt, Math.max(...jobs.map(({ endedAt }) => endedAt!)));
      const { nextPageToken: pageToken } = first;
      const second = await deadLetters.listDeadLetters({ prefix, pageSize: 1, pageToken });
      assert.deepEqual([second.sources[0]?.queue, second.nextPageToken], [`${prefix}-c`, ""]);
      await deadJobs(context, await context.queue(), ["z"]);
      const both = await deadLetters.listDeadLetters({ prefix });
      assert.deepEqual(
        both.sources.map(({ queue }) => queue),
        [`${prefix}-a`, `${prefix}-c`],
      );
      await expectRefusal(deadLetters.listDeadLetters({ pageToken: "x" }), "page_token_invalid");
      await expectRefusal(deadLetters.listDeadLetters({ pageSize: 1001 }), "field_invalid");
      await expectRefusal(deadLetters.groupErrors({ queue: name() }), "queue_not_found");
      await expectRefusal(deadLetters.groupErrors({ queue: "no name" }), "name_invalid");
    },
  },
];
