import { crc32c } from "@flowmesh/fabric/internal";

/**
 * A segment is one file of a fixed size. Its header stands twice, at byte 0 and at byte 4096, so that the loss of one page does not lose it; frames begin at
 * byte 8192. The header is also what opens an epoch: when the log is opened, the accepted frames of its last segment are copied to a fresh file and synced, and
 * only then a header with the new epoch is written there, naming the last position kept. Two files may therefore claim one segment number; the higher epoch
 * counts, and the other is free.
 *
 *    0 u32 magic "FMS1"       4 u32 format
 *    8 u32 checksum of bytes 12 to 95         12 u32 epoch
 *   16 f64 segment number    24 f64 first position
 *   32 f64 kept position: frames up to it may be of earlier epochs; behind it every frame is of this header's epoch, anything else is left over
 *   40 u32 checksum of the frame before the first      44 u32 bytes of the segment
 *   48 f64 first segment of the log that was kept when this was written
 *   56 f64 time, ms          64 16 bytes identity of the log      80 f64 last position known to be synced
 *   88 u32 kind (0 spare, 1 log)              92 u32 kept byte: where the frame at the kept position ends
 */
export interface SegmentHeader {
  readonly kind: "spare" | "log";
  readonly epoch: number;
  readonly segment: number;
  readonly firstPosition: number;
  readonly keptPosition: number;
  readonly keptByte: number;
  readonly previousChecksum: number;
  readonly segmentBytes: number;
  readonly firstSegment: number;
  readonly timeMs: number;
  readonly logId: string;
  readonly durableEnd: number;
}

export const SEGMENT_FORMAT = 1;
export const SEGMENT_DATA_START = 8192;
const SEGMENT_HEADER_PLACES: readonly number[] = [0, 4096];
const SEGMENT_MAGIC = 0x31534d46;
const HEADER_BYTES = 96;

function writeSegmentHeader(header: SegmentHeader, bytes: Buffer): void {
  bytes.writeUInt32LE(SEGMENT_MAGIC, 0);
  bytes.writeUInt32LE(SEGMENT_FORMAT, 4);
  bytes.writeUInt32LE(header.epoch, 12);
  bytes.writeDoubleLE(header.segment, 16);
  bytes.writeDoubleLE(header.firstPosition, 24);
  bytes.writeDoubleLE(header.keptPosition, 32);
  bytes.writeUInt32LE(header.previousChecksum, 40);
  bytes.writeUInt32LE(header.segmentBytes, 44);
  bytes.writeDoubleLE(header.firstSegment, 48);
  bytes.writeDoubleLE(header.timeMs, 56);
  bytes.write(header.logId, 64, 16, "hex");
  bytes.writeDoubleLE(header.durableEnd, 80);
  bytes.writeUInt32LE(header.kind === "log" ? 1 : 0, 88);
  bytes.writeUInt32LE(header.keptByte, 92);
  bytes.writeUInt32LE(crc32c(bytes, 12, HEADER_BYTES), 8);
}

/** What stands where a header should: a whole one, one of a format this version does not know, or nothing that can be read. */
export type HeaderReading =
  | { readonly state: "whole"; readonly header: SegmentHeader }
  | { readonly state: "newer"; readonly format: number }
  | { readonly state: "unreadable" };

/** The block that fills a segment up to its first frame: the header in both its places. */
export function encodeHeaderBlock(header: SegmentHeader): Buffer {
  const block = Buffer.alloc(SEGMENT_DATA_START);
  writeSegmentHeader(header, block);
  for (const place of SEGMENT_HEADER_PLACES) block.copyWithin(place, 0, HEADER_BYTES);
  return block;
}

/** Reads both copies from the first bytes of a file; the one of the higher epoch and segment counts. */
export function readSegmentHeader(bytes: Buffer): HeaderReading {
  let best: HeaderReading = { state: "unreadable" };
  for (const place of SEGMENT_HEADER_PLACES) {
    const reading = readCopy(bytes, place);
    if (reading.state === "whole") {
      if (best.state !== "whole" || isLater(reading.header, best.header)) best = reading;
    } else if (best.state === "unreadable") {
      best = reading;
    }
  }
  return best;
}

function isLater(one: SegmentHeader, other: SegmentHeader): boolean {
  return one.epoch !== other.epoch ? one.epoch > other.epoch : one.segment > other.segment;
}

function readCopy(bytes: Buffer, at: number): HeaderReading {
  if (bytes.length < at + HEADER_BYTES || bytes.readUInt32LE(at) !== SEGMENT_MAGIC) return { state: "unreadable" };
  const format = bytes.readUInt32LE(at + 4);
  if (format > SEGMENT_FORMAT) return { state: "newer", format };
  if (crc32c(bytes, at + 12, at + HEADER_BYTES) !== bytes.readUInt32LE(at + 8)) return { state: "unreadable" };
  const header: SegmentHeader = {
    kind: bytes.readUInt32LE(at + 88) === 1 ? "log" : "spare",
    epoch: bytes.readUInt32LE(at + 12),
    segment: bytes.readDoubleLE(at + 16),
    firstPosition: bytes.readDoubleLE(at + 24),
    keptPosition: bytes.readDoubleLE(at + 32),
    previousChecksum: bytes.readUInt32LE(at + 40),
    segmentBytes: bytes.readUInt32LE(at + 44),
    firstSegment: bytes.readDoubleLE(at + 48),
    timeMs: bytes.readDoubleLE(at + 56),
    logId: bytes.toString("hex", at + 64, at + 80),
    durableEnd: bytes.readDoubleLE(at + 80),
    keptByte: bytes.readUInt32LE(at + 92),
  };
  return { state: "whole", header };
}
