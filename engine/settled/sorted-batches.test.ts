import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld, publish } from "../testing/engine-world.ts";
import { sortedBatches } from "./sorted-batches.ts";

test("jobs between which others stay where they are do not become neighbours in a settled file", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes: 64 * 1024 });
  await engine.queues.createQueue({ queue: "q" });
  const jobs = [{ value: Buffer.alloc(3000, "job") }];
  while (engine.status().lastSegment < 4) await engine.queues.enqueue({ queue: "q", jobs });
  await world.clock.advance(1000);
  const { view, heads } = engine.inspect().state;
  const isOuter = (segment: number): boolean => segment === 1 || segment === 3;
  const batches = [...sortedBatches(view, heads.queues, isOuter)].filter((batch) => batch !== undefined);
  assert.ok(batches.length > 20);
  const apart = batches.filter(({ isSparse }) => !isSparse).map(({ baseOffset }) => baseOffset);
  const [behind] = batches.filter(({ place }) => place.segment === 3);
  assert.deepEqual(apart, [behind?.baseOffset]);
  await engine.close();
});

test("a stream that is deleted while its batches are walked through is passed over, and its rows are not missed", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes: 64 * 1024 });
  for (const stream of ["a", "b"]) await engine.streams.createStream({ stream });
  const both = async (untilSegment: number): Promise<void> => {
    while (engine.status().lastSegment < untilSegment)
      for (const stream of ["a", "b"]) await publish(engine, stream, ["x".repeat(3000)]);
    await world.clock.advance(1000);
  };
  await both(4);
  const { view, heads } = engine.inspect().state;
  const [first] = view.all();
  const walk = sortedBatches(view, heads.queues, (segment) => segment < 4)[Symbol.iterator]();
  const { value } = walk.next();
  assert.equal(value?.stream, first?.definition?.id);
  await engine.streams.deleteStream({ stream: "b" });
  await engine.streams.createStream({ stream: "b" });
  await both(7);
  const rest = [...{ [Symbol.iterator]: () => walk }].filter((batch) => batch !== undefined);
  assert.ok(rest.length > 20);
  assert.deepEqual([...new Set(rest.map(({ stream }) => stream))], [value?.stream]);
  await engine.close();
});
