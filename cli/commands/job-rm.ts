import type { JobDetails } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { Shape } from "../output/format.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";

export function jobRm(command: Command): void {
  addRemovalOptions(command);
  command
    .addHelpText("after", "\nOne that is worked on is cancelled first: flowmesh job cancel <queue> <jobs...>")
    .action(async (queue: string, jobs: string[]) => {
      const flags = command.optsWithGlobals<RemovalFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(jobs.map((job) => `${curlLine(address, methods.removeJob, { queue, job })}\n`).join(""));
      }
      checkRemovalFlags(flags, command);
      await withMesh(flags.url, ({ queues }) =>
        removeAll(
          jobs,
          {
            get: (job) => queues.job(queue, job),
            remove: ({ job }) => queues.remove(queue, job),
            describe: ({ job, state }) => `${job} (${state})`,
            write: (removed) => writeRows(removed, removedShape(queue, flags.dryRun === true), flags),
          },
          flags,
        ),
      );
    });
}

function removedShape(queue: string, isDryRun: boolean): Shape<JobDetails> {
  return {
    columns: [
      { title: "JOB", value: ({ job }) => job },
      { title: "ACTION", value: () => (isDryRun ? "would remove" : "removed") },
      { title: "WAS", value: ({ state }) => state },
    ],
    toJson: ({ job, state }) => ({ queue, job, state, action: "remove", dryRun: isDryRun }),
  };
}
