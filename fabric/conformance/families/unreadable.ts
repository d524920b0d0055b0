import assert from "node:assert/strict";
import { limits, type ReadRequestInit } from "@flowmesh/contract";
import { encodeBatch } from "../../batch/batch-builder.ts";
import { compressBatch } from "../../batch/batch-codec.ts";
import { batchCount, patchCrc, writeInt32 } from "../../batch/batch-header.ts";
import type { BatchRecord } from "../../batch/batch-record.ts";
import { isFlowMeshError } from "../../errors.ts";
import { batchOf, type CaseContext, numbered, pagesMax, valuesOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

/** A range of offsets that a reader was told it cannot have. */
type Damage = readonly [first: number, last: number];

/** Reads partition 0 page by page, and goes on behind what cannot be read where the error says. */
async function readOver({ streams }: CaseContext, stream: string, limit: number) {
  const values: string[] = [];
  const damages: Damage[] = [];
  let request: ReadRequestInit = { stream, partition: 0, limit };
  for (let pages = 1; ; pages += 1) {
    assert.ok(pages <= pagesMax, "the pages come to an end");
    try {
      const { records, nextPageToken, caughtUp } = await streams.read(request);
      values.push(...valuesOf(records));
      if (caughtUp) return { values, damages };
      assert.ok(records.length > 0, "a page that is not the last has records");
      request = { stream, partition: 0, limit, pageToken: nextPageToken };
    } catch (error) {
      if (!isFlowMeshError(error, "records_malformed")) throw error;
      const { first, last, next } = error.details as { first: number; last: number; next: number };
      assert.equal(next, last + 1);
      assert.ok(last >= first && first >= (damages.at(-1)?.[1] ?? -1) + 1, "each damage is told once");
      damages.push([first, last]);
      request = { stream, partition: 0, limit, offset: next };
    }
  }
}

/** Between two records before and one behind it, so that the batch begins at offset 2; the records in it have the values `of`, those that can be read. */
async function expectDamage(context: CaseContext, batch: Uint8Array, of: readonly string[], damage: Damage) {
  const stream = await context.stream();
  await context.append(stream, ["before", "it"]);
  await context.streams.append({ stream, batch });
  await context.append(stream, ["behind"]);
  for (const limit of [1, 2, 3, 1000]) {
    const read = await readOver(context, stream, limit);
    assert.deepEqual(read, { values: ["before", "it", ...of, "behind"], damages: [damage] }, `pages of ${limit}`);
  }
  const { batches } = await context.streams.fetch({ stream, offset: 2, maxBytes: 1 });
  assert.deepEqual(Buffer.from(batches.subarray(21)), Buffer.from(batch.subarray(21)), "batches are given as they are");
}

/** A packed batch of records 0 to `count - 1` whose header says that there are `claimed`. */
function claiming(count: number, claimed: number): Uint8Array {
  const batch = batchOf(numbered(count));
  writeInt32(batch, 57, claimed);
  writeInt32(batch, 23, claimed - 1);
  return compressBatch(batch, "zstd");
}

function garbled(count: number): Uint8Array {
  const batch = compressBatch(batchOf(numbered(count)), "gzip");
  batch.fill(7, 70);
  patchCrc(batch);
  assert.equal(batchCount(batch), count);
  return batch;
}

/** A packed batch of a record `0`, one that no limit allows, and a record `2`. */
function withLarge(part: Partial<BatchRecord>): Uint8Array {
  const [before, behind] = ["0", "2"].map((text) => ({ timestampMs: 0, value: Buffer.from(text) }));
  return compressBatch(encodeBatch([before!, { timestampMs: 0, ...part }, behind!]), "zstd");
}

export const unreadableCases: readonly ConformanceCase[] = [
  {
    name: "a packed batch that cannot be unpacked is told as damage, and what is around it is read",
    run: (context) => expectDamage(context, garbled(3), [], [2, 4]),
  },
  {
    name: "a packed batch with fewer records than it says gives those, and the rest is told as damage",
    run: (context) => expectDamage(context, claiming(2, 4), ["0", "1"], [4, 5]),
  },
  {
    name: "a packed batch with more records than it says is told as damage from the last that it may have",
    run: (context) => expectDamage(context, claiming(4, 3), ["0", "1"], [4, 4]),
  },
  {
    name: "a small batch that grows without bound is told as damage",
    run(context) {
      const value = Buffer.alloc(limits.recordValueBytes.value);
      const count = limits.batchUncompressedBytes.value / value.length;
      const batch = compressBatch(
        encodeBatch(Array.from({ length: count }, () => ({ timestampMs: 0, value }))),
        "zstd",
      );
      assert.ok(batch.length < 65_536);
      return expectDamage(context, batch, [], [2, 1 + count]);
    },
  },
  {
    name: "a record beyond the limits in a packed batch is told as damage, and the others of the batch are read",
    async run(context) {
      const header = (bytes: number) => ({ name: "h", value: Buffer.alloc(bytes) });
      const parts: readonly Partial<BatchRecord>[] = [
        { value: Buffer.alloc(limits.recordValueBytes.max + 1) },
        { key: Buffer.alloc(limits.recordKeyBytes.value + 1) },
        { headers: [header(limits.recordHeaderBytes.value)] },
        { headers: Array.from({ length: limits.recordHeaders.value + 1 }, () => header(0)) },
      ];
      for (const part of parts) await expectDamage(context, withLarge(part), ["0", "2"], [3, 3]);
    },
  },
  {
    name: "a record of a packed batch as large as the limits allow is read",
    async run(context) {
      const stream = await context.stream();
      const value = Buffer.alloc(limits.recordValueBytes.value);
      const key = Buffer.alloc(limits.recordKeyBytes.value);
      const headers = Array.from({ length: limits.recordHeaders.value }, () => ({ name: "h", value: Buffer.alloc(9) }));
      const batch = compressBatch(encodeBatch([{ timestampMs: 0, key, value, headers }]), "zstd");
      await context.streams.append({ stream, batch });
      const { records } = await context.streams.read({ stream });
      const sizes = records.map((record) => [record.key?.length, record.value?.length, record.headers.length]);
      assert.deepEqual(sizes, [[key.length, value.length, headers.length]]);
    },
  },
  {
    name: "a time within a batch that cannot be read is found at its first record, where the damage is told",
    async run(context) {
      const { streams } = context;
      const stream = await context.stream();
      await streams.append({ stream, batch: encodeBatch([{ timestampMs: 0, value: Buffer.from("early") }]) });
      await streams.append({ stream, batch: garbled(3) });
      const { cursors } = await streams.findOffsets({ stream, time: 1_600_000_000_000 });
      assert.deepEqual(
        cursors.map(({ offset }) => offset),
        [1],
      );
      const details = { stream, partition: 0, first: 1, last: 3, next: 4 };
      await expectRefusal(streams.read({ stream, fromTime: 1_600_000_000_000 }), "records_malformed", details);
    },
  },
];
