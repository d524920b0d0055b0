import type { Group, GroupDetails } from "@flowmesh/client";
import { GroupCursor as CursorCodec, Group as GroupCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Column, Shape } from "../output/format.ts";
import { formatAge } from "../values/age.ts";

const columns: readonly Column<Group>[] = [
  { title: "GROUP", value: ({ group }) => group },
  { title: "STATE", value: ({ state }) => state },
  { title: "PAUSED", value: ({ paused }) => paused, shown: ({ paused }) => (paused ? "yes" : "no") },
  { title: "MEMBERS", value: ({ members }) => members.length },
  { title: "LAG", value: ({ lagRecords }) => lagRecords },
  { title: "LAG TIME", value: ({ lagMs }) => lagMs, shown: ({ lagMs }) => formatAge(lagMs) },
  { title: "TYPE", value: ({ type }) => type, isWide: true },
  { title: "EPOCH", value: ({ epoch }) => epoch, isWide: true },
  { title: "CREATED", value: ({ createdAt }) => new Date(createdAt ?? 0).toISOString(), isWide: true },
];

/** How groups are shown. */
export const groupShape: Shape<Group> = { columns, toJson: (group) => toJson(GroupCodec, group) };

/** The same of one that is shown with its cursors. */
export const groupDetailsShape: Shape<GroupDetails> = {
  columns,
  toJson: ({ cursors, ...group }) => ({
    ...toJson(GroupCodec, group),
    cursors: cursors.map((cursor) => toJson(CursorCodec, cursor)),
  }),
};
