import assert from "node:assert/strict";
import { test } from "node:test";
import { BatchEntries } from "./batch-entries.ts";
import { type IndexRange, PartitionIndex } from "./partition-index.ts";
import { keepingRecent } from "./recent-ranges.ts";

function savedRange(segment: number): IndexRange {
  const firstOffset = segment * 100;
  const times = { maxTimestampMs: 0, lastTimeMs: 0 };
  return { segment, firstOffset, endOffset: firstOffset + 100, bytes: 100, ...times, entries: undefined };
}

test("the rows of a range are loaded once while others are few, whoever asks for them and how often", () => {
  const loaded: number[] = [];
  const load = keepingRecent((_index, { segment, firstOffset }) => {
    loaded.push(segment);
    const entries = new BatchEntries();
    for (let row = 0; row < 100; row++) entries.push(firstOffset + row, row, 1, 0, 0, 0);
    return entries;
  });
  const index = new PartitionIndex(1, 0, load);
  for (let segment = 0; segment < 30; segment++) index.adopt(savedRange(segment));
  for (let offset = 0; offset < 700; offset++) assert.equal(index.places(offset, 1)[0]?.baseOffset, offset);
  for (let offset = 0; offset < 700; offset++) assert.equal(index.batchEnd(offset), offset + 1);
  assert.deepEqual(loaded, [0, 1, 2, 3, 4, 5, 6, 7]);
  index.places(2900, 1);
  index.places(0, 1);
  assert.deepEqual(loaded.slice(8), [29, 0], "they are not kept for ever");
});
