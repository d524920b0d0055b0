import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../random/seeded-random.ts";
import { JobSlots } from "./job-slots.ts";
import { NO_SLOT } from "./slot-table.ts";

test("slots are found by their names at every moment, also while the table moves to a larger one", () => {
  const random = new SeededRandom(5);
  const slots = new JobSlots();
  const expected = new Map<number, number>();
  for (let step = 0; step < 40_000; step++) {
    const offset = random.integer(step < 20_000 ? 30_000 : 3000);
    const slot = expected.get(offset);
    assert.equal(slots.find(offset), slot ?? NO_SLOT);
    if (slot === undefined) expected.set(offset, slots.add(offset));
    else if (random.integer(2) === 0) {
      slots.remove(slot);
      expected.delete(offset);
    }
    assert.equal(slots.size, expected.size);
  }
  for (const [offset, slot] of expected) {
    assert.equal(slots.find(offset), slot);
    assert.equal(slots.offset[slot], offset);
  }
  assert.deepEqual([...slots.all()].length, expected.size);
});

test("no slot that is added makes more than one column larger, once there are many", () => {
  const slots = new JobSlots();
  const columns = (): readonly object[] => [
    slots.offset,
    slots.dueMs,
    slots.worker,
    slots.key,
    slots.attempts,
    slots.state,
  ];
  let most = 0;
  let grown = 0;
  for (let offset = 0; offset < 100_000; offset++) {
    const before = columns();
    slots.add(offset);
    const changed = columns().filter((column, index) => column !== before[index]).length;
    grown += changed;
    if (offset > 10_000) most = Math.max(most, changed);
  }
  assert.equal(most, 1);
  assert.ok(grown > 60);
});
