import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { SimulatedDisk } from "../../disk/simulated-disk.ts";
import type { Engine } from "../../engine.ts";
import { usualEngineMemory } from "../../engine-options.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../../testing/engine-world.ts";
import { NEXT_BUCKET_ROW } from "./kv-rows.ts";

const big = "x".repeat(3000);

async function openWithBucket(world: EngineWorld, history = 1): Promise<Engine> {
  const engine = await openWorld(world);
  await engine.kv.createBucket({ bucket: "b", settings: { history } });
  return engine;
}

async function put(engine: Engine, key: string, value: string): Promise<number> {
  return (await engine.kv.put({ bucket: "b", key, value: Buffer.from(value) })).revision;
}

async function readValue(engine: Engine, key: string): Promise<string> {
  const { entry } = await engine.kv.get({ bucket: "b", key });
  return Buffer.from(entry?.value ?? []).toString();
}

/** Fills segments with what is overwritten at once. */
async function fill(engine: Engine, writes: number): Promise<void> {
  for (let count = 0; count < writes; count++) await put(engine, "filler", `${count} ${big}`);
}

/** A record that stays keeps all segments behind it. */
async function keepSegments(engine: Engine): Promise<void> {
  await engine.streams.createStream({ stream: "s" });
  await publish(engine, "s", ["kept"]);
}

function touched(engine: Engine): number {
  return [...engine.inspect().state.heads.kv.all()].reduce((sum, bucket) => sum + bucket.touched.size, 0);
}

/** The keys that a watch tells of at once, with their revisions. */
async function changedSince(engine: Engine, afterRevision: number): Promise<string[]> {
  const changed: string[] = [];
  for await (const { changes, caughtUp } of engine.kv.watch({ bucket: "b", afterRevision })) {
    for (const { key, revision } of changes) changed.push(`${key} ${revision}`);
    if (caughtUp) break;
  }
  return changed;
}

async function reasonOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    if (isFlowMeshError(error)) return error.reason;
    throw error;
  }
}

test("keys that were saved are not held in memory, and are read, listed and watched as before", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  await keepSegments(engine);
  for (let key = 0; key < 200; key++) await put(engine, `key ${String(key).padStart(3, "0")}`, `value ${key}`);
  await fill(engine, 45);
  await world.clock.advance(2000);
  assert.ok(touched(engine) < 50, "only what was written since is in memory");
  assert.equal(await readValue(engine, "key 123"), "value 123");
  const { entries } = await engine.kv.listEntries({ bucket: "b", fromKey: "key 100", toKey: "key 110" });
  assert.deepEqual(
    entries.map(({ key }) => key),
    Array.from({ length: 10 }, (_, index) => `key 10${index}`),
  );
  const watched: string[] = [];
  for await (const { changes, caughtUp } of engine.kv.watch({ bucket: "b", prefix: "key", afterRevision: 190 })) {
    watched.push(...changes.map(({ key }) => key));
    if (caughtUp) break;
  }
  assert.deepEqual(
    watched,
    Array.from({ length: 10 }, (_, index) => `key 19${index}`),
  );
  await checkConsistency(engine);
  await engine.close();
});

test("many keys that were written are saved before their segment ends, and are found after a crash", async () => {
  const world = newWorld();
  const settings = { segmentBytes: 8 << 20, memory: { ...usualEngineMemory, keysInMemory: 1000 } };
  const engine = await openWorld(world, settings);
  await engine.kv.createBucket({ bucket: "b" });
  const value = Buffer.from("v");
  for (let first = 0; first < 12_000; first += 100) {
    const keys = Array.from({ length: 100 }, (_, index) => String(first + index));
    await engine.commit({ operations: keys.map((key) => ({ put: { bucket: "b", key, value } })) });
  }
  await world.clock.settle();
  assert.ok(touched(engine) < 1000, `${touched(engine)} in memory`);
  assert.equal(await readValue(engine, "17"), "v");
  const again = await openWorld(restarted(world), settings);
  assert.ok(touched(again) < 5000, `${touched(again)} in memory once the segment was replayed`);
  const { bucket } = await again.kv.getBucket({ bucket: "b" });
  assert.deepEqual([bucket?.entries, await readValue(again, "11999")], [12_000, "v"]);
  await again.close();
});

