import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { SimulatedDisk } from "../disk/simulated-disk.ts";
import type { Engine } from "../engine.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, readPartition } from "../testing/engine-world.ts";

const value = (bytes: number): { value: Buffer; partition: number } => ({
  value: Buffer.alloc(bytes, "x"),
  partition: 0,
});

async function openWithStream(world: EngineWorld): Promise<Engine> {
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a" });
  await world.clock.settle();
  return engine;
}

function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error) => (isFlowMeshError(error) ? error.reason : String(error)),
  );
}

/** Times at which a file of the log was synced, from now on. */
function syncTimes({ disk, clock }: EngineWorld): number[] {
  const times: number[] = [];
  disk.onOperation(({ kind }, moment) => {
    if (kind === "sync" && moment === "after") times.push(clock.monotonicMs());
  });
  return times;
}

test("what relaxed commits wrote is synced within 100 ms, however many follow", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  const startMs = world.clock.monotonicMs();
  const synced = syncTimes(world);
  const answers: Promise<unknown>[] = [];
  for (let step = 0; step < 10; step++) {
    answers.push(engine.streams.publish({ stream: "a", records: [value(10)], durability: "interval" }));
    await world.clock.advance(30);
  }
  await Promise.all(answers);
  const times = [startMs, ...synced];
  for (const [index, time] of times.slice(1).entries())
    assert.ok(time - (times[index] as number) <= 130, `synced at ${times}`);
  assert.ok(synced.length >= 2 && synced.length <= 3, "and not for every commit");
  await engine.close();
});

test("closing syncs relaxed commits at once, in every state of their group", async () => {
  for (const durability of ["interval", "memory"] as const) {
    for (const settled of [true, false]) {
      const world = newWorld();
      const engine = await openWithStream(world);
      const answer = engine.streams.publish({ stream: "a", records: [value(10)], durability });
      if (settled) await world.clock.settle();
      await engine.close();
      await answer;
      const again = await openWorld(newWorld({ disk: world.disk.crash() }));
      assert.equal((await readPartition(again, "a", 0)).length, 1);
      await again.close();
    }
  }
});

test("a refusal rests on what was ordered before: it waits for that to be durable, but not for a relaxed sync", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  const synced = syncTimes(world);
  await engine.streams.publish({ stream: "a", records: [value(10)], durability: "memory" });
  const refusal = codeOf(engine.streams.publish({ stream: "a", records: [value(1)], expectedOffset: 7 }));
  const order: string[] = [];
  void refusal.then(() => order.push(`refused after ${synced.length} syncs`));
  assert.equal(await refusal, "expected_offset_mismatch");
  assert.deepEqual(order, ["refused after 1 syncs"]);
  await engine.close();
});

test("commit times never go back, not behind an idle mark either", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  await publish(engine, "a", ["1"]);
  await world.clock.advance(700);
  world.clock.setWall(world.clock.wallMs() - 100_000);
  await publish(engine, "a", ["2"]);
  const { log } = engine.inspect();
  const times = [...(await log.entriesOf(1))].map(({ timeMs }) => timeMs);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.ok(times.length >= 4, "with a mark among them");
  await checkConsistency(engine);
  await engine.close();
});

/** Lets the disk do everything but create files. */
async function runWithoutCreating(disk: SimulatedDisk, settle: () => Promise<void>): Promise<void> {
  for (;;) {
    await settle();
    const next = disk.heldOperations().findIndex(({ kind }) => kind !== "create");
    if (next < 0) return;
    disk.release(next);
  }
}

test("closing ends although commits wait for room that never comes: they are refused", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  const { disk, clock } = world;
  const settle = (): Promise<void> => clock.settle();
  disk.capacityBytes = 5 * 64 * 1024;
  disk.hold();
  const answers = Array.from({ length: 5 }, () =>
    codeOf(engine.streams.publish({ stream: "a", records: [value(20_000)] })),
  );
  await runWithoutCreating(disk, settle);
  const closing = engine.close();
  await runWithoutCreating(disk, settle);
  disk.releaseAll();
  await closing;
  assert.deepEqual((await Promise.all(answers)).sort(), ["disk_full", "done", "done", "done", "done"]);
});

test("answers come in the order of commits, whatever mode they were asked in", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  const order: number[] = [];
  const answers = Array.from({ length: 20 }, (_, index) =>
    engine.streams
      .publish({ stream: "a", records: [value(10)], ...(index % 4 === 3 ? { expectedOffset: 999 } : {}) })
      .catch(() => undefined)
      .then(() => order.push(index)),
  );
  await Promise.all(answers);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  await engine.close();
});

test("who sends much waits behind himself: another caller's commit overtakes it", async () => {
  const world = newWorld();
  const engine = await openWithStream(world);
  const order: string[] = [];
  const send = (caller: object, name: string): Promise<unknown> =>
    engine.streams.publish({ stream: "a", records: [value(20_000)] }, { caller }).then(() => order.push(name));
  const [busy, other] = [{}, {}];
  const answers = Array.from({ length: 12 }, (_, index) => send(busy, `busy ${index}`));
  answers.push(send(other, "other"));
  await Promise.all(answers);
  assert.ok(order.indexOf("other") < 6, order.join(", "));
  await engine.close();
});
