import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { groupShape } from "../groups/group-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { writeData, writeOne } from "../output/write.ts";

interface ResumeFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function groupResume(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Members go on where their cursors are.

Example:
  flowmesh group resume billing`,
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<ResumeFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.resumeGroup, { group: name })}\n`);
      await withMesh(flags.url, async ({ groups }) => {
        await groups.resume(name);
        await writeOne(await groups.get(name), groupShape, flags);
      });
    });
}