test("keys that are written again and again stay in memory when they are saved, as far as there is room, and go when that ends", async () => {
  const world = newWorld();
  const settings = { memory: { ...usualEngineMemory, keysInMemory: 60 } };
  const engine = await openWorld(world, settings);
  await engine.kv.createBucket({ bucket: "b", settings: { ttlMs: 3_600_000 } });
  await keepSegments(engine);
  const twice = async (keys: number): Promise<void> => {
    for (const time of ["first", "second"]) for (let key = 0; key < keys; key++) await put(engine, `${key}`, time);
  };
  await twice(20);
  await fill(engine, 25);
  await world.clock.advance(1000);
  assert.equal(touched(engine), 21, "those, and what fills");
  await twice(50);
  await fill(engine, 25);
  await world.clock.advance(1000);
  assert.ok(touched(engine) <= 30, `${touched(engine)} in memory`);
  await checkConsistency(engine);
  await fill(engine, 25);
  await world.clock.advance(1000);
  assert.equal(touched(engine), 1, "what fills");
  assert.equal(await readValue(engine, "7"), "second");
  const restart = restarted(world);
  const again = await openWorld(restart, settings);
  assert.equal(await readValue(again, "49"), "second");
  await restart.clock.advance(3_600_000);
  assert.equal((await again.kv.listEntries({ bucket: "b" })).entries.length, 0, "all have expired");
  await checkConsistency(again);
  await again.close();
});

test("entries that stay are carried when their segment goes, with their revision and time, and found after a start without an index", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world, 2);
  await put(engine, "kept", `first ${big}`);
  const revision = await put(engine, "kept", `second ${big}`);
  const { entry: before } = await engine.kv.get({ bucket: "b", key: "kept" });
  await world.clock.advance(5000);
  await fill(engine, 150);
  await world.clock.advance(2000);
  await engine.collect();
  const { firstSegment } = engine.status();
  assert.ok(firstSegment > 3, `segments went: the first is ${firstSegment}`);
  assert.deepEqual((await engine.kv.get({ bucket: "b", key: "kept" })).entry, before);
  assert.equal((await engine.kv.getHistory({ bucket: "b", key: "kept" })).changes.length, 2);
  await checkConsistency(engine);
  await engine.close();
  const { disk, clock } = restarted(world);
  const again = await openWorld({ ...newWorld(), disk, clock });
  assert.deepEqual((await again.kv.get({ bucket: "b", key: "kept", revision })).entry, before);
  await checkConsistency(again);
  await again.close();
});

test("carrying causes no more carrying: without writes the log stands still", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  for (let key = 0; key < 15; key++) await put(engine, `kept ${key}`, big);
  await fill(engine, 30);
  for (let round = 0; round < 5; round++) await engine.collect();
  const { visiblePosition } = engine.status();
  for (let round = 0; round < 5; round++) await engine.collect();
  assert.equal(engine.status().visiblePosition, visiblePosition);
  await engine.close();
});

test("when the index is damaged, entries are refused while they are read from the log again, and are there afterwards", async () => {
  let world = newWorld();
  let engine = await openWithBucket(world);
  await keepSegments(engine);
  for (let key = 0; key < 20; key++) await put(engine, `kept ${key}`, `value ${key}`);
  await fill(engine, 30);
  await engine.close();
  world = restarted(world);
  engine = await openWorld(world);
  world.index.damageValue();
  assert.equal(await reasonOf(engine.kv.get({ bucket: "b", key: "kept 1" })), "starting");
  assert.equal(await reasonOf(put(engine, "other", "value")), "starting");
  assert.equal(await reasonOf(engine.kv.listEntries({ bucket: "b" })), "starting");
  assert.equal(
    await reasonOf(engine.kv.watch({ bucket: "b", afterRevision: 1 })[Symbol.asyncIterator]().next()),
    "starting",
  );
  await world.clock.advance(3000);
  assert.equal(await readValue(engine, "kept 1"), "value 1");
  assert.equal(await put(engine, "other", "value"), 51);
  await checkConsistency(engine);
  await engine.close();
});

test("what is to expire does so although the index was damaged when it was written, and no commit fails for that", async () => {
  let world = newWorld();
  let engine = await openWithBucket(world);
  await keepSegments(engine);
  await engine.kv.put({ bucket: "b", key: "short", value: Buffer.from("1"), ttlMs: 20_000 });
  await fill(engine, 45);
  await world.clock.advance(1000);
  await engine.close();
  world = restarted(world);
  world.index.damageValue();
  engine = await openWorld(world);
  await publish(engine, "s", ["more"]);
  await world.clock.advance(40_000);
  await put(engine, "other", "1");
  const { changes } = await engine.kv.getHistory({ bucket: "b", key: "short" });
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["expired"],
  );
  await checkConsistency(engine);
  await engine.close();
});

