import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { formatRows, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData, writeWhole } from "../output/write.ts";
import { attemptShape, jobShape } from "../queues/job-shape.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function jobGet(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      "\nStacks and log lines are in the JSON: flowmesh job get emails 17 --json | jq '.attempts[].stack'",
    )
    .action(async (queue: string, job: string) => {
      const flags = command.optsWithGlobals<GetFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getJob, { queue, job })}\n`);
      const format = outputFormat(flags);
      const found = await withMesh(flags.url, ({ queues }) => queues.job(queue, job));
      await writeWhole(found, jobShape, flags);
      const isForPeople = format === "table" || format === "wide";
      if (isForPeople && found.attempts.length > 0)
        await writeData(`\n${await formatRows(found.attempts, attemptShape, format)}`);
    });
}
