import type { Group, GroupCursor } from "@flowmesh/client";
import { GroupCursor as CursorCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatAge } from "../values/age.ts";

/** How the cursors of a group are shown; members by their labels. */
export function groupCursorShape(members: Group["members"]): Shape<GroupCursor> {
  const labels = new Map(members.map(({ memberId, label }) => [memberId, label]));
  return {
    columns: [
      { title: "STREAM", value: ({ stream }) => stream },
      { title: "PARTITION", value: ({ partition }) => partition },
      { title: "OFFSET", value: ({ cursor }) => cursor?.offset ?? 0 },
      { title: "AHEAD", value: finishedAhead },
      { title: "END", value: ({ endOffset }) => endOffset },
      { title: "LAG", value: ({ lagRecords }) => lagRecords },
      { title: "LAG TIME", value: ({ lagMs }) => lagMs, shown: ({ lagMs }) => formatAge(lagMs) },
      {
        title: "HELD BY",
        value: ({ memberId, heldBack }) => labels.get(memberId) || memberId || (heldBack ? "held back" : "nobody"),
      },
      {
        title: "COMMITTED",
        value: ({ committedAt }) => (committedAt === undefined ? "never" : new Date(committedAt).toISOString()),
        isWide: true,
      },
    ],
    toJson: (cursor) => toJson(CursorCodec, cursor),
  };
}

/** Offsets above the cursor that are finished, out of order. */
function finishedAhead({ cursor }: GroupCursor): number {
  return (cursor?.finished ?? []).reduce((sum, { firstOffset, lastOffset }) => sum + lastOffset - firstOffset + 1, 0);
}
