import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { formatRows, type OutputOptions, outputFormat } from "../output/format.ts";
import { addWatchOption, type WatchedFlags, watched } from "../output/watched.ts";
import { writeData, writeWhole } from "../output/write.ts";
import { queueShape } from "../queues/queue-shape.ts";
import { workerShape } from "../queues/worker-shape.ts";

interface GetFlags extends OutputOptions, WatchedFlags {
  readonly url?: string;
  readonly curl?: boolean;
}

export function queueGet(command: Command): void {
  addWatchOption(command);
  command.option("--curl", "print the REST call instead of making it").action(async (name: string) => {
    const flags = command.optsWithGlobals<GetFlags>();
    if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getQueue, { queue: name })}\n`);
    const format = outputFormat(flags);
    await withMesh(flags.url, ({ queues }) =>
      watched(flags, async () => {
        const queue = await queues.get(name);
        await writeWhole(queue, queueShape(Date.now()), flags);
        if (format !== "table" && format !== "wide") return;
        const workers = await queues.workers(name);
        if (workers.length > 0) await writeData(`\n${await formatRows(workers, workerShape, format)}`);
      }),
    );
  });
}
