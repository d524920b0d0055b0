import type { Log } from "../log/log.ts";
import { EMPTY_FILE_BYTES, type SettledSize } from "../settled/settled-size.ts";
import { type KeptParts, keptSizes } from "./kept-sizes.ts";
import { diskBytes, isSource, placesOf, type RoomPlan } from "./settle-plan.ts";

export interface OldestRunParts extends KeptParts {
  readonly log: Log;
  /** Bytes that are carried when a segment is given back. */
  readonly carriedBytes: (segment: number) => number;
}

/** Of the segments that are given back at most so much is kept. */
const KEPT_SHARE_MAX = 3 / 4;

/**
 * On a full disk: the oldest segments that give back at least a third of what is kept of them, settled or carried; undefined when there are none, or nothing of them is to be settled. One of which much is
 * kept is worth it for the sake of those behind it. Where there is not room for all at once, those that have it come first: the rest follows in its turn.
 */
export async function oldestRun(
  parts: OldestRunParts,
  lastSegment: number,
  roomBytes: number,
): Promise<RoomPlan | undefined> {
  const { firstSegment } = parts.log;
  const sources = { firstSegment, lastSegment, replaces: [] };
  const kept = await keptSizes(parts, placesOf(sources), (place) => isSource(sources, place));
  const lastWorth = kept.size === 0 ? undefined : lastWorthIt(parts, lastSegment, kept);
  return lastWorth === undefined ? undefined : asFarAsRoom(firstSegment, lastWorth, kept, roomBytes);
}

/** The last of the segments that are worth it together with all before them. */
function lastWorthIt(
  { log: { firstSegment, segmentBytes }, carriedBytes }: OldestRunParts,
  lastSegment: number,
  kept: ReadonlyMap<number, SettledSize>,
): number | undefined {
  let bytes = EMPTY_FILE_BYTES;
  let last: number | undefined;
  for (let segment = firstSegment; segment <= lastSegment; segment++) {
    bytes += (kept.get(segment)?.bytes ?? 0) + carriedBytes(segment);
    if (bytes <= (segment - firstSegment + 1) * segmentBytes * KEPT_SHARE_MAX) last = segment;
  }
  return last;
}

/** What can be settled at once of some segments, if anything is kept in them. */
function asFarAsRoom(
  firstSegment: number,
  lastWorth: number,
  kept: ReadonlyMap<number, SettledSize>,
  roomBytes: number,
): RoomPlan | undefined {
  let bytes = EMPTY_FILE_BYTES;
  let plan: RoomPlan | undefined;
  for (let lastSegment = firstSegment; lastSegment <= lastWorth; lastSegment++) {
    bytes += kept.get(lastSegment)?.bytes ?? 0;
    if (diskBytes(bytes) > roomBytes) break;
    if (bytes > EMPTY_FILE_BYTES)
      plan = { sources: { firstSegment, lastSegment, replaces: [] }, bytes: diskBytes(bytes) };
  }
  return plan;
}
