import assert from "node:assert/strict";
import { test } from "node:test";
import { damageAtRest } from "./damage.ts";
import { type SimulationReport, simulate, type Violation } from "./simulation.ts";
import { workloads } from "./workloads/all.ts";

const statesWanted = 50_000;
const statesInRecoveryWanted = 2000;
const seedsMax = 40;
const damagesASeed = 300;

test("no crash loses, doubles, reorders or halves what was acknowledged", async (t) => {
  const states = new Set<number>();
  const violations: Violation[] = [];
  let inRecovery = 0;
  let acknowledged = 0;
  let seed = 0;
  while (states.size < statesWanted && violations.length === 0 && seed < seedsMax) {
    seed++;
    for (const workload of workloads) {
      const report = await simulate({ workload, seed, lives: 3, statesAMoment: 4, stopsEarly: true });
      for (const state of report.states) states.add(state);
      inRecovery += report.statesInRecovery;
      acknowledged += report.writesAcknowledged;
      violations.push(...report.violations);
    }
  }
  t.diagnostic(
    `${states.size} distinct crash states, ${inRecovery} inside recovery, of ${workloads.length} workloads and seeds 1 to ${seed}; ${acknowledged} writes acknowledged`,
  );
  assert.deepEqual(violations, []);
  assert.ok(states.size >= statesWanted, `${states.size} states were checked, which is too few to say anything`);
  assert.ok(
    inRecovery >= statesInRecoveryWanted,
    `${inRecovery} states inside recovery were checked, which is too few`,
  );
});

test("the same seed gives the same log, byte for byte", async () => {
  for (const workload of workloads) {
    const [one, other] = [await runOnce(workload.name), await runOnce(workload.name)];
    assert.equal(one.logHash, other.logHash, workload.name);
    assert.deepEqual([...one.states].sort(), [...other.states].sort(), workload.name);
  }
});

test("damage at rest is named, never served, and takes nothing else with it", async (t) => {
  let damages = 0;
  for (const name of ["singles", "commits", "retries"]) {
    for (const seed of [1, 2]) {
      const workload = workloads.find((known) => known.name === name);
      assert.ok(workload !== undefined);
      const report = await damageAtRest(workload, seed, damagesASeed);
      damages += report.damages;
      assert.deepEqual(report.findings, [], `${name}, seed ${seed}`);
    }
  }
  t.diagnostic(`${damages} damages: bit flips, lost pages, truncated, missing and exchanged files`);
  assert.ok(damages >= 1500);
});

function runOnce(name: string): Promise<SimulationReport> {
  const workload = workloads.find((known) => known.name === name);
  assert.ok(workload !== undefined);
  return simulate({ workload, seed: 7, lives: 1, statesAMoment: 1 });
}
