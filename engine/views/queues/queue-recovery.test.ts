import assert from "node:assert/strict";
import { test } from "node:test";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";
import { jobsOf, QueueWorkload } from "../../testing/queue-workload.ts";

for (let seed = 1; seed <= Number(process.env.RUNS ?? 4); seed++) {
  test(`queues are as they were after a restart, with their index and without, collected or not (seed ${seed})`, async () => {
    let world = newWorld();
    let engine = await openWorld(world);
    const workload = new QueueWorkload(seed);
    await workload.start(engine);
    for (let round = 0; round < 4; round++) {
      for (let step = 0; step < 120; step++) {
        await workload.step(engine, world.clock);
        if (step === 80 && round > 0) await workload.clear(engine, world.clock);
      }
      await engine.collect();
      await checkConsistency(engine);
      const nowMs = world.clock.wallMs();
      const before = jobsOf(engine, nowMs);
      // Killed, then without its index, then closed in peace.
      if (round === 3) await engine.close();
      const found = restarted(world);
      world = round === 1 ? { ...found, index: new SimulatedIndexStore() } : found;
      engine = await openWorld(world);
      assert.deepEqual(jobsOf(engine, nowMs), before, `round ${round}`);
    }
    const { firstSegment } = engine.status();
    assert.ok(firstSegment > 1, "segments were given back");
    await engine.close();
  });
}
