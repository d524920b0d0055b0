import type { LineageNode } from "@flowmesh/client";
import type { outputColors } from "../output/colors.ts";
import { escapeControls } from "../output/escape.ts";
import { nodeState } from "./node-state.ts";

const untitled: Readonly<Record<string, string>> = { record: "a record", job: "a job", entry: "an entry" };

/** Causes beside the one above that are named; of the others it is told how many there are. */
const otherCausesNamed = 2;

/** A family as a tree for people; what was asked for is marked, and what has more causes than the one above it names them. Nodes come each behind the one that it stands beneath. */
export function treeLines(
  nodes: readonly LineageNode[],
  { bold, dim }: Pick<ReturnType<typeof outputColors>, "bold" | "dim">,
): string[] {
  const branches = nodes.map((node, at) => branchOf(nodes, at) + titleOf(node));
  const width = Math.max(0, ...branches.map(({ length }) => length));
  return nodes.map((node, at) => {
    const [branch, when] = [branches[at] ?? "", node.writtenAt];
    const parts = [when === undefined ? "" : new Date(when).toISOString(), nodeState(node), otherCauses(nodes, at)];
    const facts = parts.filter((part) => part !== "").join("  ");
    const mark = node.asked ? bold("  <- asked for") : "";
    const title = node.asked ? bold(branch) : branch;
    return `${title}${" ".repeat(width - branch.length)}  ${dim(escapeControls(facts))}`.trimEnd() + mark;
  });
}

function titleOf({ id, kind }: LineageNode): string {
  return escapeControls(id === "" ? (untitled[kind] ?? kind) : id);
}

/** What caused a node beside the one that it stands beneath. */
function otherCauses(nodes: readonly LineageNode[], at: number): string {
  const { depth = 0, causes = [] } = nodes[at] ?? {};
  const above = nodes.slice(0, at).findLast((node) => node.depth === depth - 1)?.id;
  const others = causes.filter((cause) => cause !== above);
  if (above === undefined || others.length === 0) return "";
  const named = others.slice(0, otherCausesNamed).join(", ");
  const more = others.length - otherCausesNamed;
  return `(also caused by ${named}${more > 0 ? ` and ${more} more` : ""})`;
}

/** The lines that lead to a node: one for each generation above it. */
function branchOf(nodes: readonly LineageNode[], at: number): string {
  const depth = nodes[at]?.depth ?? 0;
  let branch = "";
  for (let level = 1; level <= depth; level++) {
    const isMore = hasSibling(nodes, at, level);
    if (level === depth) branch += isMore ? "├─ " : "└─ ";
    else branch += isMore ? "│  " : "   ";
  }
  return branch;
}

/** Whether another node of this generation comes below, beneath the same one. */
function hasSibling(nodes: readonly LineageNode[], at: number, level: number): boolean {
  for (let next = at + 1; next < nodes.length; next++) {
    const { depth } = nodes[next] as LineageNode;
    if (depth <= level) return depth === level;
  }
  return false;
}
