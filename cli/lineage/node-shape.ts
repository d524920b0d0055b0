import type { LineageNode } from "@flowmesh/client";
import { LineageNode as NodeCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { nodeState } from "./node-state.ts";

/** How the members of a family are shown, a line each. */
export const nodeShape: Shape<LineageNode> = {
  columns: [
    { title: "ID", value: ({ id }) => id },
    { title: "DEPTH", value: ({ depth }) => depth },
    { title: "KIND", value: ({ kind }) => kind },
    { title: "PRESENCE", value: ({ presence }) => presence },
    { title: "POSITION", value: ({ position }) => (position === 0 ? "" : position) },
    { title: "WRITTEN", value: ({ writtenAt }) => (writtenAt === undefined ? "" : new Date(writtenAt).toISOString()) },
    { title: "STATE", value: nodeState },
  ],
  toJson: (node) => toJson(NodeCodec, node),
};
