import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { SimulatedDisk } from "./disk/simulated-disk.ts";
import type { Engine } from "./engine.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "./testing/engine-world.ts";

const segmentBytes = 64 * 1024;

/** Writes until the disk is full, one after the other. Returns how many were taken. */
async function untilFull(write: () => Promise<unknown>): Promise<number> {
  for (let count = 0; ; count++) {
    try {
      await write();
    } catch (error) {
      if (!isFlowMeshError(error, "disk_full")) throw error;
      return count;
    }
  }
}

async function collected({ clock }: EngineWorld, engine: Engine): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await clock.advance(1000);
    await engine.collect().catch((error) => assert.ok(isFlowMeshError(error, "disk_full"), error));
  }
}

/** Writes until the disk is full and nothing more can be given back. */
async function untilFullAndCollected(world: EngineWorld, engine: Engine, write: () => Promise<unknown>): Promise<void> {
  while ((await untilFull(write)) > 0) await collected(world, engine);
}

async function pauseAndResume(engine: Engine): Promise<void> {
  await engine.queues.pauseQueue({ queue: "q" });
  await engine.queues.resumeQueue({ queue: "q" });
}

test("a disk that is full to the last byte that was kept back is emptied by deletes, and what is written takes nothing of what is kept back", async () => {
  let world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 12 * segmentBytes }) });
  let engine = await openWorld(world, { segmentBytes });
  await engine.streams.createStream({ stream: "large" });
  await engine.streams.createStream({ stream: "other" });
  await engine.queues.createQueue({ queue: "q" });
  const write = (): Promise<unknown> => publish(engine, "large", ["x".repeat(5000)]);
  assert.ok((await untilFull(write)) > 50);
  assert.ok((await untilFull(() => pauseAndResume(engine))) > 20, "what goes on has room of its own");
  assert.equal(await untilFull(write), 0, "and others take none of it");
  await engine.close();
  world = restarted(world);
  engine = await openWorld(world, { segmentBytes });
  assert.equal(await untilFull(write), 0);
  await engine.streams.deleteStream({ stream: "large" });
  await world.clock.advance(1000);
  await engine.collect();
  await world.clock.advance(1000);
  assert.equal(await publish(engine, "other", ["there is room again"]), 0);
  await engine.close();
});

test("what is still kept does not hold a full disk: it is settled, so that deletes free the segments around it", async () => {
  const world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 12 * segmentBytes }) });
  const engine = await openWorld(world, { segmentBytes });
  await engine.streams.createStream({ stream: "large" });
  await engine.queues.createQueue({ queue: "q" });
  const jobs = Array.from({ length: 3 }, () => ({ value: Buffer.alloc(1000, "job") }));
  await engine.queues.enqueue({ queue: "q", jobs });
  await untilFull(() => publish(engine, "large", ["x".repeat(5000)]));
  await engine.streams.deleteStream({ stream: "large" });
  for (let round = 0; round < 3; round++) {
    await engine.collect();
    await world.clock.advance(1000);
  }
  await engine.streams.createStream({ stream: "other" });
  const { jobs: reserved } = await engine.queues.reserve({ queue: "q", workerId: "w", maxJobs: 10 });
  assert.deepEqual(
    reserved.map(({ value }) => value?.length),
    [1000, 1000, 1000],
  );
  const taken = await untilFull(() => publish(engine, "other", ["x".repeat(5000)]));
  assert.ok(taken > 30, `only ${taken} of the records for which there is room were taken`);
  await engine.close();
});

test("settled files of which most is gone are written again where there is less room than for a segment", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { segmentBytes, logSegments: 4 });
  for (const stream of ["large", "kept"]) await engine.streams.createStream({ stream });
  for (let number = 0; engine.status().settledFiles < 3; number++) {
    await publish(engine, number % 40 === 0 ? "kept" : "large", ["x".repeat(3000)]);
    await world.clock.advance(100);
  }
  const { settledBytes } = engine.status();
  const used = world.disk.fileNames().reduce((bytes, name) => bytes + world.disk.fileSize(name), 0);
  world.disk.capacityBytes = used + segmentBytes / 2;
  await engine.streams.deleteStream({ stream: "large" });
  await world.clock.advance(1000);
  await engine.collect();
  assert.ok(
    engine.status().settledBytes < settledBytes / 5,
    `of ${settledBytes} bytes ${engine.status().settledBytes} are left`,
  );
  await engine.close();
});

