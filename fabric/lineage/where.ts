import {
  type LineageDirection,
  type LineageNode,
  limits,
  type WhereRequestInit,
  type WhereResponse,
} from "@flowmesh/contract";
import { checkChoice, checkOrDefault, checkText } from "../check-fields.ts";
import { FlowMeshError } from "../errors.ts";
import { readLineageToken, writeLineageToken } from "../page-token.ts";
import { Family, type FamilyOptions, type PlacedThing } from "./family.ts";
import { formatLineageId, type LineageId, parseLineageId } from "./lineage-id.ts";
import { type LineageSource, type LineageThing, thingKey } from "./lineage-source.ts";

const directions: readonly LineageDirection[] = ["unspecified", "family", "causes", "effects"];

interface CheckedWhere extends FamilyOptions {
  readonly id: LineageId;
  readonly pageSize: number;
  /** Nodes of the pages before. */
  readonly skip: number;
  /** What a page token is made for. */
  readonly asked: string;
}

function checkWhere(request: WhereRequestInit): CheckedWhere {
  const id = parseLineageId("id", checkText("id", request.id, Number.MAX_SAFE_INTEGER));
  const chosen = checkChoice("direction", request.direction, directions);
  const direction = chosen === "unspecified" ? "family" : (chosen as FamilyOptions["direction"]);
  const { value: usual, max } = limits.lineageDepth;
  const depth = checkOrDefault("depth", request.depth, { min: 1, max }, usual);
  const { value: pageSizeUsual, max: pageSizeMax } = limits.pageSize;
  const pageSize = checkOrDefault("page_size", request.pageSize, { min: 1, max: pageSizeMax }, pageSizeUsual);
  const asked = `${formatLineageId(id)} ${direction} ${depth}`;
  return { id, direction, depth, pageSize, asked, skip: readLineageToken(request.pageToken, asked) };
}

/**
 * Answers a question about lineage from what an implementation knows.
 * @throws FlowMeshError `lineage_id_invalid`, `lineage_unknown`, `field_invalid`, `page_token_invalid`
 */
export async function answerWhere(source: LineageSource, request: WhereRequestInit): Promise<WhereResponse> {
  const { id, pageSize, skip, asked: request_, ...options } = checkWhere(request);
  const asked = await askedThings(source, id);
  const family = new Family(source, options);
  const page: PlacedThing[] = [];
  let [at, isMore] = [0, false];
  for await (const placed of family.from(asked)) {
    isMore = page.length === pageSize;
    if (isMore) break;
    if (at++ >= skip) page.push(placed);
  }
  const askedKeys = new Set(asked.map(thingKey));
  const nodes: LineageNode[] = [];
  for (const placed of page) nodes.push(await describe(source, placed, askedKeys.has(thingKey(placed.thing))));
  const nextPageToken = isMore ? writeLineageToken(request_, skip + page.length) : "";
  return { nodes, nextPageToken, truncated: family.truncated };
}

/** @throws FlowMeshError `lineage_unknown` */
async function askedThings(source: LineageSource, id: LineageId): Promise<LineageThing[]> {
  if (id.kind === "position") {
    const written = [...((await source.at(id.number ?? 0))?.effects ?? [])];
    if (written.length === 0)
      throw unknown(id, "the commit at this position, if there is one, wrote no record, job or entry");
    return written;
  }
  const thing = source.find(id);
  const [caused] = source.causedBy(thing);
  if (caused !== undefined || source.madeBy(thing) !== undefined) return [thing];
  if (thing.resource !== "" && (await source.state(thing)).isThere) return [thing];
  throw unknown(id, "it is not there, and nothing is that it caused");
}

/** The error of an id of which nothing is known. */
export function unknown(id: LineageId, problem: string): FlowMeshError {
  return new FlowMeshError("lineage_unknown", { id: formatLineageId(id), problem });
}

async function describe(
  source: LineageSource,
  { thing, depth, causes, commit }: PlacedThing,
  asked: boolean,
): Promise<LineageNode> {
  const { isThere, position, writtenMs, groups = [], job, entry } = await source.state(thing);
  return {
    id: formatLineageId(thing.id),
    kind: thing.id.kind as LineageNode["kind"],
    presence: isThere ? "there" : "gone",
    depth,
    causes: causes.map((cause) => formatLineageId(cause.id)),
    asked,
    position: commit?.position ?? position ?? 0,
    writtenAt: commit?.timeMs ?? writtenMs,
    correlation: commit?.correlation ?? "",
    groups: [...groups],
    job,
    entry,
  };
}
