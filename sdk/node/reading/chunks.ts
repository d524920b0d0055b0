import type { SubscribeRequestInit, SubscribeResponse } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { type PartitionRange, type ReadOptions, readRange } from "./read-range.ts";

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

/** How far a read has come: what to subscribe to, what of each response is meant, and when all was read. */
export class ChunkProgress {
  readonly request: SubscribeRequestInit;
  readonly #isLive: boolean;
  readonly #left: Map<number, OpenRange>;

  private constructor(stream: string, ranges: readonly PartitionRange[], options: ReadOptions) {
    const live = options.live === true;
    const isEverything = options.partition === undefined && options.partitions === undefined;
    const left = ranges.filter(({ from, until }) => from < until);
    const cursors = left.map(({ partition, from }) => ({ partition, offset: from }));
    this.#isLive = live;
    this.#left = new Map(left.map((range) => [range.partition, { ...range }]));
    this.request = { stream, cursors, live, followNewPartitions: live && isEverything };
  }

  /** @throws FlowMeshError as `readRange` */
  static async begin(fabric: Fabric, stream: string, options: ReadOptions, clock: Clock): Promise<ChunkProgress> {
    return new ChunkProgress(stream, await readRange(fabric, stream, options, clock.wallMs()), options);
  }

  get isDone(): boolean {
    return this.#left.size === 0 && !this.#isLive;
  }

  /** What of a response is meant; undefined: nothing. */
  take({ partition, nextOffset, batches }: SubscribeResponse): Chunk | undefined {
    const range = this.#rangeOf(partition);
    const { from } = range;
    const until = Math.min(nextOffset, range.until);
    const isMeant = batches.length > 0 && from < until;
    if (isMeant) range.from = nextOffset;
    if (!this.#isLive && range.from >= range.until) this.#left.delete(partition);
    return isMeant ? { partition, batches, from, until } : undefined;
  }

  /** A partition that was added is read from its beginning by those that are live. */
  #rangeOf(partition: number): OpenRange {
    const known = this.#left.get(partition);
    if (known !== undefined) return known;
    const range = { from: 0, until: this.#isLive ? Number.POSITIVE_INFINITY : 0 };
    if (this.#isLive) this.#left.set(partition, range);
    return range;
  }
}

interface OpenRange {
  from: number;
  readonly until: number;
}

/** Reads as `mesh.read` does, but gives what was stored instead of messages; `limit` is not looked at. */
export async function* readChunks(
  fabric: Fabric,
  stream: string,
  options: ReadOptions,
  clock: Clock,
): AsyncGenerator<Chunk, void> {
  const progress = await ChunkProgress.begin(fabric, stream, options, clock);
  if (progress.isDone) return;
  for await (const response of fabric.streams.subscribe(progress.request, { signal: options.signal })) {
    const chunk = progress.take(response);
    if (chunk !== undefined) yield chunk;
    if (progress.isDone) return;
  }
}
