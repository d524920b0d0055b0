import assert from "node:assert/strict";
import { test } from "node:test";
import { compareFrom, describeFailure } from "./comparison.ts";

const seeds = 240;

test("whatever is done, the engine answers as the model does, over restarts, lost power, collections and jumps of the clock", async () => {
  for (let seed = 1; seed <= seeds; seed++) {
    const failure = await compareFrom(seed);
    assert.ok(failure === undefined, failure && describeFailure(seed, failure));
  }
});
