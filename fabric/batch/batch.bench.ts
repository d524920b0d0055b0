/** Prints what the batch format costs a record of 256 bytes: `node fabric/batch/batch.bench.ts`. */
import { BatchBuilder } from "./batch-builder.ts";
import { BatchReader } from "./batch-reader.ts";
import type { BatchRecord } from "./batch-record.ts";
import { crc32c, crc32cInScript } from "./crc32c.ts";
import { partitionOfKey } from "./partitioner.ts";
import { validateBatch } from "./validate-batch.ts";

const recordsPerBatch = 1000;
const rounds = 400;

const key = Buffer.from("station-1234");
const value = Buffer.alloc(240, "x");
const headers = [{ name: "content-type", value: Buffer.from("application/json") }];
const plain: BatchRecord = { key, value, timestampMs: 1_700_000_000_000 };
const withHeader: BatchRecord = { ...plain, headers };

/** Best of five runs, in nanoseconds a unit. */
function measure(name: string, unitsPerRound: number, run: () => void): void {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1) run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / (rounds * unitsPerRound));
  }
  console.log(`${name.padEnd(48)} ${best.toFixed(1).padStart(8)} ns`);
}

function encode(builder: BatchBuilder, record: BatchRecord): Uint8Array {
  for (let index = 0; index < recordsPerBatch; index += 1) builder.append(record);
  return builder.finish();
}

const builder = new BatchBuilder();
measure("encode, CRC included, a record", recordsPerBatch, () => builder.reuse(encode(builder, plain)));
measure("encode with one header, a record", recordsPerBatch, () => builder.reuse(encode(builder, withHeader)));
measure("encode into fresh memory, a record", recordsPerBatch, () => encode(new BatchBuilder(300_000), plain));
measure("encode, one record a batch", 1, () => {
  builder.append(plain);
  builder.reuse(builder.finish());
});

const batch = encode(new BatchBuilder(), plain);
const batchWithHeader = encode(new BatchBuilder(), withHeader);
measure("validate, a record", recordsPerBatch, () => validateBatch(batch));
measure("validate with one header, a record", recordsPerBatch, () => validateBatch(batchWithHeader));
measure("read key and value, CRC checked, a record", recordsPerBatch, () => {
  const reader = new BatchReader(batch);
  let bytes = 0;
  while (reader.next()) bytes += reader.key!.length + reader.value!.length;
  if (bytes !== recordsPerBatch * (key.length + value.length)) throw new Error("bytes are missing");
});
measure("read as objects, one header, a record", recordsPerBatch, () => {
  const reader = new BatchReader(batchWithHeader);
  while (reader.next()) reader.record();
});
measure("partition of a key of 12 bytes", 1, () => partitionOfKey(key, 12));
const kibibytes = batch.length / 1024;
measure("CRC32C native, a KiB", kibibytes, () => crc32c(batch));
measure("CRC32C in script, a KiB", kibibytes, () => crc32cInScript(batch, 0, batch.length, 0));
