import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeRows } from "../output/write.ts";
import { deletedQueueShape, jobsOf } from "../queues/queue-shape.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";

export function queueRm(command: Command): void {
  addRemovalOptions(command);
  command.action(async (names: string[]) => {
    const flags = command.optsWithGlobals<RemovalFlags>();
    if (flags.curl) {
      const address = serverAddress(flags.url);
      return writeData(names.map((queue) => `${curlLine(address, methods.deleteQueue, { queue })}\n`).join(""));
    }
    checkRemovalFlags(flags, command);
    await withMesh(flags.url, ({ queues }) =>
      removeAll(
        names,
        {
          get: (name) => queues.get(name),
          remove: ({ queue }) => queues.delete(queue),
          describe: (queue) => `${queue.queue} (${jobsOf(queue)})`,
          write: (removed) => writeRows(removed, deletedQueueShape(flags.dryRun === true), flags),
        },
        flags,
      ),
    );
  });
}
