import { methods } from "@flowmesh/contract";
import type { Command } from "commander";
import { groupCursorShape } from "../groups/group-cursor-shape.ts";
import { groupDetailsShape } from "../groups/group-shape.ts";
import { memberShape } from "../groups/member-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { formatOne, formatRows, type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";

interface GetFlags extends OutputOptions {
  readonly url?: string;
  readonly curl?: boolean;
}

export function groupGet(command: Command): void {
  command
    .option("--curl", "print the REST call instead of making it")
    .addHelpText(
      "after",
      `
Lag is what the group has not finished: in records, and as the age of the oldest of them. AHEAD counts the records above a cursor that are finished already, out of order.

Examples:
  flowmesh group get billing
  flowmesh group get billing --json | jq '.cursors[] | select(.lagRecords > 0)'`,
    )
    .action(async (name: string) => {
      const flags = command.optsWithGlobals<GetFlags>();
      if (flags.curl) return writeData(`${curlLine(serverAddress(flags.url), methods.getGroup, { group: name })}\n`);
      const format = outputFormat(flags);
      const group = await withMesh(flags.url, (mesh) => mesh.groups.get(name));
      if (format !== "table" && format !== "wide") return writeData(await formatOne(group, groupDetailsShape, format));
      // People see all of the group at once.
      await writeData(await formatOne(group, groupDetailsShape, "wide"));
      const { members, cursors } = group;
      if (members.length > 0) await writeData(`\n${await formatRows(members, memberShape(Date.now()), format)}`);
      if (cursors.length > 0) await writeData(`\n${await formatRows(cursors, groupCursorShape(members), format)}`);
    });
}
