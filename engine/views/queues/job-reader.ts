import { Job, limits } from "@flowmesh/contract";
import { BatchReader, type DecodedRecord } from "@flowmesh/fabric";
import type { DamageList } from "../../log/damage-list.ts";
import type { BatchPlace, LogReader } from "../../log/log-reader.ts";
import { queueStream } from "../streams/hidden-stream.ts";
import type { PartitionIndex } from "../streams/partition-index.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import type { TableQueue } from "./queue-table.ts";

/** Records by offset. */
export interface JobRecords {
  get(offset: number): DecodedRecord | undefined;
}

/** The records of one batch, whose offsets have no gaps. */
class BatchRecords implements JobRecords {
  readonly #records: readonly DecodedRecord[];

  constructor(batch: Buffer) {
    const records: DecodedRecord[] = [];
    const reader = new BatchReader(batch, { checkCrc: false });
    while (reader.next()) records.push(reader.record());
    this.#records = records;
  }

  get(offset: number): DecodedRecord | undefined {
    return this.#records[offset - (this.#records[0]?.offset ?? 0)];
  }

  /** Whether it has jobs behind this one. */
  goesOnBehind(offset: number): boolean {
    return (this.#records.at(-1)?.offset ?? -1) > offset;
  }
}

const NO_RECORDS: JobRecords = new Map();

/** Jobs are mostly taken one after the other, and many came with one batch: the last batches of which some were not taken stay decoded. */
const RECENT_BATCHES = 16;
const RECENT_BYTES_MAX = 1 << 20;

/** Reads what jobs carry, and how their attempts ended, from the log. */
export class JobReader {
  readonly #view: StreamsView;
  readonly #log: LogReader;
  readonly #damages: DamageList;
  /** By stream and first offset, which never name another batch. */
  readonly #recent = new Map<string, BatchRecords>();

  constructor(view: StreamsView, log: LogReader, damages: DamageList) {
    this.#view = view;
    this.#log = log;
    this.#damages = damages;
  }

  /** Records of jobs that readers see, in rising order of their offsets, by offset, and maybe of others; those that damage took are missing. */
  async records(queue: string, offsets: readonly number[]): Promise<JobRecords> {
    const { index } = this.#view.partition(queueStream(queue), 0);
    const places = placesOf(index, offsets);
    const decoded = await this.#decoded(index.stream, places, offsets.at(-1) ?? 0);
    if (decoded.length === 1) return decoded[0] ?? NO_RECORDS;
    const records = new Map<number, DecodedRecord>();
    let at = 0;
    for (const offset of offsets) {
      while (at + 1 < places.length && (places[at + 1] as BatchPlace).baseOffset <= offset) at++;
      const record = decoded[at]?.get(offset);
      if (record !== undefined) records.set(offset, record);
    }
    return records;
  }

  /** Whether a job that nobody knows may have been enqueued in a part of the log that is damaged. */
  isLost(queue: string, offset: number): boolean {
    if (this.#damages.all.length === 0) return false;
    const { index, startOffset, endOffset } = this.#view.partition(queueStream(queue), 0);
    // In settled files those are left out whose jobs are gone.
    if (index.ranges.some(({ settled }) => settled !== undefined)) return false;
    return index
      .holes(startOffset, endOffset)
      .some(({ firstOffset, lastOffset }) => offset >= firstOffset && offset <= lastOffset);
  }

  /** How the attempts of a job ended, oldest first, each as a job that has nothing else. The place must have been looked up in the same turn. */
  async attempts({ jobs }: TableQueue, text: number): Promise<Job[]> {
    const places = jobs.texts.places(text, limits.jobAttemptsKept.value);
    const { bytes, whole } = await this.#log.read(places);
    let at = 0;
    return places.slice(0, whole).map(({ payloadBytes }) => {
      at += payloadBytes;
      return Job.decode(bytes.subarray(at - payloadBytes, at));
    });
  }

  /** The records of batches; undefined for those that cannot be read back. Whoever asks for the last job of a batch takes it as its last reader. */
  async #decoded(
    stream: number,
    places: readonly BatchPlace[],
    lastOffset: number,
  ): Promise<(BatchRecords | undefined)[]> {
    const found = places.map((place) => this.#recall(stream, place, lastOffset));
    const missing = places.filter((_, at) => found[at] === undefined);
    const read = new Map<BatchPlace, BatchRecords>();
    for (let from = 0; from < missing.length; ) {
      const { bytes, whole } = await this.#log.read(missing.slice(from));
      let at = 0;
      for (const place of missing.slice(from, from + whole)) {
        const records = new BatchRecords(bytes.subarray(at, at + place.payloadBytes));
        read.set(place, records);
        if (records.goesOnBehind(lastOffset)) this.#remember(keyOf(stream, place), records, place.payloadBytes);
        at += place.payloadBytes;
      }
      // The one behind those that are whole cannot be read back.
      from += whole + 1;
    }
    return places.map((place, at) => found[at] ?? read.get(place));
  }

  #recall(stream: number, place: BatchPlace, lastOffset: number): BatchRecords | undefined {
    const records = this.#recent.get(keyOf(stream, place));
    if (records?.goesOnBehind(lastOffset) === false) this.#recent.delete(keyOf(stream, place));
    return records;
  }

  #remember(batch: string, records: BatchRecords, bytes: number): void {
    if (bytes > RECENT_BYTES_MAX) return;
    this.#recent.set(batch, records);
    if (this.#recent.size > RECENT_BATCHES) this.#recent.delete(this.#recent.keys().next().value as string);
  }
}

function keyOf(stream: number, { baseOffset }: BatchPlace): string {
  return `${stream}/${baseOffset}`;
}

function placesOf(index: PartitionIndex, offsets: readonly number[]): BatchPlace[] {
  const places: BatchPlace[] = [];
  let end = 0;
  for (const offset of offsets) {
    if (offset < end) continue;
    const [place] = index.places(offset, 1);
    if (place === undefined || place.baseOffset > offset) continue;
    places.push(place);
    end = index.batchEnd(offset);
  }
  return places;
}
