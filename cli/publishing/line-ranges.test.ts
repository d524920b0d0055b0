import assert from "node:assert/strict";
import { test } from "node:test";
import { LineRanges } from "./line-ranges.ts";

function textOf(lines: readonly number[]): string {
  const ranges = new LineRanges();
  for (const line of lines) ranges.add(line);
  return ranges.text("line");
}

test("lines that follow one another are one range, in whatever order they come", () => {
  assert.equal(textOf([7]), "line 7");
  assert.equal(textOf([1, 2, 3, 7, 9, 10]), "lines 1-3, 7, 9-10");
  assert.equal(textOf([2, 4, 6, 1, 3, 5]), "lines 1-6");
});

test("of more ranges than people read the rest is counted, also of those that are not kept", () => {
  const odd = (count: number): number[] => Array.from({ length: count }, (_, at) => at * 2 + 1);
  assert.match(textOf(odd(25)), /^lines 1, 3, .*, 39 and 5 more$/);
  assert.match(textOf(odd(20_000)), /, 39 and 19980 more$/);
});
