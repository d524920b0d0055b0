import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../engine.ts";
import { type EngineWorld, newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

const JOBS = 3500;

async function waiting({ queues }: Engine): Promise<number> {
  return (await queues.getQueue({ queue: "mails" })).queue?.counts?.waiting ?? Number.NaN;
}

/** How many jobs may be handed out, every few milliseconds from the moment on at which all are due. */
async function released(engine: Engine, { clock }: EngineWorld): Promise<number[]> {
  const counts: number[] = [];
  for (let look = 0; look < 5; look++) {
    await clock.advance(look === 0 ? 1 : 5);
    counts.push(await waiting(engine));
  }
  return counts;
}

test("jobs that become due together go a thousand at a time, and so after a downtime, each once", async () => {
  let world = newWorld();
  let engine = await openWorld(world, { segmentBytes: 1024 * 1024 });
  await engine.queues.createQueue({ queue: "mails" });
  for (let left = JOBS; left > 0; left -= 500)
    await engine.queues.enqueue({ queue: "mails", jobs: Array.from({ length: 500 }, () => ({ delayMs: 60_000 })) });
  await engine.close();
  world.clock.setWall(world.clock.wallMs() + 120_000);
  world = restarted(world);
  engine = await openWorld(world, { segmentBytes: 1024 * 1024 });
  assert.deepEqual(await released(engine, world), [1000, 2000, 3000, JOBS, JOBS]);
  const seen = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const { jobs } = await engine.queues.reserve({ queue: "mails", workerId: "worker", maxJobs: 1000 });
    for (const { job } of jobs) seen.add(job);
  }
  assert.equal(seen.size, JOBS);
  await engine.close();
});
