import type { EnqueueJob, JobHandle, Mesh } from "@flowmesh/client";
import { errorCodes, methods, NewJob } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import { curlLine } from "../output/curl.ts";
import { escapeControls } from "../output/escape.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { outputFormat, type Shape } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { say, writeData, writeOne } from "../output/write.ts";
import { inputContents } from "../publishing/input-contents.ts";
import { addEnqueueOptions, checkEnqueueFlags, type EnqueueFlags, jobOptionsOf } from "../queues/enqueue-flags.ts";
import { EnqueueRun, type EnqueueWatcher, enqueueSummaryShape } from "../queues/enqueue-run.ts";
import { readJob } from "../queues/job-envelope.ts";
import { parseDurability } from "../values/durability.ts";

export function enqueue(command: Command): void {
  addEnqueueOptions(command);
  command.action(async (queue: string, value: string | undefined) => {
    const flags = command.optsWithGlobals<EnqueueFlags>();
    checkEnqueueFlags(flags, value !== undefined, command);
    const options = jobOptionsOf(flags);
    if (flags.curl) return writeData(`${curlOf(queue, { ...options, value: Buffer.from(value!) }, flags)}\n`);
    const durability = parseDurability(flags.durability);
    const { listen: onConnection } = new ConnectionTalk();
    await withMesh(
      flags.url,
      async (mesh) => {
        if (flags.create) await mesh.queues.ensure(queue);
        if (value === undefined) return enqueueAll(mesh, queue, options, flags);
        await writeOne(await mesh.enqueue(queue, value, options), handleShape, flags);
      },
      { durability, onConnection },
    );
  });
}

const handleShape: Shape<JobHandle> = {
  columns: [
    { title: "QUEUE", value: ({ queue }) => queue },
    { title: "JOB", value: ({ id }) => id },
    {
      title: "DUPLICATE",
      value: ({ duplicate }) => duplicate,
      shown: ({ duplicate }) => (duplicate ? "yes: it was there" : "no"),
    },
  ],
  toJson: ({ queue, id, duplicate, position }) => ({ queue, job: id, duplicate, position }),
};

async function enqueueAll(
  mesh: Mesh,
  queue: string,
  options: Omit<EnqueueJob, "value">,
  flags: EnqueueFlags,
): Promise<void> {
  const format = outputFormat(flags);
  const tellsJobs = format === "ndjson";
  const run = new EnqueueRun(mesh, queue, watcherOf(tellsJobs, flags.json === true || tellsJobs));
  const make = (bytes: Buffer): EnqueueJob =>
    flags.ndjson ? { ...options, ...readGiven(bytes) } : { ...options, value: bytes };
  const signal = interruption();
  try {
    await addAll(run, inputContents(flags.file, { kind: flags.ndjson ? "ndjson" : "lines" }, signal), make);
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = exitCodes.interrupted;
  }
  await run.flush();
  const { summary, failure } = run;
  if (!tellsJobs && (summary.enqueued > 0 || failure === undefined))
    await writeOne(summary, enqueueSummaryShape, flags);
  if (failure === undefined) return;
  if (run.isHopeless) reportError(failure, flags.json === true);
  process.exitCode ??= summary.enqueued > 0 ? exitCodes.partial : errorCodes[failure.code].exit;
}

async function addAll(
  run: EnqueueRun,
  contents: AsyncIterable<readonly { readonly number: number; readonly bytes: Buffer }[]>,
  make: (bytes: Buffer) => EnqueueJob,
): Promise<void> {
  for await (const lines of contents) {
    for (const { number, bytes } of lines) {
      let job: EnqueueJob;
      try {
        job = make(bytes);
      } catch (error) {
        run.refuse(number, error);
        continue;
      }
      await run.add(number, job, bytes.length);
      if (run.isHopeless) return;
    }
    // Whoever writes the lines may wait for their jobs.
    await run.flush();
    if (run.isHopeless) return;
  }
}

/** What the line says counts for more than the flags, what it does not say for less. */
function readGiven(line: Buffer): EnqueueJob {
  const { value, ...rest } = readJob(line);
  return { value, ...Object.fromEntries(Object.entries(rest).filter(([, content]) => content !== undefined)) };
}

function watcherOf(tellsJobs: boolean, asJson: boolean): EnqueueWatcher {
  return {
    enqueued: (line, { id, duplicate }) => {
      if (tellsJobs) void writeData(`${JSON.stringify({ line, job: id, duplicate })}\n`);
    },
    failed: (line, error) => {
      if (asJson) say(JSON.stringify({ line, error: error.toWire() }));
      else say(`line ${line}: ${escapeControls(error.message)}`);
    },
  };
}

function curlOf(queue: string, job: EnqueueJob, flags: EnqueueFlags): string {
  const { value, key, headers = {}, delay, runAt, ...rest } = job;
  const all = toJson(NewJob, {
    ...NewJob.create(),
    ...rest,
    value: value as Buffer,
    key: key === undefined ? undefined : Buffer.from(key as string),
    headers: Object.entries(headers).map(([name, content]) => ({ name, value: Buffer.from(content as string) })),
    delayMs: (delay as number | undefined) ?? 0,
    runAt: runAt as number | undefined,
    orderingKey: rest.orderingKey ?? "",
    dedupeId: rest.dedupeId ?? "",
    maxAttempts: rest.maxAttempts ?? 0,
  });
  const given = Object.entries(all).filter(([, content]) => content !== "" && content !== 0 && !isEmptyList(content));
  const request = { queue, jobs: [Object.fromEntries(given)], durability: parseDurability(flags.durability) };
  return curlLine(serverAddress(flags.url), methods.enqueue, request);
}

function isEmptyList(content: unknown): boolean {
  return Array.isArray(content) && content.length === 0;
}
