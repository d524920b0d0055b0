/** `make sim`: simulates crashes and faults. `--seed n` replays one seed with its trace; `--workload name`; `--runs n` seeds; `--soak` runs until 5,000,000 states. */
import { parseArgs } from "node:util";
import { simulate } from "./simulation.ts";
import type { Workload } from "./workload.ts";
import { workloads } from "./workloads/all.ts";

const soakStates = 5_000_000;
const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    runs: { type: "string" },
    workload: { type: "string" },
    soak: { type: "boolean" },
    quiet: { type: "boolean" },
  },
});

function chosenWorkloads(name: string | undefined): readonly Workload[] {
  const chosen = name === undefined ? workloads : workloads.filter((workload) => workload.name === name);
  if (chosen.length > 0) return chosen;
  console.error(
    `There is no workload ${JSON.stringify(name)}. There are: ${workloads.map((workload) => workload.name).join(", ")}.`,
  );
  process.exit(2);
}

const replayed = values.seed === undefined ? undefined : Number(values.seed);
const runs = values.soak === true ? Number.POSITIVE_INFINITY : Number(values.runs ?? 1);
const trace = replayed !== undefined && values.quiet !== true ? (line: string): void => console.log(line) : undefined;
const states = new Set<number>();
let inRecovery = 0;
let acknowledged = 0;
let failures = 0;

for (let run = 0; run < runs && states.size < soakStates && failures === 0; run++) {
  const seed = (replayed ?? 1) + run;
  for (const workload of chosenWorkloads(values.workload)) {
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
