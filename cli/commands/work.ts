import { Fatal, type Job, type Mesh, type WorkContext } from "@flowmesh/client";
import { parseDurationMs } from "@flowmesh/client/internal";
import type { Command } from "commander";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import {
  formatLine,
  formatRows,
  type OutputFormat,
  type OutputOptions,
  outputFormat,
  type Shape,
} from "../output/format.ts";
import { usageError } from "../output/usage-error.ts";
import { say, writeData } from "../output/write.ts";
import { runForJob } from "../queues/command-handler.ts";
import { isProgram } from "../queues/program-path.ts";
import { formatAge } from "../values/age.ts";
import { wholeNumber } from "../values/whole-number.ts";

interface WorkFlags extends OutputOptions {
  readonly url?: string;
  readonly concurrency: number;
  readonly lease?: string;
  readonly label?: string;
  readonly stopTimeout?: string;
  readonly number?: number;
}

/** How an attempt went. */
interface Attempt {
  readonly queue: string;
  readonly job: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** `dead`: it is not tried again. */
  readonly end: "done" | "failed" | "dead";
  readonly tookMs: number;
  readonly error: string;
}

export function work(command: Command): void {
  command
    .option("--concurrency <n>", "commands that run at one time", wholeNumber(1), 1)
    .option(
      "--lease <duration>",
      "how long a job is this worker's after the last sign of life (default: as the queue says)",
    )
    .option("--label <text>", "what people see of this worker (default: host and process)")
    .option(
      "--stop-timeout <duration>",
      "how long commands may go on after Ctrl-C, before they are sent SIGTERM (default: 20s)",
    )
    .option("-n, --number <count>", "end after so many attempts", wholeNumber(1))
    .addHelpText(
      "after",
      `
The value of the job is the command's standard input, and stands in place of {} in its words. FLOWMESH_QUEUE,
FLOWMESH_JOB, FLOWMESH_KEY, FLOWMESH_ATTEMPT and FLOWMESH_MAX_ATTEMPTS are set.

  exit code 0    the job is done, and what was printed is its result
  100            it is dead at once
  any other      it is tried again later; the end of standard error is the error

Lines of standard error are kept with the attempt (flowmesh job logs). A job that is cancelled sends the command
SIGTERM, and SIGKILL five seconds later.

Examples:
  flowmesh work emails -- ./send-mail.sh
  flowmesh work thumbnails --concurrency 4 -- convert {} -resize 200x200 {}.small.png`,
    )
    .action(async (queue: string, words: string[]) => {
      const flags = command.optsWithGlobals<WorkFlags>();
      // Found out job by job, it would cost each of them an attempt.
      const [program = ""] = words;
      if (!(await isProgram(program)))
        throw usageError(`there is no command ${JSON.stringify(program)} to run`, command);
      const signal = interruption();
      const { listen: onConnection } = new ConnectionTalk(() => signal.aborted);
      await withMesh(flags.url, (mesh) => workOn(mesh, queue, words, flags, signal), { onConnection });
    });
}

async function workOn(
  mesh: Mesh,
  queue: string,
  words: readonly string[],
  flags: WorkFlags,
  signal: AbortSignal,
): Promise<void> {
  const { concurrency, lease, label, stopTimeout, number = Number.POSITIVE_INFINITY } = flags;
  const format = outputFormat(flags);
  let left = number;
  if (process.stderr.isTTY && number === Number.POSITIVE_INFINITY) say(`Waiting for jobs of ${queue}; Ctrl-C ends.`);
  const tell = async (attempt: Attempt): Promise<void> => {
    await writeData(await attemptLine(attempt, format));
    left -= 1;
    if (left <= 0) void worker.stop().catch(() => undefined);
  };
  const options = {
    concurrency: Math.min(concurrency, number),
    leaseMs: lease === undefined ? undefined : parseDurationMs(lease, "--lease"),
    label,
    stopTimeout,
  };
  const worker = mesh.worker(queue, options, (job, context) =>
    told(runForJob(words, job, context), job, context, tell),
  );
  signal.addEventListener("abort", () => void worker.stop().catch(() => undefined), { once: true });
  await worker.ended;
}

async function attemptLine(attempt: Attempt, format: OutputFormat): Promise<string> {
  if (format === "table" || format === "wide") return formatLine(attempt, attemptShape);
  return formatRows([attempt], attemptShape, format === "json" ? "ndjson" : format);
}

async function told(
  running: Promise<unknown>,
  { queue, id: job, maxAttempts }: Job,
  { attempt }: WorkContext,
  tell: (attempt: Attempt) => Promise<void>,
): Promise<unknown> {
  const startedMs = performance.now();
  const told = (end: Attempt["end"], error: string): Attempt => ({
    queue,
    job,
    attempt,
    maxAttempts,
    end,
    tookMs: Math.round(performance.now() - startedMs),
    error,
  });
  try {
    const result = await running;
    await tell(told("done", ""));
    return result;
  } catch (error) {
    const isLast = error instanceof Fatal || attempt === maxAttempts;
    await tell(told(isLast ? "dead" : "failed", (error as Error).message));
    throw error;
  }
}

const attemptShape: Shape<Attempt> = {
  columns: [
    { title: "JOB", value: ({ job }) => job, shown: ({ job }) => `job ${job}` },
    {
      title: "ATTEMPT",
      value: ({ attempt }) => attempt,
      shown: ({ attempt, maxAttempts }) => `attempt ${attempt} of ${maxAttempts}`,
    },
    { title: "END", value: ({ end }) => end },
    { title: "TOOK", value: ({ tookMs }) => tookMs, shown: ({ tookMs }) => formatAge(tookMs) },
    { title: "ERROR", value: ({ error }) => error.split("\n").at(-1) ?? "" },
  ],
  toJson: ({ maxAttempts: _, ...attempt }) => attempt,
};
