import type { VisiblePartition, VisibleStream } from "../views/streams/streams-view.ts";

/** Where a partition begins once what its stream does not keep any more is gone. */
export interface TrimmedStart {
  readonly stream: number;
  readonly partition: number;
  readonly startOffset: number;
}

/** What a stream does not keep any more at a time. */
export function expired({ definition, partitions }: VisibleStream, nowMs: number): TrimmedStart[] {
  if (definition === undefined || (definition.retentionMs === 0 && definition.retentionBytes === 0)) return [];
  const starts = [];
  for (const [number, partition] of partitions.entries()) {
    const startOffset = firstKept(partition, nowMs - definition.retentionMs, definition);
    if (startOffset > partition.startOffset) starts.push({ stream: definition.id, partition: number, startOffset });
  }
  return starts;
}

/** When the oldest batch of a stream becomes too old, if nothing more is committed; never for one that keeps its records however old they are. */
export function nextExpiryMs({ definition, partitions }: VisibleStream): number {
  if (definition === undefined || definition.retentionMs === 0) return Number.POSITIVE_INFINITY;
  const oldestMs = Math.min(...partitions.map(({ index }) => index.oldestTimeMs));
  return oldestMs + definition.retentionMs + 1;
}

function firstKept(
  { index }: VisiblePartition,
  sinceMs: number,
  settings: { retentionMs: number; retentionBytes: number },
): number {
  const byAge = settings.retentionMs > 0 ? index.offsetAtCommitTime(sinceMs) : 0;
  const bySize =
    settings.retentionBytes > 0 && index.bytes > settings.retentionBytes
      ? index.offsetForBytes(settings.retentionBytes)
      : 0;
  return Math.max(byAge, bySize);
}
