import { crc32c } from "@flowmesh/fabric/internal";
import type { DiskFile } from "../disk/disk.ts";
import type { PayloadPlace } from "../log/log-reader.ts";
import { BatchEntries } from "../views/streams/batch-entries.ts";
import type { WrittenFile } from "./settled-files.ts";
import {
  encodeSettledEnd,
  encodeSettledHeader,
  SETTLED_HEADER_BYTES,
  type SettledRange,
  type SettledSources,
} from "./settled-format.ts";
import { continuesRange } from "./settled-size.ts";

/** A batch, or a text of an attempt, that is to be settled. */
export interface SettledPayload {
  readonly stream: number;
  readonly partition: number;
  readonly place: PayloadPlace;
  readonly baseOffset: number;
  readonly endOffset: number;
  /** What lies between it and the one before is not kept, anywhere. */
  readonly isSparse: boolean;
  readonly maxTimestampMs: number;
  readonly timeMs: number;
  /** Segments in which it may have stood first. */
  readonly firstSegment: number;
  readonly lastSegment: number;
}

interface RangeUnderWay extends Omit<SettledRange, "rows"> {
  endOffset: number;
  bytes: number;
  maxTimestampMs: number;
  lastTimeMs: number;
  firstSegment: number;
  lastSegment: number;
  readonly entries: BatchEntries;
}

/** What is written without a sync at most, so that the log's own syncs find little to wait for. */
const SYNC_BYTES = 8 << 20;

/** Writes one settled file, from its start to its end; batches come sorted. Nothing counts before `finish` has resolved and a commit names it. */
export class SettledWriter {
  readonly file: DiskFile;
  readonly #number: number;
  readonly #logId: string;
  readonly #ranges: RangeUnderWay[] = [];
  #at = SETTLED_HEADER_BYTES;
  #unsyncedBytes = 0;

  constructor(number: number, file: DiskFile, logId: string) {
    this.#number = number;
    this.file = file;
    this.#logId = logId;
  }

  /** Number of the file. */
  get number(): number {
    return this.#number;
  }

  /** Notes a payload whose bytes come with the next `write`. Returns where it will lie. */
  add(payload: SettledPayload): number {
    const { place, baseOffset, endOffset, maxTimestampMs, timeMs, firstSegment, lastSegment } = payload;
    const range = this.#rangeFor(payload);
    range.entries.push(baseOffset, this.#at, place.payloadBytes, place.payloadCrc, maxTimestampMs, timeMs);
    range.endOffset = endOffset;
    range.bytes += place.payloadBytes;
    range.maxTimestampMs = Math.max(range.maxTimestampMs, maxTimestampMs);
    range.lastTimeMs = timeMs;
    range.firstSegment = Math.min(range.firstSegment, firstSegment);
    range.lastSegment = Math.max(range.lastSegment, lastSegment);
    const byte = this.#at;
    this.#at += place.payloadBytes;
    return byte;
  }

  /** Writes the bytes of what was added since the last time. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.file.write(this.#at - bytes.length, [bytes]);
    this.#unsyncedBytes += bytes.length;
    if (this.#unsyncedBytes < SYNC_BYTES) return;
    await this.file.sync();
    this.#unsyncedBytes = 0;
  }

  /** Writes all that stands around the payloads, and syncs the file. */
  async finish(sources: SettledSources): Promise<WrittenFile> {
    const ranges: SettledRange[] = [];
    for (const { entries, ...range } of this.#ranges) {
      const rows = entries.encode();
      await this.file.write(this.#at, [rows]);
      ranges.push({ ...range, rows: { byte: this.#at, bytes: rows.length, crc: crc32c(rows) } });
      this.#at += rows.length;
    }
    const { bytes, directoryChecksum } = encodeSettledEnd(ranges, sources, this.#at);
    await this.file.write(this.#at, [bytes]);
    await this.file.write(0, [encodeSettledHeader(this.#number, this.#logId)]);
    await this.file.sync();
    const size = this.#at + bytes.length;
    const operation = { kind: "settled", file: this.#number, bytes: size, directoryChecksum, ...sources } as const;
    return { operation, file: this.file, ranges };
  }

  #rangeFor(payload: SettledPayload): RangeUnderWay {
    const { stream, partition, baseOffset: firstOffset, timeMs, firstSegment, lastSegment } = payload;
    const last = this.#ranges.at(-1);
    if (last !== undefined && continuesRange(last, last.entries.rows, payload)) return last;
    const sums = { endOffset: firstOffset, bytes: 0, maxTimestampMs: Number.NEGATIVE_INFINITY };
    const times = { firstTimeMs: timeMs, lastTimeMs: timeMs };
    const range = { stream, partition, firstOffset, ...sums, ...times, firstSegment, lastSegment };
    this.#ranges.push({ ...range, entries: new BatchEntries() });
    return this.#ranges.at(-1) as RangeUnderWay;
  }
}
