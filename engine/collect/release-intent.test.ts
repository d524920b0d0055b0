import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBatch } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish, restarted } from "../testing/engine-world.ts";

const BIG = "x".repeat(10_000);

function append(engine: Engine, producerId: number, baseSequence: number): ReturnType<Engine["streams"]["append"]> {
  const batch = encodeBatch([{ timestampMs: 1000 }], { producerId, producerEpoch: 0, baseSequence });
  return engine.streams.append({ stream: "a", partition: 0, batch });
}

/** Fills segments until those before `segment` were given back. */
async function collectBefore(engine: Engine, { clock }: EngineWorld, segment: number): Promise<void> {
  for (let round = 0; round < 40 && engine.status().firstSegment < segment; round++) {
    for (let n = 0; n < 6; n++) await publish(engine, "a", [BIG]);
    await clock.advance(1000);
  }
  assert.ok(engine.status().firstSegment >= segment, `segments are given back: ${JSON.stringify(engine.status())}`);
}

test("what a producer sent last is recognised after its segment was given back, and after a restart", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes: 20_000 } });
  const { producerId = 0 } = await engine.streams.openProducer({});
  const first = await append(engine, producerId, 0);
  await collectBefore(engine, world, 4);
  assert.deepEqual(await append(engine, producerId, 0), { ...first, duplicate: true });
  await checkConsistency(engine);
  await engine.close();
  const again = await openWorld({ ...restarted(world), index: newWorld().index });
  assert.deepEqual(await append(again, producerId, 0), { ...first, duplicate: true });
  assert.equal((await again.streams.openProducer({})).producerId, producerId + 1);
  await again.close();
});

test("more producers than a commit can carry do not keep a segment: the oldest batches are forgotten, the newest stay", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes: 20_000 } });
  const opened = await Promise.all(Array.from({ length: 100 }, () => engine.streams.openProducer({})));
  const producers = opened.map(({ producerId }) => producerId);
  for (let sequence = 0; sequence < 60; sequence++) {
    for (const producer of producers) await append(engine, producer, sequence);
    await world.clock.advance(10);
  }
  await collectBefore(engine, world, engine.status().lastSegment + 2);
  for (const producer of producers) assert.equal((await append(engine, producer, 59)).duplicate, true);
  assert.equal((await append(engine, producers[0] ?? 0, 60)).duplicate, false);
  await checkConsistency(engine);
  await engine.close();
});

test("more remembered ids than a commit can carry are carried by several, and all of them count afterwards", async () => {
  const world = newWorld();
  const engine = await openWorld(world);
  await engine.streams.createStream({ stream: "a", settings: { retentionBytes: 20_000, dedupeWindowMs: 86_400_000 } });
  for (let id = 0; id < 400; id++) {
    const records = [{ value: Buffer.from("x"), dedupeId: `id ${id}` }];
    await engine.streams.publish({ stream: "a", records, idempotencyKey: `key ${id}` });
  }
  await collectBefore(engine, world, engine.status().lastSegment + 2);
  const duplicates = Array.from({ length: 400 }, (_, id) =>
    engine.streams.publish({ stream: "a", records: [{ value: Buffer.from("y"), dedupeId: `id ${id}` }] }),
  );
  for (const { placements } of await Promise.all(duplicates)) assert.equal(placements[0]?.duplicate, true);
  await checkConsistency(engine);
  await engine.close();
});
