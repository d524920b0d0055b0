import { Job, limits } from "@flowmesh/contract";
import { BatchReader, type DecodedRecord } from "@flowmesh/fabric";
import type { BatchPlace, LogReader } from "../../log/log-reader.ts";
import { queueStream } from "../streams/hidden-stream.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import type { TableQueue } from "./queue-table.ts";

/** Reads what jobs carry, and how their attempts ended, from the log. */
export class JobReader {
  readonly #view: StreamsView;
  readonly #log: LogReader;

  constructor(view: StreamsView, log: LogReader) {
    this.#view = view;
    this.#log = log;
  }

  /** Records of jobs that readers see, in rising order of their offsets, by offset; those that damage took are missing. */
  async records(queue: string, offsets: readonly number[]): Promise<Map<number, DecodedRecord>> {
    const places = this.#places(queue, offsets);
    const wanted = new Set(offsets);
    const records = new Map<number, DecodedRecord>();
    for (let from = 0; from < places.length; ) {
      const { bytes, whole } = await this.#log.read(places.slice(from));
      let at = 0;
      for (const { payloadBytes } of places.slice(from, from + whole)) {
        decode(bytes.subarray(at, at + payloadBytes), wanted, records);
        at += payloadBytes;
      }
      // The one behind those that are whole cannot be read back.
      from += whole + 1;
    }
    return records;
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

  #places(queue: string, offsets: readonly number[]): BatchPlace[] {
    const { index } = this.#view.partition(queueStream(queue), 0);
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
}

function decode(batch: Buffer, wanted: ReadonlySet<number>, records: Map<number, DecodedRecord>): void {
  const reader = new BatchReader(batch, { checkCrc: false });
  while (reader.next()) {
    const { offset, timestampMs, key, value, headers } = reader;
    if (wanted.has(offset)) records.set(offset, { offset, timestampMs, key, value, headers });
  }
}
