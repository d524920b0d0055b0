import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeWhole } from "../output/write.ts";
import { addQueueOptions, type QueueFlags, queueOptionsOf, queueRequestOf } from "../queues/queue-flags.ts";
import { queueShape } from "../queues/queue-shape.ts";

interface CreateFlags extends QueueFlags {
  readonly ifMissing?: boolean;
}

export function queueCreate(command: Command): void {
  addQueueOptions(command, true);
  command
    .option("--if-missing", "leave a queue of this name as it is")
    .addHelpText(
      "after",
      `
Examples:
  flowmesh queue create emails
  flowmesh queue create payments --concurrency 4 --rate 50/s --max-attempts 10 --backoff 5s..1h`,
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<CreateFlags>();
      const options = queueOptionsOf(flags);
      if (flags.curl) {
        const line = curlLine(serverAddress(flags.url), methods.createQueue, queueRequestOf(name, options));
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, async ({ queues }) => {
        const queue = await (flags.ifMissing ? queues.ensure(name, options) : queues.create(name, options));
        await writeWhole(queue, queueShape(Date.now()), flags);
      });
    });
}
