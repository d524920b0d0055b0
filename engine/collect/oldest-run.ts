import type { Log } from "../log/log.ts";
import {
  SETTLED_HEADER_BYTES,
  SETTLED_RANGE_BYTES,
  SETTLED_TRAILER_BYTES,
  type SettledSources,
} from "../settled/settled-format.ts";
import { SettledTexts } from "../settled/settled-texts.ts";
import type { SettledPayload } from "../settled/settled-writer.ts";
import { sortedBatches } from "../settled/sorted-batches.ts";
import type { QueueTable } from "../views/queues/queue-table.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";
import { isSource, placesOf, type RoomPlan } from "./settle-plan.ts";

export interface OldestRunParts {
  readonly log: Log;
  readonly view: StreamsView;
  readonly queues: QueueTable;
  readonly turns: WorkTurns;
}

/** Payloads that are measured in one turn. */
const PAYLOADS_A_TURN = 500;
/** What a settled file has about a range, in its directory and before its rows, and about each payload in it. */
const RANGE_BYTES = SETTLED_RANGE_BYTES + 16;
const ROW_BYTES = 36;

/**
 * On a full disk: the oldest segments that, settled together, give back at least as much as is kept of them, as far as what is kept finds room; undefined when there are none, or nothing is kept of
 * them. One of which much is kept is worth it for the sake of those behind it.
 */
export async function oldestRun(
  parts: OldestRunParts,
  lastSegment: number,
  roomBytes: number,
): Promise<RoomPlan | undefined> {
  const { firstSegment, segmentBytes } = parts.log;
  const kept = await keptBytes(parts, { firstSegment, lastSegment, replaces: [] });
  let bytes = SETTLED_HEADER_BYTES + SETTLED_TRAILER_BYTES;
  let best: RoomPlan | undefined;
  for (let segment = firstSegment; segment <= lastSegment && kept.size > 0; segment++) {
    bytes += kept.get(segment) ?? 0;
    if (bytes > roomBytes) break;
    if (2 * bytes > (segment - firstSegment + 1) * segmentBytes) continue;
    best = { sources: { firstSegment, lastSegment: segment, replaces: [] }, bytes };
  }
  return [...kept.keys()].some((segment) => best !== undefined && isSource(best.sources, segment)) ? best : undefined;
}

/** Bytes that a settled file takes for what is kept in each segment that has some of it. */
async function keptBytes(
  { view, queues, turns }: OldestRunParts,
  sources: SettledSources,
): Promise<ReadonlyMap<number, number>> {
  const kept = new Map<number, number>();
  const isMeant = (place: number): boolean => isSource(sources, place);
  const texts = await SettledTexts.find(queues, placesOf(sources), isMeant, turns);
  for (const payloads of [sortedBatches(view, queues, isMeant), texts.payloads()]) {
    const rest = payloads[Symbol.iterator]();
    for (let isAll = false; !isAll; ) isAll = await turns.run(() => measure(rest, kept));
  }
  return kept;
}

/** Adds some payloads more; true when there are no more. */
function measure(payloads: Iterator<SettledPayload | undefined>, kept: Map<number, number>): boolean {
  let before: SettledPayload | undefined;
  for (let count = 0; count < PAYLOADS_A_TURN; count++) {
    const { value: payload, done } = payloads.next();
    if (done === true) return true;
    if (payload === undefined) return false;
    const { segment, payloadBytes } = payload.place;
    const bytes = payloadBytes + ROW_BYTES + (before !== undefined && isNext(before, payload) ? 0 : RANGE_BYTES);
    kept.set(segment, (kept.get(segment) ?? 0) + bytes);
    before = payload;
  }
  return false;
}

function isNext(before: SettledPayload, payload: SettledPayload): boolean {
  return (
    before.stream === payload.stream &&
    before.partition === payload.partition &&
    before.place.segment === payload.place.segment &&
    (payload.isSparse || before.endOffset === payload.baseOffset)
  );
}
