import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../engine.ts";
import { newWorld, openWorld, restarted } from "../../testing/engine-world.ts";

const rebalanceTimeoutMs = 10_000;

async function holders(engine: Engine): Promise<string[]> {
  const { cursors } = await engine.groups.getGroup({ group: "g" });
  return cursors.map(({ memberId }) => memberId);
}

test("after a restart a member has its whole rebalance time-out again to let go", async () => {
  const world = newWorld();
  const first = await openWorld(world);
  await first.streams.createStream({ stream: "events", partitions: 2 });
  const join = { group: "g", streams: ["events"], rebalanceTimeoutMs };
  await first.groups.joinGroup({ ...join, memberId: "a" });
  await first.groups.joinGroup({ ...join, memberId: "b" });
  await world.clock.advance(rebalanceTimeoutMs - 100);
  assert.deepEqual(await holders(first), ["a", "a"]);
  await first.close();
  const later = restarted(world);
  const second = await openWorld(later);
  await later.clock.advance(rebalanceTimeoutMs - 100);
  assert.deepEqual(await holders(second), ["a", "a"]);
  await later.clock.advance(200);
  assert.deepEqual((await holders(second)).sort(), ["a", "b"]);
  await second.close();
});

test("what a member lets go of and gets again is not counted from the first time", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "events", partitions: 2 });
  const join = { group: "g", streams: ["events"], rebalanceTimeoutMs };
  await engine.groups.joinGroup({ ...join, memberId: "a" });
  await engine.groups.joinGroup({ ...join, memberId: "b" });
  await world.clock.advance(rebalanceTimeoutMs - 100);
  await engine.groups.leaveGroup({ group: "g", memberId: "b" });
  await engine.groups.joinGroup({ ...join, memberId: "b" });
  await world.clock.advance(rebalanceTimeoutMs - 100);
  assert.deepEqual(await holders(engine), ["a", "a"]);
  await world.clock.advance(200);
  assert.deepEqual((await holders(engine)).sort(), ["a", "b"]);
  await engine.close();
});
