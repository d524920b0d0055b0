import type { Placement } from "@flowmesh/contract";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { CheckedGroupCursor } from "@flowmesh/fabric/internal";
import { orderCursor } from "../views/groups/group-intents.ts";
import type { GroupsTable } from "../views/groups/groups-table.ts";
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
  readonly groups: GroupsTable;
  readonly idempotency: IdempotencyHead;
}

/** A cursor of a commit, and which operation asked for it. */
export interface CursorIntent extends CheckedGroupCursor {
  readonly operation: number;
}

/** A commit as appends and cursors, and how the placements of appends become those of its operands. */
export interface CommitPlan {
  readonly appends: readonly AppendIntent[];
  readonly cursors: readonly CursorIntent[];
  readonly placements: PlacementsOf | undefined;
}

/** A commit of appends to any number of streams, and of cursors. */
export class CommitIntent implements Intent<CommitOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = false;
  readonly #heads: CommitHeads;
  readonly #makePlan: () => CommitPlan;
  readonly #key: IdempotencyKey | undefined;
  #plan: CommitPlan | undefined;

  /** @param plan made only when the commit is not one that was sent before */
  constructor(
    heads: CommitHeads,
    durability: "always" | "interval" | "memory",
    plan: () => CommitPlan,
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
    const appends = this.#orderAppends(this.#plan, position, timeMs, operations);
    this.#orderCursors(this.#plan, timeMs, operations);
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

  #orderCursors({ appends, cursors }: CommitPlan, timeMs: number, operations: LogOperation[]): void {
    const isOnly = appends.length + cursors.length === 1;
    for (const cursor of cursors) {
      const operation = isOnly ? undefined : cursor.operation;
      namingOperation(operation, () => orderCursor(this.#heads, cursor, timeMs, operations));
    }
  }

  #orderAppends(
    { appends: intents, cursors }: CommitPlan,
    position: number,
    timeMs: number,
    operations: LogOperation[],
  ): OrderedAppend[] {
    const { streams } = this.#heads;
    const single = intents.length === 1 && cursors.length === 0 ? intents[0] : undefined;
    if (single !== undefined) return [streams.order(single, position, timeMs, undefined, operations)];
    const scratch = new CommitScratch();
    return intents.map((append) =>
      namingOperation(append.operation, () => streams.order(append, position, timeMs, scratch, operations)),
    );
  }
}

function namingOperation<Result>(operation: number | undefined, order: () => Result): Result {
  try {
    return order();
  } catch (error) {
    throw isFlowMeshError(error) && operation !== undefined ? error.with({ operation }) : error;
  }
}
