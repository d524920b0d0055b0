import type { Placement } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { CursorStep, EntryStep } from "@flowmesh/fabric/internal";
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

/** From what each step was given to the placements that the caller is told. */
export type PlacementsOf = (ofSteps: readonly (Placement | undefined)[]) => readonly Placement[];

/** The heads that a commit is decided against. */
export interface CommitHeads {
  readonly streams: StreamsHead;
  readonly groups: GroupsTable;
  readonly idempotency: IdempotencyHead;
}

/** One batch of a commit. */
export interface PlannedAppend extends AppendIntent {
  readonly kind: "append";
}

/** A step of a commit, ready to be decided. */
export type PlannedStep = PlannedAppend | CursorStep | EntryStep;

/** A commit as steps in their order, and how what they were given becomes the placements of its operands. */
export interface CommitPlan {
  readonly steps: readonly PlannedStep[];
  readonly placements: PlacementsOf;
}

/** How a commit is planned. */
export interface CommitPlanning {
  /** Made before it came to its turn; undefined: it is made only when the commit is not one that was sent before. */
  readonly plan: CommitPlan | undefined;
  /** Makes it by what is ordered now; asked again where partitions were added since `plan` was made. */
  readonly replan: () => CommitPlan;
}

/** A commit of any number of steps. */
export class CommitIntent implements Intent<CommitOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged = false;
  readonly #heads: CommitHeads;
  readonly #planning: CommitPlanning;
  readonly #key: IdempotencyKey | undefined;

  constructor(
    heads: CommitHeads,
    durability: "always" | "interval" | "memory",
    planning: CommitPlanning,
    key?: IdempotencyKey,
  ) {
    this.#heads = heads;
    this.durability = durability;
    this.#planning = planning;
    this.#key = key;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): CommitOutcome {
    const key = this.#key;
    const earlier = key && this.#heads.idempotency.recall(key, timeMs);
    if (earlier !== undefined) return earlier;
    const plan = this.#presentPlan();
    const outcomes = this.#orderSteps(plan.steps, { position, timeMs, operations });
    const placements = plan.placements(outcomes.map(placementOf));
    if (key !== undefined)
      operations.push({ kind: "identify", key: key.hash, content: key.content, windowMs: key.windowMs, placements });
    return { position: operations.length === 0 ? (outcomes[0]?.duplicateOf ?? position) : position, placements };
  }

  #presentPlan(): CommitPlan {
    const { plan, replan } = this.#planning;
    const { streams } = this.#heads;
    const isPresent = (step: PlannedStep): boolean =>
      step.kind !== "append" ||
      step.partitionCount === undefined ||
      step.partitionCount === streams.find(step.stream)?.definition.partitions;
    return plan?.steps.every(isPresent) ? plan : replan();
  }

  #orderSteps(steps: readonly PlannedStep[], commit: CommitInOrder): (OrderedAppend | undefined)[] {
    const [only] = steps;
    if (only !== undefined && steps.length === 1) return [this.#orderStep(only, commit, undefined)];
    const scratch = new CommitScratch();
    return steps.map((step) => {
      try {
        return this.#orderStep(step, commit, scratch);
      } catch (error) {
        throw isFlowMeshError(error) && step.operation !== undefined
          ? error.with({ operation: step.operation })
          : error;
      }
    });
  }

  #orderStep(
    step: PlannedStep,
    { position, timeMs, operations }: CommitInOrder,
    scratch: CommitScratch | undefined,
  ): OrderedAppend | undefined {
    if (step.kind === "append") return this.#heads.streams.order(step, position, timeMs, scratch, operations);
    if (step.kind !== "cursor") throw new FlowMeshError("capability_missing", { what: "KV" });
    orderCursor(this.#heads, step, timeMs, operations);
    return undefined;
  }
}

/** A commit that is being decided: its place in the order, and the operations so far. */
interface CommitInOrder {
  readonly position: number;
  readonly timeMs: number;
  readonly operations: LogOperation[];
}

function placementOf(ordered: OrderedAppend | undefined): Placement | undefined {
  if (ordered === undefined) return undefined;
  const { partition, offset, duplicateOf } = ordered;
  return { partition, offset, duplicate: duplicateOf !== undefined };
}
