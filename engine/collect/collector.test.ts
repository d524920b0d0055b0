import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../engine.ts";
import { newWorld, openWorld, publish } from "../testing/engine-world.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

async function earliest(engine: Engine, stream: string): Promise<number> {
  const { cursors } = await engine.streams.findOffsets({ stream, partitions: [0], anchor: "earliest" });
  return cursors[0]?.offset ?? -1;
}

test("a record goes within a second of becoming too old, and not before, though nothing else happens", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionMs: DAY_MS } });
  await publish(engine, "a", ["one"]);
  await world.clock.advance(1500);
  await publish(engine, "a", ["two"]);
  await world.clock.advance(DAY_MS - 1500);
  assert.equal(await earliest(engine, "a"), 0);
  await world.clock.advance(1000);
  assert.equal(await earliest(engine, "a"), 1);
  await world.clock.advance(500);
  assert.equal(await earliest(engine, "a"), 1);
  await world.clock.advance(1000);
  assert.equal(await earliest(engine, "a"), 2);
  await engine.close();
});

test("what is more than a stream keeps goes within a second of the commit, and of a change of the settings", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes: 1200 } });
  for (let record = 0; record < 5; record++) await publish(engine, "a", ["x".repeat(450)]);
  await world.clock.advance(1000);
  assert.equal(await earliest(engine, "a"), 3);
  await engine.streams.updateStream({ stream: "a", settings: { retentionBytes: 600 } });
  await world.clock.advance(1000);
  assert.equal(await earliest(engine, "a"), 4);
  await engine.close();
});

test("ten years pass at once for an engine that has nothing to do", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "kept" });
  await engine.streams.createStream({ stream: "short", settings: { retentionMs: 7 * DAY_MS } });
  await engine.streams.createStream({ stream: "long", settings: { retentionMs: 20 * 365 * DAY_MS } });
  for (const stream of ["kept", "short", "long"]) await publish(engine, stream, ["one"]);
  await world.clock.advance(10 * 365 * DAY_MS);
  assert.deepEqual([await earliest(engine, "kept"), await earliest(engine, "short")], [0, 1]);
  assert.equal(await earliest(engine, "long"), 0);
  await world.clock.advance(11 * 365 * DAY_MS);
  assert.equal(await earliest(engine, "long"), 1);
  await world.clock.advance(2000);
  assert.deepEqual(world.clock.pendingTimers(), []);
  await engine.close();
});
