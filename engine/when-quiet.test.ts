import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld, publish, readPartition } from "./testing/engine-world.ts";

test("an engine is quiet when nothing is being written or read: what is read for may come to something", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes: 64 * 1024 });
  await engine.streams.createStream({ stream: "s" });
  // More than memory holds of the log.
  for (let number = 0; number < 600; number++) await publish(engine, "s", ["x".repeat(1000)]);
  await engine.whenQuiet();
  world.disk.hold();
  const reading = readPartition(engine, "s", 0);
  while (!world.disk.heldOperations().some(({ kind }) => kind === "read"))
    await new Promise((resolve) => setImmediate(resolve));
  let isQuiet = false;
  const quiet = engine.whenQuiet().then(() => {
    isQuiet = true;
  });
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isQuiet, false);
  world.disk.releaseAll();
  assert.equal((await reading).length, 600);
  await quiet;
  await engine.close();
});
