import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";
import type { IndexChange } from "../index-store/index-store.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, readPartition, restarted } from "../testing/engine-world.ts";

const BIG = "x".repeat(10_000);

async function openWithStream(world: EngineWorld, retentionBytes: number): Promise<Engine> {
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes, dedupeWindowMs: 60_000 } });
  return engine;
}

/** Publishes about a segment. */
async function fill(engine: Engine, { clock }: EngineWorld): Promise<void> {
  for (let n = 0; n < 6; n++) {
    const dedupeId = `id ${engine.status().visiblePosition}`;
    await engine.streams.publish({ stream: "a", records: [{ value: Buffer.from(BIG), dedupeId }] });
  }
  await clock.advance(1000);
}

function keysIn(index: SimulatedIndexStore): string[] {
  return index.scan("", "~", 1_000_000).map(({ key }) => key);
}

function reasonOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error) => (isFlowMeshError(error) ? error.reason : String(error)),
  );
}

test("what is gone from the log leaves the store too", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 100_000);
  const sizes: number[] = [];
  for (let round = 0; round < 12; round++) {
    await fill(engine, world);
    sizes.push(keysIn(world.index).length);
  }
  assert.ok(engine.status().firstSegment > 5, "segments are given back");
  assert.ok(Math.max(...sizes.slice(6)) <= (sizes[5] as number) + 2, `no more and more keys: ${sizes}`);
  const oldest = `w/${String(engine.status().firstSegment - 1).padStart(16, "0")}`;
  assert.deepEqual(world.index.scan("w/", oldest, 10), []);
  await engine.close();
});

test("a range that is trimmed while it is being saved does not stay in the store", async () => {
  const held: (() => void)[] = [];
  let isHolding = false;
  const index = new SimulatedIndexStore((run) => (isHolding ? held.push(run) : queueMicrotask(run)));
  const world = newWorld({ index });
  const { clock } = world;
  const engine = await openWithStream(world, 1);
  isHolding = true;
  for (let n = 0; n < 7; n++) await publish(engine, "a", [BIG]);
  await clock.settle();
  assert.equal(held.length, 1, "a save is under way");
  await engine.collect();
  assert.equal((await readPartition(engine, "a", 0)).length, 1);
  isHolding = false;
  for (const run of held) run();
  for (let round = 0; round < 3; round++) await fill(engine, world);
  const ranges = keysIn(index).filter((key) => key.startsWith("r/"));
  assert.ok(ranges.length <= 2, ranges.join(" "));
  await engine.close();
});

test("thousands of streams are saved in many small writes, and those that change meanwhile are found as they were at last", async () => {
  const sizes: number[] = [];
  const index = new (class extends SimulatedIndexStore {
    override write(changes: readonly IndexChange[]): Promise<void> {
      sizes.push(changes.length);
      return super.write(changes);
    }
  })();
  const world = newWorld({ index });
  const settings = { segmentBytes: 1 << 20 };
  const engine = await openWorld(world, settings);
  const names = Array.from({ length: 1500 }, (_, number) => `stream-${number}`);
  await Promise.all(names.map((stream) => engine.streams.createStream({ stream })));
  for (const value of ["first", "second", "x".repeat(2000)])
    await Promise.all(names.map((stream) => publish(engine, stream, [value])));
  await world.clock.advance(1000);
  assert.ok(engine.status().lastSegment > 3, "segments are complete, and saved");
  assert.ok(sizes.length > 20 && Math.max(...sizes) <= 1100, `changes a write: ${sizes}`);
  const again = await openWorld(restarted(world), settings);
  for (const stream of names) assert.equal((await readPartition(again, stream, 0)).length, 3, stream);
  await checkConsistency(again);
  await again.close();
});

