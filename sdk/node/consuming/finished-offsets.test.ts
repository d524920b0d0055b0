import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FinishedOffsets } from "./finished-offsets.ts";

const range = fc.tuple(fc.nat(60), fc.nat(8)).map(([first, more]) => [first, first + more] as const);

test("what is finished is what was added, whatever the order, in as few ranges as can be", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.array(range), (offset, ranges) => {
      const finished = new FinishedOffsets({ offset, finished: [] });
      const model = new Set(Array.from({ length: offset }, (_, below) => below));
      for (const [first, last] of ranges) {
        finished.add(first, last);
        for (let at = first; at <= last; at++) model.add(at);
      }
      for (let at = 0; at < 75; at++) assert.equal(finished.has(at), model.has(at), `offset ${at}`);
      const cursor = finished.cursor();
      let above = cursor.offset;
      for (const { firstOffset, lastOffset } of cursor.finished) {
        assert.ok(firstOffset > above && lastOffset >= firstOffset, JSON.stringify(cursor));
        above = lastOffset + 1;
      }
      for (let at = 0; at < 75; at++) {
        const more = new FinishedOffsets(cursor);
        more.add(at, at);
        assert.equal(finished.isApart(at), more.ranges > finished.ranges, `offset ${at}`);
      }
      assert.deepEqual(new FinishedOffsets(cursor).cursor(), cursor);
    }),
  );
});
