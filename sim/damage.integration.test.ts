import assert from "node:assert/strict";
import { test } from "node:test";
import { damageAtRest } from "./damage.ts";
import { workloads } from "./workloads/all.ts";
import { settling } from "./workloads/settling.ts";

const damagesASeed = 300;
/** Of a log of which the oldest part was carried and settled. */
const damagesOfSettled = 100;

test("damage at rest is named, never served, and takes nothing else with it", async (t) => {
  let damages = 0;
  for (const workload of workloads
    .filter((each) => "run" in each)
    .filter(({ name }) => ["singles", "commits", "retries"].includes(name))) {
    for (const seed of [1, 2]) {
      const report = await damageAtRest({ workload, seed, rounds: damagesASeed });
      damages += report.damages;
      assert.deepEqual(report.findings, [], `${workload.name}, seed ${seed}`);
    }
  }
  for (const seed of [1, 4, 15]) {
    const report = await damageAtRest({ workload: settling, seed, rounds: damagesOfSettled });
    damages += report.damages;
    assert.deepEqual(report.findings, [], `settling, seed ${seed}`);
  }
  t.diagnostic(`${damages} damages: bit flips, lost pages, truncated, missing and exchanged files`);
  assert.ok(damages >= 2000);
});