test("an index that does not fit and cannot be cleared for want of space does not keep the engine from starting", async () => {
  const [world, other] = [newWorld(), newWorld()];
  const engine = await openWithStream(world, 0);
  await fill(engine, world);
  await fill(engine, world);
  await engine.close();
  const strange = await openWithStream(other, 0);
  await fill(strange, other);
  await fill(strange, other);
  const found = { ...restarted(world), index: other.index.clone() };
  await strange.close();
  found.index.failNext("clear", "ENOSPC");
  const again = await openWorld(found);
  await found.clock.settle();
  await checkConsistency(again);
  await fill(again, found);
  await fill(again, found);
  const before = await readPartition(again, "a", 0);
  await again.close();
  const last = await openWorld(restarted(found));
  assert.deepEqual(await readPartition(last, "a", 0), before);
  await checkConsistency(last);
  await last.close();
});

test("while the index finds no room, retention still gives segments back and writes go on; later it is saved", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 100_000);
  for (let nth = 1; nth < 200; nth++) world.index.failNext("write", "ENOSPC", nth);
  for (let round = 0; round < 20; round++) await fill(engine, world);
  const status = engine.status();
  assert.ok(status.firstSegment > 10 && status.lastSegment - status.firstSegment < 6, JSON.stringify(status));
  await checkConsistency(engine);
  for (let wait = 0; wait < 200; wait++) await world.clock.advance(1000);
  await fill(engine, world);
  assert.ok(engine.inspect().state.saver.floor >= engine.status().firstSegment);
  const before = await readPartition(engine, "a", 0);
  await engine.close();
  const again = await openWorld(restarted(world));
  assert.deepEqual(await readPartition(again, "a", 0), before);
  await checkConsistency(again);
  await again.close();
});

/** An engine that has read nothing of what its index holds. */
async function filledAndReopened() {
  const first = newWorld();
  const filling = await openWithStream(first, 0);
  for (let round = 0; round < 3; round++) await fill(filling, first);
  const before = await readPartition(filling, "a", 0);
  await filling.close();
  const world = restarted(first);
  return { world, engine: await openWorld(world), before };
}

test("a damaged index is made again from the log; until then reads of what it held are refused as starting", async () => {
  const { world, engine, before } = await filledAndReopened();
  world.index.damageValue();
  assert.equal(await reasonOf(readPartition(engine, "a", 0, 0)), "starting");
  await world.clock.settle();
  assert.deepEqual(await readPartition(engine, "a", 0, 0), before);
  await checkConsistency(engine);
  await engine.close();
});

test("commits are taken, trimmed and collected while the index is damaged", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 200_000);
  for (let round = 0; round < 6; round++) await fill(engine, world);
  world.index.damageValue();
  for (let round = 0; round < 6; round++) await fill(engine, world);
  assert.equal(engine.status().state, "serving");
  await checkConsistency(engine);
  await engine.close();
});

test("when log and index are damaged in the same place, what is left of a range is found and the rest is named", async () => {
  const { world, engine, before } = await filledAndReopened();
  const { log } = engine.inspect();
  const segment = log.segment(1);
  assert.ok(segment?.sealed);
  const frame = [...(await log.entriesOf(1))].filter(({ operations }) => operations.length > 0)[3];
  world.disk.flipBit(segment.file.name, (frame?.byte ?? 0) + 20, 3);
  world.disk.flipBit(segment.file.name, 64 * 1024 - 30, 1);
  world.index.damageValue();
  assert.equal(await reasonOf(readPartition(engine, "a", 0, 0)), "starting");
  await world.clock.settle();
  const lost = before[2];
  assert.deepEqual(
    await readPartition(engine, "a", 0, 0).catch((error) => [error.reason, error.details.first, error.details.last]),
    ["records_damaged", lost?.offset, lost?.offset],
  );
  assert.deepEqual(await readPartition(engine, "a", 0, 3), before.slice(3));
  assert.deepEqual(engine.damages()[0]?.offsets, [
    { stream: "a", partition: 0, firstOffset: lost?.offset, lastOffset: lost?.offset },
  ]);
  await checkConsistency(engine);
  await engine.close();
});

