import { crc32c } from "@flowmesh/fabric/internal";
import type { SettledOperation } from "../commit/settled-operation.ts";

/**
 * A settled file: what is kept for long, sorted by stream, partition and offset, so that neighbours of one partition are read in one go. It is written once, never
 * changed, and says all about itself, its end first, so that a part of it can be asked for wherever it lies. Numbers little endian:
 *
 *   header      u32 magic "FMS1" · u32 format · u32 file · 16 bytes log id · u32 checksum of the 28 bytes before · zeros up to byte 64
 *   payloads    batches as they stood in the log, one behind the other, then texts of attempts; each is vouched for by its row
 *   rows        of each range (see `BatchEntries`), with the places in this file
 *   directory   each range in 80 bytes, in order: u32 stream · u32 partition · f64 first offset · f64 end offset · f64 bytes of its batches · f64 greatest timestamp ·
 *               f64 first and f64 last commit time · u32 place, u32 bytes and u32 checksum of its rows · u32 first and u32 last segment in which its batches stood · u32 zero
 *   replaced    u32 each settled file that it was made from
 *   trailer     u32 magic "FMSE" · u32 checksum of the bytes behind · u32 checksum of directory and replaced · u32 ranges · u32 replaced · u32 first segment ·
 *               u32 last segment · u32 zero · f64 start of the directory · zeros up to 64 bytes
 */
export const SETTLED_FORMAT = 1;
export const SETTLED_HEADER_BYTES = 64;
const HEADER_MAGIC = 0x31534d46;
const TRAILER_MAGIC = 0x45534d46;
export const SETTLED_TRAILER_BYTES = 64;
/** Of a range in the directory. */
export const SETTLED_RANGE_BYTES = 80;
const LOG_ID_AT = 12;
const HEADER_CHECKSUM_AT = 28;

/** In place of a partition: texts that tell how attempts of a queue's jobs ended. Their rows name the job's offset. */
export const TEXTS_PARTITION = 0xffff_ffff;

/** Where the rows of a range lie in its file. */
export interface RowsPlace {
  readonly byte: number;
  readonly bytes: number;
  readonly crc: number;
}

/** Neighbouring batches of one partition in a settled file. */
export interface SettledRange {
  readonly stream: number;
  readonly partition: number;
  readonly firstOffset: number;
  readonly endOffset: number;
  readonly bytes: number;
  readonly maxTimestampMs: number;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  readonly rows: RowsPlace;
  readonly firstSegment: number;
  readonly lastSegment: number;
}

export function encodeSettledHeader(file: number, logId: string): Buffer {
  const header = Buffer.alloc(SETTLED_HEADER_BYTES);
  header.writeUInt32LE(HEADER_MAGIC, 0);
  header.writeUInt32LE(SETTLED_FORMAT, 4);
  header.writeUInt32LE(file, 8);
  header.write(logId, LOG_ID_AT, 16, "hex");
  header.writeUInt32LE(crc32c(header, 0, HEADER_CHECKSUM_AT), HEADER_CHECKSUM_AT);
  return header;
}

/** The format that a header names; undefined when it is damaged, or none. */
export function settledFormatOf(header: Buffer): number | undefined {
  if (header.length < SETTLED_HEADER_BYTES || header.readUInt32LE(0) !== HEADER_MAGIC) return undefined;
  if (header.readUInt32LE(HEADER_CHECKSUM_AT) !== crc32c(header, 0, HEADER_CHECKSUM_AT)) return undefined;
  return header.readUInt32LE(4);
}

/** Whether it is the whole header of this file of this log. */
export function isSettledHeader(header: Buffer, file: number, logId: string): boolean {
  return header.length >= SETTLED_HEADER_BYTES && encodeSettledHeader(file, logId).equals(header);
}

/** What a settled file was made from. */
export type SettledSources = Pick<SettledOperation, "firstSegment" | "lastSegment" | "replaces">;

