import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { cursorMoveShape } from "../groups/cursor-move-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeRows } from "../output/write.ts";

interface UndoFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function groupUndo(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Each cursor that the last reset moved is set to where it was before; what members have finished since is finished again. Once for each reset.

Example:
  flowmesh group undo billing`,
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<UndoFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.undoReset, { group: name })}\n`);
      const changes = await withMesh(flags.url, (mesh) => mesh.groups.undo(name));
      await writeRows(changes, cursorMoveShape(name, false), flags);
    });
}
