/** `make sim`: simulates crashes and faults. */
import { readOptions, wholeNumber } from "./command-options.ts";
import { simulate } from "./simulation.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads/all.ts";

const usage = `Usage: make sim SEED=<n> ARGS="..."   (or: node sim/main.ts ...)

  --seed <n>         replays one seed, and prints its trace
  --quiet            without the trace
  --runs <n>         so many seeds, from the first one on. Default: as many as 50,000 states take
  --workload <name>  one of: ${workloads.map(({ name }) => name).join(", ")}. Default: all
  --soak             as many as 5,000,000 states take`;

const usualStates = 50_000;
const soakStates = 5_000_000;
const options = readOptions({ seed: "value", runs: "value", workload: "value", soak: "flag", quiet: "flag" }, usage);

function chosenWorkloads(name: string | undefined): readonly Workload[] {
  const chosen = name === undefined ? workloads : workloads.filter((workload) => workload.name === name);
  if (chosen.length > 0) return chosen;
  console.error(
    `There is no workload ${JSON.stringify(name)}. There are: ${workloads.map((workload) => workload.name).join(", ")}.`,
  );
  process.exit(2);
}

const replayed = wholeNumber(options, "seed", usage);
const isSoak = options.flags.has("soak");
const runs = isSoak ? undefined : (wholeNumber(options, "runs", usage) ?? (replayed === undefined ? undefined : 1));
const statesWanted = isSoak ? soakStates : usualStates;
const isEnough = (run: number): boolean => (runs === undefined ? states.size >= statesWanted : run >= runs);
const trace =
  replayed !== undefined && !options.flags.has("quiet") ? (line: string): void => console.log(line) : undefined;
const states = new Set<number>();
let inRecovery = 0;
let acknowledged = 0;
let failures = 0;

for (let run = 0; !isEnough(run) && failures === 0; run++) {
  const seed = (replayed ?? 1) + run;
  for (const workload of chosenWorkloads(options.text.workload)) {
    if (trace !== undefined) trace(`=== ${workload.name}, seed ${seed}`);
    const report = await simulate({
      workload,
      seed,
      lives: 3,
      statesAMoment: 4,
      ...(trace === undefined ? {} : { trace }),
    });
    for (const state of report.states) states.add(state);
    inRecovery += report.statesInRecovery;
    acknowledged += report.writesAcknowledged;
    failures += report.violations.length;
    for (const { life, circumstances, what } of report.violations) {
      console.log(`VIOLATION ${workload.name}, seed ${seed}, life ${life}\n  ${circumstances}\n  ${what}`);
    }
    console.log(
      `seed ${seed}  ${workload.name.padEnd(22)} ${report.moments} moments, ${report.states.size} states, log ${(report.logHash >>> 0).toString(16)}`,
    );
  }
}
console.log(
  `${states.size} distinct crash states, ${inRecovery} of them inside recovery; ${acknowledged} writes acknowledged; ${failures} violations`,
);
process.exitCode = failures === 0 ? 0 : 1;
