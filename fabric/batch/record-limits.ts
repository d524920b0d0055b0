import { limits as knownLimits } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";
import type { VarintCursor } from "./varint.ts";

/** What one record may take. */
export interface RecordLimits {
  readonly keyBytesMax: number;
  readonly valueBytesMax: number;
  readonly headersMax: number;
  /** Name and value of one header together. */
  readonly headerBytesMax: number;
}

/** The limits where an installation sets no others. */
export const defaultRecordLimits: RecordLimits = {
  keyBytesMax: knownLimits.recordKeyBytes.value,
  valueBytesMax: knownLimits.recordValueBytes.value,
  headersMax: knownLimits.recordHeaders.value,
  headerBytesMax: knownLimits.recordHeaderBytes.value,
};

/** What a record may take wherever the limits are raised as far as they go: nothing larger was ever taken knowingly. */
export const largestRecordLimits: RecordLimits = {
  ...defaultRecordLimits,
  valueBytesMax: knownLimits.recordValueBytes.max,
};

/**
 * Passes over the headers of a record.
 * @throws FlowMeshError `batch_malformed`, `record_too_large`
 */
export function skipHeaders(cursor: VarintCursor, index: number, limits: RecordLimits): void {
  const headers = cursor.varint();
  // A header has at least two bytes, so a larger count is a lie.
  if (headers < 0 || headers > (cursor.end - cursor.at) / 2) {
    throw malformed(`record ${index} says that it has ${headers} headers`);
  }
  if (headers > limits.headersMax) throw recordTooLarge("headers", index, headers, limits.headersMax, "entries");
  for (let left = headers; left > 0; left -= 1) {
    const nameBytes = cursor.varint();
    cursor.skip(nameBytes);
    const valueBytes = cursor.varint();
    if (valueBytes < -1) throw malformed(`a header of record ${index} has length ${valueBytes}`);
    if (valueBytes > 0) cursor.skip(valueBytes);
    if (cursor.failed) throw malformed(`a header of record ${index} does not fit into it`);
    const size = nameBytes + Math.max(0, valueBytes);
    if (size > limits.headerBytesMax) throw recordTooLarge("header", index, size, limits.headerBytesMax);
  }
}

/** `unit` is `bytes`, or `entries` for a count. */
export function recordTooLarge(
  part: string,
  index: number,
  size: number,
  limit: number,
  unit: string = "bytes",
): FlowMeshError {
  return new FlowMeshError("record_too_large", { part, index, size, unit, limit });
}

function malformed(problem: string): FlowMeshError {
  return new FlowMeshError("batch_malformed", { problem });
}
