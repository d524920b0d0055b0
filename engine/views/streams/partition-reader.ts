import { FlowMeshError } from "@flowmesh/fabric";
import { BatchReader, batchNextOffset, isUnreadable } from "@flowmesh/fabric/internal";
import type { DamageList } from "../../log/damage-list.ts";
import type { BatchPlace, LogReader } from "../../log/log-reader.ts";
import { nameOfPlace } from "../../settled/settled-place.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { StreamsView, VisiblePartition } from "./streams-view.ts";

/** Batches of one partition, and where reading goes on behind them. */
export interface ReadBatches {
  readonly bytes: Buffer;
  readonly nextOffset: number;
}

/** What is read of a partition. */
export interface WantedBatches {
  readonly stream: string;
  readonly partition: number;
  readonly offset: number;
  readonly maxBytes: number;
  /** The partition that it must still be: a stream may have been deleted and made again meanwhile. */
  readonly known: VisiblePartition;
  /** Where it ends for this reader; no batch reaches across. */
  readonly until: number;
}

const NOTHING = Buffer.alloc(0);

/** Reads partitions: finds the places in the index, the bytes in the log, and says it when damage took them. */
export class PartitionReader {
  /** What subscriptions have read before it was asked for, at most. */
  aheadBytes = 0;
  readonly #view: StreamsView;
  readonly #log: LogReader;
  readonly #damages: DamageList;
  /** For what must decode batches. */
  readonly turns: WorkTurns;

  constructor(view: StreamsView, log: LogReader, damages: DamageList, turns: WorkTurns) {
    this.#view = view;
    this.#log = log;
    this.#damages = damages;
    this.turns = turns;
  }

  /**
   * @param known the partition that it must still be: a stream may have been deleted and made again meanwhile
   * @throws FlowMeshError stream_not_found, partition_not_found, offset_out_of_range
   */
  checkOffset(stream: string, number: number, offset: number, known?: VisiblePartition): VisiblePartition {
    const partition = this.#view.partition(stream, number);
    if (known !== undefined && known !== partition) throw new FlowMeshError("stream_not_found", { stream });
    if (offset >= partition.startOffset && offset <= partition.endOffset) return partition;
    throw new FlowMeshError("offset_out_of_range", {
      stream,
      partition: number,
      offset,
      earliest: partition.startOffset,
      end: partition.endOffset,
    });
  }

  /**
   * Whole batches from the one that holds `offset` on; nothing at the end.
   * @throws FlowMeshError stream_not_found, partition_not_found, offset_out_of_range, records_damaged
   */
  async read(wanted: WantedBatches): Promise<ReadBatches> {
    const places = this.#places(wanted);
    if (places === undefined) return { bytes: NOTHING, nextOffset: wanted.offset };
    const { bytes, whole } = await this.#log.read(places);
    if (whole > 0) return { bytes, nextOffset: endOf(bytes, places[whole - 1] as BatchPlace) };
    const { stream, partition, offset, known } = wanted;
    this.checkOffset(stream, partition, offset, known);
    throw this.#damaged(stream, partition, offset, places[0]);
  }

  /** As `read`, without waiting, when there is nothing to read or all of it lies in memory, as what was just written does; undefined otherwise. @throws as `read` */
  readHeld(wanted: WantedBatches): ReadBatches | undefined {
    const places = this.#places(wanted);
    if (places === undefined) return { bytes: NOTHING, nextOffset: wanted.offset };
    const bytes = this.#log.readHeld(places);
    return bytes && { bytes, nextOffset: endOf(bytes, places.at(-1) as BatchPlace) };
  }

  /**
   * Offset of the first record whose timestamp is at or after `timestampMs`; the end when there is none. Timestamps are in no order, and a compressed batch may not
   * have what its header says: then the next one is looked into, until `signal` ends that.
   */
  async offsetAt(stream: string, number: number, timestampMs: number, signal?: AbortSignal): Promise<number> {
    const partition = this.#view.partition(stream, number);
    const { endOffset } = partition;
    let offset = 0;
    for (;;) {
      offset = Math.max(offset, partition.startOffset);
      const place = partition.index.placeAtTimestamp(timestampMs, offset);
      if (place === undefined || place.baseOffset >= endOffset) return Math.max(endOffset, partition.startOffset);
      const { bytes, whole } = await this.#log.read([place]);
      const isHere = this.#view.partition(stream, number) === partition && place.baseOffset >= partition.startOffset;
      if (whole === 0 && isHere) return place.baseOffset;
      if (whole === 0) continue;
      const from = offset;
      const found = await this.turns.run(() => {
        signal?.throwIfAborted();
        return firstAt(bytes, from, timestampMs);
      });
      if (found !== undefined) return found;
      offset = batchNextOffset(bytes);
    }
  }

  /** Where the batches lie; undefined at the end. */
  #places({ stream, partition, offset, maxBytes, known, until }: WantedBatches): readonly BatchPlace[] | undefined {
    const { endOffset, index } = this.checkOffset(stream, partition, offset, known);
    if (offset >= Math.min(endOffset, until)) return undefined;
    const found = index.places(offset, maxBytes);
    const places = until >= endOffset ? found : found.filter(({ baseOffset }) => baseOffset < until);
    const first = places[0];
    if (first === undefined || first.baseOffset > offset) throw this.#damaged(stream, partition, offset);
    return places;
  }

  /** @param bad the batch that cannot be read back; without one, the index knows of none at `offset` */
  #damaged(stream: string, partition: number, offset: number, bad?: BatchPlace): FlowMeshError {
    const { index, startOffset, endOffset } = this.#view.partition(stream, partition);
    const lost = (first: number, next: number, segment: number): FlowMeshError =>
      new FlowMeshError("records_damaged", {
        ...{ stream, partition, first, last: next - 1, next, segment },
        problem: `${nameOfPlace(segment)} ${this.#damages.isIn(segment) ? "is damaged" : "is not given back by the disk now"}`,
      });
    if (bad !== undefined) return lost(bad.baseOffset, index.batchEnd(bad.baseOffset), bad.segment);
    const hole = index.holes(startOffset, endOffset).find(({ lastOffset }) => offset <= lastOffset);
    if (hole === undefined) return lost(offset, endOffset, 0);
    const { fromSegment, toSegment } = hole;
    const damaged = this.#damages.between(fromSegment, toSegment) ?? this.#damages.settledFile ?? 0;
    return lost(offset, hole.lastOffset + 1, damaged);
  }
}

/** Of a batch's records from `fromOffset` on the first at or after a time, or the first that cannot be read: who reads from there is told, as of damage. */
function firstAt(bytes: Buffer, fromOffset: number, timestampMs: number): number | undefined {
  const records = new BatchReader(bytes, { fromOffset, checkCrc: false });
  try {
    while (records.next()) if (records.timestampMs >= timestampMs) return records.offset;
  } catch (error) {
    if (isUnreadable(error)) return Math.max(fromOffset, records.offset);
    throw error;
  }
  return undefined;
}

function endOf(bytes: Buffer, last: BatchPlace): number {
  return batchNextOffset(bytes, bytes.length - last.payloadBytes);
}
