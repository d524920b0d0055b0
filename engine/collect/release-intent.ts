import type { CommitHeads } from "../commit/commit-intent.ts";
import type { LogOperation } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import { carry } from "./carry.ts";

/**
 * Gives back the oldest segment: carries what it alone still holds and releases it in the same commit, so that neither can be there without the other. If that is
 * too much for one commit, only the last one releases.
 */
export class ReleaseIntent implements Intent<{ released: boolean }> {
  readonly durability = "always";
  readonly privileged = true;
  readonly frees = true;
  readonly isCarrying = true;
  readonly #heads: CommitHeads;
  readonly #segment: number;
  readonly #bytesMax: number;

  constructor(heads: CommitHeads, segment: number, bytesMax: number) {
    this.#heads = heads;
    this.#segment = segment;
    this.#bytesMax = bytesMax;
  }

  order(_position: number, timeMs: number, operations: LogOperation[]): { released: boolean } {
    const isReleased = (segment: number): boolean => segment <= this.#segment;
    if (!carry(this.#heads, isReleased, timeMs, this.#bytesMax, operations)) return { released: false };
    const { nextStreamId, nextProducerId } = this.#heads.streams;
    operations.push({ kind: "counters", nextStreamId, nextProducerId });
    const { nextGroupId } = this.#heads.groups;
    if (nextGroupId > 1) operations.push({ kind: "groups", nextGroupId });
    const { nextBucketId } = this.#heads.kv;
    if (nextBucketId > 1) operations.push({ kind: "buckets", nextBucketId });
    operations.push({ kind: "release", firstSegment: this.#segment + 1 });
    return { released: true };
  }
}
