import assert from "node:assert/strict";
import { test } from "node:test";
import type { DiskFile } from "../disk/disk.ts";
import { MemoryDisk } from "../disk/memory-disk.ts";
import { FooterBuilder, readFooter } from "./segment-footer.ts";

const SEGMENT_BYTES = 1 << 20;
const identity = { epoch: 3, segment: 7, firstPosition: 20, lastPosition: 22, lastChecksum: 99 };

/** A full segment whose frames have no operations. */
async function footed(): Promise<{ file: DiskFile; start: number }> {
  const builder = new FooterBuilder();
  for (let position = 20; position <= 22; position++)
    builder.add({ position, timeMs: 1000, byte: position * 100, operations: 0 }, Buffer.alloc(0), 0, 0);
  const file = await new MemoryDisk().open("segment", { create: true });
  await file.write(0, [Buffer.alloc(SEGMENT_BYTES)]);
  const { start, bytes } = builder.finish(identity, SEGMENT_BYTES);
  await file.write(start, [bytes]);
  return { file, start };
}

test("of a full segment only the footer is read, however large the segment is", async () => {
  const { file, start } = await footed();
  let read = 0;
  const counting: DiskFile = Object.assign(Object.create(file) as DiskFile, {
    read: (position: number, target: Uint8Array) => {
      read += target.length;
      return file.read(position, target);
    },
  });
  const entries = await readFooter(counting, identity, SEGMENT_BYTES);
  assert.deepEqual(
    [...(entries ?? [])].map(({ position, byte }) => [position, byte]),
    [20, 21, 22].map((position) => [position, position * 100]),
  );
  assert.equal(read, SEGMENT_BYTES - start);
});

test("a footer of another segment, or one that is damaged anywhere, is none", async () => {
  const { file, start } = await footed();
  assert.equal(await readFooter(file, { ...identity, lastChecksum: 98 }, SEGMENT_BYTES), undefined);
  const one = Buffer.alloc(1);
  for (let at = start; at < SEGMENT_BYTES - 8; at += 5) {
    await file.read(at, one);
    await file.write(at, [Buffer.of((one[0] as number) ^ 1)]);
    assert.equal(await readFooter(file, identity, SEGMENT_BYTES), undefined, `byte ${at - start}`);
    await file.write(at, [one]);
  }
  assert.notEqual(await readFooter(file, identity, SEGMENT_BYTES), undefined);
});

test("a footer of many entries is whole, and the same whether or not it knew how many there would be", async () => {
  const table = Buffer.from(Array.from({ length: 90 }, (_, index) => index));
  const fill = (builder: FooterBuilder): FooterBuilder => {
    for (let position = 20; position < 2020; position++)
      builder.add({ position, timeMs: 1000, byte: position, operations: 0 }, table, position % 30, 60);
    return builder;
  };
  const first = fill(new FooterBuilder());
  const next = fill(new FooterBuilder(first));
  const { start, bytes } = next.finish(identity, SEGMENT_BYTES);
  assert.deepEqual(bytes, first.finish(identity, SEGMENT_BYTES).bytes);
  const file = await new MemoryDisk().open("segment", { create: true });
  await file.write(0, [Buffer.alloc(SEGMENT_BYTES)]);
  await file.write(start, [bytes]);
  const entries = [...((await readFooter(file, identity, SEGMENT_BYTES)) ?? [])];
  assert.deepEqual([entries.length, entries[1999]?.position], [2000, 2019]);
  await file.write(start + 100_000, [Buffer.of(0xff)]);
  assert.equal(await readFooter(file, identity, SEGMENT_BYTES), undefined);
});
