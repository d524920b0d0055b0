import assert from "node:assert/strict";
import { test } from "node:test";
import { allLost } from "../disk/crash-choice.ts";
import type { Engine } from "../engine.ts";
import { type EngineWorld, newWorld, openWorld, publish, readPartition, restarted } from "../testing/engine-world.ts";

/** An engine whose disk holds two groups back, each with a record of several pages of its own. */
async function withTwoUnderWay(): Promise<{ world: EngineWorld; engine: Engine; answered: string[] }> {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "s" });
  await world.clock.settle();
  world.disk.hold();
  const answered: string[] = [];
  for (const name of ["first", "second"]) {
    const refused = (): number => answered.push(`${name} refused`);
    publish(engine, "s", [name.padEnd(9000)]).then(() => answered.push(name), refused);
    await world.clock.settle();
  }
  const held = world.disk.heldOperations().map(({ kind, file }) => `${kind} ${file}`);
  assert.equal(held.length, 2);
  assert.deepEqual(held[0], held[1], "both write to the same segment");
  return { world, engine, answered };
}

/** Carries out one of the calls that wait. */
async function release({ disk, clock }: EngineWorld, index: number): Promise<void> {
  disk.release(index);
  await clock.settle();
}

test("a group that is durable before the one in front of it is answered after that", async () => {
  const { world, engine, answered } = await withTwoUnderWay();
  await release(world, 1);
  await release(world, 1);
  assert.deepEqual(answered, []);
  assert.equal(await endOf(engine), 0, "and nobody sees it before");
  await release(world, 0);
  await release(world, 0);
  assert.deepEqual(answered, ["first", "second"]);
  assert.equal(await endOf(engine), 2);
  world.disk.releaseAll();
  await engine.close();
});

test("a group that is durable alone when the power goes is cut off, and is no damage", async () => {
  const { world, answered } = await withTwoUnderWay();
  await release(world, 1);
  await release(world, 1);
  const found = { ...restarted(world), disk: world.disk.afterCut(allLost) };
  const engine = await openWorld(found);
  assert.deepEqual(engine.damages(), []);
  assert.equal(await endOf(engine), 0);
  assert.equal(await publish(engine, "s", ["third"]), 0);
  assert.deepEqual(await readPartition(engine, "s", 0), [{ offset: 0, value: "third" }]);
  assert.deepEqual(answered, []);
  await engine.close();
});

test("where the first of two fails, the other is not believed either", async () => {
  const { world, engine, answered } = await withTwoUnderWay();
  world.disk.failNext({ kind: "sync", nth: 1, code: "EIO" });
  await release(world, 0);
  await release(world, 1);
  assert.equal(engine.status().state, "failed");
  world.disk.releaseAll();
  await world.clock.settle();
  assert.deepEqual(answered, ["first refused", "second refused"]);
});

async function endOf(engine: Engine): Promise<number> {
  const { stream } = await engine.streams.getStream({ stream: "s" });
  return stream!.partitions[0]!.nextOffset;
}
