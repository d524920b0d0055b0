import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { usageError } from "../output/usage-error.ts";
import { writeData, writeWhole } from "../output/write.ts";
import { addQueueOptions, type QueueFlags, queueOptionsOf, queueRequestOf } from "../queues/queue-flags.ts";
import { queueShape } from "../queues/queue-shape.ts";

export function queueEdit(command: Command): void {
  addQueueOptions(command, false);
  command
    .addHelpText(
      "after",
      "\nJobs that are there follow the new settings from now on, leases that are held keep their time. A limit per key\ncounts for those alone that were enqueued while the queue had one. A rate, backoff or number to keep that is given\nreplaces all of the one before.",
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<QueueFlags>();
      const options = queueOptionsOf(flags);
      if (Object.values(options).every((value) => value === undefined))
        throw usageError("there is nothing to change: give at least one setting", command);
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.updateQueue, queueRequestOf(name, options));
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, async ({ queues }) =>
        writeWhole(await queues.update(name, options), queueShape(Date.now()), flags),
      );
    });
}
