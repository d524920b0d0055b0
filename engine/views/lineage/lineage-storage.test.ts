import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineageNode } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { checkConsistency } from "../../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../../testing/engine-world.ts";

const big = "x".repeat(3000);

/** Lines as a tree: the id, and `gone` behind what is. */
function linesOf(nodes: readonly LineageNode[]): string[] {
  return nodes.map(({ depth, id, presence }) => `${"  ".repeat(depth)}${id}${presence === "gone" ? " gone" : ""}`);
}

async function treeOf(engine: Engine, id: string): Promise<string[]> {
  return linesOf((await engine.lineage.where({ id })).nodes);
}

/** A record that goes with time, whose handler wrote an entry that stays, and enqueued a job, which published a record that stays. */
async function tellStory(engine: Engine): Promise<void> {
  await engine.streams.createStream({ stream: "orders", settings: { retentionMs: 1000 } });
  await engine.streams.createStream({ stream: "mails" });
  await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 1 } });
  await engine.kv.createBucket({ bucket: "totals" });
  await engine.queues.createQueue({ queue: "emails", settings: { keepDone: { count: 0 } } });
  const value = Buffer.from("v");
  await engine.streams.publish({ stream: "orders", records: [{ value }], correlation: "o-1" });
  await engine.commit({
    operations: [
      { put: { bucket: "totals", key: "alice", value } },
      { enqueue: { queue: "emails", jobs: [{ value }] } },
    ],
    causation: ["orders/0@0"],
  });
  const [reserved] = (await engine.queues.reserve({ queue: "emails", workerId: "w" })).jobs;
  const { job = "", lease = "" } = reserved ?? {};
  await engine.commit({
    operations: [
      { settle: { queue: "emails", outcome: { job, lease, done: {} } } },
      { publish: { stream: "mails", records: [{ value }] } },
    ],
    causation: ["emails#0"],
  });
}

const told = ["correlation:o-1", "  orders/0@0", "    totals/alice@1", "    emails#0 gone", "      mails/0@0"];
const collected = told.map((line) => (line === "  orders/0@0" ? `${line} gone` : line));

/** Writes until segments that were written before have been given back. */
async function collect(engine: Engine, world: EngineWorld): Promise<void> {
  const { log } = engine.inspect();
  const upTo = log.writer.segment.number;
  for (let round = 0; log.firstSegment <= upTo && round < 40; round++) {
    for (let count = 0; count < 10; count++) await publish(engine, "filler", [big]);
    await world.clock.advance(2000);
  }
  assert.ok(log.firstSegment > upTo, "the segments were given back");
}

function rows(index: SimulatedIndexStore): number {
  return index.scan("l", "m", 1_000_000).length;
}

test("a family is known after the collection of what it was written in, a start, and a start without an index", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { logSegments: 2 });
  await tellStory(engine);
  assert.deepEqual(await treeOf(engine, "mails/0@0"), told);
  await collect(engine, world);
  for (const id of ["mails/0@0", "totals/alice", "o-1", "orders/0@0", "emails#0"])
    assert.deepEqual(await treeOf(engine, id), collected, id);
  await checkConsistency(engine);
  const again = restarted(world);
  const second = await openWorld(again, { logSegments: 2 });
  assert.deepEqual(await treeOf(second, "mails/0@0"), collected);
  const bare = { ...restarted(again), index: new SimulatedIndexStore() };
  const third = await openWorld(bare, { logSegments: 2 });
  assert.deepEqual(await treeOf(third, "mails/0@0"), collected);
  await collect(third, bare);
  assert.deepEqual(await treeOf(third, "mails/0@0"), collected);
  await checkConsistency(third);
  await third.close();
});

test("when nothing of a family is there any more, nothing is kept of it", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { logSegments: 2 });
  await tellStory(engine);
  await collect(engine, world);
  assert.ok(rows(world.index) > 0);
  await engine.kv.deleteBucket({ bucket: "totals" });
  await engine.streams.deleteStream({ stream: "mails" });
  await collect(engine, world);
  assert.equal(rows(world.index), 0);
  await assert.rejects(engine.lineage.where({ id: "o-1" }), (error) => isFlowMeshError(error, "lineage_unknown"));
  await checkConsistency(engine);
  await engine.close();
});

test("a chain that goes on for ever keeps its last generations, and not its beginning", async () => {
  const world = newWorld();
  const engine = await openWorld(world, { logSegments: 2 });
  await engine.streams.createStream({ stream: "filler", settings: { retentionBytes: 1 } });
  await engine.kv.createBucket({ bucket: "state" });
  for (let step = 1; step <= 60; step++) {
    const causation = step === 1 ? [] : [`state/step@${step - 1}`];
    await engine.kv.put({
      bucket: "state",
      key: "step",
      value: Buffer.from(String(step)),
      causation,
      correlation: step === 1 ? "begin" : "",
    });
    if (step % 20 === 0) await collect(engine, world);
  }
  const { nodes } = await engine.lineage.where({ id: "state/step", direction: "causes", depth: 64 });
  assert.equal(nodes.length, 10);
  await checkConsistency(engine);
  await engine.close();
});

test("when the index is damaged, lineage is read from the log again, and nothing wrong is told meanwhile", async () => {
  let world = newWorld();
  let engine = await openWorld(world);
  await tellStory(engine);
  await engine.close();
  world = restarted(world);
  engine = await openWorld(world);
  world.index.damageValue();
  await assert.rejects(treeOf(engine, "mails/0@0"), (error) => isFlowMeshError(error, "starting"));
  const late = { stream: "mails", records: [{}], causation: ["mails/0@0"] };
  await engine.streams.publish(late);
  await world.clock.advance(500);
  assert.deepEqual(await treeOf(engine, "mails/0@0"), [...told, "        mails/0@1"]);
  await checkConsistency(engine);
  await engine.close();
});

test("what damage has taken of a family is missing, and the rest is told as it is", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await tellStory(engine);
  const { nodes } = await engine.lineage.where({ id: "totals/alice" });
  const { log } = engine.inspect();
  const { byte } = (await log.entryAt(nodes.find(({ asked }) => asked)?.position ?? 0)) ?? {};
  const file = log.writer.segment.file.name;
  assert.ok(byte !== undefined);
  await engine.close();
  const found = { ...restarted(world), index: new SimulatedIndexStore() };
  found.disk.flipBit(file, byte + 100, 3);
  const second = await openWorld(found);
  assert.equal(second.damages().length, 1);
  assert.deepEqual(await treeOf(second, "mails/0@0"), ["emails#0 gone", "  mails/0@0"]);
  await second.close();
});