test("a value that damage has taken is said to be damaged, and can be written again", async () => {
  const world = newWorld();
  const first = await openWithBucket(world);
  await put(first, "short", "value");
  await put(first, "long", `value ${big}`);
  await first.close();
  const found = restarted(world);
  const engine = await openWorld(found);
  const { log, state } = engine.inspect();
  const [version] = state.heads.kv.versions(state.heads.kv.get("b"), "long");
  found.disk.flipBit(log.segment(version?.segment ?? 0)?.file.name ?? "", (version?.byte ?? 0) + 100, 3);
  assert.equal(await reasonOf(engine.kv.get({ bucket: "b", key: "long" })), "entry_damaged");
  assert.equal(engine.damages().length, 1);
  assert.equal(await readValue(engine, "short"), "value");
  await put(engine, "long", "again");
  assert.equal(await readValue(engine, "long"), "again");
  await engine.close();
});

test("deletes are forgotten when they are old, with the key, and raise the floor of watches, also after a start", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world, 3);
  await put(engine, "gone", "value");
  await engine.kv.delete({ bucket: "b", key: "gone" });
  await put(engine, "kept", "value");
  world.clock.setWall(world.clock.wallMs() + 2 * 60 * 60 * 1000);
  await world.clock.advance(2000);
  await engine.collect();
  const { bucket } = await engine.kv.getBucket({ bucket: "b" });
  assert.deepEqual([bucket?.watchFloor, bucket?.lastRevision, bucket?.entries], [2, 3, 1]);
  assert.equal(await reasonOf(engine.kv.getHistory({ bucket: "b", key: "gone" })), "key_not_found");
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld({ ...restarted(world), index: newWorld().index });
  assert.deepEqual((await again.kv.getBucket({ bucket: "b" })).bucket, bucket);
  assert.equal(await put(again, "gone", "value"), 4);
  await again.close();
});

test("an entry is hidden at once when its time is over, and its expiry is written once, whatever the wall clock does", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world, 2);
  await engine.kv.put({ bucket: "b", key: "a", value: Buffer.from("1"), ttlMs: 1000 });
  world.clock.setWall(world.clock.wallMs() - 60_000);
  await put(engine, "b", "1");
  world.clock.setWall(world.clock.wallMs() + 62_000);
  assert.equal(await reasonOf(engine.kv.get({ bucket: "b", key: "a" })), "key_not_found");
  await world.clock.advance(15_000);
  const { changes } = await engine.kv.getHistory({ bucket: "b", key: "a" });
  assert.deepEqual(
    changes.map(({ revision, kind }) => [revision, kind]),
    [[3, "expired"]],
  );
  assert.equal((await engine.kv.getBucket({ bucket: "b" })).bucket?.lastRevision, 3);
  await engine.close();
});

test("keys that are written again and again are left out of most saves, and known after a start, to watches too", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  const keys = Array.from({ length: 10 }, (_, index) => `hot ${index}`);
  await put(engine, "cold", "stays");
  let rows = 0;
  const write = world.index.write.bind(world.index);
  world.index.write = (changes) => {
    rows += changes.filter(({ key }) => key.startsWith("k/") && key.includes("hot")).length;
    return write(changes);
  };
  const rounds = 45;
  for (let round = 1; round <= rounds; round++)
    for (const key of keys) await put(engine, key, `${key} round ${round} ${big}`);
  await world.clock.advance(2000);
  const segments = engine.status().lastSegment;
  assert.ok(segments > 20, `${segments} segments`);
  assert.ok(rows > 0, "a row is never so old that all would be lost with the end of the log");
  assert.ok(rows < (segments * keys.length) / 4, `${rows} rows for ${segments} segments`);
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld(restarted(world));
  for (const key of keys) assert.ok((await readValue(again, key)).startsWith(`${key} round ${rounds} `));
  assert.equal(await readValue(again, "cold"), "stays");
  const { entries } = await again.kv.listEntries({ bucket: "b" });
  assert.deepEqual(
    entries.map(({ key }) => key),
    ["cold", ...keys],
  );
  assert.equal((await again.kv.getBucket({ bucket: "b" })).bucket?.entries, 11);
  assert.deepEqual(
    await changedSince(again, 1),
    keys.map((key, index) => `${key} ${1 + (rounds - 1) * keys.length + index + 1}`),
  );
  await checkConsistency(again);
  await again.close();
});

