import { batchProducerId } from "@flowmesh/fabric/internal";

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
export function isIdentified(request: object): boolean {
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
