import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions, Shape } from "../output/format.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface LogFlags extends OutputOptions {
  readonly url?: string;
  readonly attempt?: number;
  readonly curl?: boolean;
}

interface LogLine {
  readonly attempt: number;
  readonly worker: string;
  readonly line: string;
}

export function jobLogs(command: Command): void {
  command
    .option("--attempt <n>", "only of this attempt", wholeNumber(1))
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", "\nHandlers log with context.log; the last 100 lines of an attempt are kept.")
    .action(async (queue: string, job: string) => {
      const flags = command.optsWithGlobals<LogFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getJob, { queue, job })}\n`);
      const { attempts } = await withMesh(flags.url, ({ queues }) => queues.job(queue, job));
      const lines = attempts
        .filter(({ attempt }) => flags.attempt === undefined || attempt === flags.attempt)
        .flatMap(({ attempt, workerLabel, workerId, log }) =>
          log.map((line) => ({ attempt, worker: workerLabel || workerId, line })),
        );
      await writeRows(lines, lineShape, flags);
      if (lines.length === 0 && process.stderr.isTTY) say("Nothing was logged.");
    });
}

const lineShape: Shape<LogLine> = {
  columns: [
    { title: "ATTEMPT", value: ({ attempt }) => attempt },
    { title: "WORKER", value: ({ worker }) => worker },
    { title: "LINE", value: ({ line }) => line },
  ],
  toJson: (line) => line,
};
