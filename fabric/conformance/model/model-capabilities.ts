import type { OperationInit } from "@flowmesh/contract";
import { batchProducerId } from "../../batch/batch-header.ts";
import type { CheckedCommit } from "../../check-requests.ts";
import { FlowMeshError } from "../../errors.ts";
import type { Capabilities } from "../../fabric.ts";

/** Refuses what the model was told not to offer; the batches have been checked. @throws FlowMeshError `capability_missing` */
export function checkCapabilities(
  { operations, idempotencyKey, origin }: CheckedCommit,
  capabilities: Capabilities,
): void {
  const appends = operations.flatMap(({ append }) => (append === undefined ? [] : [append]));
  const all = operations.flatMap(({ append, publish }) => append ?? publish ?? []);
  const entries = operations.flatMap((operation) => kvOf(operation) ?? []);
  const jobs = operations.flatMap(({ enqueue, settle }) => enqueue ?? settle ?? []);
  const resources = new Set([
    ...all.map(({ stream }) => `stream ${stream}`),
    ...entries.map(({ bucket }) => `bucket ${bucket}`),
    ...jobs.map(({ queue }) => `queue ${queue}`),
  ]);
  const hasDedupeId = operations.some(
    ({ append, publish }) => append?.dedupeId || publish?.records?.some((of) => of.dedupeId),
  );
  const hasProducer = appends.some(({ batch }) => batch !== undefined && batchProducerId(batch) >= 0);
  const { commitScope } = capabilities;
  refuse("a commit of several operations", commitScope === "operation" && operations.length > 1);
  refuse("a commit across several resources", commitScope === "resource" && resources.size > 1);
  refuse("KV", !capabilities.kv && entries.length > 0);
  refuse("queues", !capabilities.queues && jobs.length > 0);
  refuse("lineage", !capabilities.lineage && origin !== undefined);
  refuse("an idempotency key", !capabilities.idempotencyKeys && idempotencyKey !== "");
  refuse("a dedupe id", !capabilities.dedupe && Boolean(hasDedupeId));
  refuse("a producer", !capabilities.producers && hasProducer);
  refuse(
    "an expected offset",
    !capabilities.expectedOffset && all.some(({ expectedOffset }) => expectedOffset !== undefined),
  );
}

function kvOf({ put, delete: deletion, increment, check }: OperationInit): { bucket?: string | undefined } | undefined {
  return put ?? deletion ?? increment ?? check;
}

function refuse(what: string, isLacking: boolean): void {
  if (isLacking) throw new FlowMeshError("capability_missing", { what });
}