/** Directory, replaced files and trailer, as they end a file; they begin at `start`. */
export function encodeSettledEnd(
  ranges: readonly SettledRange[],
  { firstSegment, lastSegment, replaces }: SettledSources,
  start: number,
): { readonly bytes: Buffer; readonly directoryChecksum: number } {
  const directoryBytes = ranges.length * SETTLED_RANGE_BYTES + 4 * replaces.length;
  const bytes = Buffer.alloc(directoryBytes + SETTLED_TRAILER_BYTES);
  let at = 0;
  for (const range of ranges) at = writeRange(range, bytes, at);
  for (const file of replaces) at = bytes.writeUInt32LE(file, at);
  const directoryChecksum = crc32c(bytes, 0, directoryBytes);
  bytes.writeUInt32LE(TRAILER_MAGIC, at);
  bytes.writeUInt32LE(directoryChecksum, at + 8);
  bytes.writeUInt32LE(ranges.length, at + 12);
  bytes.writeUInt32LE(replaces.length, at + 16);
  bytes.writeUInt32LE(firstSegment, at + 20);
  bytes.writeUInt32LE(lastSegment, at + 24);
  bytes.writeDoubleLE(start, at + 32);
  bytes.writeUInt32LE(crc32c(bytes, at + 8), at + 4);
  return { bytes, directoryChecksum };
}

function writeRange(range: SettledRange, target: Buffer, start: number): number {
  let at = target.writeUInt32LE(range.stream, start);
  at = target.writeUInt32LE(range.partition, at);
  const { firstOffset, endOffset, bytes, maxTimestampMs, firstTimeMs, lastTimeMs } = range;
  for (const number of [firstOffset, endOffset, bytes, maxTimestampMs, firstTimeMs, lastTimeMs])
    at = target.writeDoubleLE(number, at);
  const { rows, firstSegment, lastSegment } = range;
  for (const number of [rows.byte, rows.bytes, rows.crc, firstSegment, lastSegment, 0])
    at = target.writeUInt32LE(number, at);
  return at;
}

/** What the trailer says of the rest. */
export interface SettledTrailer extends Omit<SettledSources, "replaces"> {
  readonly directoryStart: number;
  readonly directoryChecksum: number;
  readonly ranges: number;
  readonly replaced: number;
}

/** Undefined when it is none, or not whole. */
export function readSettledTrailer(bytes: Buffer): SettledTrailer | undefined {
  if (bytes.length < SETTLED_TRAILER_BYTES || bytes.readUInt32LE(0) !== TRAILER_MAGIC) return undefined;
  if (crc32c(bytes, 8, SETTLED_TRAILER_BYTES) !== bytes.readUInt32LE(4)) return undefined;
  return {
    directoryChecksum: bytes.readUInt32LE(8),
    ranges: bytes.readUInt32LE(12),
    replaced: bytes.readUInt32LE(16),
    firstSegment: bytes.readUInt32LE(20),
    lastSegment: bytes.readUInt32LE(24),
    directoryStart: bytes.readDoubleLE(32),
  };
}

/** Undefined when the directory is not the one that the trailer means. */
export function readSettledDirectory(
  bytes: Buffer,
  { ranges, replaced, directoryChecksum }: SettledTrailer,
): { readonly ranges: readonly SettledRange[]; readonly replaces: readonly number[] } | undefined {
  const end = ranges * SETTLED_RANGE_BYTES;
  if (bytes.length !== end + 4 * replaced || crc32c(bytes) !== directoryChecksum) return undefined;
  return {
    ranges: Array.from({ length: ranges }, (_, index) => readRange(bytes, index * SETTLED_RANGE_BYTES)),
    replaces: Array.from({ length: replaced }, (_, index) => bytes.readUInt32LE(end + 4 * index)),
  };
}

function readRange(bytes: Buffer, at: number): SettledRange {
  return {
    stream: bytes.readUInt32LE(at),
    partition: bytes.readUInt32LE(at + 4),
    firstOffset: bytes.readDoubleLE(at + 8),
    endOffset: bytes.readDoubleLE(at + 16),
    bytes: bytes.readDoubleLE(at + 24),
    maxTimestampMs: bytes.readDoubleLE(at + 32),
    firstTimeMs: bytes.readDoubleLE(at + 40),
    lastTimeMs: bytes.readDoubleLE(at + 48),
    rows: { byte: bytes.readUInt32LE(at + 56), bytes: bytes.readUInt32LE(at + 60), crc: bytes.readUInt32LE(at + 64) },
    firstSegment: bytes.readUInt32LE(at + 68),
    lastSegment: bytes.readUInt32LE(at + 72),
  };
}

export function settledFileName(file: number): string {
  return `${String(file).padStart(8, "0")}.settled`;
}

/** The number in a settled file's name; `undefined` for other files. */
export function settledFileNumber(name: string): number | undefined {
  return /^\d{8,9}\.settled$/.test(name) ? Number.parseInt(name, 10) : undefined;
}
