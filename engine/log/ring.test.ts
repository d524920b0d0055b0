import assert from "node:assert/strict";
import { test } from "node:test";
import { usualEngineMemory } from "../engine-options.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { newWorld, openWorld, publish, readPartition, restarted } from "../testing/engine-world.ts";
import { Ring } from "./ring.ts";

const SEGMENT = 64 * 1024;

test("a ring of one segment holds what was written since the same byte of the segment before", () => {
  const ring = new Ring(SEGMENT, 1, { segment: 7, byte: 4096 });
  ring.extend(7, 50_000);
  assert.ok(ring.holds(7, 4096));
  ring.extend(8, 20_000);
  assert.deepEqual([ring.holds(7, 19_999), ring.holds(7, 20_000), ring.holds(8, 4096)], [false, true, true]);
  assert.ok(ring.spans({ segment: 7, byte: 20_000 }, { segment: 8, byte: 20_000 }));
  assert.ok(!ring.spans({ segment: 7, byte: 19_999 }, { segment: 8, byte: 20_000 }));
});

test("with a ring of one segment commits of all sizes that come at once are written whole, over many segments", async () => {
  const world = newWorld();
  const memory = { ...usualEngineMemory, ringSegments: 1 };
  const engine = await openWorld(world, { memory });
  await engine.streams.createStream({ stream: "s" });
  const values = Array.from({ length: 120 }, (_, number) => `${number} ${"x".repeat((number * 7919) % 40_000)}`);
  await Promise.all(values.map((value) => publish(engine, "s", [value])));
  assert.ok(engine.status().lastSegment > 20);
  assert.deepEqual(
    (await readPartition(engine, "s", 0)).map(({ value }) => value),
    values,
  );
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld(restarted(world), { memory });
  assert.deepEqual(
    (await readPartition(again, "s", 0)).map(({ value }) => value),
    values,
  );
  await again.close();
});
