import type { Mesh, Message } from "@flowmesh/client";
import { readRange } from "@flowmesh/client/internal";

/** Where each partition goes on. */
export type Cursors = readonly { readonly partition: number; readonly offset: number }[];

/** Which records are meant. */
export interface LastRecordsOptions {
  /** Only of this partition. */
  readonly partition: number | undefined;
  /** Only those before this place. */
  readonly until: string | undefined;
  readonly count: number;
}

/**
 * The last `count` records, of one partition or of all, and where each of these goes on behind them. Between partitions the
 * timestamps give the order, within one the offsets do, whatever the timestamps are.
 * @throws FlowMeshError `stream_not_found`, `partition_not_found`, `field_invalid`, `records_damaged`, `records_malformed`
 */
export async function lastRecords(
  mesh: Mesh,
  stream: string,
  { partition, until: place, count }: LastRecordsOptions,
): Promise<{ readonly messages: Message[]; readonly next: Cursors }> {
  const ranges = await readRange(mesh.fabric, stream, { partition, until: place });
  let found: Message[] = [];
  for (const { partition: number, from: earliest, until } of ranges) {
    const from = Math.max(earliest, until - count);
    if (from >= until) continue;
    const ofPartition: Message[] = [];
    for await (const messages of mesh.batches(stream, { partition: number, from, until }))
      ofPartition.push(...messages);
    found = lastOf(found, ofPartition, count);
  }
  return {
    messages: found,
    next: ranges.map(({ partition: number, until }) => ({ partition: number, offset: until })),
  };
}

/** The last `count` of two lists, each of which keeps its order. */
function lastOf(one: readonly Message[], other: readonly Message[], count: number): Message[] {
  const last: Message[] = [];
  let [oneAt, otherAt] = [one.length - 1, other.length - 1];
  while (last.length < count && (oneAt >= 0 || otherAt >= 0)) {
    const isOfOther = oneAt < 0 || (otherAt >= 0 && other[otherAt]!.timestampMs >= one[oneAt]!.timestampMs);
    last.push(isOfOther ? other[otherAt--]! : one[oneAt--]!);
  }
  return last.reverse();
}
