import { randomBytes } from "node:crypto";
import type { Message } from "@flowmesh/client";
import { limits } from "@flowmesh/contract";
import type { Command } from "commander";
import { addBenchOptions, type BenchFlags, type BenchOutcome, type BenchStage, runBench } from "../bench/bench-run.ts";
import { closedLoop } from "../bench/closed-loop.ts";
import { parseValueSize } from "../bench/value-size.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface ReadFlags extends BenchFlags {
  readonly records: number;
  readonly size: string;
  readonly partitions: number;
}

const callsAtOnce = 16;
const recordsAtOnceMost = 1000;
const bytesAtOnceMost = 1024 * 1024;

export function benchRead(command: Command): void {
  addBenchOptions(command);
  command
    .option(
      "--records <n>",
      "records to write before, and to read again and again",
      wholeNumber(1, 10_000_000),
      200_000,
    )
    .option("--size <size>", "size of a value", "100")
    .option("--partitions <n>", "partitions of the stream", wholeNumber(1, limits.streamPartitions.value), 1)
    .action(async () => {
      const flags = command.optsWithGlobals<ReadFlags>();
      const value = randomBytes(parseValueSize(flags.size));
      await runBench(flags, flags.partitions, {}, (stage) => measure(stage, value, flags.records));
    });
}

/** Reads the stream from its first record to its end, over and over; one call is the wait for the next messages. */
async function measure(stage: BenchStage, value: Buffer, records: number): Promise<BenchOutcome> {
  await fill(stage, value, records);
  let reading: AsyncIterator<Message[]> | undefined;
  const call = async (): Promise<number> => {
    reading ??= stage.mesh.batches(stage.stream);
    const { done, value: messages } = await reading.next();
    if (done !== true) return messages.length;
    reading = undefined;
    return call();
  };
  const figures = await closedLoop(call, { ...stage, inFlight: 1 });
  await reading?.return?.();
  return {
    what: "read",
    unit: "records",
    figures,
    bytes: figures.operations * value.length,
    latencyOf: "wait for the next messages of a read",
    settings: { size: value.length, records },
  };
}

async function fill({ mesh, stream, signal }: BenchStage, value: Buffer, count: number): Promise<void> {
  const recordsAtOnce = Math.max(1, Math.min(recordsAtOnceMost, Math.floor(bytesAtOnceMost / (value.length + 1))));
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0 && !signal.aborted) {
      const length = Math.min(left, recordsAtOnce);
      left -= length;
      await mesh.publishMany(
        stream,
        Array.from({ length }, () => ({ value })),
      );
    }
  };
  await Promise.all(Array.from({ length: callsAtOnce }, lane));
}
