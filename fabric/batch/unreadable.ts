import { FlowMeshError, isFlowMeshError } from "../errors.ts";
import type { BatchReader } from "./batch-reader.ts";

/** Whether reading again gives the same error, since the batch itself is its cause. */
export function isUnreadable(error: unknown): boolean {
  return reasons.some((reason) => isFlowMeshError(error, reason));
}

const reasons = [
  "batch_malformed",
  "batch_crc_mismatch",
  "batch_codec_unknown",
  "record_too_large",
  "capability_missing",
] as const;

/**
 * What to tell a reader of a partition about an error of `BatchReader.next`: which offsets it does not get, and where it can go on, as details `first`, `last` and
 * `next`. It is `records_malformed`; `capability_missing` stays, since another reader may well read those records.
 *
 * @param from first offset that was asked for
 */
export function toldWithPlace(
  error: unknown,
  reader: BatchReader,
  stream: string,
  partition: number,
  from: number,
): unknown {
  const first = Math.max(reader.offset, from);
  const next = reader.nextOffset;
  if (!isUnreadable(error) || next <= first) return error;
  const place = { stream, partition, first, last: next - 1, next };
  const { reason, message } = error as FlowMeshError;
  if (reason === "capability_missing") return (error as FlowMeshError).with(place);
  return new FlowMeshError("records_malformed", { ...place, problem: message }, { cause: error });
}
