import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "./simulation.ts";
import { workloads } from "./workloads/all.ts";

test("the same seed gives the same log, byte for byte", async () => {
  for (const workload of workloads) {
    const options = { workload, seed: 7, lives: 1, statesAMoment: 1 };
    const [one, other] = [await simulate(options), await simulate(options)];
    assert.equal(one.logHash, other.logHash, workload.name);
    assert.deepEqual([...one.states].sort(), [...other.states].sort(), workload.name);
  }
});
