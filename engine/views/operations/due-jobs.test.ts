import assert from "node:assert/strict";
import { test } from "node:test";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

const HOUR_MS = 3_600_000;
const queue = "work";

test("jobs whose time had come are taken as waiting by an operation that a restart cuts off", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.queues.createQueue({ queue });
  const jobs = Array.from({ length: 3 }, (_, job) => ({ delayMs: HOUR_MS, orderingKey: String(job) }));
  await engine.queues.enqueue({ queue, jobs });
  await world.clock.advance(HOUR_MS);
  const rate = { limit: 1, perMs: HOUR_MS };
  const { operation } = await engine.operations.startOperation({
    queue,
    action: "remove",
    filter: { state: "waiting" },
    rate,
  });
  await world.clock.advance(0);
  const found = { ...restarted(world), index: new SimulatedIndexStore() };
  const after = await openWorld(found);
  await found.clock.advance(3 * HOUR_MS);
  const { operations } = await after.operations.listOperations({ queue });
  assert.deepEqual(
    operations.map(({ operation: id, state, changed }) => ({ id, state, changed })),
    [{ id: operation?.operation, state: "done", changed: 3 }],
  );
  assert.deepEqual((await after.queues.listJobs({ queue })).jobs, []);
  await after.close();
});
