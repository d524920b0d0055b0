import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate } from "./simulation.ts";
import { workloads } from "./workloads/all.ts";

const seed = 7;

test("the same seed gives the same log, byte for byte", async () => {
  for (const workload of workloads) {
    const options = { workload, seed, lives: 2, statesAMoment: 0 };
    const [one, other] = [await simulate(options), await simulate(options)];
    assert.equal(one.logHash, other.logHash, workload.name);
  }
});

test("the same seed gives the same crash states", async () => {
  for (const workload of workloads.filter(({ name }) => ["churn", "over all"].includes(name))) {
    const options = { workload, seed, lives: 1, statesAMoment: 2 };
    const [one, other] = [await simulate(options), await simulate(options)];
    assert.deepEqual([...one.states].sort(), [...other.states].sort(), workload.name);
  }
});
