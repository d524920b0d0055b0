import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBatches, isFlowMeshError } from "@flowmesh/fabric";
import { crc32c } from "@flowmesh/fabric/internal";
import { SimulatedDisk } from "../disk/simulated-disk.ts";
import type { Engine } from "../engine.ts";
import type { EngineEvent } from "../engine-options.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { inspectLog } from "../log/inspect-log.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import {
  type EngineWorld,
  loadWorld,
  newWorld,
  openWorld,
  publish,
  readPartition,
  restarted,
} from "../testing/engine-world.ts";

const settings = { segmentBytes: 64 * 1024, logSegments: 4 };
const STREAMS = 20;

/** Publishes to all streams in turn, until the log has come to a segment. Returns what each stream has been given. */
async function fill(
  engine: Engine,
  untilSegment: number,
  given: Map<string, string[]> = new Map(),
): Promise<Map<string, string[]>> {
  for (let number = 0; engine.status().lastSegment < untilSegment; number++) {
    const stream = `s${number % STREAMS}`;
    const value = `${stream} ${number} `.padEnd(700, "x");
    await publish(engine, stream, [value]);
    given.set(stream, [...(given.get(stream) ?? []), value]);
  }
  return given;
}

async function streams(engine: Engine): Promise<void> {
  for (let number = 0; number < STREAMS; number++)
    await engine.streams.createStream({ stream: `s${number}`, settings: { retentionMs: 0 } });
}

async function checkAll(engine: Engine, given: ReadonlyMap<string, readonly string[]>): Promise<void> {
  await checkConsistency(engine);
  for (const [stream, values] of given)
    assert.deepEqual(
      (await readPartition(engine, stream, 0)).map(({ value }) => value),
      values,
      stream,
    );
}

async function settled(world: EngineWorld, engine: Engine): Promise<void> {
  await world.clock.advance(1000);
  await engine.collect();
}

test("what is kept for ever leaves the log for settled files, is read from there, and is there after any restart", async () => {
  let world = newWorld();
  let engine = await openWorld(world, settings);
  await streams(engine);
  const given = await fill(engine, 14);
  await settled(world, engine);
  const { firstSegment, lastSegment } = engine.status();
  assert.ok(lastSegment - firstSegment < settings.logSegments, `${firstSegment} to ${lastSegment}`);
  await checkAll(engine, given);
  for (const how of ["killed", "without its index", "closed"]) {
    if (how === "closed") await engine.close();
    world = restarted(world);
    if (how === "without its index") world = { ...world, index: new SimulatedIndexStore() };
    engine = await openWorld(world, settings);
    await checkAll(engine, given);
  }
  await fill(engine, 24, given);
  await settled(world, engine);
  await checkAll(engine, given);
  await engine.close();
  assert.equal(world.disk.openFiles, 0);
});

/** An engine whose oldest records are settled, closed; and the names of its settled files. */
async function closedWithSettled(): Promise<{ world: EngineWorld; given: Map<string, string[]>; files: string[] }> {
  const world = newWorld();
  const engine = await openWorld(world, settings);
  await streams(engine);
  const given = await fill(engine, 12);
  await settled(world, engine);
  await engine.close();
  const found = restarted(world);
  const files = found.disk.fileNames().filter((name) => name.endsWith(".settled"));
  assert.ok(files.length > 0);
  return { world: found, given, files };
}

test("a settled file that a crash left unnamed is removed by the next start", async () => {
  const { world, given, files } = await closedWithSettled();
  const orphan = await world.disk.open("00009999.settled", { create: true });
  await orphan.close();
  const engine = await openWorld(world, settings);
  assert.deepEqual(
    world.disk.fileNames().filter((name) => name.endsWith(".settled")),
    files,
  );
  await checkAll(engine, given);
  await engine.close();
});

test("a settled file of a newer version is refused, and nothing is lost by that", async () => {
  const { world, given, files } = await closedWithSettled();
  const [file = ""] = files;
  const header = Buffer.from(world.disk.peek(file, 0, 28));
  const checksumOf = (): Buffer => Buffer.from(Uint32Array.of(crc32c(header, 0, 28)).buffer);
  header.writeUInt32LE(2, 4);
  world.disk.damageBytes(file, 0, header);
  world.disk.damageBytes(file, 28, checksumOf());
  const refusal = { reason: "data_version_newer", details: { path: "the data folder", found: 2, known: 1 } };
  await assert.rejects(openWorld(world, settings), refusal);
  await assert.rejects(inspectLog(world.disk.clone()), refusal);
  header.writeUInt32LE(1, 4);
  const again = restarted(world);
  again.disk.damageBytes(file, 0, header);
  again.disk.damageBytes(file, 28, checksumOf());
  const engine = await openWorld(again, settings);
  await checkAll(engine, given);
  await engine.close();
});

