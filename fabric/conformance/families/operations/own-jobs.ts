import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { ended, jobsOf, start, until, whole, work } from "./operation-steps.ts";

export const operationOwnJobCases: readonly ConformanceCase[] = [
  {
    name: "jobs are taken in the order of their ids, whatever the order in which they died: in steps of a ramp, and into another queue",
    async run(context) {
      const { queue: create, enqueue, reserve, settle } = context;
      const [queue, toQueue] = [await create(), await create()];
      const ids = await enqueue(queue, ["a", "b", "c", "d"]);
      const jobs = await reserve(queue, 4);
      for (const index of [2, 0, 3, 1]) await settle(queue, jobs[index]!, { dead: { error: "no route" } });
      const told = await start(context, { queue, action: "retry", ramp: [1] });
      await until(context, told, ({ changed }) => changed === 1);
      assert.deepEqual(await work(context, queue, () => ({ dead: { error: "still" } })), [ids[0]]);
      await ended(context, told);
      await whole(context, { queue, action: "move", toQueue });
      assert.deepEqual(
        (await jobsOf(context, toQueue)).map(({ value }) => String(value)),
        ["a", "b", "c", "d"],
      );
    },
  },
  {
    name: "jobs that died, or were cancelled once more, since an operation began are none of its own",
    async run(context) {
      const { queue: create, enqueue, reserve, settle, queues } = context;
      const queue = await create();
      const [first, other] = await enqueue(queue, ["a", "b"]);
      await queues.cancelJob({ queue, job: first! });
      await queues.cancelJob({ queue, job: other! });
      const [late] = await enqueue(queue, ["c"]);
      const [held] = await reserve(queue);
      const filter = { state: "cancelled" } as const;
      const told = await start(context, { queue, action: "retry", filter, ramp: [1, 0] });
      await until(context, told, ({ changed }) => changed === 1);
      await queues.cancelJob({ queue, job: late! });
      await settle(queue, held!, { failed: {} });
      await queues.cancelJob({ queue, job: first! });
      await until(context, told, ({ changed }) => changed === 2);
      assert.deepEqual(await work(context, queue), [other]);
      const { changed, givenUp, succeeded } = await ended(context, told);
      assert.deepEqual([changed, givenUp, succeeded], [2, 1, 1]);
    },
  },
];
