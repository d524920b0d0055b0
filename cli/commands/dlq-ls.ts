import type { DeadLetterSource } from "@flowmesh/contract";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { errorGroupShape, sourceShape } from "../dead-letters/dead-letter-shapes.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { say, writeData, writeRows } from "../output/write.ts";

interface ListFlags extends OutputOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly curl?: boolean;
}

export function dlqLs(command: Command): void {
  command
    .option("--prefix <text>", "only queues whose names begin so; @ for those of groups")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText("after", "\nExample:\n  flowmesh dlq ls")
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listDeadLetters, { prefix })}\n`);
      const sources = await withMesh(url, async (mesh) => {
        const found: DeadLetterSource[] = [];
        for await (const source of mesh.deadLetters.list({ prefix })) found.push(source);
        return found;
      });
      await writeRows(sources, sourceShape, flags);
      if (sources.length === 0 && process.stdout.isTTY) say("No dead letters.");
    });
}

export function dlqShow(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Dead jobs grouped by what went wrong: errors that differ only in numbers, ids, paths or quoted text are one. AGAIN counts those that had been tried again before.

Examples:
  flowmesh dlq show emails
  flowmesh dlq show @billing                 dead letters of the group billing
  flowmesh job get emails 17                 one of them, with every attempt`,
    )
    .action(async (queue: string) => {
      const flags = command.optsWithGlobals<ListFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.groupErrors, { queue })}\n`);
      const { groups, lookedAt, dead } = await withMesh(flags.url, (mesh) => mesh.deadLetters.errors(queue));
      await writeRows(groups, errorGroupShape, flags);
      if (dead === 0 && process.stdout.isTTY) say(`Queue ${queue} has no dead jobs.`);
      if (lookedAt < dead) say(`The last ${lookedAt} of ${dead} dead jobs were looked at.`);
    });
}
