import assert from "node:assert/strict";
import { test } from "node:test";
import { grown, openPartitions, openUntil } from "./growth.ts";

function offsets(...ends: number[]): { startOffset: number; nextOffset: number }[] {
  return ends.map((nextOffset) => ({ startOffset: 0, nextOffset }));
}

test("of several growths the first that is not finished bounds what is open", () => {
  const growths = grown(grown([], offsets(3, 0)), offsets(5, 0, 2));
  const open = (...finished: number[]): number =>
    openPartitions(4, growths, (partition, end) => (finished[partition] ?? 0) >= end);
  assert.equal(open(2, 0), 2);
  assert.equal(open(3, 0), 3);
  assert.equal(open(5, 0, 1), 3);
  assert.equal(open(5, 0, 2), 4);
});

test("a growth of what holds nothing is not remembered, nor one whose records are gone, nor more than eight", () => {
  assert.deepEqual(grown([], offsets(0, 0)), []);
  const first = grown([], offsets(3));
  const trimmed = [
    { startOffset: 3, nextOffset: 4 },
    { startOffset: 0, nextOffset: 0 },
  ];
  assert.deepEqual(
    grown(first, trimmed).map(({ partitions }) => partitions),
    [2],
  );
  let growths = first;
  for (let count = 2; count < 20; count++) growths = grown(growths, offsets(...Array(count).fill(9)));
  assert.deepEqual(
    growths.map(({ partitions }) => partitions),
    [12, 13, 14, 15, 16, 17, 18, 19],
  );
});

test("an older partition is open to where it ended, unless the number was multiplied, until all of before is finished", () => {
  const threeToFive = grown([], offsets(4, 2, 0));
  const notYet = (): boolean => false;
  const openIn = (partitions: number, growths: ReturnType<typeof grown>): number[] =>
    Array.from({ length: partitions }, (_, partition) => openUntil(partition, partitions, growths, notYet));
  assert.deepEqual(openIn(5, threeToFive), [4, 2, 0, 0, 0]);
  const open = Number.POSITIVE_INFINITY;
  assert.deepEqual(openIn(6, threeToFive), [open, open, open, 0, 0, 0]);
  const multipliedThenNot = grown(threeToFive, offsets(7, 3, 1, 1, 1, 1));
  assert.deepEqual(openIn(8, multipliedThenNot), [7, 3, 1, 0, 0, 0, 0, 0]);
  assert.equal(
    openUntil(1, 8, multipliedThenNot, () => true),
    open,
  );
});