test("records of a settled file that are damaged are named, told by doctor, and never served; the others are", async () => {
  const { world, given, files } = await closedWithSettled();
  const [file = ""] = files;
  world.disk.flipBit(file, 200, 3);
  const { damages } = await inspectLog(world.disk.clone());
  assert.deepEqual(
    damages.map((damage) => damage.file),
    [file],
  );
  const engine = await openWorld(world, settings);
  const read = readPartition(engine, "s0", 0);
  await assert.rejects(
    read,
    (error) => isFlowMeshError(error, "records_damaged") && /settled file 1/.test(error.message),
  );
  assert.deepEqual(
    engine.damages().map((damage) => damage.offsets),
    [[{ stream: "s0", partition: 0, firstOffset: 0, lastOffset: 0 }]],
  );
  const rest = await readPartition(engine, "s0", 0, 1);
  assert.deepEqual(
    rest.map(({ value }) => value),
    given.get("s0")?.slice(1),
  );
  await engine.close();
});

test("a settled file that is gone, or whose directory is damaged, is named, and what it had is told as damage", async () => {
  for (const harm of ["gone", "cut"]) {
    const { world, given, files } = await closedWithSettled();
    const [file = ""] = files;
    if (harm === "gone") world.disk.removeFile(file);
    else world.disk.truncate(file, world.disk.fileSize(file) - 100);
    assert.deepEqual(
      (await inspectLog(world.disk.clone())).damages.map((damage) => damage.file),
      [file],
    );
    const engine = await openWorld(world, settings);
    assert.deepEqual(
      engine.damages().map((damage) => damage.file),
      [file],
    );
    await assert.rejects(readPartition(engine, "s0", 0), (error) => isFlowMeshError(error, "records_damaged"));
    const last = given.get("s0")?.length ?? 0;
    assert.equal((await readPartition(engine, "s0", 0, last - 1)).length, 1);
    await engine.collect();
    await engine.close();
  }
});

test("damage of the log that took the name of a settled file does not take its records", async () => {
  const { world, given } = await closedWithSettled();
  const home = await homeOfSettled(world);
  // The footer has it a second time.
  for (const page of [home.page, settings.segmentBytes / 4096 - 1]) world.disk.zeroPage(home.file, page);
  const engine = await openWorld({ ...world, index: new SimulatedIndexStore() }, settings);
  assert.ok(engine.damages().length > 0);
  const { batches } = await engine.streams.fetch({ stream: "s0", partition: 0, offset: 0, maxBytes: 1 });
  const [first] = decodeBatches(batches);
  assert.equal(Buffer.from(first?.value ?? []).toString(), given.get("s0")?.[0]);
  await engine.collect();
  await engine.close();
});

/** The page of the log in which the newest settled file is named. */
async function homeOfSettled(world: EngineWorld): Promise<{ file: string; page: number }> {
  const { log, state } = await loadWorld({ ...world, disk: world.disk.clone() }, settings);
  const entry = state.heads.settled.all().at(-1);
  const segment = log.segment(entry?.home ?? 0);
  let byte = 0;
  for (const frame of await log.entriesOf(entry?.home ?? 0))
    if (frame.operations.some(({ kind }) => kind === "settled")) byte = frame.byte;
  const name = segment?.file.name ?? "";
  await log.close();
  return { file: name, page: Math.floor(byte / 4096) };
}

test("a cold read goes on while what it reads is settled and given back", async () => {
  const world = newWorld();
  const before = await openWorld(world, { ...settings, logSegments: 64 });
  await streams(before);
  const given = await fill(before, 12);
  await before.close();
  const engine = await openWorld(restarted(world), settings);
  const { log, state } = engine.inspect();
  const { index } = state.view.partition("s0", 0);
  const places = index.places(0, 20_000);
  const reading = log.reader.read(places);
  const released = engine.collect();
  assert.equal((await reading).whole, places.length);
  await released;
  assert.ok(places.every(({ segment }) => log.segment(segment) === undefined || segment > 5));
  assert.ok((index.places(0, 1)[0]?.segment ?? 0) < 0, "it lies in a settled file now");
  await checkAll(engine, given);
  await engine.close();
});

test("without room nothing is settled, writing goes on while it can, and what was begun is removed", async () => {
  const world = newWorld({ disk: new SimulatedDisk({ capacityBytes: 13 * settings.segmentBytes }) });
  const events: string[] = [];
  const engine = await openWorld(world, { ...settings, onEvent: ({ what }) => events.push(what) });
  await streams(engine);
  const given = await fill(engine, 7);
  await settled(world, engine);
  assert.ok(events.includes("not settled: disk full") || events.includes("settled"));
  await checkAll(engine, given);
  world.disk.capacityBytes = Number.POSITIVE_INFINITY;
  await fill(engine, 10, given);
  await settled(world, engine);
  assert.ok(events.includes("settled"));
  await checkAll(engine, given);
  await engine.close();
});

