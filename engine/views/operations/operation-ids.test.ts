import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

test("an id of an operation is given once, also when all behind it belong to another queue, over any stop", async () => {
  let world = newWorld();
  let engine = await openWorld(world, { segmentBytes: 4 << 20 });
  for (const queue of ["a", "b"]) await engine.queues.createQueue({ queue });
  const start = async (queue: string): Promise<string | undefined> => {
    const { operation } = await engine.operations.startOperation({ queue, action: "cancel" });
    await world.clock.settle();
    return operation?.operation;
  };
  assert.equal(await start("a"), "1");
  for (let count = 0; count < limits.operationsKept.value + 5; count++) await start("b");
  for (const [end, id] of [
    ["closed", "2"],
    ["killed", "3"],
  ] as const) {
    if (end === "closed") await engine.close();
    world = restarted(world);
    engine = await openWorld(world);
    assert.equal(await start("a"), id);
  }
  await engine.close();
});
