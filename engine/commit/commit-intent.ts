import type { Placement } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import {
  type AppendIntent,
  CommitScratch,
  type OrderedAppend,
  type StreamsHead,
} from "../views/streams/streams-head.ts";
import type { IdempotencyHead, IdempotencyKey } from "./idempotency.ts";
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

/** A commit as appends, and how their placements become those of its operands. */
export interface AppendPlan {
  readonly appends: readonly AppendIntent[];
  readonly placements: PlacementsOf | undefined;
}

/** A commit of appends to any number of streams. */
export class CommitIntent implements Intent<CommitOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = false;
  readonly #heads: CommitHeads;
  readonly #makePlan: () => AppendPlan;
  readonly #key: IdempotencyKey | undefined;
  #plan: AppendPlan | undefined;

  /** @param plan made only when the commit is not one that was sent before */
  constructor(
    heads: CommitHeads,
    durability: "always" | "interval" | "memory",
    plan: () => AppendPlan,
    key?: IdempotencyKey,
  ) {
    this.#heads = heads;
    this.durability = durability;
    this.#makePlan = plan;
    this.#key = key;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): CommitOutcome {
    const key = this.#key;
    const earlier = key && this.#heads.idempotency.recall(key, timeMs);
    if (earlier !== undefined) return earlier;
    this.#plan ??= this.#makePlan();
    const appends = this.#orderAppends(this.#plan.appends, position, timeMs, operations);
    const ofAppends = appends.map(({ partition, offset, duplicateOf }) => ({
      partition,
      offset,
      duplicate: duplicateOf !== undefined,
    }));
    const placements = this.#plan.placements?.(ofAppends) ?? ofAppends;
    if (key !== undefined)
      operations.push({ kind: "identify", key: key.hash, content: key.content, windowMs: key.windowMs, placements });
    return { position: operations.length === 0 ? (appends[0]?.duplicateOf ?? position) : position, placements };
  }

  #orderAppends(
    intents: readonly AppendIntent[],
    position: number,
    timeMs: number,
    operations: LogOperation[],
  ): OrderedAppend[] {
    const { streams } = this.#heads;
    const single = intents.length === 1 ? intents[0] : undefined;
    if (single !== undefined) return [streams.order(single, position, timeMs, undefined, operations)];
    const scratch = new CommitScratch();
    return intents.map((append) => {
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
