/**
 * Runs the mutants and tells of each who noticed it. A worker of its own, because a case that fails half way leaves promises behind that nobody waits for, and
 * those must not end the test run.
 */
import { parentPort } from "node:worker_threads";
import { allMutants } from "./mutants.ts";
import { findKiller, missingFacts, recordCases } from "./mutation-run.ts";

/** What a worker tells when it is done. */
export interface MutationReport {
  readonly missing: readonly string[];
  readonly killers: readonly (readonly [mutant: string, killer: string | undefined])[];
}

process.on("unhandledRejection", () => undefined);
const recorded = await recordCases();
const killers: [string, string | undefined][] = [];
for (const mutant of allMutants()) {
  killers.push([mutant.name, await findKiller(mutant, recorded)]);
}
const report: MutationReport = { missing: missingFacts(recorded), killers };
parentPort?.postMessage(report);
