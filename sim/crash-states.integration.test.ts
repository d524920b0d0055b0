import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate, type Violation } from "./simulation.ts";
import { workloads } from "./workloads/all.ts";

/** Of one seed of each workload; `make sim` looks at twice as many, `make soak` at millions. */
const statesWanted = 25_000;
const statesInRecoveryWanted = 5000;
const seed = 1;

test("no crash loses, doubles, reorders or halves what was acknowledged", async (t) => {
  const states = new Set<number>();
  const violations: Violation[] = [];
  let inRecovery = 0;
  let acknowledged = 0;
  for (const workload of workloads) {
    const { lives = 3 } = workload;
    const report = await simulate({ workload, seed, lives, statesAMoment: 4, stopsEarly: true });
    for (const state of report.states) states.add(state);
    inRecovery += report.statesInRecovery;
    acknowledged += report.writesAcknowledged;
    violations.push(...report.violations);
  }
  t.diagnostic(
    `${states.size} distinct crash states, ${inRecovery} inside recovery, of ${workloads.length} workloads; ${acknowledged} writes acknowledged`,
  );
  assert.deepEqual(violations, []);
  assert.ok(states.size >= statesWanted, `${states.size} states were checked, which is too few to say anything`);
  assert.ok(
    inRecovery >= statesInRecoveryWanted,
    `${inRecovery} states inside recovery were checked, which is too few`,
  );
});
