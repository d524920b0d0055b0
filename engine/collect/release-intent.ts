import type { CommitHeads } from "../commit/commit-intent.ts";
import { type LogOperation, operationBytes } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import { dedupeCounts } from "../views/streams/dedupe-horizon.ts";
import { ProducerTable } from "../views/streams/producer-table.ts";
import { type DefinedStream, isDefined } from "../views/streams/streams-head.ts";

/**
 * A producer that was silent for a day is not carried; a batch that it sends again after that counts as new. Of more producers than one commit can carry, only
 * the newest batches are; an older one that is sent again is refused.
 */
const PRODUCER_SILENCE_MS = 24 * 60 * 60 * 1000;

/**
 * Gives back the oldest segment: carries what it alone still holds, written again with its present state, and releases it in the same commit, so that neither
 * can be there without the other. State that does not fit one commit is carried by several; only the last releases.
 */
export class ReleaseIntent implements Intent<{ released: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #heads: CommitHeads;
  readonly #segment: number;
  readonly #bytesMax: number;

  constructor(heads: CommitHeads, segment: number, bytesMax: number) {
    this.#heads = heads;
    this.#segment = segment;
    this.#bytesMax = bytesMax;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): { released: boolean } {
    let bytes = 0;
    for (const operation of this.#carried(timeMs)) {
      const size = operationBytes(operation);
      if (operations.length > 0 && bytes + size > this.#bytesMax) return { released: false };
      operations.push(operation);
      bytes += size;
    }
    const { nextStreamId, nextProducerId } = this.#heads.streams;
    operations.push({ kind: "counters", nextStreamId, nextProducerId });
    operations.push({ kind: "release", firstSegment: this.#segment + 1 });
    return { released: true };
  }

  *#carried(timeMs: number): Generator<LogOperation> {
    for (const stream of this.#heads.streams.all()) if (isDefined(stream)) yield* this.#carriedOf(stream, timeMs);
    yield* this.#heads.idempotency.carried(this.#segment, timeMs);
  }

  *#carriedOf(stream: DefinedStream, timeMs: number): Generator<LogOperation> {
    const { id, definition } = stream;
    if (stream.home <= this.#segment) yield { kind: "define", definition };
    for (const [partition, { home, startOffset, nextOffset, producers }] of stream.partitions.entries()) {
      if (home > this.#segment) continue;
      const kept = (producers ?? new ProducerTable()).encode(timeMs - PRODUCER_SILENCE_MS, this.#bytesMax);
      yield { kind: "partition", stream: id, partition, startOffset, nextOffset, producers: kept };
    }
    for (const [hash, entry] of stream.dedupe.heldBy(this.#segment)) {
      if (!dedupeCounts(definition, entry, timeMs)) continue;
      const { partition, offset, position } = entry;
      yield { kind: "dedupe", stream: id, hash, partition, offset, position, timeMs: entry.timeMs };
    }
  }
}
