import assert from "node:assert/strict";
import { test } from "node:test";
import type { NewJobInit } from "@flowmesh/contract";
import type { Engine } from "../engine.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { checkConsistency } from "../testing/check-consistency.ts";
import { type EngineWorld, newWorld, openWorld, publish } from "../testing/engine-world.ts";

const settings = { segmentBytes: 64 * 1024, logSegments: 4 };

/** Writes until the log has come so many segments further, and collects now and then. */
async function writeSegments(
  engine: Engine,
  { clock }: EngineWorld,
  segments: number,
  writeSome: () => Promise<unknown>,
): Promise<void> {
  const until = engine.status().lastSegment + segments;
  while (engine.status().lastSegment < until) {
    await writeSome();
    await clock.advance(40);
  }
  await engine.collect();
}

/** Bytes written for each byte that was accepted. */
function amplification(engine: Engine): number {
  const { acceptedBytes, carriedBytes, settledBytes } = engine.status().written;
  return (acceptedBytes + carriedBytes + settledBytes) / acceptedBytes;
}

const profiles: Readonly<Record<string, { readonly most: number; readonly kept: number; readonly deletes: boolean }>> =
  {
    "nothing is kept for long": { most: 1.1, kept: 0, deletes: false },
    "one record in ten is kept for ever": { most: 1.45, kept: 0.1, deletes: false },
    "everything is kept for ever": { most: 2.3, kept: 1, deletes: false },
    "everything is kept until its stream is deleted": { most: 3, kept: 1, deletes: true },
  };

for (const [what, { most, kept, deletes }] of Object.entries(profiles)) {
  test(`where ${what}, at most ${most} bytes are written for each that is accepted`, async (t) => {
    const world = newWorld();
    const engine = await openWorld(world, settings);
    const random = new SeededRandom(1);
    await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 50_000 } });
    for (let number = 0; number < 10; number++) await engine.streams.createStream({ stream: `kept-${number}` });
    let round = 0;
    await writeSegments(engine, world, 50, async () => {
      const stream = random.chance(kept) ? `kept-${random.integer(10)}` : "passing";
      await publish(engine, stream, ["x".repeat(3000)]);
      if (!deletes || ++round % 150 !== 0) return;
      const gone = `kept-${random.integer(10)}`;
      await engine.streams.deleteStream({ stream: gone });
      await engine.streams.createStream({ stream: gone });
    });
    t.diagnostic(`${amplification(engine).toFixed(2)} bytes written for each that was accepted`);
    assert.ok(amplification(engine) <= most, `${amplification(engine)}`);
    const { firstSegment, lastSegment } = engine.status();
    assert.ok(lastSegment - firstSegment <= settings.logSegments, "the log stays short");
    await checkConsistency(engine);
    await engine.close();
  });
}

test("a thousand jobs that wait for a year, with all else passing, cost at most 0.6 bytes for each that is accepted", async (t) => {
  const world = newWorld();
  const engine = await openWorld(world, settings);
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 50_000 } });
  await engine.queues.createQueue({ queue: "q" });
  const year = 365 * 86_400_000;
  const jobs = Array.from({ length: 100 }, (_, at): NewJobInit => ({ value: Buffer.alloc(200), delayMs: year + at }));
  for (let times = 0; times < 10; times++) await engine.queues.enqueue({ queue: "q", jobs });
  await writeSegments(engine, world, 50, () => publish(engine, "passing", ["x".repeat(3000)]));
  t.diagnostic(`${amplification(engine).toFixed(2)} bytes written for each that was accepted`);
  assert.ok(amplification(engine) <= 1.6, `${amplification(engine)}`);
  const { queue } = await engine.queues.getQueue({ queue: "q" });
  assert.equal(queue?.counts?.delayed, 1000);
  await checkConsistency(engine);
  await engine.close();
});

test("entries that are overwritten before a segment is full twice are not written again by anybody else", async (t) => {
  const world = newWorld();
  const engine = await openWorld(world, settings);
  await engine.kv.createBucket({ bucket: "b" });
  let turn = 0;
  await writeSegments(engine, world, 20, () =>
    engine.kv.put({ bucket: "b", key: `hot ${turn++ % 60}`, value: Buffer.alloc(900, turn % 256) }),
  );
  t.diagnostic(`${amplification(engine).toFixed(2)} bytes written for each that was accepted`);
  assert.ok(amplification(engine) <= 1.05, `${amplification(engine)}`);
  const { firstSegment, lastSegment } = engine.status();
  assert.ok(lastSegment - firstSegment <= settings.logSegments, "the log stays short");
  await checkConsistency(engine);
  await engine.close();
});

test("what streams let go of while a file is written for long is not settled behind it", async () => {
  const world = newWorld();
  const mayBegin = settledFilesWait(world);
  const engine = await openWorld(world, settings);
  await engine.streams.createStream({ stream: "kept" });
  await engine.streams.createStream({ stream: "passing", settings: { retentionBytes: 50_000 } });
  const keptSegments = settings.logSegments + 2;
  while (engine.status().lastSegment <= keptSegments) await publish(engine, "kept", ["x".repeat(3000)]);
  while (engine.status().lastSegment < 10 * keptSegments) await publish(engine, "passing", ["x".repeat(3000)]);
  mayBegin();
  await engine.collect();
  const { firstSegment, lastSegment, written } = engine.status();
  assert.ok(written.settledBytes > settings.segmentBytes, "what is kept was settled");
  assert.ok(written.settledBytes <= (keptSegments + 1) * settings.segmentBytes, `${written.settledBytes}`);
  assert.ok(lastSegment - firstSegment <= settings.logSegments, "the log is short again");
  await checkConsistency(engine);
  await engine.close();
});

/** No settled file is begun until what is given is called. */
function settledFilesWait({ disk }: EngineWorld): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const open = disk.open.bind(disk);
  disk.open = async (name, options) => {
    if (options?.create === true && name.endsWith(".settled")) await promise;
    return open(name, options);
  };
  return resolve;
}
