import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../random/seeded-random.ts";
import { LowestOffsets } from "./lowest-offsets.ts";

test("of offsets in any order the lowest are kept, and it is known from where on none was", () => {
  const random = new SeededRandom(1);
  for (const [count, most] of [
    [0, 4],
    [3, 4],
    [4, 4],
    [9, 4],
    [1000, 4],
    [1000, 300],
  ] as const) {
    const offsets = random.shuffle(Array.from({ length: count }, (_, index) => 3 * index));
    const lowest = new LowestOffsets(most);
    for (const offset of offsets) lowest.add(offset);
    const kept = [...lowest.inOrder()];
    assert.deepEqual(kept, offsets.sort((a, b) => a - b).slice(0, most));
    assert.equal(lowest.bound, count > most ? 3 * most : Number.POSITIVE_INFINITY);
  }
});
