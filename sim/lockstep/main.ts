/** Compares the engine with the model, step by step: `node sim/lockstep/main.ts [--seed n] [--runs n]`. The first seed that differs is shrunk, printed, and ends it. */
import { parseArgs } from "node:util";
import { compareFrom, describeFailure } from "./comparison.ts";

const { values } = parseArgs({ options: { seed: { type: "string" }, runs: { type: "string" } } });
const first = Number(values.seed ?? 1);
const runs = Number(values.runs ?? (values.seed === undefined ? 100 : 1));

for (let seed = first; seed < first + runs && process.exitCode === undefined; seed++) {
  const failure = await compareFrom(seed);
  if (failure === undefined) continue;
  console.log(describeFailure(seed, failure));
  process.exitCode = 1;
}
if (process.exitCode === undefined) console.log(`engine and model agreed from ${runs} seeds`);
