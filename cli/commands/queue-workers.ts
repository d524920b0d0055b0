import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { addWatchOption, type WatchedFlags, watched } from "../output/watched.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { workerShape } from "../queues/worker-shape.ts";

interface WorkersFlags extends OutputOptions, WatchedFlags {
  readonly url?: string;
  readonly curl?: boolean;
}

export function queueWorkers(command: Command): void {
  addWatchOption(command);
  command.option("--curl", "print the REST call instead of making it").action(async (queue: string) => {
    const flags = command.optsWithGlobals<WorkersFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.listWorkers, { queue })}\n`);
    await withMesh(flags.url, ({ queues }) =>
      watched(flags, async () => {
        const workers = await queues.workers(queue);
        await writeRows(workers, workerShape, flags);
        if (workers.length === 0 && process.stdout.isTTY) say(`Nobody works on ${queue}.`);
      }),
    );
  });
}
