import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SortedList } from "./sorted-list.ts";

const numbers = fc.array(fc.nat({ max: 3000 }), { maxLength: 3000, size: "max" });

test("a sorted list holds what was added and not deleted, alone or up to an item, all or some of them, each once and in order, whatever the order of the calls", () => {
  fc.assert(
    fc.property(numbers, numbers, fc.nat({ max: 3000 }), (added, deleted, from) => {
      const list = new SortedList<number>((a, b) => a - b);
      const expected = new Set(added);
      for (const number of added) list.add(number);
      for (const number of deleted) {
        list.delete(number);
        expected.delete(number);
      }
      const inOrder = [...expected].sort((a, b) => a - b);
      assert.deepEqual([...list.from(0)], inOrder);
      assert.deepEqual(
        [...list.from(from)],
        inOrder.filter((number) => number >= from),
      );
      assert.equal(list.size, inOrder.length);
      list.deleteThrough(from);
      const behind = inOrder.filter((number) => number > from);
      assert.deepEqual([...list.from(0)], behind);
      assert.equal(list.size, behind.length);
      const kept = behind.filter((number) => number % 3 === 0);
      const middle = behind[behind.length >>> 1] ?? 0;
      const keptThrough = kept.filter((number) => number <= middle);
      list.keepThrough(middle, keptThrough);
      const left = [...keptThrough, ...behind.filter((number) => number > middle)];
      assert.deepEqual([...list.from(0)], left);
      assert.equal(list.size, left.length);
      for (const number of added) list.add(number);
      assert.deepEqual(
        [...list.from(0)],
        [...new Set([...left, ...added])].sort((a, b) => a - b),
      );
    }),
    { numRuns: 30 },
  );
});
