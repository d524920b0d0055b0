import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld } from "../testing/engine-world.ts";

const JOBS = 8000;
const AT_ONCE = 200;

test("more jobs than one commit can remove, none of which is kept any more, hold up nobody and go", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  const { queues } = engine;
  const queue = "work";
  await queues.createQueue({ queue, settings: { keepDone: {} } });
  const work = async (): Promise<void> => {
    await queues.enqueue({ queue, jobs: Array(AT_ONCE).fill({}) });
    const { jobs } = await queues.reserve({ queue, workerId: "w", maxJobs: AT_ONCE });
    await queues.settle({ queue, outcomes: jobs.map(({ job, lease }) => ({ job, lease, done: {} })) });
  };
  for (let made = 0; made < JOBS; made += AT_ONCE) await work();
  await queues.updateQueue({ queue, settings: { keepDone: { count: 10 } } });
  await work();
  await world.clock.advance(1000);
  assert.equal((await queues.getQueue({ queue })).queue?.counts?.done, 10);
  await engine.close();
});
