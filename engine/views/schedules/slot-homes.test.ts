import assert from "node:assert/strict";
import { test } from "node:test";
import { SlotHomes } from "./slot-homes.ts";

test("slots stand in the segment they were put in last, whatever is removed between them", () => {
  const homes = new SlotHomes();
  const expected = new Map<number, number>();
  let state = 7;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let step = 0; step < 5000; step++) {
    const slot = random(200);
    if (expected.delete(slot)) homes.remove(slot);
    if (random(3) === 0) continue;
    const segment = random(5) - 1;
    homes.add(slot, segment);
    expected.set(slot, segment);
  }
  for (let segment = -1; segment < 4; segment++) {
    const meant = [...expected].filter(([, home]) => home === segment).map(([slot]) => slot);
    assert.deepEqual([...homes.in(segment)].toSorted(), meant.toSorted());
  }
  for (const slot of expected.keys()) homes.remove(slot);
  assert.deepEqual([...homes.segments], []);
});
