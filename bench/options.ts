import { parseArgs } from "node:util";

const usage = `Usage: make bench ARGS="..."   (or: node bench/main.ts ...)

  --only <word,...>  batch, single, latency, read, unary, groups, grpc, rest, connections, commits,
                     jobs, puts, gets. Default: all
  --rounds <n>       each contender runs once in every round. Default 5
  --seconds <n>      length of one run, behind half a second of warming up. Default 2
  --size <bytes>     bytes of a record's value. Default 256
  --folder <path>    where the data goes. Default: .cache in the repository
  --profile          take a CPU profile of FlowMesh's server, and print where its time went
  --json             the results as JSON on standard output
  --check            end with exit code 1 when a target is missed; without it a missed target is only shown`;

/** What a run of the benchmarks does. */
export interface BenchOptions {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly recordBytes: number;
  readonly folder: string | undefined;
  readonly profile: boolean;
  readonly json: boolean;
  readonly check: boolean;
}

/** Undefined when help was asked for, or when something is wrong with the options, which was said then. */
export function optionsOrUsage(args: readonly string[]): BenchOptions | undefined {
  try {
    const options = parseOptions(args);
    if (options === undefined) console.log(usage);
    return options;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      size: { type: "string", default: "256" },
      folder: { type: "string" },
      profile: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    only: values.only.split(",").filter((word) => word !== ""),
    rounds: positive("rounds", values.rounds),
    seconds: positive("seconds", values.seconds),
    recordBytes: positive("size", values.size),
    folder: values.folder,
    profile: values.profile,
    json: values.json,
    check: values.check,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} ${text} is not a number above zero`);
  return value;
}
