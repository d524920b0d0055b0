import type { Group } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { groupShape } from "../groups/group-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import type { OutputOptions } from "../output/format.ts";
import { typedCommand } from "../output/typed-command.ts";
import { say, writeData, writeRows } from "../output/write.ts";

interface ListFlags extends OutputOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly curl?: boolean;
}

export function groupLs(command: Command): void {
  command
    .option("--prefix <text>", "only groups whose names begin so")
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Examples:
  flowmesh group ls
  flowmesh group ls --json | jq '.[] | select(.lagMs > 60000) | .group'     groups that are more than a minute behind`,
    )
    .action(async () => {
      const flags = command.optsWithGlobals<ListFlags>();
      const { prefix, url } = flags;
      if (flags.curl) return writeData(`${curlLine(serverAddress(url), methods.listGroups, { prefix })}\n`);
      const groups = await withMesh(url, async (mesh) => {
        const found: Group[] = [];
        for await (const group of mesh.groups.list({ prefix })) found.push(group);
        return found;
      });
      await writeRows(groups, groupShape, flags);
      if (groups.length === 0 && process.stdout.isTTY) {
        say(`No groups. Joining makes one: ${typedCommand()} tail <stream> --group <group>`);
      }
    });
}
