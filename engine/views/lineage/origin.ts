import { type CheckedOrigin, formatLineageId, type LineageId, operationId } from "@flowmesh/fabric/internal";
import type { CommitHeads } from "../../commit/commit-intent.ts";
import type { OriginCause, OriginOperation } from "../../commit/lineage-operation.ts";
import { encodeKey } from "../kv/key-encoding.ts";

/** What must be known to say which resource an id means. */
export type LineageHeads = Pick<CommitHeads, "streams" | "queues" | "kv">;

/** The operation by which a commit names its causes; whatever orders one puts it behind the others. What is not there, or not any more, is kept as it was named. */
export function originOf(heads: LineageHeads, { causes, correlation }: CheckedOrigin): OriginOperation {
  return { kind: "origin", correlation, causes: causes.map((cause) => causeOf(heads, cause)) };
}

/** As `originOf`, of what an operation on many jobs does. */
export function originOfBulk(queue: string, operation: number): OriginOperation {
  const text = formatLineageId(operationId(queue, operation));
  return { kind: "origin", correlation: "", causes: [{ kind: "operation", resource: 0, text }] };
}

function causeOf(heads: LineageHeads, named: LineageId): OriginCause {
  const id = named.kind === "entry" && named.number === undefined ? latestOf(heads, named) : named;
  return { kind: id.kind, resource: resourceOf(heads, id), text: formatLineageId(id) };
}

function resourceOf({ streams, queues, kv }: LineageHeads, { kind, name }: LineageId): number {
  if (kind === "record") return streams.find(name)?.id ?? 0;
  if (kind === "job") return queues.find(name)?.id ?? 0;
  return kind === "entry" ? (kv.find(name)?.id ?? 0) : 0;
}

/** The latest revision, as the sequencer knows it. */
function latestOf({ kv }: LineageHeads, id: LineageId): LineageId {
  const bucket = kv.find(id.name);
  const newest = bucket && kv.ordered(bucket, encodeKey(id.key)).at(-1);
  return newest === undefined ? id : { ...id, number: newest.revision };
}
