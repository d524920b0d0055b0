import { crc32c } from "@flowmesh/fabric/internal";
import { type LogOperation, readOperations } from "../commit/operation.ts";
import type { DiskFile } from "../disk/disk.ts";
import { payloadStart } from "./frame.ts";
import { readAt } from "./read-whole.ts";

/**
 * What a segment gets behind its last frame once it is full: every operation of it in order, without payloads, so that views can be rebuilt without reading the
 * records. Per frame f64 position · f64 time · u32 byte · u32 operations · u32 bytes of the table · table; and in the segment's last 64 bytes the trailer:
 *
 *    0 u32 magic "FMT1"       4 u32 checksum of bytes 8 to 63     8 u32 checksum of the entries     12 u32 epoch
 *   16 f64 segment           24 f64 first position               32 f64 last position
 *   40 u32 checksum of the last frame                            44 u32 start of the entries        48 u32 their bytes     52 u32 frames
 *
 * A footer that does not match its segment is ignored, and the segment is scanned instead.
 */
const FOOTER_MAGIC = 0x31544d46;
export const FOOTER_TRAILER_BYTES = 64;
export const FOOTER_ENTRY_BYTES = 28;

/** One frame as a footer, or a scan, gives it. */
export interface FrameEntry {
  readonly position: number;
  readonly timeMs: number;
  /** Where the frame begins in its segment. */
  readonly byte: number;
  /** Where its first payload begins in its segment. */
  readonly payloadByte: number;
  readonly operations: LogOperation[];
}

/** A checksum goes on by at least so many bytes: the way into native code costs as much as some hundreds of them. */
const SUMMED_BYTES = 32 * 1024;

/** Gathers the entries of the segment being written. What it takes to finish them is done as they come, so that nothing waits for megabytes of them at the end. */
export class FooterBuilder {
  #bytes: Buffer;
  #length = 0;
  #frames = 0;
  /** Of the first `#summed` bytes. */
  #checksum = 0;
  #summed = 0;

  /** @param before that of the segment before, whose size this one's will be like */
  constructor(before?: FooterBuilder) {
    this.#bytes = Buffer.allocUnsafe(4096 + Math.ceil((before?.entryBytes ?? 0) * 1.125));
  }

  get entryBytes(): number {
    return this.#length;
  }

