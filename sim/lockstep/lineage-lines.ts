import type { LineageNode } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import { correlationName } from "./names.ts";
import { line, type Plain, plain } from "./plain.ts";
import { correlations } from "./steps-of.ts";

/** Causes are known as long as something is there that is so many generations younger. */
const generations = 8;
const pageSize = 1000;

/**
 * What caused each of these, and what it caused, a line for each where that is anything; and what belongs to each correlation id. Effects that are gone are left out: an engine forgets them when
 * it comes to it, if nothing that is there was caused by them.
 */
export async function lineageLines(fabric: Fabric, ids: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const id of ids) {
    const causes = await nodes(fabric, id, "causes");
    const effects = await effectsOf(fabric, id);
    if (causes.length + effects.length > 2 || causes[0]?.correlation !== "")
      lines.push(line(`${id} comes from`, causes.map(told)), line(`${id} led to`, effects));
  }
  for (let number = 0; number < correlations; number++) {
    const id = `correlation:${correlationName(number)}`;
    const effects = await effectsOf(fabric, id).catch(nothing);
    if (effects.length > 1) lines.push(line(`${id} led to`, effects));
  }
  return lines;
}

/** Ids of those that are there, and its own. */
async function effectsOf(fabric: Fabric, id: string): Promise<string[]> {
  return (await nodes(fabric, id, "effects")).filter(isThere).map((node) => node.id);
}

async function nodes(fabric: Fabric, id: string, direction: "causes" | "effects"): Promise<LineageNode[]> {
  return (await fabric.lineage.where({ id, direction, depth: generations, pageSize })).nodes;
}

/** That an entry was deleted or expired may be forgotten after a time, and with it all that the entry was before. */
function isThere({ presence, entry }: LineageNode): boolean {
  return presence === "there" && (entry === undefined || (entry.latest && entry.kind === "put"));
}

/** What is known of it by its commit. */
function told(node: LineageNode): readonly Plain[] {
  const { id, causes, correlation, writtenAt } = node;
  const isNamed = causes.length > 0 || correlation !== "";
  return [id, isThere(node), causes, correlation, isNamed ? plain(writtenAt) : undefined];
}

function nothing(error: unknown): string[] {
  if (isFlowMeshError(error, "lineage_unknown")) return [];
  throw error;
}
