import type { FindOffsetsRequestInit, Stream } from "@flowmesh/contract";
import { type Fabric, FlowMeshError } from "@flowmesh/fabric";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { type Moment, parseMoment } from "../moment.ts";

/**
 * A place in a stream: `"earliest"`, `"latest"`, an offset (where one partition is read), an offset for each partition, or a time: a `Date`, or text such as
 * `"now"`, `"90s"`, `"1h30m ago"`, `"today"`, `"yesterday 14:00"`, `"2026-11-03"` or `"2026-11-03T14:00:00Z"`, local where it names no zone. A time means the first
 * record of each partition whose timestamp is at or after it.
 */
export type Place =
  | "earliest"
  | "latest"
  | number
  | { readonly offset: number }
  | readonly { readonly partition: number; readonly offset: number }[]
  | Date
  | (string & {});

/** What to read. */
export interface ReadOptions {
  /** Where to begin. Default: the earliest record kept. */
  readonly from?: Place | undefined;
  /** Where to end, before the record at this place. Not together with `live`. Default: the end visible when the read begins. */
  readonly until?: Place | undefined;
  /** Only this partition. Default: all. */
  readonly partition?: number | undefined;
  /** Only these partitions. Default: all. */
  readonly partitions?: readonly number[] | undefined;
  /** Goes on with what is published later, also in partitions that are added. Default false. */
  readonly live?: boolean | undefined;
  /** Ends after so many records, a whole number from 0 on. Default: no limit. */
  readonly limit?: number | undefined;
  /** Ends the read; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const optionNames: OptionNames<ReadOptions> = {
  from: true,
  until: true,
  partition: true,
  partitions: true,
  live: true,
  limit: true,
  signal: true,
};

/** What to read of one partition: offsets from `from` to before `until`. */
export interface PartitionRange {
  readonly partition: number;
  readonly from: number;
  /** Infinity when it goes on for ever. */
  readonly until: number;
}

/**
 * The offsets that a read asks for, as the stream is now.
 * @throws FlowMeshError `stream_not_found`, `partition_not_found`, `field_invalid`, `field_unknown`, `offset_out_of_range`
 */
export async function readRange(
  fabric: Fabric,
  name: string,
  options: ReadOptions,
  nowMs?: number,
): Promise<PartitionRange[]> {
  const { from = "earliest", until, live = false, signal } = options;
  checkOptionNames(options, optionNames, "read");
  checkLimit(options.limit);
  if (until !== undefined && live) throw invalid("until", "cannot be given for a live read, which has no end");
  const { stream } = await fabric.streams.getStream({ stream: name }, { signal });
  const partitions = chosenPartitions(stream!, options);
  const asked = { fabric, stream: stream!, partitions, signal, nowMs };
  const starts = await offsetsAt(asked, from, "from");
  const ends = until === undefined ? undefined : await offsetsAt(asked, until, "until");
  return partitions.map((partition, at) => {
    const { earliestOffset, nextOffset } = stream!.partitions[partition]!;
    const start = starts[at] as number;
    if (start < earliestOffset || start > nextOffset) {
      const details = { offset: start, partition, stream: name, earliest: earliestOffset, end: nextOffset };
      throw new FlowMeshError("offset_out_of_range", details);
    }
    if (live) return { partition, from: start, until: Number.POSITIVE_INFINITY };
    return { partition, from: start, until: Math.min(ends?.[at] ?? nextOffset, nextOffset) };
  });
}

function checkLimit(limit: number | undefined): void {
  if (limit === undefined || limit === Number.POSITIVE_INFINITY || (Number.isSafeInteger(limit) && limit >= 0)) return;
  throw invalid("limit", `is ${limit}, not a whole number from 0 on`);
}

function chosenPartitions(stream: Stream, options: ReadOptions): number[] {
  const { partition, partitions } = options;
  if (partition !== undefined && partitions !== undefined) throw invalid("partitions", "cannot stand beside partition");
  const chosen = partition === undefined ? partitions : [partition];
  const count = stream.partitions.length;
  if (chosen === undefined) return stream.partitions.map((_, number) => number);
  if (chosen.length === 0) throw invalid("partitions", "is empty");
  for (const number of chosen) {
    if (stream.partitions[number] !== undefined) continue;
    const details = { stream: stream.stream, partition: number, partitions: count, last: count - 1 };
    throw new FlowMeshError("partition_not_found", details);
  }
  return [...new Set(chosen)];
}

/** Of what a place is to be found. */
interface Asked {
  readonly fabric: Fabric;
  readonly stream: Stream;
  readonly partitions: readonly number[];
  readonly signal: AbortSignal | undefined;
  readonly nowMs: number | undefined;
}

async function offsetsAt(asked: Asked, place: Place, field: string): Promise<number[]> {
  const { fabric, stream, partitions, signal, nowMs } = asked;
  if (Array.isArray(place)) return partitions.map((partition) => cursorOf(place, partition, field));
  const moment = toMoment(place as Exclude<Place, readonly unknown[]>, field, nowMs);
  switch (moment.kind) {
    case "earliest":
      return partitions.map((partition) => stream.partitions[partition]!.earliestOffset);
    case "latest":
      return partitions.map((partition) => stream.partitions[partition]!.nextOffset);
    case "offset":
      if (partitions.length === 1) return [moment.offset];
      throw invalid(
        field,
        `is an offset, but ${partitions.length} partitions are read: name the partition too, or give an offset for each`,
      );
    case "time": {
      const request: FindOffsetsRequestInit = { stream: stream.stream, partitions, time: moment.timeMs };
      const { cursors } = await fabric.streams.findOffsets(request, { signal });
      return partitions.map((partition) => cursorOf(cursors, partition, field));
    }
  }
}

function toMoment(place: Exclude<Place, readonly unknown[]>, field: string, nowMs: number | undefined): Moment {
  if (typeof place === "string") return parseMoment(place, field, nowMs);
  if (place instanceof Date) {
    if (Number.isNaN(place.getTime())) throw invalid(field, "is no valid date");
    return { kind: "time", timeMs: place.getTime() };
  }
  const offset = typeof place === "number" ? place : place?.offset;
  if (offset === undefined)
    throw invalid(field, "is neither earliest, latest, a time, an offset, nor { partition, offset }");
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalid(field, `is ${offset}, not a whole number from 0 on`);
  return { kind: "offset", offset };
}

function cursorOf(
  cursors: readonly { readonly partition: number; readonly offset: number }[],
  partition: number,
  field: string,
): number {
  const cursor = cursors.find((candidate) => candidate.partition === partition);
  if (cursor === undefined) throw invalid(field, `names no offset for partition ${partition}`);
  return cursor.offset;
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}
