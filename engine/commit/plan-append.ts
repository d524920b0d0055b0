import {
  batchBaseSequence,
  batchCount,
  batchCrc,
  batchMaxTimestampMs,
  batchProducerEpoch,
  batchProducerId,
  type CheckedAppend,
} from "@flowmesh/fabric/internal";
import type { PlannedAppend } from "./commit-intent.ts";
import { keyHash } from "./idempotency.ts";

/** One batch, ready to be decided. */
export function plannedAppend(
  { stream, partition, expectedOffset, partitionCount, dedupeId, batch }: CheckedAppend,
  operation: number | undefined,
): PlannedAppend {
  return {
    kind: "append",
    stream,
    partition,
    partitionCount,
    payload: batch,
    records: batchCount(batch),
    payloadCrc: batchCrc(batch),
    maxTimestampMs: batchMaxTimestampMs(batch),
    producerId: batchProducerId(batch),
    producerEpoch: batchProducerEpoch(batch),
    baseSequence: batchBaseSequence(batch),
    dedupe: dedupeId === "" ? "" : keyHash(dedupeId),
    expectedOffset,
    jobs: undefined,
    operation,
  };
}
