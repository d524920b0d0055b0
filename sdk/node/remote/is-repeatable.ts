import type { AnyMethod } from "@flowmesh/contract";
import { batchProducerId } from "@flowmesh/fabric/internal";

/**
 * Whether a call may be sent again although the first one may have taken effect. A change of an expected revision may not: the second one would be refused for what
 * the first one did.
 */
export function isRepeatable({ retry }: AnyMethod, request: object): boolean {
  if (retry === "safe") return (request as { expectedRevision?: number }).expectedRevision === undefined;
  return retry === "identified" && isIdentified(request);
}

/** For how long the server recognises a request, in milliseconds, once it has taken it. */
export function rememberedMs(request: object): number {
  return (request as { readonly idempotencyWindowMs?: number }).idempotencyWindowMs ?? Number.POSITIVE_INFINITY;
}

/** Fields by which the server recognises a request, or a part of one, that it has seen before. */
interface Marks {
  readonly idempotencyKey?: string | undefined;
  readonly dedupeId?: string | undefined;
  readonly batch?: Uint8Array | undefined;
  readonly records?: readonly { readonly dedupeId?: string | undefined }[] | undefined;
  readonly operations?: readonly { readonly append?: Marks | undefined; readonly publish?: Marks | undefined }[];
}

const batchProducerEnd = 57;

/**
 * Whether a request carries what makes a second one recognisable, so that it may be sent again without doubles: an idempotency key, a dedupe id on all that it
 * writes, or batches with a producer and sequences.
 */
function isIdentified(request: object): boolean {
  const marks = request as Marks;
  if (isGiven(marks.idempotencyKey) || isGiven(marks.dedupeId)) return true;
  if (marks.batch !== undefined) return marks.batch.length >= batchProducerEnd && batchProducerId(marks.batch) >= 0;
  if (marks.records !== undefined)
    return marks.records.length > 0 && marks.records.every((record) => isGiven(record.dedupeId));
  const operations = marks.operations ?? [];
  return (
    operations.length > 0 && operations.every((operation) => isIdentified(operation.append ?? operation.publish ?? {}))
  );
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}
