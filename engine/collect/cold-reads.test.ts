import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { MemoryDisk } from "../disk/memory-disk.ts";
import { type Engine, openEngine } from "../engine.ts";
import { SimulatedIndexStore } from "../index-store/simulated-index-store.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { publish } from "../testing/engine-world.ts";
import { watchedDisk } from "../testing/watched-disk.ts";

const STREAMS = Number(process.env.STREAMS ?? 50);
const SEGMENT_BYTES = Number(process.env.SEGMENT_BYTES ?? 1 << 19);
/** Records of each stream; they fill eight segments. */
const RECORDS = Math.floor((8 * SEGMENT_BYTES) / STREAMS / 1100);
/** The log may have half as many. */
const LOG_SEGMENTS = 4;

/** Reads of the disk for each MiB of the older records of one stream among many. */
async function readsPerMiB(engine: Engine, count: { reads: number }): Promise<number> {
  count.reads = 0;
  let bytes = 0;
  const end = Math.floor(RECORDS / 3);
  for (let offset = 0; offset < end; ) {
    const maxBytes = Math.min(1 << 20, (end - offset) * 1070);
    const { batches, nextOffset } = await engine.streams.fetch({ stream: "s7", partition: 0, offset, maxBytes });
    bytes += batches.length;
    offset = nextOffset;
  }
  return count.reads / (bytes / (1 << 20));
}

test(`one of ${STREAMS} streams is read in a tenth of the reads, or fewer, once its records are settled`, async (t) => {
  const count = { reads: 0 };
  const open = async (
    logSegments: number,
  ): Promise<{ engine: Engine; clock: VirtualClock; count: { reads: number } }> => {
    const clock = new VirtualClock();
    const parts = { disk: watchedDisk(new MemoryDisk(), () => count.reads++), index: new SimulatedIndexStore(), clock };
    const sizes = { segmentBytes: SEGMENT_BYTES, groupBytes: 1 << 18, logSegments };
    const engine = await openEngine({ ...parts, ...sizes, random: new SeededRandom(1) });
    for (let number = 0; number < STREAMS; number++) await engine.streams.createStream({ stream: `s${number}` });
    for (let round = 0; round < RECORDS; round++)
      await Promise.all(
        Array.from({ length: STREAMS }, (_, number) => publish(engine, `s${number}`, ["x".repeat(1000)])),
      );
    await clock.advance(1000);
    await engine.collect();
    return { engine, clock, count };
  };
  const before = await open(1000);
  const inLog = await readsPerMiB(before.engine, count);
  await before.engine.close();
  const after = await open(LOG_SEGMENTS);
  const settled = await readsPerMiB(after.engine, count);
  await after.engine.close();
  t.diagnostic(
    `reads for each MiB of one stream: ${inLog.toFixed(0)} from the log, ${settled.toFixed(0)} once settled`,
  );
  assert.ok(settled * 10 <= inLog, `${settled} against ${inLog}`);
});
