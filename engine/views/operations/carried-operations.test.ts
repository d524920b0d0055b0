import assert from "node:assert/strict";
import { test } from "node:test";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { newWorld, openWorld, publish, restarted } from "../../testing/engine-world.ts";

const deadJobs = 240;
const settings = { segmentBytes: 64 * 1024, logSegments: 4 };

test("an operation knows how its jobs ended without the index too, where these were carried by several commits", async () => {
  const world = newWorld();
  const { clock } = world;
  const engine = await openWorld(world, settings);
  const fillUpTo = async (segment: number): Promise<void> => {
    while (engine.status().lastSegment < segment) await publish(engine, "filler", ["x".repeat(8000)]);
  };
  await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 1 } });
  await engine.queues.createQueue({ queue: "q", settings: { maxAttempts: 1 } });
  await engine.queues.enqueue({ queue: "q", jobs: Array.from({ length: deadJobs }, () => ({})) });
  const { jobs: all } = await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: deadJobs });
  const died = all.map(({ job, lease }) => ({ job, lease, dead: { error: "" } }));
  await engine.queues.settle({ queue: "q", outcomes: died });
  await fillUpTo(engine.status().lastSegment + 2);
  await engine.operations.startOperation({ queue: "q", action: "retry", filter: { state: "dead" }, ramp: [5, 0] });
  await clock.advance(100);
  const { jobs: taken } = await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: 3 });
  const done = taken.map(({ job, lease }) => ({ job, lease, done: {} }));
  await engine.queues.settle({ queue: "q", outcomes: done });
  for (let rounds = 0; rounds < 9; rounds++) {
    await fillUpTo(engine.status().lastSegment + 1);
    await clock.advance(1500);
    await engine.collect();
    const found = { ...restarted({ ...world, disk: world.disk.clone(), index: world.index.clone() }) };
    const again = await openWorld({ ...found, index: new SimulatedIndexStore() }, settings);
    const { operation } = await again.operations.getOperation({ queue: "q", operation: "1" });
    const told = `changed ${operation?.changed}, succeeded ${operation?.succeeded}`;
    assert.equal(told, "changed 5, succeeded 3", `the log begins with segment ${again.status().firstSegment}`);
    found.disk.kill();
  }
  assert.ok(engine.status().firstSegment > 1, "segments were given back");
  await engine.close();
});
