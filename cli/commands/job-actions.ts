import type { JobDetails, QueueAdmin, RetryEdit } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
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
  readonly value?: string;
  readonly delay?: string;
  readonly url?: string;
  readonly dryRun?: boolean;
  readonly curl?: boolean;
}

/** What is done with jobs, one by one. */
interface JobAction {
  readonly method: AnyMethod;
  /** @returns the id under which it is looked at afterwards */
  act(queues: QueueAdmin, queue: string, job: string, flags: ActionFlags): Promise<string>;
  /** What REST is asked for beside the job. */
  readonly edit?: (flags: ActionFlags) => object | undefined;
  readonly help: string;
}

export function jobRetry(command: Command): void {
  command
    .option("--value <value>", "with another value, as a job of its own in the same place")
    .option("--delay <duration>", "not before so much time has passed, as 10m");
  addAction(command, {
    method: methods.retryJob,
    act: (queues, queue, job, flags) => queues.retry(queue, job, editOf(flags)),
    edit: ({ value, delay }) =>
      (value ?? delay) === undefined
        ? undefined
        : {
            valueBase64: value && Buffer.from(value).toString("base64"),
            delayMs: delay && parseDurationMs(delay, "--delay"),
          },
    help: `
Attempts that were made stay listed.

Examples:
  flowmesh job retry emails 17
  flowmesh job retry emails 17 --value '{"to":"ann@example.com"}'
  flowmesh job ls emails --state dead -o name | xargs -r flowmesh job retry emails`,
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
    help: "\nThe handler of one that is worked on is told by its signal at once; it is cancelled once that lets go of it.",
  });
}

function editOf({ value, delay }: ActionFlags): RetryEdit | undefined {
  return (value ?? delay) === undefined ? undefined : { value, delay };
}

/** What it does not work with holds up no other; the jobs are shown as they are then. */
function addAction(command: Command, { method, act, edit, help }: JobAction): void {
  command
    .option("--dry-run", "show the jobs, and do nothing")
    .option("--curl", "print the REST calls instead of making them")
    .addHelpText("after", help)
    .action(async (queue: string, jobs: string[]) => {
      const flags = command.optsWithGlobals<ActionFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(
          jobs.map((job) => `${curlLine(address, method, { queue, job, edit: edit?.(flags) })}\n`).join(""),
        );
      }
      const failures = new Failures(outputFormat(flags).endsWith("json"));
      const shown = await withMesh(flags.url, ({ queues }) =>
        failures.collect<string, JobDetails>([...new Set(jobs)], async (job) => {
          if (flags.dryRun) return queues.job(queue, job);
          return queues.job(queue, await act(queues, queue, job, flags));
        }),
      );
      if (shown.length > 0 || failures.first === undefined) await writeRows(shown, jobShape, flags);
      if (failures.first !== undefined)
        process.exitCode = shown.length > 0 ? exitCodes.partial : errorCodes[failures.first.code].exit;
    });
}
