import type { BulkOperation, OperationAdmin } from "@flowmesh/client";
import type { StartOperationRequestInit } from "@flowmesh/contract";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { operationShape } from "../dead-letters/operation-shape.ts";
import { operationRequest, type RedriveFlags } from "../dead-letters/redrive-flags.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { confirm } from "../output/confirm.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { outputFormat } from "../output/format.ts";
import { say, writeData, writeOne, writeRows } from "../output/write.ts";
import { jobShape } from "../queues/job-shape.ts";
import { checkRemovalFlags } from "../removal/removal.ts";
import { counted } from "../values/counted.ts";

type Preview = Awaited<ReturnType<OperationAdmin["preview"]>>;

const soonMs = 2000;

export function dlqRedrive(command: Command): void {
  command
    .option("--ramp <numbers>", "as many jobs at first, then, each once those before have ended; as 1,10,100,all")
    .option("--stop-on <percent>", "stop once more than this share of a step has died again, as 5%")
    .option("--merge-patch <json>", "change the JSON value of each by a merge patch")
    .option("--value <value>", "give each this value");
  addAction(
    command,
    "retry",
    `
Jobs keep their priority, ordering key, headers and history. It goes on by itself: flowmesh op get <queue>/<id> shows how far it is.

Examples:
  flowmesh dlq redrive emails --dry-run
  flowmesh dlq redrive emails --error timeout --ramp 1,10,100,all --rate 50/s --stop-on 5%
  flowmesh dlq redrive @billing --where 'value.total > 100'`,
  );
}

export function dlqDiscard(command: Command): void {
  command.option("-y, --yes", "do not ask; needed where nobody can be asked");
  addAction(
    command,
    "remove",
    `
Examples:
  flowmesh dlq discard emails --errors 6f1d0c3a9b2e4f55 --reason "sent by hand"
  flowmesh dlq discard emails --dry-run`,
  );
}

/** Nothing is removed without a yes: the flag, or the answer of somebody who can be asked. */
async function mayRemove(queue: string, { matched, isPartial }: Preview, { yes }: RedriveFlags): Promise<boolean> {
  const jobs = `${isPartial ? "at least " : ""}${counted(matched, "dead job")}`;
  if (yes || (await confirm(`Remove ${jobs} of ${queue} for good?`))) return true;
  say("Nothing was removed.");
  process.exitCode = exitCodes.failure;
  return false;
}

/** One that finds nothing to do would be shown as running with all jobs left. Who may start it may not always look at it. */
function soonEnded(operations: OperationAdmin, started: BulkOperation): Promise<BulkOperation> {
  return operations.ended(started.queue, started.operation, AbortSignal.timeout(soonMs)).catch(() => started);
}

function sayMatched({ matched, isPartial }: Preview): void {
  const jobs = `${matched} ${matched === 1 ? "job matches" : "jobs match"}`;
  say(`${isPartial ? "At least " : ""}${jobs}; nothing was changed.`);
}

function addAction(command: Command, action: "retry" | "remove", help: string): void {
  command
    .option("--where <expression>", "only jobs of which this is true, as 'value.total > 100'")
    .option("--error <text>", "only jobs whose last error has this in it")
    .option("--errors <id>", "only jobs of this group of errors, as dlq show names it")
    .option("--key <key>", "only jobs of this key")
    .option("--rate <rate>", "so many jobs in a time, as 50/s or 1000/m")
    .option("--reason <text>", "why, for people")
    .option("--dry-run", "show how many jobs it would be, and some of them")
    .option("--wait", "wait for its end")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", help)
    .action(async (queue: string) => {
      const flags = command.optsWithGlobals<RedriveFlags>();
      const request = operationRequest(action, flags);
      if (flags.curl) {
        const asked: StartOperationRequestInit = { queue, ...request, dryRun: flags.dryRun ?? false };
        return writeData(`${curlLine(serverAddress(flags.url), methods.startOperation, asked)}\n`);
      }
      if (action === "remove") checkRemovalFlags(flags, command);
      await withMesh(flags.url, async ({ operations }) => {
        const found = await operations.preview(queue, request);
        const isNone = found.matched === 0 && !found.isPartial;
        if (flags.dryRun) await writeRows(found.samples, jobShape, flags);
        if (flags.dryRun || (isNone && action === "remove" && !flags.yes)) return sayMatched(found);
        if (action === "remove" && !(await mayRemove(queue, found, flags))) return;
        const started = await operations.start(queue, request);
        const soon = isNone ? await soonEnded(operations, started) : started;
        const shown = flags.wait ? await operations.ended(queue, started.operation) : soon;
        await writeOne(shown, operationShape, flags);
        if (isNone && shown.changed === 0 && !outputFormat(flags).endsWith("json")) sayMatched(found);
      });
    });
}