test("a settled file goes once retention has taken what it had, and is written again once most of it is gone", async () => {
  const world = newWorld();
  const written: string[] = [];
  const engine = await openWorld(world, { ...settings, onEvent: ({ what }) => written.push(what) });
  await streams(engine);
  const given = await fill(engine, 12);
  await settled(world, engine);
  const before = world.disk.fileNames().filter((name) => name.endsWith(".settled"));
  for (let number = 1; number < STREAMS; number++) {
    await engine.streams.deleteStream({ stream: `s${number}` });
    given.delete(`s${number}`);
  }
  await settled(world, engine);
  const after = world.disk.fileNames().filter((name) => name.endsWith(".settled"));
  assert.ok(
    after.every((name) => !before.includes(name)),
    `${before} became ${after}`,
  );
  await checkAll(engine, given);
  await engine.streams.deleteStream({ stream: "s0" });
  await settled(world, engine);
  assert.deepEqual(
    world.disk.fileNames().filter((name) => name.endsWith(".settled")),
    [],
  );
  await checkConsistency(engine);
  await engine.close();
});

test("what the disk refuses to give back for a while is not let go of: nothing is settled, carried or released for it, and all is there once the disk is well", async () => {
  const world = newWorld();
  const events: EngineEvent[] = [];
  const engine = await openWorld(world, { ...settings, onEvent: (event) => events.push(event) });
  await streams(engine);
  await engine.kv.createBucket({ bucket: "b" });
  for (let number = 0; number < 40; number++)
    await engine.kv.put({ bucket: "b", key: `k${number}`, value: Buffer.alloc(200, number) });
  const times = { everyMs: 3_600_000 };
  const operations = [{ publish: { stream: "s0", records: [{ value: Buffer.from("fired") }] } }];
  await engine.schedules.putSchedule({ schedule: "t", times, operations });
  const isWell = world.disk.refuseReads(/seg$/, { firstByte: 0, lastByte: Number.POSITIVE_INFINITY });
  const given = await fill(engine, 14);
  await settled(world, engine).catch(() => undefined);
  assert.deepEqual([engine.status().firstSegment, engine.status().settledFiles], [1, 0]);
  assert.ok(events.some(({ what, isNotice }) => what === "collection failed" && isNotice === true));
  isWell();
  await settled(world, engine);
  assert.ok(engine.status().settledFiles > 0);
  assert.ok(engine.status().firstSegment > 1);
  assert.deepEqual(engine.damages(), []);
  await checkAll(engine, given);
  for (let number = 0; number < 40; number++) {
    const { entry } = await engine.kv.get({ bucket: "b", key: `k${number}` });
    assert.deepEqual(Buffer.from(entry?.value ?? []), Buffer.alloc(200, number));
  }
  assert.equal((await engine.schedules.getSchedule({ schedule: "t" })).schedule?.state, "active");
  await engine.close();
});

/** Values of a stream, without those that are damaged. */
async function whatIsLeft(engine: Engine, stream: string): Promise<string[]> {
  const values: string[] = [];
  for (let offset = 0; ; ) {
    try {
      const { records } = await engine.streams.read({ stream, partition: 0, offset });
      if (records.length === 0) return values;
      values.push(...records.map(({ value }) => Buffer.from(value ?? []).toString()));
      offset = (records.at(-1)?.offset ?? 0) + 1;
    } catch (error) {
      if (!isFlowMeshError(error, "records_damaged")) throw error;
      offset = Number(error.details.next);
    }
  }
}

test("a sector that the disk refuses for ten minutes is damage: what lies around it is kept, and the log goes on", async () => {
  const world = newWorld();
  const engine = await openWorld(world, settings);
  await streams(engine);
  world.disk.refuseReads(/^0*2\.seg$/, { firstByte: 20_000, lastByte: 20_100 });
  const given = await fill(engine, 14);
  for (let minute = 0; minute < 9; minute++) {
    await world.clock.advance(60_000);
    await engine.collect().catch(() => undefined);
  }
  assert.equal(engine.status().settledFiles, 0);
  assert.deepEqual(engine.damages(), []);
  for (let minute = 0; minute < 3; minute++) {
    await world.clock.advance(60_000);
    await engine.collect().catch(() => undefined);
  }
  assert.ok(engine.status().settledFiles > 0);
  assert.match(engine.damages()[0]?.reason ?? "", /does not give records back/);
  let lost = 0;
  for (const [stream, values] of given) {
    const found = await whatIsLeft(engine, stream);
    lost += values.length - found.length;
    assert.deepEqual(
      found,
      values.filter((value) => found.includes(value)),
    );
  }
  assert.equal(lost, 1);
  await engine.close();
});
