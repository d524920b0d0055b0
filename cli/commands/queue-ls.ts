import type { Queue } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { addWatchOption, type WatchedFlags, watched } from "../output/watched.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { queueShape } from "../queues/queue-shape.ts";

interface ListFlags extends OutputOptions, WatchedFlags {
  readonly url?: string;
  readonly prefix?: string;
  readonly curl?: boolean;
}

export function queueLs(command: Command): void {
  addWatchOption(command);
  command
    .option("--prefix <text>", "only queues whose names begin so")
    .option("--curl", "print the REST call instead of making it")
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listQueues, { prefix })}\n`);
      await withMesh(url, (mesh) =>
        watched(flags, async () => {
          const queues: Queue[] = [];
          for await (const queue of mesh.queues.list({ prefix })) queues.push(queue);
          await writeRows(queues, queueShape(Date.now()), flags);
          if (queues.length === 0 && process.stdout.isTTY)
            say(`No queues. Make one: ${typedCommand()} queue create <queue>`);
        }),
      );
    });
}
