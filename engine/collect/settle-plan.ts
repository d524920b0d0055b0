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

/** What is settled so that a full disk has room again, and how much it takes first. */
export interface RoomPlan {
  readonly sources: SettledSources;
  readonly bytes: number;
}

/** Settled files that are rewritten together at most. */
const FILES_MAX = 8;
const NO_SEGMENTS = { firstSegment: 1, lastSegment: 0 } as const;

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

function mayBeReplaced({ log, isUsed }: SettleView, file: number): boolean {
  const place = placeInFile(file);
  return isUsed(place) && !log.damages.isIn(place);
}

function isMostlyGone({ log, usedBytes }: SettleView, file: number): boolean {
  return 2 * usedBytes(placeInFile(file)) < log.settled.bytesOf(file);
}

/** On a full disk: the settled file of which least is kept, if that is less than half and finds room. To write it again gives back more than it takes. */
export function emptiestFile(view: SettleView, roomBytes: number): RoomPlan | undefined {
  const keptBytes = (file: number): number => view.usedBytes(placeInFile(file));
  const [emptiest] = view.settled
    .all()
    .map(({ operation }) => operation.file)
    .filter((file) => mayBeReplaced(view, file) && isMostlyGone(view, file))
    .sort((one, other) => keptBytes(one) - keptBytes(other));
  // What is written about a batch takes less than the batch.
  const bytes = emptiest === undefined ? Number.POSITIVE_INFINITY : 2 * keptBytes(emptiest);
  if (emptiest === undefined || bytes > roomBytes) return undefined;
  return { sources: { ...NO_SEGMENTS, replaces: [emptiest] }, bytes };
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
