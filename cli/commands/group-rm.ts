import type { GroupAdmin, GroupDetails } from "@flowmesh/client";
import { methods } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { deletedGroupShape } from "../groups/deleted-group-shape.ts";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { writeData, writeRows } from "../output/write.ts";
import { addRemovalOptions, checkRemovalFlags, type RemovalFlags, removeAll } from "../removal/removal.ts";
import { counted } from "../values/counted.ts";

export function groupRm(command: Command): void {
  addRemovalOptions(command);
  command
    .addHelpText(
      "after",
      `
What the group has finished is forgotten: one of the same name begins anew. The records stay.

Examples:
  flowmesh group rm billing --dry-run     what would be deleted
  flowmesh group rm billing mailing --yes`,
    )
    .action(async (names: string[]) => {
      const flags = command.optsWithGlobals<RemovalFlags>();
      if (flags.curl) {
        const address = serverAddress(flags.url);
        return writeData(names.map((group) => `${curlLine(address, methods.deleteGroup, { group })}\n`).join(""));
      }
      checkRemovalFlags(flags, command);
      await withMesh(flags.url, ({ groups }) =>
        removeAll(
          names,
          {
            get: (name) => withoutMembers(groups, name),
            remove: ({ group }) => groups.delete(group),
            describe: ({ group, cursors }) => `${group} (${counted(cursors.length, "cursor")})`,
            write: (removed) => writeRows(removed, deletedGroupShape(flags.dryRun === true), flags),
          },
          flags,
        ),
      );
    });
}

/** One that has members is refused before anybody is asked. @throws FlowMeshError `group_not_found`, `group_not_empty` */
async function withoutMembers(groups: GroupAdmin, name: string): Promise<GroupDetails> {
  const found = await groups.get(name);
  const members = found.members.length;
  if (members > 0) throw new FlowMeshError("group_not_empty", { group: name, members });
  return found;
}
