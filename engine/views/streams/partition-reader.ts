import { FlowMeshError } from "@flowmesh/fabric";
import { BatchReader, batchNextOffset } from "@flowmesh/fabric/internal";
import type { BatchPlace, LogReader } from "../../log/log-reader.ts";
import type { StreamsView, VisiblePartition } from "./streams-view.ts";

/** Batches of one partition, and where reading goes on behind them. */
export interface ReadBatches {
  readonly bytes: Buffer;
  readonly nextOffset: number;
}

const NOTHING = Buffer.alloc(0);

/** Reads partitions: finds the places in the index, the bytes in the log, and says it when damage took them. */
export class PartitionReader {
  readonly #view: StreamsView;
  readonly #log: LogReader;

  constructor(view: StreamsView, log: LogReader) {
    this.#view = view;
    this.#log = log;
  }

  /** @throws FlowMeshError offset_out_of_range */
  checkOffset(stream: string, number: number, offset: number): VisiblePartition {
    const partition = this.#view.partition(stream, number);
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
  async read(stream: string, number: number, offset: number, maxBytes: number): Promise<ReadBatches> {
    const partition = this.checkOffset(stream, number, offset);
    if (offset === partition.endOffset) return { bytes: NOTHING, nextOffset: offset };
    const places = partition.index.places(offset, maxBytes);
    const first = places[0];
    if (first === undefined || first.baseOffset > offset) throw damaged(stream, number, partition, offset, first);
    const { bytes, whole } = await this.#log.read(places);
    if (whole > 0) return { bytes, nextOffset: endOf(bytes, places.slice(0, whole)) };
    this.checkOffset(stream, number, offset);
    throw damaged(stream, number, partition, offset, places[1], first);
  }

  /** Offset of the first record whose timestamp is at or after `timestampMs`; the end when there is none. */
  async offsetAt(stream: string, number: number, timestampMs: number): Promise<number> {
    const { index, startOffset, endOffset } = this.#view.partition(stream, number);
    let offset = Math.max(index.placeAtTimestamp(timestampMs)?.baseOffset ?? endOffset, startOffset);
    while (offset < endOffset) {
      const { bytes, nextOffset } = await this.read(stream, number, offset, 1);
      const records = new BatchReader(bytes, { fromOffset: offset, checkCrc: false });
      while (records.next()) if (records.timestampMs >= timestampMs) return records.offset;
      offset = nextOffset;
    }
    return endOffset;
  }
}

function endOf(bytes: Buffer, places: readonly BatchPlace[]): number {
  const last = places.at(-1) as BatchPlace;
  return batchNextOffset(bytes, bytes.length - last.payloadBytes);
}

/** @param next first batch behind the damage, if one is known */
function damaged(
  stream: string,
  number: number,
  partition: VisiblePartition,
  offset: number,
  next?: BatchPlace,
  bad?: BatchPlace,
): FlowMeshError {
  const goesOn =
    next?.baseOffset ??
    partition.index.ranges.find((range) => range.firstOffset > offset)?.firstOffset ??
    partition.endOffset;
  const segment = bad?.segment ?? partition.index.holeAt(offset)?.segment ?? next?.segment ?? 0;
  const first = bad?.baseOffset ?? offset;
  return new FlowMeshError("records_damaged", {
    stream,
    partition: number,
    first,
    last: goesOn - 1,
    next: goesOn,
    segment,
  });
}
