import type { BulkOperation, OperationAdmin } from "@flowmesh/client";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { operationShape } from "../dead-letters/operation-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { addWatchOption, type WatchedFlags, watched } from "../output/watched.ts";
import { writeData, writeOne, writeRows } from "../output/write.ts";

interface OperationFlags extends OutputOptions, WatchedFlags {
  readonly url?: string;
  readonly queue?: string;
  readonly running?: boolean;
  readonly reason?: string;
  readonly wait?: boolean;
  readonly curl?: boolean;
}

export function opLs(command: Command): void {
  addWatchOption(command);
  command
    .option("--queue <queue>", "only those of this queue")
    .option("--running", "only those that have not ended")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", "\nExample:\n  flowmesh op ls --running --watch")
    .action(async () => {
      const flags = command.optsWithGlobals<OperationFlags>();
      const { queue, running, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listOperations, { queue, running })}\n`);
      await withMesh(url, ({ operations }) =>
        watched(flags, async () => {
          const all: BulkOperation[] = [];
          for await (const operation of operations.list({ queue, running })) all.push(operation);
          await writeRows(all, operationShape, flags);
        }),
      );
    });
}

export function opGet(command: Command): void {
  command.option("--wait", "wait for its end");
  addAction(command, methods.getOperation, (operations, queue, id, { wait }) =>
    wait ? operations.ended(queue, id) : operations.get(queue, id),
  );
}

export function opPause(command: Command): void {
  addAction(command, methods.pauseOperation, (operations, queue, id) => operations.pause(queue, id));
}

export function opResume(command: Command): void {
  addAction(command, methods.resumeOperation, (operations, queue, id) => operations.resume(queue, id));
}

export function opStop(command: Command): void {
  command.option("--reason <text>", "why, for people");
  addAction(command, methods.stopOperation, (operations, queue, id, { reason }) => operations.stop(queue, id, reason));
}

type Act = (operations: OperationAdmin, queue: string, id: string, flags: OperationFlags) => Promise<BulkOperation>;

/** An operation is named by its queue and its id, as `op ls` shows it. */
function addAction(command: Command, method: AnyMethod, act: Act): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", `\nExample:\n  flowmesh op ${command.name()} emails/3`)
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<OperationFlags>();
      const [, queue, operation] = /^(.+)\/(\d+)$/.exec(name) ?? [];
      if (queue === undefined || operation === undefined)
        throw new FlowMeshError("field_invalid", {
          field: "operation",
          problem: `is ${name}, and must be as emails/3`,
        });
      const { url, reason } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), method, { queue, operation, reason })}\n`);
      const shown = await withMesh(url, ({ operations }) => act(operations, queue, operation, flags));
      await writeOne(shown, operationShape, flags);
    });
}
