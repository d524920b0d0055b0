import { randomBytes } from "node:crypto";
import type { Durability, Mesh } from "@flowmesh/client";
import { limits } from "@flowmesh/contract";
import type { Command } from "commander";
import { addBenchOptions, type BenchFlags, type BenchOutcome, type BenchStage, runBench } from "../bench/bench-run.ts";
import { closedLoop } from "../bench/closed-loop.ts";
import { parseValueSize } from "../bench/value-size.ts";
import { durabilityHelp, parseDurability } from "../values/durability.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface JobsFlags extends BenchFlags {
  readonly size: string;
  readonly inFlight: number;
  readonly batch: number;
  readonly durability?: string;
}

export function benchJobs(command: Command): void {
  addBenchOptions(command);
  command
    .option("--size <size>", "size of a job's value", "100")
    .option("--in-flight <n>", "rounds under way at a time", wholeNumber(1, 1000), 16)
    .option("--batch <n>", "jobs of one round", wholeNumber(1, limits.queueJobs.value), 100)
    .option("--durability <mode>", durabilityHelp("the server's"))
    .addHelpText("after", "\nA round enqueues jobs, reserves as many, and settles them as done, each with one call.")
    .action(async () => {
      const flags = command.optsWithGlobals<JobsFlags>();
      const value = randomBytes(parseValueSize(flags.size));
      await runBench(flags, 1, { durability: parseDurability(flags.durability) }, (stage) =>
        measure(stage, value, flags),
      );
    });
}

/** The queue has the name of the stream, and goes as that does. */
async function measure(stage: BenchStage, value: Buffer, flags: JobsFlags): Promise<BenchOutcome> {
  const { mesh, stream: queue } = stage;
  const { batch, inFlight } = flags;
  const durability = parseDurability(flags.durability);
  const jobs = Array.from({ length: batch }, () => ({ value }));
  await mesh.queues.create(queue);
  try {
    const figures = await closedLoop(() => round(mesh, queue, jobs, durability), { ...stage, inFlight });
    return {
      what: "jobs",
      unit: "jobs",
      figures,
      bytes: figures.operations * value.length,
      latencyOf: `enqueue, reserve and settle of ${batch} jobs`,
      settings: { size: value.length, inFlight, batch },
    };
  } finally {
    await mesh.queues.delete(queue);
  }
}

/** How many jobs it has settled: of those that are there each round takes what it gets. */
async function round(
  mesh: Mesh,
  queue: string,
  jobs: readonly { readonly value: Buffer }[],
  durability: Durability | undefined,
): Promise<number> {
  await mesh.enqueueMany(queue, jobs);
  const { queues } = mesh.fabric;
  const { jobs: reserved } = await queues.reserve({ queue, workerId: "bench", maxJobs: jobs.length });
  const outcomes = reserved.map(({ job, lease }) => ({ job, lease, done: {} }));
  if (outcomes.length > 0) await queues.settle({ queue, outcomes, durability });
  return outcomes.length;
}
