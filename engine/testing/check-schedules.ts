import assert from "node:assert/strict";
import type { EngineParts } from "../inspect.ts";

/**
 * Checks what must hold of schedules when nothing is under way:
 *
 * - each is found by its name, once, and names are in order;
 * - its state, and what it does, stand in a segment that is kept, and can be read;
 * - its firings are told newest first, and those that fired stand in the log before its present;
 * - it is looked at just when its cursor says, and the heap of due times knows of that.
 */
export async function checkSchedules({ state: { heads }, log }: EngineParts, isDamaged: boolean): Promise<void> {
  const { schedules: table } = heads;
  const { slots, due } = table;
  const names = [...table.namesFrom("")];
  assert.deepEqual(names, [...names].sort(), "names of schedules are in order");
  const ofSlots = [...slots.all()].map((slot) => slots.name[slot]);
  assert.deepEqual(names, ofSlots.sort(), "each schedule has a name of its own");
  assert.equal(table.count, names.length);
  let awaited = 0;
  for (const name of names) {
    const slot = table.get(name);
    const { cursor, firings } = table.recordOf(slot);
    const place = table.placeOf(slot);
    assert.equal(slots.name[slot], name);
    assert.ok(!table.deleted.has(slot), `schedule ${name} is not deleted`);
    assert.ok((slots.segment[slot] as number) >= log.firstSegment, `schedule ${name} stands in what is kept`);
    if (!isDamaged) {
      assert.ok(place !== undefined, `what schedule ${name} does stands in the log`);
      assert.equal((await log.reader.read([place])).whole, 1, `what schedule ${name} does can be read`);
    }
    const fired = firings.map(({ position }) => position).filter((position) => position > 0);
    assert.deepEqual(
      fired,
      fired.toSorted((a, b) => b - a),
      `firings of schedule ${name} are told newest first`,
    );
    assert.ok((fired[0] ?? 0) <= (slots.changed[slot] as number), `schedule ${name} changed with its last firing`);
    assert.equal(slots.firings[slot], firings.length, `firings of schedule ${name} are counted`);
    assert.equal(slots.heapMs[slot], cursor.dueMs, `schedule ${name} is looked at when it is due`);
    if (cursor.dueMs < Number.POSITIVE_INFINITY) awaited++;
    assert.ok(due.nextMs <= cursor.dueMs, `nothing that is due is before the first time of all`);
  }
  assert.ok(due.size >= awaited, "each schedule that is due at some time is awaited");
}
