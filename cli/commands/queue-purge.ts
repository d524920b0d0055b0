import type { JobState } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { confirm } from "../output/confirm.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import type { Shape } from "../output/format.ts";
import { say, writeData, writeOne } from "../output/write.ts";
import { parseJobState, stateHelp } from "../queues/job-states.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags } from "../removal/removal.ts";
import { counted } from "../values/counted.ts";

interface PurgeFlags extends RemovalFlags {
  readonly state?: string;
}

interface Purged {
  readonly queue: string;
  readonly jobs: number;
  readonly dryRun: boolean;
}

const statesByDefault: readonly JobState[] = ["waiting", "delayed", "retrying"];

export function queuePurge(command: Command): void {
  addRemovalOptions(command);
  command
    .option(
      "--state <state>",
      `only jobs that are ${stateHelp} (default: those that wait, are delayed or are to be retried)`,
    )
    .addHelpText("after", "\nJobs that are worked on stay: flowmesh job cancel <queue> <jobs...>")
    .action(async (queue: string) => {
      const flags = command.optsWithGlobals<PurgeFlags>();
      const state = parseJobState(flags.state);
      if (flags.curl) {
        return writeData(`${curlLine(serverAddress(flags.url), methods.purgeQueue, { queue, state })}\n`);
      }
      checkRemovalFlags(flags, command);
      await withMesh(flags.url, async ({ queues }) => {
        const { counts } = await queues.get(queue);
        const states = state === undefined ? statesByDefault : [state];
        const found = states.reduce((sum, each) => sum + (counts?.[each] ?? 0), 0);
        if (flags.dryRun) return writeOne({ queue, jobs: found, dryRun: true }, purgedShape, flags);
        if (!flags.yes && !(await confirm(`Remove ${counted(found, "job")} of ${queue} for good?`))) {
          say("Nothing was removed.");
          process.exitCode = exitCodes.failure;
          return;
        }
        const jobs = await queues.purge(queue, { state });
        await writeOne({ queue, jobs, dryRun: false }, purgedShape, flags);
      });
    });
}

const purgedShape: Shape<Purged> = {
  columns: [
    { title: "QUEUE", value: ({ queue }) => queue },
    { title: "ACTION", value: ({ dryRun }) => (dryRun ? "would remove" : "removed") },
    { title: "JOBS", value: ({ jobs }) => jobs },
  ],
  toJson: ({ queue, jobs, dryRun }) => ({ queue, action: "purge", jobs, dryRun }),
};
