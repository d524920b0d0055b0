import { batchMaxTimestampMs } from "../../batch/batch-header.ts";
import { BatchReader } from "../../batch/batch-reader.ts";
import { isUnreadable } from "../../batch/unreadable.ts";
import { FlowMeshError } from "../../errors.ts";
import type { ModelPartition } from "./model-stream.ts";

/** @throws FlowMeshError `offset_out_of_range` */
export function checkRange(of: ModelPartition, stream: string, partition: number, offset: number): void {
  const { earliestOffset: earliest, nextOffset: end } = of;
  if (offset >= earliest && offset <= end) return;
  throw new FlowMeshError("offset_out_of_range", { stream, partition, offset, earliest, end });
}

/** Whole batches from the one that holds `offset` on, up to one that is damaged or lies at `until`; at least one if there is one. */
export function takeBatches(
  of: ModelPartition,
  { stream, partition, offset }: { readonly stream: string; readonly partition: number; readonly offset: number },
  maxBytes: number,
  until: number,
): { batches: Uint8Array; nextOffset: number } {
  checkRange(of, stream, partition, offset);
  const taken: Uint8Array[] = [];
  let [size, nextOffset] = [0, offset];
  for (const [index, batch] of of.batches.entries()) {
    if (batch.nextOffset <= offset) continue;
    if (batch.baseOffset >= until) break;
    if (batch.isDamaged && taken.length > 0) break;
    if (batch.isDamaged) throw damaged(of, stream, partition, index);
    size += batch.bytes.length;
    if (taken.length > 0 && size > maxBytes) break;
    taken.push(batch.bytes);
    nextOffset = batch.nextOffset;
  }
  return { batches: Buffer.concat(taken), nextOffset };
}

/** Offset of the first record at or after a time, or of the first that cannot be read in a batch that may have one; the end when there is none. */
export function offsetAtTime({ batches, nextOffset }: ModelPartition, time: number): number {
  for (const { bytes } of batches) {
    if (batchMaxTimestampMs(bytes) < time) continue;
    const reader = new BatchReader(bytes);
    try {
      while (reader.next()) if (reader.timestampMs >= time) return reader.offset;
    } catch (error) {
      if (isUnreadable(error)) return reader.offset;
      throw error;
    }
  }
  return nextOffset;
}

function damaged({ batches }: ModelPartition, stream: string, partition: number, index: number): FlowMeshError {
  const { baseOffset: first, nextOffset: next } = batches[index]!;
  const problem = "segment 0 is damaged";
  return new FlowMeshError("records_damaged", { stream, partition, first, last: next - 1, next, segment: 0, problem });
}