  /** Adds a frame whose table lies in `source` from `tableAt` on. */
  add(
    frame: { position: number; timeMs: number; byte: number; operations: number },
    source: Buffer,
    tableAt: number,
    tableBytes: number,
  ): void {
    this.#reserve(FOOTER_ENTRY_BYTES + tableBytes);
    const bytes = this.#bytes;
    let at = bytes.writeDoubleLE(frame.position, this.#length);
    at = bytes.writeDoubleLE(frame.timeMs, at);
    at = bytes.writeUInt32LE(frame.byte, at);
    at = bytes.writeUInt32LE(frame.operations, at);
    at = bytes.writeUInt32LE(tableBytes, at);
    source.copy(bytes, at, tableAt, tableAt + tableBytes);
    this.#length = at + tableBytes;
    this.#frames++;
    if (this.#length - this.#summed >= SUMMED_BYTES) this.#sum();
  }

  /** The commit at a position, if it was added. */
  entryAt(position: number): FrameEntry | undefined {
    return decodeEntries(this.#bytes.subarray(0, this.#length), this.#frames, position).next().value ?? undefined;
  }

  /** Entries and trailer, as they stand at the end of a segment of `segmentBytes`. Nothing is added any more. */
  finish(identity: FooterIdentity, segmentBytes: number): { start: number; bytes: Buffer } {
    this.#sum();
    const at = this.#length;
    const total = at + FOOTER_TRAILER_BYTES;
    const start = segmentBytes - total;
    const bytes = this.#bytes.subarray(0, total).fill(0, at);
    bytes.writeUInt32LE(FOOTER_MAGIC, at);
    bytes.writeUInt32LE(this.#checksum, at + 8);
    bytes.writeUInt32LE(identity.epoch, at + 12);
    bytes.writeDoubleLE(identity.segment, at + 16);
    bytes.writeDoubleLE(identity.firstPosition, at + 24);
    bytes.writeDoubleLE(identity.lastPosition, at + 32);
    bytes.writeUInt32LE(identity.lastChecksum, at + 40);
    bytes.writeUInt32LE(start, at + 44);
    bytes.writeUInt32LE(at, at + 48);
    bytes.writeUInt32LE(this.#frames, at + 52);
    bytes.writeUInt32LE(crc32c(bytes, at + 8), at + 4);
    return { start, bytes };
  }

  #sum(): void {
    this.#checksum = crc32c(this.#bytes, this.#summed, this.#length, this.#checksum);
    this.#summed = this.#length;
  }

  /** Makes room for so many bytes, and a trailer behind them. */
  #reserve(bytes: number): void {
    const needed = this.#length + bytes + FOOTER_TRAILER_BYTES;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, needed));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** What ties a footer to its segment. */
export interface FooterIdentity {
  readonly epoch: number;
  readonly segment: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly lastChecksum: number;
}

/**
 * The entries of a full segment, each decoded when it is asked for, or the one of a position alone; `undefined` when there is no footer or it is not this
 * segment's. Only the footer is read, not the segment.
 */
export async function readFooter(
  file: DiskFile,
  expected: FooterIdentity,
  segmentBytes: number,
  only?: number,
): Promise<Iterable<FrameEntry> | undefined> {
  const at = segmentBytes - FOOTER_TRAILER_BYTES;
  const trailer = await readExactly(file, at, FOOTER_TRAILER_BYTES);
  const found = trailer && readTrailer(trailer);
  const matches =
    found !== undefined &&
    found.epoch === expected.epoch &&
    found.segment === expected.segment &&
    found.firstPosition === expected.firstPosition &&
    found.lastPosition === expected.lastPosition &&
    found.lastChecksum === expected.lastChecksum;
  if (!matches || found.start + found.entryBytes !== at) return undefined;
  const entries = await readExactly(file, found.start, found.entryBytes);
  if (entries === undefined || crc32c(entries) !== found.entryChecksum) return undefined;
  return decodeEntries(entries, found.frames, only);
}

async function readExactly(file: DiskFile, position: number, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafeSlow(length);
  return (await readAt(file, position, bytes)) === length ? bytes : undefined;
}

/** What the footer at the end of a whole segment says of itself; `undefined` when there is none. */
export function readFooterIdentity(segment: Buffer, segmentBytes: number): FooterIdentity | undefined {
  return segment.length < segmentBytes ? undefined : readTrailer(segment.subarray(segmentBytes - FOOTER_TRAILER_BYTES));
}

interface FooterTrailer extends FooterIdentity {
  /** Where the entries stand in the segment. */
  readonly start: number;
  readonly entryBytes: number;
  readonly entryChecksum: number;
  readonly frames: number;
}

function readTrailer(bytes: Buffer): FooterTrailer | undefined {
  const trailer = bytes.subarray(0, FOOTER_TRAILER_BYTES);
  if (trailer.readUInt32LE(0) !== FOOTER_MAGIC || crc32c(trailer, 8) !== trailer.readUInt32LE(4)) return undefined;
  return {
    entryChecksum: trailer.readUInt32LE(8),
    epoch: trailer.readUInt32LE(12),
    segment: trailer.readDoubleLE(16),
    firstPosition: trailer.readDoubleLE(24),
    lastPosition: trailer.readDoubleLE(32),
    lastChecksum: trailer.readUInt32LE(40),
    start: trailer.readUInt32LE(44),
    entryBytes: trailer.readUInt32LE(48),
    frames: trailer.readUInt32LE(52),
  };
}

function* decodeEntries(bytes: Buffer, frames: number, only?: number): Generator<FrameEntry> {
  let at = 0;
  for (let index = 0; index < frames; index++) {
    const byte = bytes.readUInt32LE(at + 16);
    const operations = bytes.readUInt32LE(at + 20);
    const tableBytes = bytes.readUInt32LE(at + 24);
    const tableAt = at + FOOTER_ENTRY_BYTES;
    const position = bytes.readDoubleLE(at);
    if (only === undefined || position === only)
      yield {
        position,
        timeMs: bytes.readDoubleLE(at + 8),
        byte,
        payloadByte: byte + payloadStart(tableBytes),
        operations: readOperations(bytes.subarray(tableAt, tableAt + tableBytes), operations),
      };
    at = tableAt + tableBytes;
  }
}
