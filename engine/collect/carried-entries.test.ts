import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";
import { usualEngineMemory } from "../engine-options.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../testing/engine-world.ts";

const settings = { segmentBytes: 64 * 1024, logSegments: 4 };
const HOUR_MS = 3_600_000;

async function shownValue(engine: Engine, key: string): Promise<string> {
  try {
    const { entry } = await engine.kv.get({ bucket: "b", key });
    return Buffer.from(entry?.value ?? []).toString();
  } catch (error) {
    if (isFlowMeshError(error, "key_not_found")) return "nothing";
    throw error;
  }
}

/** Writes segments that nobody keeps, collects, and starts again without the index. */
async function round(engine: Engine, world: EngineWorld): Promise<{ engine: Engine; world: EngineWorld }> {
  const until = engine.status().lastSegment + settings.logSegments;
  while (engine.status().lastSegment < until) await publish(engine, "passing", ["x".repeat(15_000)]);
  await world.clock.advance(1000);
  await engine.collect();
  await checkConsistency(engine);
  const found = { ...restarted(world), index: new SimulatedIndexStore() };
  return { engine: await openWorld(found, settings), world: found };
}

test("an entry whose time is over brings no older revision back, however often these were carried before and after", async () => {
  let world = newWorld();
  let engine = await openWorld(world, settings);
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
  await engine.kv.createBucket({ bucket: "b", settings: { history: 3 } });
  await engine.kv.put({ bucket: "b", key: "k", value: Buffer.from("older") });
  await engine.kv.put({ bucket: "b", key: "k", value: Buffer.from("newer"), ttlMs: HOUR_MS });
  await engine.kv.put({ bucket: "b", key: "stays", value: Buffer.from("stays") });
  for (let count = 0; count < 8; count++) {
    ({ engine, world } = await round(engine, world));
    const isOver = count >= 4;
    assert.equal(await shownValue(engine, "k"), isOver ? "nothing" : "newer", `round ${count}`);
    assert.equal(await shownValue(engine, "stays"), "stays");
    if (count === 3) await world.clock.advance(HOUR_MS + 1000);
  }
  assert.ok(engine.status().firstSegment > 20, "the segments that they stood in were given back");
  await engine.close();
});

/** An index store each of whose calls takes many turns of the event loop. */
function slowIndexStore(): SimulatedIndexStore {
  const after = (turns: number, run: () => void): void => {
    if (turns === 0) run();
    else setImmediate(() => after(turns - 1, run));
  };
  return new SimulatedIndexStore((run) => after(100, run));
}

test("what is carried is in memory for no longer than what is written: a bucket of any size is carried beside an index that is saved slowly", async () => {
  const keysInMemory = 200;
  const keys = 3000;
  const world = { ...newWorld(), index: slowIndexStore() };
  const memory = { ...usualEngineMemory, keysInMemory };
  const engine = await openWorld(world, { ...settings, segmentBytes: 256 * 1024, memory });
  const { kv } = engine.inspect().state.heads;
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 20_000 } });
  await engine.kv.createBucket({ bucket: "b" });
  const value = Buffer.from("v");
  for (let key = 0; key < keys; key += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, each) => engine.kv.put({ bucket: "b", key: `k${key + each}`, value })),
    );
  let most = 0;
  const look = (): void => {
    most = Math.max(most, kv.get("b").touched.size);
  };
  const looking = setInterval(look, 0);
  while (engine.status().firstSegment < 6) {
    await publish(engine, "passing", ["x".repeat(15_000)]);
    await world.clock.advance(1000);
    look();
  }
  clearInterval(looking);
  const { carriedBytes } = engine.status().written;
  assert.ok(carriedBytes > keys * 20, `${carriedBytes} bytes were carried`);
  assert.ok(most < 10 * keysInMemory, `${most} keys were in memory`);
  for (const key of [0, 1, keys - 1]) assert.equal(await shownValue(engine, `k${key}`), "v");
  await engine.close();
});
