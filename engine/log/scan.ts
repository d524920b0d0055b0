import {
  brokenPayloads,
  FRAME_ALIGNMENT,
  FRAME_HEADER_BYTES,
  type FrameHeader,
  frameSeed,
  nextMagic,
  payloadStart,
  readFrameHeader,
  readFrameOperations,
} from "./frame.ts";
import type { FrameEntry } from "./segment-footer.ts";
import { FOOTER_TRAILER_BYTES } from "./segment-footer.ts";
import { SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";

/** A stretch of a segment that cannot be read back, though it was durable once. */
export interface ScanDamage {
  readonly firstByte: number;
  readonly lastByte: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly reason: string;
}

/** A frame as a scan gives it: its operations are decoded whenever they are asked for, because all of a segment at once would fill the memory. */
export interface ScannedFrame extends FrameEntry {
  /** Of operations. */
  readonly count: number;
}

export interface Scan {
  /** Frames in order; with damage, not every position is there. */
  readonly entries: ScannedFrame[];
  /** The first segment that a release among them keeps; 0 when there is none. */
  readonly firstKept: number;
  /** Where the last accepted frame ends. */
  readonly endByte: number;
  /** Last position accepted, or lost to damage. */
  readonly lastPosition: number;
  /** Checksum of the last frame; that of the segment's header while there is none. */
  readonly lastChecksum: number;
  readonly damages: ScanDamage[];
  /** The damage reaches to the end, so nothing may be written behind it. */
  readonly openEnded: boolean;
}

/** What is known of a segment's end from elsewhere. */
export interface KnownEnd {
  /** Positions up to this one were durable. */
  readonly durableEnd?: number | undefined;
  /** The segment is complete, and this is its last position. */
  readonly lastPosition?: number | undefined;
}

/**
 * Reads the frames of a segment. Tail or damage? A bad frame is damage when its position was durable: when something names a durable end at or beyond it - the
 * segment's header, what is known from elsewhere, or a later whole frame. Otherwise it is the tail that was never acknowledged, and the scan ends before it. A
 * file that is shorter than a segment was cut by something other than a crash, so its end is damage too.
 *
 * How many commits were lost at an open end is not known; as many positions are passed over as there may have been, so that none is given again.
 */
export function scanSegment(bytes: Buffer, header: SegmentHeader, known: KnownEnd = {}): Scan {
  return new SegmentScan(bytes, header, known).run();
}

class SegmentScan {
  readonly #bytes: Buffer;
  readonly #header: SegmentHeader;
  readonly #known: KnownEnd;
  readonly #durableEnd: number;
  readonly #end: number;
  readonly #seed: number;
  readonly #entries: ScannedFrame[] = [];
  #firstKept = 0;
  readonly #damages: ScanDamage[] = [];
  #at = SEGMENT_DATA_START;
  #position: number;
  /** Undefined behind damage. */
  #checksum: number | undefined;
  #openEnded = false;

  constructor(bytes: Buffer, header: SegmentHeader, known: KnownEnd) {
    this.#bytes = bytes;
    this.#header = header;
    this.#known = known;
    this.#durableEnd = Math.max(known.durableEnd ?? 0, known.lastPosition ?? 0, header.durableEnd, header.keptPosition);
    this.#end = Math.min(bytes.length, header.segmentBytes - FOOTER_TRAILER_BYTES);
    this.#seed = frameSeed(header.logId);
    this.#position = header.firstPosition;
    this.#checksum = header.previousChecksum;
  }

  run(): Scan {
    while (this.#step()) {}
    const isCut = this.#bytes.length < this.#header.segmentBytes && this.#known.lastPosition === undefined;
    if (isCut && !this.#openEnded) this.#loseRest("the file was cut short, and may have held more commits");
    return {
      entries: this.#entries,
      firstKept: this.#firstKept,
      endByte: this.#at,
      lastPosition: this.#position - 1,
      lastChecksum: this.#checksum ?? 0,
      damages: this.#damages,
      openEnded: this.#openEnded,
    };
  }

  /** Takes the next frame, or what damage left of it; false at the end. */
  #step(): boolean {
    if (this.#known.lastPosition !== undefined && this.#position > this.#known.lastPosition) return false;
    const header = readFrameHeader(this.#bytes, this.#at, this.#end, this.#seed);
    const continues =
      header !== undefined &&
      header.position === this.#position &&
      (this.#checksum === undefined || header.previousChecksum === this.#checksum) &&
      this.#belongs(header, this.#at);
    if (!continues) return this.#skipDamage();
    const operations = readFrameOperations(this.#bytes, this.#at, header);
    const broken = brokenPayloads(this.#bytes, this.#at, header, operations);
    if (broken.length > 0 && !this.#wasDurable(header.position, this.#at + header.bytes)) return false;
    for (const { byte, bytes } of broken)
      this.#addDamage(byte, byte + bytes, header.position, "records of a commit do not match their checksum");
    for (const operation of operations)
      if (operation.kind === "release") this.#firstKept = Math.max(this.#firstKept, operation.firstSegment);
    this.#entries.push(scannedFrame(this.#bytes, this.#at, header));
    this.#at += header.bytes;
    this.#position++;
    this.#checksum = header.checksum;
    return true;
  }

  /** Whether the frame is of this life of the file, and where it stands is not left over. */
  #belongs(frame: FrameHeader, at: number): boolean {
    const { segment, epoch, keptPosition, keptByte } = this.#header;
    if (frame.segment !== segment) return false;
    return frame.position > keptPosition
      ? frame.epoch === epoch && at >= keptByte
      : frame.epoch < epoch && at + frame.bytes <= keptByte;
  }

  /** At a bad frame: goes on behind it if it was durable once. */
  #skipDamage(): boolean {
    if (!this.#wasDurable(this.#position, this.#at + FRAME_ALIGNMENT)) return false;
    const later = this.#nextWhole(this.#at + FRAME_ALIGNMENT);
    if (later === undefined) {
      this.#loseRest("commits cannot be read, and nothing behind them can");
      return false;
    }
    this.#addDamage(this.#at, later.at, later.header.position - 1, "commits cannot be read");
    this.#at = later.at;
    this.#position = later.header.position;
    this.#checksum = undefined;
    return true;
  }

  #loseRest(reason: string): void {
    const { segmentBytes } = this.#header;
    const framesMax = Math.max(1, Math.floor((segmentBytes - this.#at) / FRAME_HEADER_BYTES));
    const lastPosition = this.#known.lastPosition ?? Math.max(this.#durableEnd, this.#position + framesMax - 1);
    this.#addDamage(this.#at, segmentBytes, lastPosition, reason);
    this.#position = lastPosition + 1;
    this.#openEnded = true;
  }

  #addDamage(firstByte: number, endByte: number, lastPosition: number, reason: string): void {
    const firstPosition = this.#position;
    this.#damages.push({ firstByte, lastByte: endByte - 1, firstPosition, lastPosition, reason });
  }

  #wasDurable(position: number, from: number): boolean {
    if (position <= this.#durableEnd) return true;
    let later = this.#nextWhole(from);
    while (later !== undefined && later.header.durableEnd < position)
      later = this.#nextWhole(later.at + later.header.bytes);
    return later !== undefined;
  }

  /** The next whole frame of this segment at a higher position than the one expected. */
  #nextWhole(from: number): { at: number; header: FrameHeader } | undefined {
    for (let at = nextMagic(this.#bytes, from); at < this.#end; at = nextMagic(this.#bytes, at + FRAME_ALIGNMENT)) {
      const header = readFrameHeader(this.#bytes, at, this.#end, this.#seed);
      if (header === undefined || header.position <= this.#position || !this.#belongs(header, at)) continue;
      const operations = readFrameOperations(this.#bytes, at, header);
      if (brokenPayloads(this.#bytes, at, header, operations).length === 0) return { at, header };
    }
    return undefined;
  }
}

function scannedFrame(bytes: Buffer, at: number, header: FrameHeader): ScannedFrame {
  return {
    position: header.position,
    timeMs: header.timeMs,
    byte: at,
    payloadByte: at + payloadStart(header.tableBytes),
    count: header.operations,
    get operations() {
      return readFrameOperations(bytes, at, header);
    },
  };
}
