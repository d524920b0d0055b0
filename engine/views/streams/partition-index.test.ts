import assert from "node:assert/strict";
import { test } from "node:test";
import { PartitionIndex } from "./partition-index.ts";

const fails = (): never => {
  throw new Error("no rows may be loaded");
};

/** Batches of one record each, of the given bytes, `perSegment` of them a segment; committed at 10, 20, 30, ... */
function indexOf(bytes: readonly number[], perSegment = 3, timestampMs = (n: number): number => n): PartitionIndex {
  const index = new PartitionIndex(1, 0, fails);
  for (const [n, payloadBytes] of bytes.entries()) {
    const segment = 1 + Math.floor(n / perSegment);
    const place = { segment, byte: 8192 + n * 1000, payloadBytes, payloadCrc: n, baseOffset: n };
    index.append(place, n + 1, timestampMs(n), 10 * (n + 1));
  }
  return index;
}

test("retention by bytes keeps as much as fits, whatever was trimmed before", () => {
  const sizes = [5, 5, 5, 5, 5, 5, 5, 5, 5];
  for (let trimmed = 0; trimmed < 9; trimmed++) {
    for (let limit = 1; limit <= 50; limit++) {
      const index = indexOf(sizes);
      index.trim(trimmed);
      const start = Math.max(trimmed, index.offsetForBytes(limit));
      const kept = 5 * (9 - start);
      assert.ok(kept <= limit || start === 8, `${kept} of ${limit}`);
      assert.ok(kept + 5 > limit || start === trimmed, `no more than needed is removed: ${kept} of ${limit}`);
    }
  }
});

test("retention by bytes keeps the newest batch, however large it is", () => {
  for (const sizes of [[10], [1, 1, 1, 10], [1, 1, 10], [10, 10, 10, 10]]) {
    assert.equal(indexOf(sizes).offsetForBytes(3), sizes.length - 1);
  }
});

test("bytes are those of the batches that are not trimmed", () => {
  const index = indexOf([1, 2, 4, 8, 16, 32, 64]);
  for (const [start, bytes] of [
    [0, 127],
    [1, 126],
    [2, 124],
    [3, 120],
    [4, 112],
    [6, 64],
  ] as const) {
    index.trim(start);
    assert.equal(index.bytes, bytes);
  }
});

test("trimming loads no rows: a commit is applied even when the index store is damaged", () => {
  const index = new PartitionIndex(1, 0, fails);
  const saved = { segment: 1, firstOffset: 0, endOffset: 10, bytes: 100, maxTimestampMs: 5, lastTimeMs: 5 };
  index.adopt({ ...saved, entries: undefined });
  assert.deepEqual(index.trim(4), []);
  assert.throws(() => index.bytes, /no rows may be loaded/);
  assert.equal(index.trim(10).length, 1);
  assert.equal(index.bytes, 0);
});

test("a time is found although timestamps are in no order and the greatest one was trimmed", () => {
  const index = indexOf([1, 1, 1, 1, 1, 1], 3, (n) => [900, 10, 30, 20, 50, 40][n] as number);
  const offsetAt = (timestampMs: number, from: number): number | undefined =>
    index.placeAtTimestamp(timestampMs, from)?.baseOffset;
  assert.equal(offsetAt(25, 0), 0);
  index.trim(1);
  assert.equal(offsetAt(25, 1), 2);
  assert.equal(offsetAt(45, 1), 4);
  assert.equal(offsetAt(45, 5), undefined);
  assert.equal(offsetAt(900, 1), undefined);
});

test("a gap is a hole, at the beginning, between batches and at the end", () => {
  const index = new PartitionIndex(1, 0, fails);
  for (const [segment, baseOffset] of [
    [2, 5],
    [4, 10],
    [4, 11],
  ] as const)
    index.append({ segment, byte: 8192, payloadBytes: 10, payloadCrc: 0, baseOffset }, baseOffset + 1, 0, 0);
  assert.deepEqual(index.holes(3, 14), [
    { firstOffset: 3, lastOffset: 4, fromSegment: 0, toSegment: 2 },
    { firstOffset: 6, lastOffset: 9, fromSegment: 2, toSegment: 4 },
    { firstOffset: 12, lastOffset: 13, fromSegment: 4, toSegment: Number.POSITIVE_INFINITY },
  ]);
  assert.deepEqual(index.holes(10, 12), []);
});
