import type { LineageNode, LineageService } from "@flowmesh/contract";
import { checkOptionNames, type OptionNames } from "../known-options.ts";

/** How much of a family is wanted. */
export interface WhereOptions {
  /** Default: the family, from what began it down to everything that came of it. */
  readonly direction?: "family" | "causes" | "effects" | undefined;
  /** Generations from the first node on, at most 64. Default 16. */
  readonly depth?: number | undefined;
  /** Nodes at most. Default 1000. */
  readonly limit?: number | undefined;
  /** Answers once this position is visible, such as that of a commit just made. */
  readonly atLeast?: number | undefined;
}

/** A family: each node behind the one that it stands beneath. */
export interface Lineage {
  readonly nodes: readonly LineageNode[];
  /** There is more than was asked for, or than one question looks at. */
  readonly truncated: boolean;
}

const optionNames: OptionNames<WhereOptions> = { direction: true, depth: true, limit: true, atLeast: true };
const pageSizeMax = 1000;

/** Asks page by page. */
export async function whereOf(service: LineageService, id: string, options: WhereOptions = {}): Promise<Lineage> {
  checkOptionNames(options, optionNames, "where");
  const { direction, depth, limit = pageSizeMax, atLeast } = options;
  const nodes: LineageNode[] = [];
  for (let pageToken = ""; ; ) {
    const pageSize = Math.min(limit - nodes.length, pageSizeMax);
    const page = await service.where({ id, direction, depth, atLeast, pageSize, pageToken });
    nodes.push(...page.nodes);
    pageToken = page.nextPageToken;
    const isCut = nodes.length >= limit && pageToken !== "";
    if (pageToken === "" || isCut) return { nodes, truncated: page.truncated || isCut };
  }
}
