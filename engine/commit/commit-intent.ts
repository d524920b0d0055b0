import type { Placement } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import {
  type AppendIntent,
  CommitScratch,
  type OrderedAppend,
  type StreamsHead,
} from "../views/streams/streams-head.ts";
import type { IdempotencyHead } from "./idempotency.ts";
import type { LogOperation } from "./operation.ts";
import type { Intent } from "./sequencer.ts";

/** What a commit returns. */
export interface CommitOutcome {
  readonly position: number;
  readonly placements: readonly Placement[];
}

/** From the placements of a commit's appends to those that its caller is told. */
export type PlacementsOf = (ofAppends: readonly Placement[]) => readonly Placement[];

/** The heads that a commit is decided against. */
export interface CommitHeads {
  readonly streams: StreamsHead;
  readonly idempotency: IdempotencyHead;
}

/** How the commit is recognised when it is sent again. */
export interface IdempotencyKey {
  readonly text: string;
  readonly hash: string;
  /** Hash of what the commit does. */
  readonly content: string;
}

/** A commit of appends to any number of streams. */
export class CommitIntent implements Intent<CommitOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = false;
  readonly #heads: CommitHeads;
  readonly #appends: readonly AppendIntent[];
  readonly #key: IdempotencyKey | undefined;
  readonly #placementsOf: PlacementsOf | undefined;

  constructor(
    heads: CommitHeads,
    appends: readonly AppendIntent[],
    durability: "always" | "interval" | "memory",
    key?: IdempotencyKey,
    placementsOf?: PlacementsOf,
  ) {
    this.#heads = heads;
    this.#appends = appends;
    this.durability = durability;
    this.#key = key;
    this.#placementsOf = placementsOf;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): CommitOutcome {
    const earlier = this.#key && this.#heads.idempotency.recall(this.#key, this.#key.content, timeMs);
    if (earlier !== undefined) return earlier;
    const appends = this.#orderAppends(position, timeMs, operations);
    const ofAppends = appends.map(({ partition, offset, duplicateOf }) => ({
      partition,
      offset,
      duplicate: duplicateOf !== undefined,
    }));
    const placements = this.#placementsOf?.(ofAppends) ?? ofAppends;
    if (this.#key !== undefined)
      operations.push({ kind: "identify", key: this.#key.hash, content: this.#key.content, placements });
    return { position: operations.length === 0 ? (appends[0]?.duplicateOf ?? position) : position, placements };
  }

  #orderAppends(position: number, timeMs: number, operations: LogOperation[]): OrderedAppend[] {
    const { streams } = this.#heads;
    const single = this.#appends.length === 1 ? this.#appends[0] : undefined;
    if (single !== undefined) return [streams.order(single, position, timeMs, undefined, operations)];
    const scratch = new CommitScratch();
    return this.#appends.map((append) => {
      try {
        return streams.order(append, position, timeMs, scratch, operations);
      } catch (error) {
        throw isFlowMeshError(error) && append.operation !== undefined
          ? error.with({ operation: append.operation })
          : error;
      }
    });
  }
}
