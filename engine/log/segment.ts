import type { DiskFile } from "../disk/disk.ts";
import type { SegmentHeader } from "./segment-header.ts";

/** A segment of the log that is kept. */
export interface Segment {
  readonly number: number;
  readonly file: DiskFile;
  /** As it stands in the file, or would stand there if it were not lost. */
  readonly header: SegmentHeader;
  /** Below the header's first position while it is empty. */
  lastPosition: number;
  /** Checksum of the frame at `lastPosition`. */
  lastChecksum: number;
  /** Complete and durable. Nothing is written behind `lastPosition` any more. */
  sealed: boolean;
  /** Readers that need its bytes to stay. */
  pins: number;
}

/** An empty segment with this header. */
export function newSegment(file: DiskFile, header: SegmentHeader): Segment {
  const { segment: number, firstPosition, previousChecksum: lastChecksum } = header;
  return { number, file, header, lastPosition: firstPosition - 1, lastChecksum, sealed: false, pins: 0 };
}
