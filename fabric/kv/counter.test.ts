import assert from "node:assert/strict";
import { test } from "node:test";
import { counterValue, incremented } from "./counter.ts";

const place = { bucket: "b", key: "k" };
const most = Number.MAX_SAFE_INTEGER;

test("what was counted is read back as it was written", () => {
  for (const number of [0, -1, most, -most]) assert.equal(incremented(place, counterValue(number), 0), number);
  assert.equal(incremented(place, undefined, -3), -3);
});

test("no step from beyond the exact numbers back into them is wrong by one", () => {
  assert.equal(incremented(place, Buffer.from("9007199254740993"), -2), most);
  assert.throws(() => incremented(place, Buffer.from("9007199254740993"), -1), { reason: "number_out_of_range" });
  assert.throws(() => incremented(place, counterValue(most), 1), { reason: "number_out_of_range" });
});

test("other bytes are no number", () => {
  for (const text of ["", "1.5", "0x1", "１", "-", "--1", "00", "1 "]) {
    assert.throws(() => incremented(place, Buffer.from(text), 1), { reason: "not_a_number" });
  }
});
