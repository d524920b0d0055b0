import {
  type CallOptions,
  type FetchResponse,
  limits,
  type PartitionOffsets,
  type ReadRequestInit,
  type ReadResponse,
  type Record,
  type Stream,
  type StreamsService,
} from "@flowmesh/contract";
import { aside } from "./aside.ts";
import { BatchReader, type DecodedHeader } from "./batch/batch-reader.ts";
import { timestampMsMax, timestampMsMin } from "./batch/batch-record.ts";
import { isUnreadable, toldWithPlace } from "./batch/unreadable.ts";
import { type CheckedRead, checkRead } from "./check-requests.ts";
import { FlowMeshError, isFlowMeshError } from "./errors.ts";
import { readReadToken, writeReadToken } from "./page-token.ts";

/** What reading single records stands on. */
export interface BatchSource extends Pick<StreamsService, "getStream" | "fetch" | "findOffsets"> {
  /** Resolves when one of the partitions has something behind its offset, or the time is over. Without it, each is waited for by a fetch of its own. */
  waitForAny?(
    stream: string,
    cursors: readonly { readonly partition: number; readonly offset: number }[],
    waitMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void>;
  /** When batches may be decoded, which can take long. Without it, at once. */
  readonly turns?: DecodingTurns;
}

/** Turns for work that holds the event loop. */
export interface DecodingTurns {
  /** Does the work, now or when its turn has come. */
  run<Result>(work: () => Result): Promise<Result>;
}

/** A partition within one read. */
interface Cursor {
  readonly partition: number;
  offset: number;
  /** Where reading stops: the end asked for, or the one visible when the read began. */
  end: number;
  /** Whether the caller bounded it there, so that nothing is to be waited for. */
  isBounded: boolean;
}

/** A first fetch takes about this much; those that follow take more. */
const firstFetchBytes = 65_536;

/**
 * `read` of single records, a page at a time, on top of an implementation's batches.
 * @throws FlowMeshError `stream_not_found`, `partition_not_found`, `offset_out_of_range`, `page_token_invalid`, `records_damaged`, `records_malformed`, `name_invalid`, `field_invalid`,
 * `capability_missing` for a batch whose compression cannot be undone here, both with where to go on; before either, a page with the records in front of it is given
 */
export async function readRecords(
  source: BatchSource,
  request: ReadRequestInit,
  options?: CallOptions,
): Promise<ReadResponse> {
  const checked = checkRead(request);
  const stream = await describe(source, checked, checked.atLeast, options);
  const cursors = await placeCursors(source, stream, checked, options);
  const page = new RecordPage(source, checked, options);
  await page.fill(cursors);
  if (page.records.length === 0 && checked.waitMs > 0 && cursors.some(({ isBounded }) => !isBounded)) {
    await aside(options, waitForAny(source, checked, cursors, { ...options, whileWaiting: undefined }));
    await extendEnds(source, checked, cursors, options);
    await page.fill(cursors);
  }
  const nextPageToken = writeReadToken({
    streamId: stream.id,
    partition: checked.partition,
    offsets: cursors.map(({ offset }) => offset),
  });
  return { records: page.records, nextPageToken, caughtUp: cursors.every(({ offset, end }) => offset >= end) };
}

async function describe(
  source: BatchSource,
  { stream }: CheckedRead,
  atLeast: number,
  options?: CallOptions,
): Promise<Stream> {
  const response = await source.getStream({ stream, atLeast }, options);
  if (response.stream === undefined) throw new FlowMeshError("stream_not_found", { stream });
  return response.stream;
}

async function placeCursors(
  source: BatchSource,
  stream: Stream,
  checked: CheckedRead,
  options?: CallOptions,
): Promise<Cursor[]> {
  const partitions = selectPartitions(stream, checked.partition);
  const starts = await findStarts(source, stream, partitions, checked, options);
  const cursors = partitions.map(({ partition, nextOffset }, index) => {
    return { partition, offset: starts[index]!, end: nextOffset, isBounded: false };
  });
  await boundEnds(source, checked, cursors, options);
  return cursors;
}

function selectPartitions(stream: Stream, partition: number | undefined): PartitionOffsets[] {
  if (partition === undefined) return stream.partitions;
  const selected = stream.partitions[partition];
  if (selected !== undefined) return [selected];
  const partitions = stream.partitions.length;
  throw new FlowMeshError("partition_not_found", {
    stream: stream.stream,
    partition,
    partitions,
    last: partitions - 1,
  });
}

async function findStarts(
  source: BatchSource,
  { stream, id }: Stream,
  partitions: readonly PartitionOffsets[],
  checked: CheckedRead,
  options?: CallOptions,
): Promise<number[]> {
  if (checked.pageToken !== "") {
    const offsets = readReadToken(checked.pageToken, id, checked.partition);
    if (offsets.length > partitions.length) throw new FlowMeshError("page_token_invalid");
    return partitions.map((of, index) => checkOffset(stream, of, offsets[index] ?? of.earliestOffset));
  }
  if (checked.offset !== undefined) return partitions.map((of) => checkOffset(stream, of, checked.offset!));
  if (checked.fromTime !== undefined) return offsetsAtTime(source, stream, partitions, checked.fromTime, options);
  return partitions.map(({ earliestOffset, nextOffset }) =>
    checked.anchor === "latest" ? nextOffset : earliestOffset,
  );
}

function checkOffset(
  stream: string,
  { partition, earliestOffset, nextOffset }: PartitionOffsets,
  offset: number,
): number {
  if (offset >= earliestOffset && offset <= nextOffset) return offset;
  const details = { stream, partition, offset, earliest: earliestOffset, end: nextOffset };
  throw new FlowMeshError("offset_out_of_range", details);
}

async function offsetsAtTime(
  source: BatchSource,
  stream: string,
  of: readonly { readonly partition: number }[],
  time: number,
  options?: CallOptions,
): Promise<number[]> {
  const partitions = of.map(({ partition }) => partition);
  const { cursors } = await source.findOffsets({ stream, partitions, time }, options);
  return cursors.map(({ offset }) => offset);
}

/** Brings the ends forward to where the caller bounds them. An end in time that no record has reached yet bounds nothing. */
async function boundEnds(
  source: BatchSource,
  { stream, untilOffset, untilTime }: CheckedRead,
  cursors: readonly Cursor[],
  options?: CallOptions,
): Promise<void> {
  const bounds = untilTime === undefined ? undefined : await offsetsAtTime(source, stream, cursors, untilTime, options);
  for (const [index, cursor] of cursors.entries()) {
    const bound = untilOffset ?? bounds?.[index] ?? Number.POSITIVE_INFINITY;
    cursor.isBounded = untilOffset === undefined ? bound < cursor.end : cursor.offset >= untilOffset;
    cursor.end = Math.min(cursor.end, bound);
  }
}

/** After a wait: to what is visible now. */
async function extendEnds(
  source: BatchSource,
  checked: CheckedRead,
  cursors: readonly Cursor[],
  options?: CallOptions,
): Promise<void> {
  const stream = await describe(source, checked, 0, options);
  for (const cursor of cursors) cursor.end = stream.partitions[cursor.partition]?.nextOffset ?? cursor.end;
  await boundEnds(source, checked, cursors, options);
}

/** Resolves when one of the partitions has something behind its cursor, or the time is over. */
async function waitForAny(
  source: BatchSource,
  { stream, waitMs, group }: CheckedRead,
  all: readonly Cursor[],
  options?: CallOptions,
): Promise<void> {
  const cursors = all.filter(({ isBounded }) => !isBounded);
  // What is held back from a group is there, and not to be had yet.
  if (source.waitForAny !== undefined && group === "")
    return source.waitForAny(stream, cursors, waitMs, options?.signal);
  const others = new AbortController();
  const signal = options?.signal === undefined ? others.signal : AbortSignal.any([options.signal, others.signal]);
  const waiting = cursors.map(async ({ partition, offset }) => {
    const response = await source.fetch(
      { stream, partition, offset, maxBytes: 1, waitMs, group },
      { ...options, signal },
    );
    if (response.nextOffset > offset) others.abort();
  });
  try {
    for (const outcome of await Promise.allSettled(waiting)) {
      if (outcome.status === "rejected" && !others.signal.aborted) throw outcome.reason;
    }
  } finally {
    others.abort();
  }
}

/** Gathers records until the page is full or everything up to the ends is read. */
class RecordPage {
  readonly records: Record[] = [];
  readonly #source: BatchSource;
  readonly #checked: CheckedRead;
  readonly #options: CallOptions | undefined;
  #bytes = 0;
  #fetchBytes = firstFetchBytes;

