import type { JobDetails, QueueAdmin } from "@flowmesh/client";
import { type AnyMethod, errorCodes, methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData, writeRows } from "../output/write.ts";
import { jobShape } from "../queues/job-shape.ts";
import { Failures } from "../removal/failures.ts";

interface ActionFlags extends OutputOptions {
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly curl?: boolean;
}

/** What is done with jobs, one by one. */
interface JobAction {
  readonly method: AnyMethod;
  /** @returns the id under which it is looked at afterwards */
  act(queues: QueueAdmin, queue: string, job: string): Promise<string>;
  readonly help: string;
}

export function jobRetry(command: Command): void {
  addAction(command, {
    method: methods.retryJob,
    act: (queues, queue, job) => queues.retry(queue, job),
    help: `
Attempts that were made stay listed.

Examples:
  flowmesh job retry emails 17
  flowmesh job ls emails --state dead -o name | xargs flowmesh job retry emails`,
  });
}

export function jobRun(command: Command): void {
  addAction(command, {
    method: methods.runJob,
    act: async (queues, queue, job) => {
      await queues.run(queue, job);
      return job;
    },
    help: "\nOne that waits already stays as it is.",
  });
}

export function jobCancel(command: Command): void {
  addAction(command, {
    method: methods.cancelJob,
    act: async (queues, queue, job) => {
      await queues.cancel(queue, job);
      return job;
    },
    help: "\nThe handler of one that is worked on is told by its signal, within about a second; it is cancelled once that lets go of it.",
  });
}

/** What it does not work with holds up no other; the jobs are shown as they are then. */
function addAction(command: Command, { method, act, help }: JobAction): void {
  command
    .option("--dry-run", "show the jobs, and do nothing")
    .option("--curl", "print the REST calls instead of making them")
    .addHelpText("after", help)
    .action(async (queue: string, jobs: string[]) => {
      const flags = command.optsWithGlobals<ActionFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(jobs.map((job) => `${curlLine(address, method, { queue, job })}\n`).join(""));
      }
      const failures = new Failures(outputFormat(flags).endsWith("json"));
      const shown = await withMesh(flags.url, ({ queues }) =>
        failures.collect<string, JobDetails>([...new Set(jobs)], async (job) => {
          if (flags.dryRun) return queues.job(queue, job);
          return queues.job(queue, await act(queues, queue, job));
        }),
      );
      if (shown.length > 0 || failures.first === undefined) await writeRows(shown, jobShape, flags);
      if (failures.first !== undefined)
        process.exitCode = shown.length > 0 ? exitCodes.partial : errorCodes[failures.first.code].exit;
    });
}
