import type { GroupDetails } from "@flowmesh/client";
import type { Shape } from "../output/format.ts";
import { counted } from "../values/counted.ts";

/** How groups are shown that were deleted, or would be. */
export function deletedGroupShape(isDryRun: boolean): Shape<GroupDetails> {
  return {
    columns: [
      { title: "GROUP", value: ({ group }) => group },
      { title: "ACTION", value: () => (isDryRun ? "would delete" : "deleted") },
      { title: "WHAT", value: ({ cursors }) => counted(cursors.length, "cursor") },
    ],
    toJson: ({ group, cursors, lagRecords }) => ({
      group,
      action: "delete",
      cursors: cursors.length,
      lagRecords,
      dryRun: isDryRun,
    }),
  };
}
