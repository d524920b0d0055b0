import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../engine.ts";
import { newWorld, openWorld } from "../../testing/engine-world.ts";

const queue = "work";
const JOBS = 5000;
const AT_ONCE = 500;

async function withJobs(count: number): Promise<{ world: ReturnType<typeof newWorld>; engine: Engine }> {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes: 64 * 1024 });
  await engine.queues.createQueue({ queue });
  for (let made = 0; made < count; made += AT_ONCE)
    await engine.queues.enqueue({ queue, jobs: Array(AT_ONCE).fill({}) });
  return { world, engine };
}

test("a purge removes more jobs than one commit of the smallest log could name", async () => {
  const { engine } = await withJobs(JOBS);
  assert.equal((await engine.queues.purgeQueue({ queue })).jobs, JOBS);
  assert.equal((await engine.queues.getQueue({ queue })).queue?.counts?.waiting, 0);
  await engine.close();
});

test("leases that end at once, and tell more of their attempts than one commit of the smallest log takes, end in several", async () => {
  const { world, engine } = await withJobs(AT_ONCE);
  const { jobs } = await engine.queues.reserve({ queue, workerId: "w", maxJobs: AT_ONCE, leaseMs: 5000 });
  assert.equal(jobs.length, AT_ONCE);
  await world.clock.advance(10_000);
  const { queue: after } = await engine.queues.getQueue({ queue });
  assert.deepEqual(
    [after?.counts?.active, (after?.counts?.waiting ?? 0) + (after?.counts?.retrying ?? 0)],
    [0, AT_ONCE],
  );
  await engine.close();
});
