import type { JobDetails } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { addWatchOption, type WatchedFlags, watched } from "../output/watched.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { jobShape } from "../queues/job-shape.ts";
import { parseJobState, stateHelp } from "../queues/job-states.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface ListFlags extends OutputOptions, WatchedFlags {
  readonly url?: string;
  readonly state?: string;
  readonly key?: string;
  readonly error?: string;
  readonly errors?: string;
  readonly where?: string;
  readonly from?: string;
  readonly to?: string;
  readonly number: number;
  readonly curl?: boolean;
}

export function jobLs(command: Command): void {
  addWatchOption(command);
  command
    .option("--state <state>", `only jobs that are ${stateHelp}`)
    .option("-k, --key <key>", "only jobs of this key")
    .option("--error <text>", "only jobs whose last error has this in it, capitals or not")
    .option("--errors <id>", "only jobs of this group of errors, as dlq show names it")
    .option("--where <expression>", "only jobs of which this is true, such as 'value.total > 100 && attempts >= 5'")
    .option("--from <job>", "only jobs from this id on")
    .option("--to <job>", "only jobs before this id")
    .option("-n, --number <count>", "so many at most", wholeNumber(1), 100)
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Examples:
  flowmesh job ls emails --state dead
  flowmesh job ls emails --where 'value.to.endsWith("@example.com")'
  flowmesh job ls emails --state dead --error timeout -o name | xargs -r flowmesh job retry emails`,
    )
    .action(async (queue: string) => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { key, error, errors: errorGroup, where, from, to, number } = flags;
      const state = parseJobState(flags.state);
      if (flags.curl) {
        const filter = { state, key, error, errorGroup, where, fromJob: from, toJob: to };
        const line = curlLine(serverAddress(flags.url), methods.listJobs, {
          queue,
          ...filter,
          pageSize: Math.min(number, 1000),
        });
        return writeData(`${line}\n`);
      }
      await withMesh(flags.url, (mesh) =>
        watched(flags, async () => {
          const jobs: JobDetails[] = [];
          let isMore = false;
          for await (const job of mesh.queues.jobs(queue, { state, key, error, errorGroup, where, from, to })) {
            isMore = jobs.length === number;
            if (isMore) break;
            jobs.push(job);
          }
          await writeRows(jobs, jobShape, flags);
          if (isMore)
            say(`There are more: --from ${Number(jobs.at(-1)?.job) + 1} goes on behind these, -n shows more at once.`);
        }),
      );
    });
}
