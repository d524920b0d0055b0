import assert from "node:assert/strict";
import type { ConformanceCase } from "../../conformance-case.ts";
import { deadJobs, ended, start, until, whole, work } from "./operation-steps.ts";

export const operationPaceCases: readonly ConformanceCase[] = [
  {
    name: "a ramp takes the next number of jobs once those before have ended",
    async run(context) {
      const { queue: create, queues } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b", "c", "d", "e"]);
      const { operation } = await start(context, { queue, action: "retry", ramp: [1, 2, 0] });
      for (const [step, changed] of [
        [1, 1],
        [2, 3],
        [3, 5],
      ]) {
        const told = await until(context, { queue, operation }, (each) => each.changed === changed);
        assert.deepEqual([told.state, told.step, told.left], ["running", step, 5 - changed!]);
        assert.match(told.stateReason, /waits for \d of its jobs/);
        assert.equal((await queues.getQueue({ queue })).queue?.counts?.waiting, step === 1 ? 1 : 2);
        await work(context, queue);
      }
      const told = await ended(context, { queue, operation } as never);
      assert.deepEqual([told.state, told.changed, told.succeeded], ["done", 5, 5]);
    },
  },
  {
    name: "a ramp without a last 0 ends behind its last number",
    async run(context) {
      const { queue: create, queues } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b", "c"]);
      const told = await start(context, { queue, action: "retry", ramp: [2] });
      await until(context, told, ({ changed }) => changed === 2);
      await work(context, queue);
      assert.equal((await ended(context, told)).changed, 2);
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 1);
    },
  },
  {
    name: "an operation stops by itself when too many of its jobs fail again, and leaves the others as they are",
    async run(context) {
      const { queue: create, queues } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b", "c", "d", "e", "f"]);
      const told = await start(context, { queue, action: "retry", ramp: [2, 2, 0], stopOnFailurePercent: 50 });
      await until(context, told, ({ changed }) => changed === 2);
      let count = 0;
      await work(context, queue, () => (count++ === 0 ? { dead: { error: "still" } } : undefined));
      await until(context, told, ({ changed }) => changed === 4);
      await work(context, queue, () => ({ dead: { error: "still" } }));
      const { state, stateReason, changed, failedAgain } = await ended(context, told);
      assert.deepEqual([state, changed, failedAgain], ["stopped", 4, 3]);
      assert.match(stateReason, /2 of the 2 jobs of this step that have ended died again: more than 50 %/);
      assert.equal((await queues.getQueue({ queue })).queue?.counts?.dead, 5);
    },
  },
  {
    name: "an operation changes no more jobs than its rate allows",
    hooks: ["clock"],
    async run(context) {
      const clock = context.hook("clock");
      const { queue: create } = context;
      const queue = await create();
      await deadJobs(context, queue, ["a", "b", "c", "d", "e"]);
      const beganMs = clock.nowMs();
      const told = await whole(context, { queue, action: "retry", rate: { limit: 2, perMs: 2000 } });
      assert.equal(told.changed, 5);
      assert.ok(clock.nowMs() - beganMs >= 2900, `it took ${clock.nowMs() - beganMs} ms`);
    },
  },
];
