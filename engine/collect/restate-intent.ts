import { limits } from "@flowmesh/contract";
import type { CommitHeads } from "../commit/commit-intent.ts";
import { keyHash } from "../commit/idempotency.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import { type StreamDefinition, uuidOf } from "../commit/stream-operation.ts";
import { type HeadStream, isDefined, type StreamsHead } from "../views/streams/streams-head.ts";
import { carry, type SegmentTest } from "./carry.ts";

/**
 * After damage: writes again what stood in the damaged segments and is known from the index, so that it does not rest on the index alone. A stream whose
 * definition is lost gets a name of its own (`damaged-` and its number), so that its records can be read.
 */
export class RestateIntent implements Intent<{ restated: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly #heads: CommitHeads;
  readonly #isDamaged: SegmentTest;
  readonly #bytesMax: number;

  constructor(heads: CommitHeads, isDamaged: SegmentTest, bytesMax: number) {
    this.#heads = heads;
    this.#isDamaged = isDamaged;
    this.#bytesMax = bytesMax;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): { restated: boolean } {
    const { streams } = this.#heads;
    const [nameless] = [...streams.all()].filter((stream) => !isDefined(stream));
    if (nameless !== undefined) {
      operations.push({ kind: "define", definition: madeUp(nameless, streams, position, timeMs) });
      return { restated: false };
    }
    return { restated: carry(this.#heads, this.#isDamaged, timeMs, this.#bytesMax, operations) };
  }
}

function madeUp(
  { id, partitions }: HeadStream,
  streams: StreamsHead,
  position: number,
  timeMs: number,
): StreamDefinition {
  let name = `damaged-${id}`;
  while (streams.find(name) !== undefined) name += "-again";
  return {
    id,
    uuid: uuidOf(Buffer.from(keyHash(`${name} ${timeMs}`), "latin1").toString("hex")),
    name,
    partitions: Math.max(1, partitions.length),
    createdMs: timeMs,
    revision: position,
    retentionMs: 0,
    retentionBytes: 0,
    dedupeWindowMs: limits.dedupeWindowMs.value,
    dedupeSinceMs: 0,
    dedupeFrom: 0,
    growths: [],
  };
}
