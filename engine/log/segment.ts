import type { DiskFile } from "../disk/disk.ts";

/** A segment of the log that is kept. */
export interface Segment {
  readonly number: number;
  readonly epoch: number;
  readonly file: DiskFile;
  readonly firstPosition: number;
  /** Below `firstPosition` while it is empty. */
  lastPosition: number;
  /** Checksum of the frame at `lastPosition`. */
  lastChecksum: number;
  /** Full, durable, with its footer. */
  sealed: boolean;
  /** Readers that need its bytes to stay. */
  pins: number;
}
