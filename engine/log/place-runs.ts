import type { PayloadPlace } from "./log-reader.ts";

/** Payloads between which less than this lies in the file are read with one call. */
const GAP_BYTES = 16 * 1024;
/** About what one call reads at most. */
const RUN_BYTES = 1 << 20;

/** Whether a payload is read with the call that begins at `first` and so far ends at `end`. */
export function joinsRun(first: PayloadPlace, end: number, place: PayloadPlace): boolean {
  const isNear = place.segment === first.segment && isNearGap(place.byte - end);
  return isNear && place.byte + place.payloadBytes - first.byte <= RUN_BYTES;
}

function isNearGap(gap: number): boolean {
  return gap >= 0 && gap <= GAP_BYTES;
}

/** Which payloads, by their number, are read with one call each, whatever their order: those that lie near to each other. */
export function runsByPlace(places: readonly PayloadPlace[]): number[][] {
  const at = (index: number): PayloadPlace => places[index] as PayloadPlace;
  const sorted = places.map((_, index) => index);
  sorted.sort((a, b) => at(a).segment - at(b).segment || at(a).byte - at(b).byte);
  const runs: number[][] = [];
  let end = 0;
  for (const index of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && joinsRun(at(run[0] as number), end, at(index))) run.push(index);
    else runs.push([index]);
    end = at(index).byte + at(index).payloadBytes;
  }
  return runs;
}

/** Payloads that are read in their order, and what lies between those that are read with one call. */
export function bytesToRead(places: readonly PayloadPlace[]): number {
  let bytes = 0;
  let before: PayloadPlace | undefined;
  for (const place of places) {
    const gap = before?.segment === place.segment ? place.byte - before.byte - before.payloadBytes : 0;
    bytes += place.payloadBytes + (isNearGap(gap) ? gap : 0);
    before = place;
  }
  return bytes;
}
