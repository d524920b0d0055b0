import { methods, type Schedule } from "@flowmesh/contract";
import { type Command, Option } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { say, writeData, writeRows } from "../output/write.ts";
import { scheduleShape } from "../schedules/schedule-shape.ts";

interface ListFlags extends OutputOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly state?: "active" | "paused" | "finished";
  readonly curl?: boolean;
}

export function scheduleLs(command: Command): void {
  command
    .option("--prefix <text>", "only schedules whose names begin so")
    .addOption(new Option("--state <state>", "only those in this state").choices(["active", "paused", "finished"]))
    .option("--curl", "print the REST call instead of making it")
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, state, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listSchedules, { prefix, state })}\n`);
      const found = await withMesh(url, async (mesh) => {
        const all: Schedule[] = [];
        for await (const schedule of mesh.schedules.list({ prefix, state })) all.push(schedule);
        return all;
      });
      await writeRows(found, scheduleShape, flags);
      if (found.length === 0 && process.stdout.isTTY)
        say(`No schedules. Make one: ${typedCommand()} schedule add <schedule> <value> --enqueue <queue> --every 5m`);
    });
}
