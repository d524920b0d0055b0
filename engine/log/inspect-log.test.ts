import assert from "node:assert/strict";
import { test } from "node:test";
import type { SimulatedDisk } from "../disk/simulated-disk.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../testing/engine-world.ts";
import { inspectLog } from "./inspect-log.ts";

/** A closed log of so many segments; the name of the file that holds each. */
async function closedLog(segments: number): Promise<{ world: EngineWorld; files: string[] }> {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a" });
  await publish(engine, "a", ["one"]);
  while (engine.status().lastSegment < segments) await publish(engine, "a", ["x".repeat(10_000)]);
  const { log } = engine.inspect();
  const files = Array.from({ length: segments }, (_, index) => log.segment(index + 1)?.file.name ?? "");
  await engine.close();
  return { world: restarted(world), files };
}

function loseHeaders(disk: SimulatedDisk, file: string): void {
  disk.zeroPage(file, 0);
  disk.zeroPage(file, 1);
}

test("a log without damage is read to its end", async () => {
  const { world } = await closedLog(3);
  const { segments, damages } = await inspectLog(world.disk);
  assert.deepEqual(damages, []);
  assert.equal(segments.length, 3);
});

test("segments that the last one says are given back are not missed, there or gone", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes: 1 } });
  while (engine.status().lastSegment < 4) await publish(engine, "a", ["x".repeat(10_000)]);
  let last = 0;
  const releasedIn = (): number | undefined =>
    engine.inspect().log.segment(engine.status().lastSegment)?.header.firstSegment;
  while (engine.status().firstSegment === releasedIn()) {
    await engine.collect();
    assert.ok(++last < 100, "a release stands in the last segment");
  }
  const { firstSegment, lastSegment } = engine.status();
  await engine.close();
  const { segments, damages } = await inspectLog(restarted(world).disk);
  assert.deepEqual(damages, []);
  assert.deepEqual([segments[0]?.number, segments.at(-1)?.number], [firstSegment, lastSegment]);
});

test("both headers of the only segment are gone: its file is named, though nothing says whose it is", async () => {
  const { world, files } = await closedLog(1);
  const names = world.disk.fileNames();
  for (const name of names) loseHeaders(world.disk, name);
  const { segments, damages } = await inspectLog(world.disk);
  assert.deepEqual(segments, []);
  assert.deepEqual(
    damages.map(({ file }) => file),
    [files[0]],
  );
});

for (const segment of [1, 2, 3]) {
  test(`both headers of segment ${segment} of 3 are gone: that is named, and its commits are counted`, async () => {
    const { world, files } = await closedLog(3);
    const whole = await inspectLog(world.disk.clone());
    const file = files[segment - 1] ?? "";
    loseHeaders(world.disk, file);
    const { segments, damages } = await inspectLog(world.disk);
    assert.deepEqual(
      damages.map((damage) => [damage.file, damage.segment]),
      [[file, segment]],
    );
    assert.deepEqual(
      segments.map(({ commits }) => commits),
      whole.segments.map(({ commits }) => commits),
    );
  });
}
