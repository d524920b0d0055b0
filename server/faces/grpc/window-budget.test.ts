import assert from "node:assert/strict";
import { test } from "node:test";
import { WindowBudget } from "./window-budget.ts";

const MIB = 1 << 20;

test("streams of a few connections have full windows, those of a thousand connections share little more than what all may have, and it comes back with them", () => {
  const windows = new WindowBudget(128 * MIB, MIB);
  const given = Array.from({ length: 1000 }, () => windows.take());
  for (const { streamBytes } of given.slice(0, 8)) assert.equal(streamBytes, MIB);
  assert.equal(given.at(-1)?.streamBytes, 65_535);
  const bytes = given.reduce((sum, part) => sum + part.bytes, 0);
  assert.ok(bytes < 128 * MIB + 1000 * 65_535, `${bytes} bytes`);
  for (const part of given) windows.give(part);
  assert.equal(windows.take().streamBytes, MIB);
});

test("the more streams a connection has, the smaller their windows; they grow again once most have ended", () => {
  const windows = new WindowBudget(128 * MIB, MIB).take();
  const sizeAt = (streams: number): number => {
    windows.fit(streams);
    return windows.streamBytes;
  };
  assert.deepEqual([1, 8, 9, 16, 17, 33].map(sizeAt), [MIB, MIB, MIB / 2, MIB / 2, MIB / 4, MIB / 8]);
  assert.deepEqual([1000, 300, 1].map(sizeAt), [65_535, 65_535, MIB]);
  assert.equal(windows.fit(2), false, "nothing is to be told");
});
