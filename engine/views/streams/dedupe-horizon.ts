import type { StreamDefinition } from "../../commit/stream-operation.ts";

/** Dedupe ids committed before this time do not count any more. */
export function dedupeHorizonMs({ dedupeWindowMs, dedupeSinceMs }: StreamDefinition, nowMs: number): number {
  return dedupeWindowMs === 0 ? Number.POSITIVE_INFINITY : Math.max(nowMs - dedupeWindowMs, dedupeSinceMs);
}

/**
 * Whether a dedupe id still counts. It follows from the definition alone, not from what happens to be still in memory: an id that one window has left does not
 * come back with a longer one, nor one from before dedupe was switched off.
 */
export function dedupeCounts(
  definition: StreamDefinition,
  entry: { readonly timeMs: number; readonly position: number },
  nowMs: number,
): boolean {
  return entry.position >= definition.dedupeFrom && entry.timeMs >= dedupeHorizonMs(definition, nowMs);
}