  constructor(source: BatchSource, checked: CheckedRead, options: CallOptions | undefined) {
    this.#source = source;
    this.#checked = checked;
    this.#options = options;
  }

  async fill(cursors: readonly Cursor[]): Promise<void> {
    for (const cursor of cursors) {
      while (cursor.offset < cursor.end && !this.#isFull()) {
        const fetched = await this.#fetch(cursor);
        if (fetched === "later") return;
        if (fetched !== undefined && !(await this.#takeInTurn(cursor, fetched))) return;
      }
    }
  }

  #isFull(): boolean {
    return this.records.length >= this.#checked.limit || this.#bytes >= limits.readBytes.value;
  }

  /** Nothing when the records at the cursor were removed meanwhile, and the cursor has moved on; `later` when damage is to be told with the next page. */
  async #fetch(cursor: Cursor): Promise<FetchResponse | "later" | undefined> {
    const { partition, offset } = cursor;
    const maxBytes = this.#fetchBytes;
    this.#fetchBytes = Math.min(maxBytes * 4, limits.readBytes.value);
    try {
      const { stream, group } = this.#checked;
      const fetched = await this.#source.fetch({ stream, partition, offset, maxBytes, group }, this.#options);
      // The rest is held back from the group.
      if (fetched.nextOffset === offset) cursor.end = offset;
      return fetched;
    } catch (error) {
      if (this.records.length > 0 && isFlowMeshError(error, "records_damaged")) return "later";
      // Only a place that the caller named is an error when it is gone; from a time or the earliest on means: from what is kept.
      const isNamed = this.#checked.offset !== undefined || this.#checked.pageToken !== "";
      const earliest = isFlowMeshError(error, "offset_out_of_range") ? Number(error.details.earliest) : Number.NaN;
      if (isNamed || !(earliest > offset)) throw error;
      cursor.offset = earliest;
      return undefined;
    }
  }

