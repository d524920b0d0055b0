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
 * The last `count` records by their timestamps, of one partition or of all, and where each of these goes on behind them.
 * @throws FlowMeshError `stream_not_found`, `partition_not_found`, `field_invalid`, `records_damaged`, `records_malformed`
 */
export async function lastRecords(
  mesh: Mesh,
  stream: string,
  { partition, until: place, count }: LastRecordsOptions,
): Promise<{ readonly messages: Message[]; readonly next: Cursors }> {
  const ranges = await readRange(mesh.fabric, stream, { partition, until: place });
  const found: Message[] = [];
  for (const { partition: number, from: earliest, until } of ranges) {
    const from = Math.max(earliest, until - count);
    if (from >= until) continue;
    for await (const messages of mesh.batches(stream, { partition: number, from, until })) found.push(...messages);
    found.sort((a, b) => a.timestampMs - b.timestampMs);
    found.splice(0, found.length - count);
  }
  return {
    messages: found,
    next: ranges.map(({ partition: number, until }) => ({ partition: number, offset: until })),
  };
}
