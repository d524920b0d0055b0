import { SettledSize } from "../settled/settled-size.ts";
import { SettledTexts } from "../settled/settled-texts.ts";
import type { SettledPayload } from "../settled/settled-writer.ts";
import { sortedBatches } from "../settled/sorted-batches.ts";
import type { QueueTable } from "../views/queues/queue-table.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";

export interface KeptParts {
  readonly view: StreamsView;
  readonly queues: QueueTable;
  readonly turns: WorkTurns;
}

/** Payloads that are measured in one turn. */
const PAYLOADS_A_TURN = 500;

/**
 * What is kept in each of the places meant, segments or settled files, that has anything, as it would be settled for itself.
 * @param places that may be meant
 */
export async function keptSizes(
  { view, queues, turns }: KeptParts,
  places: readonly number[],
  isMeant: (place: number) => boolean,
): Promise<ReadonlyMap<number, SettledSize>> {
  const kept = new Map<number, SettledSize>();
  const texts = await SettledTexts.find(queues, places, isMeant, turns);
  for (const payloads of [sortedBatches(view, queues, isMeant, true), texts.payloads()]) {
    const rest = payloads[Symbol.iterator]();
    for (let isAll = false; !isAll; ) isAll = await turns.run(() => measure(rest, kept));
  }
  return kept;
}

/** Adds some payloads more; true when there are no more. */
function measure(payloads: Iterator<SettledPayload | undefined>, kept: Map<number, SettledSize>): boolean {
  for (let count = 0; count < PAYLOADS_A_TURN; count++) {
    const { value: payload, done } = payloads.next();
    if (done === true) return true;
    if (payload === undefined) return false;
    const { segment } = payload.place;
    const size = kept.get(segment) ?? new SettledSize();
    size.add(payload);
    kept.set(segment, size);
  }
  return false;
}
