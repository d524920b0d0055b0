import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld, publish } from "../testing/engine-world.ts";
import { SyncMeter } from "./sync-meter.ts";

test("a sync is counted in the first bucket whose bound it does not exceed, and behind all of them when it takes longer", () => {
  const meter = new SyncMeter();
  for (const ms of [1, 1.1, 9000]) meter.record(ms);
  const { boundsSeconds, counts, seconds } = meter.times;
  assert.equal(counts.length, boundsSeconds.length + 1);
  assert.deepEqual([counts[boundsSeconds.indexOf(0.001)], counts[boundsSeconds.indexOf(0.0025)]], [1, 1]);
  assert.equal(counts.at(-1), 1);
  assert.ok(Math.abs(seconds - 9.0021) < 1e-9);
});

test("an engine counts each sync of its log", async () => {
  const world = newWorld();
  let synced = 0;
  const engine = await openWorld(world);
  const { name } = engine.inspect().log.writer.segment.file;
  world.disk.onOperation(({ kind, file }, moment) => {
    if (kind === "sync" && file === name && moment === "after") synced++;
  });
  const before = countOf(engine.syncTimes().counts);
  await engine.streams.createStream({ stream: "a" });
  for (let record = 0; record < 5; record++) await publish(engine, "a", ["x"]);
  assert.equal(synced, 6);
  assert.equal(countOf(engine.syncTimes().counts) - before, synced);
  await engine.close();
});

function countOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
