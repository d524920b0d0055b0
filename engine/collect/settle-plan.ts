import type { Log } from "../log/log.ts";
import type { SettledSources } from "../settled/settled-format.ts";
import { fileOfPlace, isSettled, placeInFile } from "../settled/settled-place.ts";
import type { SettledTable } from "../settled/settled-table.ts";

/** What deciding about settling looks at. */
export interface SettleView {
  readonly log: Log;
  readonly settled: SettledTable;
  /** Segments that the log may have before what is kept of the oldest is settled. */
  readonly logSegments: number;
  /** Whether something that is kept lies at a place. */
  readonly isUsed: (place: number) => boolean;
  /** Bytes of what is kept in a settled file. */
  readonly usedBytes: (place: number) => number;
}

/** What is settled so that a full disk has room again, and how much of the disk the new file takes before anything goes. */
export interface RoomPlan {
  readonly sources: SettledSources;
  readonly bytes: number;
}

/** Bytes that a disk gives and takes at once. */
const PAGE_BYTES = 4096;
/** What a file system may need for itself to have another file. */
const OF_FILE_SYSTEM_BYTES: number = 2 * PAGE_BYTES;

/** Bytes of the disk that a file of so many takes. */
export function diskBytes(bytes: number): number {
  return Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES + OF_FILE_SYSTEM_BYTES;
}

/** Settled files that are rewritten together at most. */
const FILES_MAX = 8;
/** What a file is made from that is made from settled files alone. */
export const NO_SEGMENTS = { firstSegment: 1, lastSegment: 0 } as const;

/**
 * Decides what is settled next, if anything:
 *
 * - once the log has more segments than it may, and one beyond holds something: that one and those behind it, half as many as the log may have, together;
 * - with them, or alone, settled files of which less than half is kept: so what is written again was there to be written because at least as much had gone;
 * - with them, settled files that are smaller than a segment, so that there are never many.
 */
export function planOf(view: SettleView): SettledSources | undefined {
  const segments = segmentsDue(view);
  const isAlone = segments === undefined;
  const replaces = view.settled
    .all()
    .map(({ operation }) => operation.file)
    .filter((file) => isWorth(view, file, isAlone))
    .slice(0, FILES_MAX);
  if (segments === undefined && replaces.length === 0) return undefined;
  return { ...(segments ?? NO_SEGMENTS), replaces };
}

function segmentsDue({
  log,
  logSegments,
  isUsed,
}: SettleView): Pick<SettledSources, "firstSegment" | "lastSegment"> | undefined {
  const lastDue = log.writer.segment.number - logSegments;
  for (let segment = log.firstSegment; segment <= lastDue; segment++) {
    if (!isUsed(segment)) continue;
    return { firstSegment: segment, lastSegment: segment + Math.max(1, Math.floor(logSegments / 2)) - 1 };
  }
  return undefined;
}

function isWorth(view: SettleView, file: number, isAlone: boolean): boolean {
  if (!mayBeReplaced(view, file)) return false;
  const isSmall = view.log.settled.bytesOf(file) < view.log.segmentBytes;
  return isAlone ? isMostlyGone(view, file) && !isSmall : isMostlyGone(view, file) || isSmall;
}

/** Whether a settled file holds something that is kept, none of it damaged. */
export function mayBeReplaced({ log, isUsed }: SettleView, file: number): boolean {
  const place = placeInFile(file);
  return isUsed(place) && !log.damages.isIn(place);
}

function isMostlyGone({ log, usedBytes }: SettleView, file: number): boolean {
  return 2 * usedBytes(placeInFile(file)) < log.settled.bytesOf(file);
}

/** Whether a place is one of the sources. */
export function isSource({ firstSegment, lastSegment, replaces }: SettledSources, place: number): boolean {
  return isSettled(place) ? replaces.includes(fileOfPlace(place)) : place >= firstSegment && place <= lastSegment;
}

/** The segments and settled files that are sources. */
export function placesOf({ firstSegment, lastSegment, replaces }: SettledSources): number[] {
  const segments = Array.from(
    { length: Math.max(0, lastSegment - firstSegment + 1) },
    (_, index) => firstSegment + index,
  );
  return [...segments, ...replaces.map(placeInFile)];
}

/** Settled files of which nothing is kept any more. What is damaged stays, so that it is told for as long as somebody may miss it. */
export function unused({ log, settled, isUsed }: SettleView): number[] {
  return settled
    .all()
    .map(({ operation }) => operation.file)
    .filter((file) => !isUsed(placeInFile(file)) && !log.damages.isIn(placeInFile(file)));
}
