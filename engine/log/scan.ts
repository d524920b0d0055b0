import {
  FRAME_ALIGNMENT,
  type FrameHeader,
  frameSeed,
  payloadStart,
  payloadsAreWhole,
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

export interface Scan {
  /** Frames in order; with damage, not every position is there. */
  readonly entries: FrameEntry[];
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

/**
 * Reads the frames of a segment. Tail or damage? A bad frame is damage when its position was durable: when it is at or below `durableEnd` (the header's own
 * claims, or for a segment that has a successor everything up to that one's first position), or when a later whole frame names a durable end at or beyond it.
 * Otherwise it is the tail that was never acknowledged, and the scan ends before it.
 */
export function scanSegment(bytes: Buffer, header: SegmentHeader, durableEnd: number = Number.NEGATIVE_INFINITY): Scan {
  return new SegmentScan(bytes, header, Math.max(durableEnd, header.durableEnd, header.keptPosition)).run();
}

class SegmentScan {
  readonly #bytes: Buffer;
  readonly #header: SegmentHeader;
  readonly #durableEnd: number;
  readonly #end: number;
  readonly #seed: number;
  readonly #entries: FrameEntry[] = [];
  readonly #damages: ScanDamage[] = [];
  #at = SEGMENT_DATA_START;
  #position: number;
  #checksum: number | undefined;
  #openEnded = false;

  constructor(bytes: Buffer, header: SegmentHeader, durableEnd: number) {
    this.#bytes = bytes;
    this.#header = header;
    this.#durableEnd = durableEnd;
    this.#end = Math.min(bytes.length, header.segmentBytes - FOOTER_TRAILER_BYTES);
    this.#seed = frameSeed(header.logId);
    this.#position = header.firstPosition;
    this.#checksum = header.previousChecksum;
  }

  run(): Scan {
    while (this.#step()) {}
    return {
      entries: this.#entries,
      endByte: this.#at,
      lastPosition: this.#position - 1,
      lastChecksum: this.#checksum ?? 0,
      damages: this.#damages,
      openEnded: this.#openEnded,
    };
  }

  /** Takes the next frame, or what damage left of it; false at the end. */
  #step(): boolean {
    const header = readFrameHeader(this.#bytes, this.#at, this.#end, this.#seed);
    const continues =
      header !== undefined &&
      header.position === this.#position &&
      (this.#checksum === undefined || header.previousChecksum === this.#checksum) &&
      this.#belongs(header);
    if (!continues) return this.#skipDamage();
    const operations = readFrameOperations(this.#bytes, this.#at, header);
    if (!payloadsAreWhole(this.#bytes, this.#at, header, operations)) {
      if (!this.#wasDurable(header.position, this.#at + header.bytes)) return false;
      this.#addDamage(this.#at + header.bytes, header.position, "the records of a commit do not match their checksum");
    }
    this.#entries.push({
      position: header.position,
      timeMs: header.timeMs,
      byte: this.#at,
      payloadByte: this.#at + payloadStart(header.tableBytes),
      operations,
    });
    this.#at += header.bytes;
    this.#position++;
    this.#checksum = header.checksum;
    return true;
  }

  #belongs(header: FrameHeader): boolean {
    if (header.segment !== this.#header.segment) return false;
    return header.position > this.#header.keptPosition
      ? header.epoch === this.#header.epoch
      : header.epoch < this.#header.epoch;
  }

  /** At a bad frame: goes on behind it if it was durable once. */
  #skipDamage(): boolean {
    if (!this.#wasDurable(this.#position, this.#at + FRAME_ALIGNMENT)) return false;
    const later = this.#nextWhole(this.#at + FRAME_ALIGNMENT);
    if (later === undefined) {
      this.#openEnded = true;
      const lastPosition = Math.max(this.#durableEnd, this.#position);
      this.#addDamage(this.#end, lastPosition, "commits cannot be read, and nothing behind them can");
      this.#position = lastPosition + 1;
      return false;
    }
    this.#addDamage(later.at, later.header.position - 1, "commits cannot be read");
    this.#at = later.at;
    this.#position = later.header.position;
    this.#checksum = undefined;
    return true;
  }

  #addDamage(endByte: number, lastPosition: number, reason: string): void {
    this.#damages.push({
      firstByte: this.#at,
      lastByte: endByte - 1,
      firstPosition: this.#position,
      lastPosition,
      reason,
    });
  }

  #wasDurable(position: number, from: number): boolean {
    if (position <= this.#durableEnd) return true;
    for (
      let later = this.#nextWhole(from);
      later !== undefined;
      later = this.#nextWhole(later.at + later.header.bytes)
    ) {
      if (later.header.durableEnd >= position) return true;
    }
    return false;
  }

  /** The next whole frame of this segment at a higher position than the one expected. */
  #nextWhole(from: number): { at: number; header: FrameHeader } | undefined {
    for (let at = from; at < this.#end; at += FRAME_ALIGNMENT) {
      const header = readFrameHeader(this.#bytes, at, this.#end, this.#seed);
      if (header === undefined || header.position <= this.#position || !this.#belongs(header)) continue;
      const operations = readFrameOperations(this.#bytes, at, header);
      if (payloadsAreWhole(this.#bytes, at, header, operations)) return { at, header };
    }
    return undefined;
  }
}
