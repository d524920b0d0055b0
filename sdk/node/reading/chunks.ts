import type { Fabric } from "@flowmesh/fabric";
import { type ReadOptions, readRange } from "./read-range.ts";

/**
 * Records of one partition as they are stored: whole batches (Kafka RecordBatch v2), one behind the other. The first may begin before `from`, and the last reach
 * beyond `until`: records outside of these are not meant.
 */
export interface Chunk {
  readonly partition: number;
  readonly batches: Uint8Array;
  /** Offset of the first record that is meant. */
  readonly from: number;
  /** Offset behind the last one that is meant. */
  readonly until: number;
}

/** Reads as `mesh.read` does, but gives what was stored instead of messages; `limit` is not looked at. */
export async function* readChunks(fabric: Fabric, stream: string, options: ReadOptions): AsyncGenerator<Chunk, void> {
  const ranges = await readRange(fabric, stream, options);
  const live = options.live === true;
  const isEverything = options.partition === undefined && options.partitions === undefined;
  const left = new Map(
    ranges.filter(({ from, until }) => from < until).map((range) => [range.partition, { ...range }]),
  );
  if (left.size === 0 && !live) return;
  const cursors = [...left.values()].map(({ partition, from }) => ({ partition, offset: from }));
  const request = { stream, cursors, live, followNewPartitions: live && isEverything };
  for await (const response of fabric.streams.subscribe(request, { signal: options.signal })) {
    const { partition, nextOffset, batches } = response;
    const range = left.get(partition) ?? { partition, from: 0, until: live ? Number.POSITIVE_INFINITY : 0 };
    const { from } = range;
    if (batches.length > 0 && nextOffset > from && from < range.until) {
      range.from = nextOffset;
      left.set(partition, range);
      yield { partition, batches, from, until: Math.min(nextOffset, range.until) };
    }
    if (live) continue;
    for (const [number, { from, until }] of left) if (from >= until) left.delete(number);
    if (left.size === 0) return;
  }
}