test("a segment of which nothing is left is given back, and what it took stays named over restarts", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 0);
  for (let round = 0; round < 3; round++) await fill(engine, world);
  const file = engine.inspect().log.segment(1)?.file.name ?? "";
  await engine.close();
  const cut = { ...restarted(world), index: newWorld().index };
  cut.disk.truncate(file, 195);
  let found = cut;
  for (let start = 0; start < 3; start++) {
    const again = await openWorld(found);
    await again.collect();
    assert.ok(again.status().firstSegment > 1);
    const told = again.damages().map(({ segment, offsets }) => [segment, offsets[0]?.firstOffset]);
    assert.deepEqual(told, [[1, 0]], `at start ${start}`);
    for (let n = 0; n < 8; n++) await publish(again, "damaged-1", [BIG]);
    await again.close();
    found = restarted(found);
  }
});

/** Closes an engine with some segments, in whose last one stream `late` was made, and gives the files of those segments. */
async function closedWithLate(world: EngineWorld): Promise<{ files: string[]; next: number; producerId: number }> {
  const engine = await openWithStream(world, 0);
  for (let round = 0; round < 3; round++) await fill(engine, world);
  await engine.streams.createStream({ stream: "late" });
  await publish(engine, "late", ["1", "2"]);
  const next = (await publish(engine, "a", ["last"])) + 1;
  const { producerId } = await engine.streams.openProducer({});
  const { firstSegment, lastSegment } = engine.status();
  const { log } = engine.inspect();
  const numbers = Array.from({ length: lastSegment - firstSegment + 1 }, (_, index) => firstSegment + index);
  const files = numbers.map((number) => log.segment(number)?.file.name ?? "");
  await engine.close();
  return { files, next, producerId };
}

const losses: readonly [what: string, gone: (files: string[], all: readonly string[]) => readonly string[]][] = [
  ["the newest segment", (files) => files.slice(-1)],
  ["every segment, but not the spares,", (files) => files],
  ["the whole log", (_, all) => all],
];

for (const [what, gone] of losses) {
  test(`when ${what} is gone after a close, no offset and no id is given out again, and the loss stays named over restarts`, async () => {
    const world = newWorld();
    const { files, next, producerId } = await closedWithLate(world);
    let found = restarted(world);
    for (const file of gone(files, found.disk.fileNames())) found.disk.removeFile(file);
    for (let start = 0; start < 3; start++) {
      const engine = await openWorld(found);
      const lost = engine.damages().flatMap(({ offsets }) => offsets);
      for (const [stream, last] of [
        ["a", next - 1],
        ["late", 1],
      ] as const) {
        const told = lost.find((entry) => entry.stream === stream && entry.lastOffset === last);
        assert.ok(told !== undefined, `${stream} at start ${start}: ${JSON.stringify(engine.damages())}`);
        const details = await engine.streams.fetch({ stream, offset: told.firstOffset }).then(
          () => "read",
          (error) => [error.reason, error.details.first, error.details.next],
        );
        assert.deepEqual(details, ["records_damaged", told.firstOffset, last + 1]);
      }
      assert.equal(await publish(engine, "a", [`again ${start}`]), next + start);
      assert.equal(await publish(engine, "late", [`again ${start}`]), 2 + start);
      assert.ok((await engine.streams.openProducer({})).producerId > producerId + start);
      await engine.close();
      found = restarted(found);
    }
  });
}

test("an idempotency key that was answered stays forgotten over a restart, and one that was not stays known", async () => {
  const world = newWorld();
  const engine = await openWithStream(world, 1_000_000);
  const commit = async (on: Engine, idempotencyKey: string, answeredKeys: string[] = []): Promise<number> => {
    const operations = [{ publish: { stream: "a", records: [{}] } }];
    return (await on.commit({ operations, idempotencyKey, answeredKeys, idempotencyWindowMs: 300_000 })).position;
  };
  const [answered, kept] = [await commit(engine, "answered"), await commit(engine, "kept")];
  await fill(engine, world);
  await commit(engine, "later", ["answered"]);
  await fill(engine, world);
  await fill(engine, world);
  await engine.close();
  const again = await openWorld(restarted(world));
  assert.equal(await commit(again, "kept"), kept);
  assert.ok((await commit(again, "answered")) > answered);
  await again.close();
});
