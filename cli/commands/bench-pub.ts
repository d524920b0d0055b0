import { randomBytes } from "node:crypto";
import { limits } from "@flowmesh/contract";
import type { Command } from "commander";
import { addBenchOptions, type BenchFlags, type BenchOutcome, type BenchStage, runBench } from "../bench/bench-run.ts";
import { closedLoop } from "../bench/closed-loop.ts";
import { parseValueSize } from "../bench/value-size.ts";
import { durabilityHelp, parseDurability } from "../values/durability.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface PubFlags extends BenchFlags {
  readonly size: string;
  readonly inFlight: number;
  readonly batch: number;
  readonly partitions: number;
  readonly durability?: string;
}

export function benchPub(command: Command): void {
  addBenchOptions(command);
  command
    .option("--size <size>", "size of a value", "100")
    .option("--in-flight <n>", "calls under way at a time", wholeNumber(1, 65_536), 1000)
    .option("--batch <n>", "records of one call", wholeNumber(1, 10_000), 1)
    .option("--partitions <n>", "partitions of the stream", wholeNumber(1, limits.streamPartitions.value), 1)
    .option("--durability <mode>", durabilityHelp("the server's"))
    .action(async () => {
      const flags = command.optsWithGlobals<PubFlags>();
      const value = randomBytes(parseValueSize(flags.size));
      const durability = parseDurability(flags.durability);
      await runBench(flags, flags.partitions, { durability }, (stage) => measure(stage, value, flags));
    });
}

async function measure(stage: BenchStage, value: Buffer, flags: PubFlags): Promise<BenchOutcome> {
  const { mesh, stream } = stage;
  const { batch, inFlight } = flags;
  const records = Array.from({ length: batch }, () => ({ value }));
  const call = async (): Promise<number> => {
    await (batch === 1 ? mesh.publish(stream, value) : mesh.publishMany(stream, records));
    return batch;
  };
  const figures = await closedLoop(call, { ...stage, inFlight });
  return {
    what: "pub",
    unit: "records",
    figures,
    bytes: figures.operations * value.length,
    latencyOf:
      batch === 1 ? "publish to acknowledgement of one record" : `publish to acknowledgement of ${batch} records`,
    settings: { size: value.length, inFlight, batch },
  };
}