  async #takeInTurn(cursor: Cursor, fetched: FetchResponse): Promise<boolean> {
    const { turns } = this.#source;
    if (turns === undefined) return this.#take(cursor, fetched);
    return turns.run(() => {
      this.#options?.signal?.throwIfAborted();
      return this.#take(cursor, fetched);
    });
  }

  /** Takes records up to the cursor's end; false when the page is full, or ends before what cannot be read, which is told with the next page. */
  #take(cursor: Cursor, fetched: FetchResponse): boolean {
    const reader = new BatchReader(fetched.batches, { fromOffset: cursor.offset });
    try {
      return this.#takeFrom(reader, cursor, fetched.nextOffset);
    } catch (error) {
      if (this.records.length > 0 && isUnreadable(error)) return false;
      throw toldWithPlace(error, reader, this.#checked.stream, cursor.partition, cursor.offset);
    }
  }

  #takeFrom(reader: BatchReader, cursor: Cursor, nextOffset: number): boolean {
    while (reader.next()) {
      if (reader.offset >= cursor.end) break;
      const isTooMuch = this.records.length > 0 && this.#bytes + reader.size > limits.readBytes.value;
      if (this.records.length >= this.#checked.limit || isTooMuch) return false;
      this.records.push(recordOf(cursor.partition, reader));
      this.#bytes += reader.size;
      cursor.offset = reader.offset + 1;
    }
    cursor.offset = Math.max(cursor.offset, Math.min(nextOffset, cursor.end));
    return true;
  }
}

function recordOf(partition: number, { offset, timestampMs, key, value, headers }: BatchReader): Record {
  // In a compressed batch nobody has looked at the timestamps yet.
  const timestamp = Math.min(Math.max(timestampMs, timestampMsMin), timestampMsMax);
  return { partition, offset, timestamp, key, value, headers: headers.map(headerOf) };
}

function headerOf({ name, value }: DecodedHeader): { name: string; value: Uint8Array } {
  return { name, value: value ?? noBytes };
}

const noBytes = new Uint8Array(0);
