import assert from "node:assert/strict";
import type { JobFilterInit } from "@flowmesh/contract";
import type { CaseContext } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { deadJobs, whole } from "./operation-steps.ts";

async function matched(context: CaseContext, queue: string, filter: JobFilterInit): Promise<string[]> {
  const request = { queue, action: "remove", filter: { state: "dead", ...filter }, dryRun: true } as const;
  const { samples } = await context.operations.startOperation(request);
  return samples.map(({ value }) => String(value)).sort();
}

export const operationFilterCases: readonly ConformanceCase[] = [
  {
    name: "a filter means jobs by key, error and id",
    async run(context) {
      const queue = await context.queue();
      const [, b] = [
        ...(await deadJobs(context, queue, ["a"], { key: Buffer.from("x"), error: "Timeout after 30 s" })),
        ...(await deadJobs(context, queue, ["b"], { key: Buffer.from("y"), error: "no route" })),
        ...(await deadJobs(context, queue, ["c"])),
      ];
      assert.deepEqual(await matched(context, queue, {}), ["a", "b", "c"]);
      assert.deepEqual(await matched(context, queue, { key: Buffer.from("x") }), ["a"]);
      assert.deepEqual(await matched(context, queue, { error: "TIMEOUT" }), ["a"]);
      assert.deepEqual(await matched(context, queue, { fromJob: b! }), ["b", "c"]);
      assert.deepEqual(await matched(context, queue, { toJob: b! }), ["a"]);
    },
  },
  {
    name: "a filter means jobs by when they ended",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const queue = await context.queue();
      await deadJobs(context, queue, ["a"]);
      await clock.advance(60_000);
      const betweenMs = clock.nowMs();
      await clock.advance(60_000);
      await deadJobs(context, queue, ["b"]);
      assert.deepEqual(await matched(context, queue, { toTime: betweenMs }), ["a"]);
      assert.deepEqual(await matched(context, queue, { fromTime: betweenMs }), ["b"]);
    },
  },
  {
    name: "a filter means jobs by an expression on them; what has no value is not meant",
    async run(context) {
      const queue = await context.queue();
      await deadJobs(context, queue, ['{"total":50}', '{"total":150}', "no JSON"]);
      assert.deepEqual(await matched(context, queue, { where: "value.total > 100" }), ['{"total":150}']);
      assert.deepEqual(await matched(context, queue, { where: 'error == "no route" && attempts == 1' }), [
        "no JSON",
        '{"total":150}',
        '{"total":50}',
      ]);
      const told = await whole(context, { queue, action: "retry", filter: { where: "value.total > 100" } });
      assert.deepEqual([told.changed, told.filter?.where], [1, "value.total > 100"]);
    },
  },
  {
    name: "jobs of one ordering key are all met, though each lets the next one go",
    async run(context) {
      const queue = await context.queue();
      const jobs = Array.from({ length: 600 }, () => ({ orderingKey: "k" }));
      await context.queues.enqueue({ queue, jobs: [...jobs, {}] });
      const filter = { state: "waiting" } as const;
      const request = { queue, action: "cancel", filter, dryRun: true } as const;
      assert.equal((await context.operations.startOperation(request)).matched, 601);
      assert.equal((await whole(context, { queue, action: "cancel", filter })).changed, 601);
    },
  },
];
