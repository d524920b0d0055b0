import { limits } from "@flowmesh/contract";
import { uuidOf } from "@flowmesh/fabric/internal";
import type { CommitHeads } from "../commit/commit-intent.ts";
import { keyHash } from "../commit/idempotency.ts";
import { type BucketState, bucketOperation } from "../commit/kv-operation.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { StreamDefinition } from "../commit/stream-operation.ts";
import type { Bucket } from "../views/kv/bucket.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import { type HeadStream, isDefined, type StreamsHead } from "../views/streams/streams-head.ts";
import { carry, type SegmentTest } from "./carry.ts";

/**
 * After damage: writes again what stood in the damaged segments and is known from the index, so that it does not rest on the index alone. A stream or bucket whose
 * definition is lost gets a name of its own (`damaged-` and its number), so that what it holds can be read.
 */
export class RestateIntent implements Intent<{ restated: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly isCarrying = true;
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
    const lost = [...this.#heads.kv.all()].find(({ state }) => state === undefined);
    if (lost !== undefined) {
      operations.push(bucketOperation(madeUpBucket(lost, this.#heads.kv, position, timeMs)));
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
  const name = freeName(id, (name) => streams.find(name) !== undefined);
  return {
    id,
    uuid: madeUpUuid(name, timeMs),
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

function madeUpBucket(
  { id, lastRevision, watchFloor }: Bucket,
  table: KvTable,
  revision: number,
  timeMs: number,
): BucketState {
  const name = freeName(id, (name) => table.find(name) !== undefined);
  const uuid = madeUpUuid(name, timeMs);
  return {
    id,
    uuid,
    name,
    createdMs: timeMs,
    revision,
    history: limits.kvHistory.max,
    ttlMs: 0,
    lastRevision,
    watchFloor,
  };
}

function freeName(id: number, isTaken: (name: string) => boolean): string {
  let name = `damaged-${id}`;
  while (isTaken(name)) name += "-again";
  return name;
}

function madeUpUuid(name: string, timeMs: number): string {
  return uuidOf(Buffer.from(keyHash(`${name} ${timeMs}`), "latin1").toString("hex"));
}
