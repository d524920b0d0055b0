import { FRAME_ALIGNMENT, FRAME_HEADER_BYTES, type FrameHeader, frameSeed, readFrameHeader } from "./frame.ts";
import { SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";

/** What a log's files have in common. */
export interface LogShape {
  readonly logId: string;
  readonly segmentBytes: number;
}

/** A header as the frames of a file tell it. */
export interface SalvagedHeader extends SegmentHeader {
  /** The first frame is lost, and with it how many there were before the first that was found. */
  readonly isFirstLost: boolean;
  /** Last position that one of the frames names as synced. */
  readonly vouchedTo: number;
}

interface PlacedFrame extends FrameHeader {
  readonly at: number;
}

/**
 * What the lost header of a segment must have said. A file holds one segment at a time, and left over frames of others; those of the highest number are the
 * segment's, in the order of their positions and epochs.
 */
export function salvageHeader(bytes: Buffer, { logId, segmentBytes }: LogShape): SalvagedHeader | undefined {
  const found = framesIn(bytes, logId);
  const isFirstLost = found[0]?.at !== SEGMENT_DATA_START;
  const segment = isFirstLost ? Math.max(...found.map((frame) => frame.segment)) : (found[0] as PlacedFrame).segment;
  const frames = inOrder(found.filter((frame) => frame.segment === segment));
  const [first, last] = [frames[0], frames.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const firstPosition = isFirstLost ? Math.max(1, first.position - 1) : first.position;
  const lastKept = frames.findLast(({ epoch }) => epoch < last.epoch);
  return {
    kind: "log",
    epoch: last.epoch,
    segment,
    firstPosition,
    keptPosition: lastKept?.position ?? firstPosition - 1,
    keptByte: lastKept === undefined ? SEGMENT_DATA_START : lastKept.at + lastKept.bytes,
    previousChecksum: isFirstLost ? 0 : first.previousChecksum,
    segmentBytes,
    firstSegment: 0,
    timeMs: first.timeMs,
    logId,
    durableEnd: first.durableEnd,
    isFirstLost,
    vouchedTo: last.durableEnd,
  };
}

/** Whether a file without a header has frames of a segment that the log misses; what it was made from may hold commits that were given back. */
export function holdsMissedSegment(bytes: Buffer, { logId, firstSegment, present }: KeptSegments): boolean {
  return framesIn(bytes, logId).some(({ segment }) => segment >= firstSegment && !present.has(segment));
}

/** Which segments a log has. */
export interface KeptSegments {
  readonly logId: string;
  readonly firstSegment: number;
  readonly present: ReadonlySet<number>;
}

/** Whether a file may be a log's, whichever it was. */
export function holdsAnyFrame(bytes: Buffer): boolean {
  return bytes.includes("FMF1", SEGMENT_DATA_START, "latin1");
}

/** Frames with whole header and table, in the order in which they lie. */
function framesIn(bytes: Buffer, logId: string): PlacedFrame[] {
  const seed = frameSeed(logId);
  const frames: PlacedFrame[] = [];
  for (let at = SEGMENT_DATA_START; at + FRAME_HEADER_BYTES <= bytes.length; ) {
    const frame = readFrameHeader(bytes, at, bytes.length, seed);
    if (frame !== undefined) frames.push({ ...frame, at });
    at += frame?.bytes ?? FRAME_ALIGNMENT;
  }
  return frames;
}

/** Up to the first that is left over: positions rise, and epochs do not fall. */
function inOrder(frames: readonly PlacedFrame[]): PlacedFrame[] {
  const end = frames.findIndex((frame, index) => {
    const before = frames[index - 1];
    return before !== undefined && (frame.position <= before.position || frame.epoch < before.epoch);
  });
  return end < 0 ? [...frames] : frames.slice(0, end);
}
