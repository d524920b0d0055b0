import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareKeys, isInRange } from "./key-order.ts";

test("keys are in the order of their bytes in UTF-8", () => {
  const key = fc.string({ unit: "binary", maxLength: 6 }).filter((text) => text.isWellFormed());
  fc.assert(
    fc.property(key, key, (left, right) => {
      assert.equal(Math.sign(compareKeys(left, right)), Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
  );
  assert.ok(compareKeys("\ufb01", "\ud83d\ude00") < 0);
});

test("a range takes its first key and not its last", () => {
  const range = { prefix: "", fromKey: "b", toKey: "d" };
  assert.deepEqual(
    ["a", "b", "c", "d"].map((key) => isInRange(key, range)),
    [false, true, true, false],
  );
  assert.ok(isInRange("ab", { prefix: "a", fromKey: "", toKey: "" }));
});
