import { setTimeout as sleep } from "node:timers/promises";
import { type DevFile, parseDurationMs } from "@flowmesh/client/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { findInstance } from "../instance/instance-file.ts";
import { isFlowMeshProcess } from "../instance/process-title.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { withoutUrl } from "../output/without-url.ts";
import { writeOne } from "../output/write.ts";
import { formatDuration } from "../values/duration.ts";

interface StopFlags extends OutputOptions {
  readonly dataDir?: string;
  readonly timeout: string;
}

interface Stopped {
  readonly instance: DevFile;
  readonly elapsedMs: number;
}

const shape: Shape<Stopped> = {
  columns: [
    { title: "STOPPED", value: ({ instance }) => instance.url },
    { title: "PROCESS", value: ({ instance }) => instance.pid },
    { title: "DATA", value: ({ instance }) => instance.dataDir },
    { title: "TOOK", value: ({ elapsedMs }) => elapsedMs, shown: ({ elapsedMs }) => formatDuration(elapsedMs) },
  ],
  toJson: ({ instance: { url, pid, dataDir }, elapsedMs }) => ({ url, pid, dataDir, elapsedMs }),
};
const lookEveryMs = 20;

export function stop(command: Command): void {
  withoutUrl(command, "it stops the FlowMesh of this folder, or with --data-dir that of a data folder");
  command
    .option("--data-dir <folder>", "the data folder whose FlowMesh is meant (default: .flowmesh here or above)")
    .option("--timeout <duration>", "how long to wait until it has ended", "30s")
    .action(run);
}

/** Asks for an orderly stop, in which calls under way are finished and the log is synced, and waits for it. */
async function run(_flags: unknown, command: Command): Promise<void> {
  const flags = command.optsWithGlobals<StopFlags>();
  const timeoutMs = parseDurationMs(flags.timeout, "--timeout");
  const instance = findInstance(flags.dataDir);
  if (instance === undefined || !isFlowMeshProcess(instance.pid)) {
    throw new FlowMeshError("instance_not_found", { folder: flags.dataDir ?? process.cwd() });
  }
  const startedMs = performance.now();
  process.kill(instance.pid, "SIGTERM");
  while (isFlowMeshProcess(instance.pid)) {
    if (performance.now() - startedMs > timeoutMs) {
      throw new FlowMeshError("deadline_exceeded", { what: `the stop of process ${instance.pid}`, timeoutMs });
    }
    await sleep(lookEveryMs);
  }
  await writeOne({ instance, elapsedMs: Math.round(performance.now() - startedMs) }, shape, flags);
}
