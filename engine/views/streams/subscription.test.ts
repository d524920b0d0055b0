import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../engine.ts";
import { type EngineWorld, newWorld, openWorld } from "../../testing/engine-world.ts";

async function openWithStream(world: EngineWorld, partitions: number): Promise<Engine> {
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", partitions });
  await world.clock.settle();
  return engine;
}

async function publishAt(engine: Engine, partition: number): Promise<void> {
  await engine.streams.publish({ stream: "a", records: [{ value: Buffer.from("x"), partition }] });
}

test("a response that brings its reader to the end says so, and none follows before something is published", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 1);
  const cursors = [{ partition: 0, offset: 0 }];
  const responses = engine.streams.subscribe({ stream: "a", cursors, live: true });
  assert.equal((await responses.next()).value?.caughtUp, true);
  for (const nextOffset of [1, 2, 3]) {
    const next = responses.next();
    await publishAt(engine, 0);
    const { value } = await next;
    assert.deepEqual([value?.nextOffset, value?.caughtUp, (value?.batches.length ?? 0) > 0], [nextOffset, true, true]);
  }
  await Promise.all([responses.next().catch(() => undefined), engine.close()]);
});

test("while one of its partitions has more, a subscription has not caught up", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 2);
  for (const partition of [0, 1]) await publishAt(engine, partition);
  const cursors = [0, 1].map((partition) => ({ partition, offset: 0 }));
  const told: boolean[] = [];
  for await (const { caughtUp } of engine.streams.subscribe({ stream: "a", cursors })) told.push(caughtUp);
  assert.deepEqual(told, [false, true]);
  await engine.close();
});
