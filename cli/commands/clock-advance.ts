import { parseDurationMs } from "@flowmesh/client/internal";
import { methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { clockShape } from "../clock/clock-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface AdvanceFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function clockAdvance(command: Command): void {
  command
    .exitOverride((error) => {
      const back = error.code === "commander.unknownOption" ? /'(-\d[^']*)'/.exec(error.message)?.[1] : undefined;
      throw back === undefined ? error : backwards(back);
    })
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Lets time pass where flowmesh dev --clock virtual runs, and ends when all that became due on the way has happened: retention, entries that expire, members that are silent.

Examples:
  flowmesh clock advance 3d
  flowmesh clock advance 1h30m`,
    )
    .action(async (duration: string) => {
      const flags = command.optsWithGlobals<AdvanceFlags>();
      if (/^-\d/.test(duration)) throw backwards(duration);
      const durationMs = parseDurationMs(duration, "<duration>");
      if (flags.curl) {
        return writeData(`${curlLine(serverAddress(flags.url), methods.advanceClock, { durationMs })}\n`);
      }
      await writeOne(await withMesh(flags.url, ({ clock }) => clock.advance(durationMs)), clockShape, flags);
    });
}

function backwards(duration: string): FlowMeshError {
  const problem = `is ${JSON.stringify(duration)}, but time goes only ahead; a FlowMesh that is started anew begins where --now says`;
  return new FlowMeshError("field_invalid", { field: "<duration>", problem });
}
