import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import type { SimulationReport, Violation } from "./simulation.ts";
import type { SimulationRun } from "./simulation-worker.ts";
import { workloads } from "./workloads/all.ts";

/** Of one seed of each workload; `make sim` looks at twice as many, `make soak` at millions. */
const statesWanted = 25_000;
const statesInRecoveryWanted = 5000;
const seed = 1;
const threads = 2;

test("no crash loses, doubles, reorders or halves what was acknowledged", async (t) => {
  const states = new Set<number>();
  const violations: Violation[] = [];
  let inRecovery = 0;
  let acknowledged = 0;
  let runs = 0;
  const left = workloads.values();
  const found = new AbortController();
  const thread = async (): Promise<void> => {
    const worker = new Worker(new URL("./simulation-worker.ts", import.meta.url));
    for (const { name } of left) {
      const report = await reportOn({ workload: name, seed }, worker, found.signal);
      if (report === undefined) break;
      runs++;
      for (const state of report.states) states.add(state);
      inRecovery += report.statesInRecovery;
      acknowledged += report.writesAcknowledged;
      violations.push(...report.violations);
      if (violations.length > 0) found.abort();
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: threads }, thread));
  t.diagnostic(
    `${states.size} distinct crash states, ${inRecovery} inside recovery, of ${runs} workloads; ${acknowledged} writes acknowledged`,
  );
  assert.deepEqual(violations, []);
  assert.equal(runs, workloads.length);
  assert.ok(states.size >= statesWanted, `${states.size} states were checked, which is too few to say anything`);
  assert.ok(
    inRecovery >= statesInRecoveryWanted,
    `${inRecovery} states inside recovery were checked, which is too few`,
  );
});

/** Undefined when another thread has found a violation before it came. */
async function reportOn(
  run: SimulationRun,
  worker: Worker,
  found: AbortSignal,
): Promise<SimulationReport | undefined> {
  if (found.aborted) return undefined;
  worker.postMessage(run);
  try {
    const [report] = await once(worker, "message", { signal: found });
    return report as SimulationReport;
  } catch (error) {
    if (found.aborted) return undefined;
    throw error;
  }
}
