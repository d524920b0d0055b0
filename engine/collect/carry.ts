import type { CommitHeads } from "../commit/commit-intent.ts";
import { type LogOperation, operationBytes } from "../commit/operation.ts";
import { dedupeCounts } from "../views/streams/dedupe-horizon.ts";
import { ProducerTable } from "../views/streams/producer-table.ts";
import { type DefinedStream, isDefined } from "../views/streams/streams-head.ts";

/**
 * A producer that was silent for a day is not carried; a batch that it sends again after that counts as new. Of more producers than one commit can carry, only
 * the newest batches are; an older one that is sent again is refused.
 */
const PRODUCER_SILENCE_MS = 24 * 60 * 60 * 1000;
/** So much is carried by one commit, but for what belongs together: to gather it holds everything else up. */
const CARRIED_BYTES = 128 * 1024;
/** The same of offsets of jobs, of which most may have to be looked at for a few bytes. */
const CARRIED_OFFSETS = 200_000;

/** Which segments' content is meant. */
export type SegmentTest = (segment: number) => boolean;

/**
 * Carries what stands in some segments and decides about the present: writes it again, with its present state. As what was carried stands elsewhere afterwards,
 * state that does not fit one commit is carried by several.
 * @returns whether that is known to be all
 */
export function carry(
  heads: CommitHeads,
  isMeant: SegmentTest,
  timeMs: number,
  bytesMax: number,
  operations: LogOperation[],
): boolean {
  let [bytes, offsets] = [0, 0];
  for (const operation of carried(heads, isMeant, timeMs, bytesMax)) {
    const size = operationBytes(operation);
    if (operations.length > 0 && bytes + size > bytesMax) return false;
    operations.push(operation);
    bytes += size;
    if (operation.kind === "carried") offsets += operation.to - operation.from;
    if (bytes >= CARRIED_BYTES || offsets >= CARRIED_OFFSETS) return false;
  }
  return true;
}

function* carried(heads: CommitHeads, isMeant: SegmentTest, timeMs: number, bytesMax: number): Generator<LogOperation> {
  for (const stream of heads.streams.all()) if (isDefined(stream)) yield* carriedOf(stream, isMeant, timeMs, bytesMax);
  yield* heads.groups.carried(isMeant);
  yield* heads.queues.carried(isMeant, bytesMax);
  yield* heads.kv.carried(isMeant);
  yield* heads.settled.carried(isMeant);
  yield* heads.idempotency.carried(isMeant, timeMs);
}

function* carriedOf(
  { id, definition, home, partitions, dedupe }: DefinedStream,
  isMeant: SegmentTest,
  timeMs: number,
  bytesMax: number,
): Generator<LogOperation> {
  if (isMeant(home)) yield { kind: "define", definition };
  for (const [partition, { home, startOffset, nextOffset, producers }] of partitions.entries()) {
    if (!isMeant(home)) continue;
    const kept = (producers ?? new ProducerTable()).encode(timeMs - PRODUCER_SILENCE_MS, bytesMax);
    yield { kind: "partition", stream: id, partition, startOffset, nextOffset, producers: kept };
  }
  for (const [hash, entry] of dedupe.heldIn(isMeant)) {
    if (!dedupeCounts(definition, entry, timeMs)) continue;
    const { partition, offset, position } = entry;
    yield { kind: "dedupe", stream: id, hash, partition, offset, position, timeMs: entry.timeMs };
  }
}
