import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { groupShape } from "../groups/group-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface PauseFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function groupPause(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Members finish what they have begun and take nothing more; they stay members. Their cursors can be moved meanwhile.

Example:
  flowmesh group pause billing`,
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<PauseFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.pauseGroup, { group: name })}\n`);
      await withMesh(flags.url, async ({ groups }) => {
        await groups.pause(name);
        await writeOne(await groups.get(name), groupShape, flags);
      });
    });
}
