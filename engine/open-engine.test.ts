import assert from "node:assert/strict";
import { test } from "node:test";
import { newWorld, openWorld, publish, restarted } from "./testing/engine-world.ts";

test("a file system that is read-only, or may not be written, is named when the engine is opened", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a" });
  await publish(engine, "a", ["one"]);
  await engine.close();
  const readOnly = restarted(world);
  readOnly.disk.isReadOnly = true;
  const refusal = { reason: "data_dir_unusable", message: /its file system is read-only/ };
  await assert.rejects(openWorld(readOnly, { path: "/data" }), refusal);
  const forbidden = restarted({ ...world, disk: readOnly.disk.clone() });
  forbidden.disk.failNext({ kind: "write", nth: 1, code: "EACCES" });
  await assert.rejects(openWorld(forbidden), { reason: "data_dir_unusable", message: /permission is denied/ });
});

test("a disk without room for the first segments is full, and leaves nothing behind", async () => {
  const world = newWorld();
  world.disk.capacityBytes = 40 * 1024;
  await assert.rejects(openWorld(world), { reason: "disk_full" });
  assert.deepEqual(world.disk.fileNames(), []);
});
