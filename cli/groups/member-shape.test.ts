import assert from "node:assert/strict";
import { test } from "node:test";
import { holdingText } from "./member-shape.ts";

test("what a member holds is told by stream, partitions that follow one another as ranges", () => {
  const holding = [
    { stream: "bills", partitions: [1] },
    { stream: "orders", partitions: [7, 10, 0, 2, 1, 3, 11] },
  ];
  assert.equal(holdingText(holding), "bills 1; orders 0-3,7,10-11");
  assert.equal(holdingText([]), "nothing");
});
