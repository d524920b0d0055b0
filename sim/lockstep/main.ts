/** Compares the engine with the model, step by step. The first seed that differs is shrunk, printed, and ends it. */
import { readOptions, wholeNumber } from "../command-options.ts";
import { compareFrom, describeFailure } from "./comparison.ts";

const usage = `Usage: node sim/lockstep/main.ts ...

  --seed <n>  the first seed. Default 1
  --runs <n>  so many seeds. Default: 100, and 1 where the first one is named`;

const options = readOptions({ seed: "value", runs: "value" }, usage);
const seedGiven = wholeNumber(options, "seed", usage);
const first = seedGiven ?? 1;
const runs = wholeNumber(options, "runs", usage) ?? (seedGiven === undefined ? 100 : 1);

for (let seed = first; seed < first + runs && process.exitCode === undefined; seed++) {
  const failure = await compareFrom(seed);
  if (failure === undefined) continue;
  console.log(describeFailure(seed, failure));
  process.exitCode = 1;
}
if (process.exitCode === undefined) console.log(`engine and model agreed from ${runs} seeds`);
