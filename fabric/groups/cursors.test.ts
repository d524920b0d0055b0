import assert from "node:assert/strict";
import { test } from "node:test";
import { limits } from "@flowmesh/contract";
import fc from "fast-check";
import { isFlowMeshError } from "../errors.ts";
import { checkCursor, cursorEnd, mergeCursors, unfinished } from "./cursors.ts";
import type { CursorState } from "./group-state.ts";

const offsets = 80;

/** Cursors as a client may send them: ranges that touch each other or the offset, too. */
const sent = fc.tuple(fc.nat(30), fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 8 })).map(([offset, steps]) => {
  let above = offset;
  const finished = steps.map(([gap, more]) => {
    const firstOffset = above + gap;
    const lastOffset = firstOffset + more;
    above = lastOffset + 1;
    return { firstOffset, lastOffset };
  });
  return { offset, finished };
});
const cursor = sent.map((init) => checkCursor("cursor", init));

function setOf({ offset, finished }: CursorState): Set<number> {
  const set = new Set(Array.from({ length: offset }, (_, below) => below));
  for (let at = 0; at < finished.length; at += 2)
    for (let each = finished[at] as number; each <= (finished[at + 1] as number); each++) set.add(each);
  return set;
}

function isCanonical({ offset, finished }: CursorState): boolean {
  let above = offset;
  for (let at = 0; at < finished.length; at += 2) {
    const [first, last] = [finished[at] as number, finished[at + 1] as number];
    if (first <= above || last < first) return false;
    above = last + 1;
  }
  return finished.length % 2 === 0;
}

test("a cursor that was checked says what was sent, in as few ranges as can be", () => {
  fc.assert(
    fc.property(sent, (init) => {
      const checked = checkCursor("cursor", init);
      const ranges = init.finished.flatMap(({ firstOffset, lastOffset }) => [firstOffset, lastOffset]);
      assert.deepEqual(setOf(checked), setOf({ offset: init.offset, finished: ranges }));
      assert.ok(isCanonical(checked));
      assert.equal(cursorEnd(checked), Math.max(-1, ...setOf(checked)) + 1);
    }),
  );
});

test("merged cursors say what one or the other says: in either order, grouped in either way, and once or twice", () => {
  fc.assert(
    fc.property(cursor, cursor, cursor, (a, b, c) => {
      const both = mergeCursors(a, b);
      assert.deepEqual(setOf(both), new Set([...setOf(a), ...setOf(b)]));
      assert.ok(isCanonical(both), JSON.stringify(both));
      assert.deepEqual(mergeCursors(b, a), both);
      assert.deepEqual(mergeCursors(both, b), both);
      assert.deepEqual(mergeCursors(a, a), a);
      assert.deepEqual(mergeCursors(both, c), mergeCursors(a, mergeCursors(b, c)));
    }),
    { numRuns: 1000 },
  );
});

test("what is not finished is counted as it lies between the ends", () => {
  fc.assert(
    fc.property(cursor, fc.nat(offsets), fc.nat(offsets), (state, from, more) => {
      const finished = setOf(state);
      const open = Array.from({ length: more }, (_, index) => from + index).filter((each) => !finished.has(each));
      assert.equal(unfinished(state, from, from + more), open.length);
    }),
  );
});

test("a merged cursor has no more ranges than a cursor may have; cursors that are full meet within the limit", () => {
  const most = limits.finishedRanges.value;
  const every = (step: number, shift: number): CursorState => ({
    offset: 0,
    finished: Array.from({ length: most }, (_, index) => (index + 1) * step + shift).flatMap((each) => [each, each]),
  });
  assert.equal(mergeCursors(every(2, 0), every(2, 1)).finished.length, 2);
  assert.throws(
    () => mergeCursors(every(4, 0), every(4, 2)),
    (error) => isFlowMeshError(error, "limit_exceeded"),
  );
});
