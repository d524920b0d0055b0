import assert from "node:assert/strict";
import { test } from "node:test";
import { callersKeyHash, keyHash } from "./idempotency.ts";

test("a key without a caller's name is kept as logs have it from before there were names", () => {
  for (const key of ["order-7", "ü", "\u0000ann\u0000order-7"]) assert.equal(callersKeyHash("", key), keyHash(key));
});

test("no two callers and keys are taken for each other, whatever stands in them", () => {
  const pairs: readonly (readonly [who: string, key: string])[] = [
    ...[
      ["", "ann"],
      ["ann", ""],
      ["a", "nn"],
      ["an", "n"],
      ["ann", "ann"],
      ["ann", "order-7"],
      ["bob", "order-7"],
    ],
    ...[
      ["", "order-7"],
      ["", "annorder-7"],
      ["", "\u00ffann\u00fforder-7"],
      ["", "\ufffdann\ufffdorder-7"],
    ],
  ] as [string, string][];
  const hashes = new Set(pairs.map(([who, key]) => callersKeyHash(who, key)));
  assert.equal(hashes.size, pairs.length);
});
