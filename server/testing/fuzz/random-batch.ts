import { SeededRandom } from "@flowmesh/engine";
import { encodeBatch } from "@flowmesh/fabric";
import { batchHeaderBytes, compressBatch, patchCrc, patchProducer } from "@flowmesh/fabric/internal";
import { mutate } from "./mutate.ts";

/** Made once, because compressing takes long. */
const goodBatches: readonly Buffer[] = Array.from({ length: 200 }, (_, index) => makeBatch(new SeededRandom(index)));

/** A batch that is good. */
export function randomBatch(random: SeededRandom): Buffer {
  return Buffer.from(random.pick(goodBatches));
}

function makeBatch(random: SeededRandom): Buffer {
  const records = Array.from({ length: 1 + random.integer(4) }, (_, index) => ({
    timestampMs: 1_700_000_000_000 + random.integer(1000) * index,
    value: Buffer.alloc(random.integer(60), 0x61 + index),
    ...(random.chance(0.5) ? { key: Buffer.from(`key ${random.integer(5)}`) } : {}),
    ...(random.chance(0.3) ? { headers: [{ name: "trace", value: Buffer.from("4711") }] } : {}),
  }));
  const batch = encodeBatch(records);
  if (random.chance(0.2)) patchProducer(batch, 0, random.integer(4), 0, random.integer(10));
  return Buffer.from(random.chance(0.2) ? compressBatch(batch, random.pick(["gzip", "zstd"])) : batch);
}

/** A batch with something wrong, whose CRC, and mostly also its length, fit nevertheless: so that more than those is looked at. */
export function mutatedBatch(random: SeededRandom): Buffer {
  const batch = Buffer.from(mutate(randomBatch(random), random));
  if (batch.length < batchHeaderBytes) return batch;
  if (random.chance(0.8)) batch.writeInt32BE(batch.length - 12, 8);
  if (random.chance(0.9)) batch[16] = 2;
  if (random.chance(0.9)) patchCrc(batch);
  return batch;
}