test("on a full disk entries are deleted and jobs ended, each by itself or in a commit, and nothing new is written", async () => {
  const world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 12 * segmentBytes }) });
  const engine = await openWorld(world, { segmentBytes });
  const { kv, queues } = engine;
  await kv.createBucket({ bucket: "b" });
  await queues.createQueue({ queue: "q" });
  await queues.enqueue({ queue: "q", jobs: [{ value: Buffer.from("one") }, { value: Buffer.from("two") }] });
  const { jobs } = await queues.reserve({ queue: "q", workerId: "w", maxJobs: 2 });
  const value = Buffer.alloc(3000);
  let keys = 0;
  await untilFull(() => kv.put({ bucket: "b", key: `k${keys++}`, value }));
  await untilFull(() => kv.put({ bucket: "b", key: "small", value: Buffer.from("1") }));
  const [first, second] = jobs;
  const settle = { queue: "q", outcome: { job: first?.job, lease: first?.lease, done: {} } };
  await engine.commit({ operations: [{ settle }, { delete: { bucket: "b", key: "k0" } }] });
  await queues.settle({ queue: "q", outcomes: [{ job: second?.job, lease: second?.lease, done: {} }] });
  const put = { bucket: "b", key: "new", value: Buffer.from("1") };
  const both = engine.commit({ operations: [{ delete: { bucket: "b", key: "k1" } }, { put }] });
  await assert.rejects(both, (error) => isFlowMeshError(error, "disk_full"));
  for (let key = 1; key < keys - 1; key++) assert.ok((await kv.delete({ bucket: "b", key: `k${key}` })).deleted);
  await world.clock.advance(3000);
  await kv.put(put);
  await engine.close();
});

test("a full disk of which half is deleted is written to again, also where about half of each settled file is gone", async () => {
  const world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 24 * segmentBytes }) });
  const engine = await openWorld(world, { segmentBytes, logSegments: 4 });
  for (const stream of ["gone", "kept"]) await engine.streams.createStream({ stream, settings: { retentionMs: 0 } });
  let records = 0;
  const write = async (stream: string): Promise<void> => {
    await publish(engine, stream, ["x".repeat(3000)]);
    if (records++ % 10 === 0) await world.clock.advance(50);
  };
  await untilFullAndCollected(world, engine, () => write(records % 2 === 0 ? "gone" : "kept"));
  assert.ok(engine.status().settledFiles >= 5, "most is settled");
  await engine.streams.deleteStream({ stream: "gone" });
  await collected(world, engine);
  const before = records;
  await untilFullAndCollected(world, engine, () => write("kept"));
  const again = records - before;
  assert.ok(again > before / 3, `of ${before} records half were deleted, and ${again} found room then`);
  await engine.close();
});

test("outcomes of jobs and deletes that have used up what is kept back for them leave room to carry what is still kept", async () => {
  const world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 16 * segmentBytes }) });
  const engine = await openWorld(world, { segmentBytes, logSegments: 4 });
  const { kv, queues } = engine;
  await kv.createBucket({ bucket: "b" });
  await queues.createQueue({ queue: "q" });
  let keys = 0;
  await untilFullAndCollected(world, engine, () =>
    kv.put({ bucket: "b", key: `k${keys++}`, value: Buffer.alloc(400) }),
  );
  await untilFull(() => pauseAndResume(engine));
  let deleted = 0;
  for (let key = 0; key < keys; key++) {
    if (key % 10 === 0) continue;
    const isTaken = await kv.delete({ bucket: "b", key: `k${key}` }).then(
      () => true,
      () => false,
    );
    if (!isTaken) await collected(world, engine);
    deleted += isTaken ? 1 : 0;
  }
  await collected(world, engine);
  assert.ok(deleted > 0.8 * keys, `only ${deleted} of ${keys} entries could be deleted`);
  assert.equal(engine.status().state, "serving");
  await engine.close();
});
