import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { MemoryDisk } from "../../disk/memory-disk.ts";
import { type Engine, openEngine } from "../../engine.ts";
import { SimulatedIndexStore } from "../../index-store/simulated-index-store.ts";
import { SeededRandom } from "../../random/seeded-random.ts";
import { type EngineWorld, newWorld, openWorld, restarted } from "../../testing/engine-world.ts";
import { watchedDisk } from "../../testing/watched-disk.ts";

const ENTRIES = 3000;
/** Spread over all keys, so that neighbours in the bucket lie anywhere in the log. */
const numberOf = (count: number): number => (count * 1853) % ENTRIES;
const keyOf = (number: number): string => `k${String(number).padStart(4, "0")}`;
const textOf = (number: number): string => `${number} ${"x".repeat(300 + (number % 50))}`;

async function fill(engine: Engine): Promise<void> {
  await engine.kv.createBucket({ bucket: "b" });
  for (let first = 0; first < ENTRIES; first += 100) {
    const numbers = Array.from({ length: 100 }, (_, index) => numberOf(first + index));
    const puts = numbers.map((each) => ({
      put: { bucket: "b", key: keyOf(each), value: Buffer.from(textOf(each)) },
    }));
    await engine.commit({ operations: puts });
  }
}

/** An engine that finds the entries on its disk. */
async function reopened(): Promise<{ world: EngineWorld; engine: Engine }> {
  const filled = newWorld();
  const first = await openWorld(filled);
  await fill(first);
  await first.close();
  const world = restarted(filled);
  return { world, engine: await openWorld(world) };
}

test("entries that lie scattered in the log are listed in order with few reads", async () => {
  const count = { reads: 0 };
  const clock = new VirtualClock();
  const parts = { disk: watchedDisk(new MemoryDisk(), () => count.reads++), index: new SimulatedIndexStore(), clock };
  const engine = await openEngine({ ...parts, segmentBytes: 1 << 18, random: new SeededRandom(1) });
  await fill(engine);
  await clock.settle();
  count.reads = 0;
  const listed: [string, string][] = [];
  for (let pageToken = "", isFirst = true; isFirst || pageToken !== ""; isFirst = false) {
    const page = await engine.kv.listEntries({ bucket: "b", pageSize: 500, pageToken });
    for (const { key, value } of page.entries) listed.push([key, Buffer.from(value ?? []).toString()]);
    pageToken = page.nextPageToken;
  }
  assert.deepEqual(
    listed,
    Array.from({ length: ENTRIES }, (_, number) => [keyOf(number), textOf(number)]),
  );
  assert.ok(count.reads < ENTRIES / 50, `${count.reads} reads of the disk for ${ENTRIES} entries`);
  await engine.close();
});

test("a page of entries ends before the first one that is damaged, wherever they lie, and the next page says which it is", async () => {
  const { world, engine } = await reopened();
  const { log, state } = engine.inspect();
  for (const number of [207, 430]) {
    const [version] = state.heads.kv.versions(state.heads.kv.get("b"), keyOf(number));
    world.disk.flipBit(log.segment(version?.segment ?? 0)?.file.name ?? "", (version?.byte ?? 0) + 100, 3);
  }
  const { entries, nextPageToken } = await engine.kv.listEntries({ bucket: "b", pageSize: 500 });
  assert.deepEqual(
    entries.map(({ value }) => Buffer.from(value ?? []).toString()),
    Array.from({ length: 207 }, (_, number) => textOf(number)),
  );
  await assert.rejects(
    engine.kv.listEntries({ bucket: "b", pageSize: 500, pageToken: nextPageToken }),
    (error) => isFlowMeshError(error, "entry_damaged") && error.details.key === keyOf(207),
  );
  await engine.close();
});

test("when the disk refuses a read of many entries at once, each is read alone, and only those are lost that it does not give back", async () => {
  const { world, engine } = await reopened();
  world.disk.failNext({ kind: "read", nth: 1, code: "EIO", file: /seg$/ });
  const { entries } = await engine.kv.listEntries({ bucket: "b", pageSize: 500 });
  assert.deepEqual(
    entries.map(({ value }) => Buffer.from(value ?? []).toString()),
    Array.from({ length: 500 }, (_, number) => textOf(number)),
  );
  assert.deepEqual(engine.damages(), []);
  await engine.close();
});
