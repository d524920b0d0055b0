import type { Command } from "commander";
import { addBenchOptions, type BenchFlags, runBench } from "../bench/bench-run.ts";
import { closedLoop } from "../bench/closed-loop.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface RpcFlags extends BenchFlags {
  readonly inFlight: number;
}

export function benchRpc(command: Command): void {
  addBenchOptions(command);
  command.option("--in-flight <n>", "calls under way at a time", wholeNumber(1, 3000), 64).action(async () => {
    const flags = command.optsWithGlobals<RpcFlags>();
    const { inFlight } = flags;
    await runBench(flags, 1, {}, async (stage) => {
      const request = { stream: stage.stream };
      const call = async (): Promise<number> => {
        await stage.mesh.fabric.streams.getStream(request);
        return 1;
      };
      const figures = await closedLoop(call, { ...stage, inFlight });
      return {
        what: "rpc",
        unit: "calls",
        figures,
        bytes: 0,
        latencyOf: "GetStream over frames",
        settings: { inFlight },
      };
    });
  });
}
