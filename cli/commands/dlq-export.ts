import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { jobLine } from "../queues/job-envelope.ts";

interface ExportFlags extends OutputOptions {
  readonly url?: string;
  readonly where?: string;
  readonly error?: string;
  readonly errors?: string;
  readonly key?: string;
  readonly curl?: boolean;
}

const bytesAtOnce = 64 * 1024;

export function dlqExport(command: Command): void {
  command
    .option("--where <expression>", "only jobs of which this is true, as 'value.total > 100'")
    .option("--error <text>", "only jobs whose last error has this in it")
    .option("--errors <id>", "only jobs of this group of errors, as dlq show names it")
    .option("-k, --key <key>", "only jobs of this key")
    .option("--curl", "print the REST call for the first page instead of making it")
    .addHelpText(
      "after",
      `
A line of JSON for each dead job, in the order of their ids, with all that enqueue --ndjson takes, and what became of it. The jobs stay.

Examples:
  flowmesh dlq export emails > dead.ndjson
  flowmesh dlq export emails --error timeout | flowmesh enqueue other --ndjson --create`,
    )
    .action(async (queue: string) => {
      const { url, where, error, errors: errorGroup, key, curl } = command.optsWithGlobals<ExportFlags>();
      if (curl) {
        const asked = { queue, state: "dead", where, error, errorGroup, key };
        return writeData(`${curlLine(serverAddress(url), methods.listJobs, asked)}\n`);
      }
      await withMesh(url, async ({ queues }) => {
        let lines = "";
        for await (const job of queues.jobs(queue, { state: "dead", where, error, errorGroup, key })) {
          lines += jobLine(job);
          if (lines.length < bytesAtOnce) continue;
          await writeData(lines);
          lines = "";
        }
        if (lines !== "") await writeData(lines);
      });
    });
}