test("a watch finds what a save has left out", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  const before = await put(engine, "cold", "1");
  for (let round = 0; round < 30; round++)
    for (const key of ["a", "b", "c"]) await put(engine, key, `${key} ${round} ${big}`);
  await world.clock.advance(2000);
  assert.deepEqual(await changedSince(engine, before), ["a 89", "b 90", "c 91"]);
  await engine.close();
});

test("of a deleted bucket no row is left in the index", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  for (let key = 0; key < 30; key++)
    await engine.kv.put({ bucket: "b", key: `key ${key}`, value: Buffer.from("1"), ttlMs: 86_400_000 });
  await fill(engine, 45);
  await engine.kv.deleteBucket({ bucket: "b" });
  await engine.kv.createBucket({ bucket: "b" });
  await put(engine, "kept", "1");
  await fill(engine, 45);
  await world.clock.advance(2000);
  const rows = ["k/", "v/", "t/", "m/", "u/"].flatMap((prefix) => world.index.scan(prefix, `${prefix}\x7f`, 1000));
  assert.ok(rows.length > 0);
  assert.deepEqual(
    rows.filter(({ key }) => key.includes(`/${"1".padStart(16, "0")}/`) && !key.startsWith("v/0000000000000002")),
    [],
  );
  await engine.close();
});

test("a few keys can be written for ever on a disk with little room, and those that stay are still there", async () => {
  const disk = new SimulatedDisk({ capacityBytes: 16 * 64 * 1024 });
  const world = newWorld({ disk });
  const engine = await openWithBucket(world);
  for (let key = 0; key < 20; key++) await put(engine, `kept ${key}`, `${key} ${big}`);
  for (let count = 0; count < 600; count++) {
    const written = put(engine, `changing ${count % 5}`, `${count} ${big}`);
    await world.clock.settle();
    await world.clock.advance(10);
    await written;
  }
  for (let key = 0; key < 20; key++) assert.equal(await readValue(engine, `kept ${key}`), `${key} ${big}`);
  assert.equal(engine.status().state, "serving");
  await checkConsistency(engine);
  await engine.close();
});

test("an entry whose time is over goes from a full disk too: that it did takes of what is kept for what frees space", async () => {
  const disk = new SimulatedDisk({ capacityBytes: 16 * 64 * 1024 });
  const world = newWorld({ disk });
  const engine = await openWithBucket(world);
  await keepSegments(engine);
  await engine.kv.put({ bucket: "b", key: "short", value: Buffer.from("1"), ttlMs: 60_000 });
  for (let reason = "none"; reason === "none"; ) {
    const written = reasonOf(publish(engine, "s", [big]));
    await world.clock.advance(200);
    reason = await written;
    assert.ok(reason === "none" || reason === "disk_full", reason);
  }
  while ((await reasonOf(put(engine, "small", "1"))) === "none");
  await world.clock.advance(70_000);
  assert.equal(await reasonOf(engine.kv.get({ bucket: "b", key: "short" })), "key_not_found");
  assert.equal(engine.status().state, "disk_full");
  const { changes } = await engine.kv.getHistory({ bucket: "b", key: "short" });
  assert.deepEqual(
    changes.map(({ kind }) => kind),
    ["expired"],
  );
  await engine.close();
});

test("a bucket is there after a start although the index could once not be written", async () => {
  const world = newWorld();
  const engine = await openWithBucket(world);
  await engine.streams.createStream({ stream: "filler" });
  const fillUpTo = async (segment: number): Promise<void> => {
    while (engine.status().lastSegment < segment) {
      await publish(engine, "filler", [big]);
      await world.clock.advance(10);
    }
  };
  await fillUpTo(3);
  await engine.kv.createBucket({ bucket: "new" });
  await engine.kv.updateBucket({ bucket: "b", settings: { history: 9 } });
  let hasFailed = false;
  world.index.onOperation((kind, changes, moment) => {
    const areOfBuckets =
      changes.length > 0 && changes.every(({ key }) => key === NEXT_BUCKET_ROW || key.startsWith("b/"));
    if (hasFailed || kind !== "write" || moment !== "before" || !areOfBuckets) return;
    hasFailed = true;
    world.index.failNext("write", "ENOSPC");
  });
  await fillUpTo(5);
  await world.clock.advance(5000);
  await fillUpTo(7);
  await world.clock.advance(2000);
  assert.ok(hasFailed);
  const found = await openWorld(restarted(world));
  const { buckets } = await found.kv.listBuckets({});
  const told = buckets.map(({ bucket, settings }) => `${bucket} ${settings?.history}`);
  assert.deepEqual(told, ["b 9", "new 1"]);
  await found.close();
});
