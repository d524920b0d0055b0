import assert from "node:assert/strict";
import { test } from "node:test";
import { hashOf, KeyFilter } from "./key-filter.ts";

test("a filter knows every key that was added, and mistakes few others for one", () => {
  const filter = KeyFilter.of(20_000);
  const keyOf = (number: number): string => `k/0000000000000001/user:${number}`;
  for (let number = 0; number < 20_000; number++) filter.add(hashOf(keyOf(number)));
  for (let number = 0; number < 20_000; number++) assert.ok(filter.mayHold(hashOf(keyOf(number))));
  let mistaken = 0;
  for (let number = 20_000; number < 40_000; number++) mistaken += Number(filter.mayHold(hashOf(keyOf(number))));
  assert.ok(mistaken < 400, `${mistaken} of 20000`);
});

test("an empty filter knows nothing", () => {
  assert.equal(KeyFilter.of(0).mayHold(hashOf("key")), false);
});
