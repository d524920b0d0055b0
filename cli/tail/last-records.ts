import type { Mesh, Message, Stream } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

/** Where each partition goes on. */
export type Cursors = readonly { readonly partition: number; readonly offset: number }[];

/**
 * The last `count` records by their timestamps, of one partition or of all, and where each of these goes on behind them.
 * @throws FlowMeshError `partition_not_found`, `records_damaged`
 */
export async function lastRecords(
  mesh: Mesh,
  stream: Stream,
  partition: number | undefined,
  count: number,
): Promise<{ readonly messages: Message[]; readonly next: Cursors }> {
  const chosen = stream.partitions.filter((candidate) => partition === undefined || candidate.partition === partition);
  if (chosen.length === 0) {
    const partitions = stream.partitions.length;
    const details = { stream: stream.stream, partition: partition!, partitions, last: partitions - 1 };
    throw new FlowMeshError("partition_not_found", details);
  }
  const found: Message[] = [];
  for (const { partition: number, earliestOffset, nextOffset } of chosen) {
    const from = Math.max(earliestOffset, nextOffset - count);
    if (from === nextOffset) continue;
    const options = { partition: number, from, until: nextOffset };
    for await (const messages of mesh.batches(stream.stream, options)) found.push(...messages);
    found.sort((a, b) => a.timestampMs - b.timestampMs);
    found.splice(0, found.length - count);
  }
  return {
    messages: found,
    next: chosen.map(({ partition: number, nextOffset }) => ({ partition: number, offset: nextOffset })),
  };
}
