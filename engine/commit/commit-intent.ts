import type { EntryResult, Placement } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type {
  CheckedOrigin,
  CursorStep,
  DeadLetterStep,
  EntryStep,
  PreconditionStep,
  SettleStep,
  StepResult,
} from "@flowmesh/fabric/internal";
import type { SettledTable } from "../settled/settled-table.ts";
import { orderCursor } from "../views/groups/group-intents.ts";
import type { GroupsTable } from "../views/groups/groups-table.ts";
import { EntryOrder } from "../views/kv/entry-order.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import { originOf } from "../views/lineage/origin.ts";
import { orderDeadLetter } from "../views/queues/dead-letter.ts";
import { checkLeaseHeld, orderLeaseEnd } from "../views/queues/lease-intents.ts";
import type { QueueTable } from "../views/queues/queue-table.ts";
import type { ScheduleTable } from "../views/schedules/schedule-table.ts";
import {
  type AppendIntent,
  CommitScratch,
  type OrderedAppend,
  type StreamsHead,
} from "../views/streams/streams-head.ts";
import type { CommitInOrder } from "./commit-in-order.ts";
import type { CommitKeys, IdempotencyHead } from "./idempotency.ts";
import type { LogOperation } from "./operation.ts";
import type { Intent } from "./sequencer.ts";

/** What a commit returns. */
export interface CommitOutcome {
  readonly position: number;
  readonly placements: readonly Placement[];
  readonly entries: readonly EntryResult[];
}

/** The heads that a commit is decided against. */
export interface CommitHeads {
  readonly streams: StreamsHead;
  readonly groups: GroupsTable;
  readonly kv: KvTable;
  readonly queues: QueueTable;
  readonly schedules: ScheduleTable;
  readonly idempotency: IdempotencyHead;
  readonly settled: SettledTable;
}

/** One batch of a commit. */
export interface PlannedAppend extends AppendIntent {
  readonly kind: "append";
}

/** A step of a commit, ready to be decided. */
export type PlannedStep =
  | PlannedAppend
  | PlannedEnqueue
  | CursorStep
  | DeadLetterStep
  | EntryStep
  | SettleStep
  | PreconditionStep;

/** Jobs of a commit, encoded: those without a dedupe id together, each other one alone. */
export interface PlannedEnqueue {
  readonly kind: "enqueue";
  readonly queue: string;
  readonly batches: readonly AppendIntent[];
  /** Which operation of its commit asked for it. */
  readonly operation: number | undefined;
}

/** A commit as steps in their order, and how what they were given becomes what the caller is told. */
export interface CommitPlan {
  readonly steps: readonly PlannedStep[];
  readonly placements: (ofSteps: readonly (StepResult | undefined)[]) => readonly Placement[];
  readonly entries: (ofSteps: readonly (StepResult | undefined)[]) => readonly EntryResult[];
}

/** How a commit is planned. */
export interface CommitPlanning {
  /** Made before it came to its turn; undefined: it is made only when the commit is not one that was sent before. */
  readonly plan: CommitPlan | undefined;
  /** Makes it by what is ordered now; asked again where partitions were added since `plan` was made. */
  readonly replan: () => CommitPlan;
}

/** By what a commit is recognised when it is sent again, what caused it, and what room it may take on a full disk. */
export interface CommitMarks {
  readonly keys: CommitKeys;
  readonly origin: CheckedOrigin | undefined;
  readonly purpose: CommitPurpose;
}

/** `frees`: it deletes, and does nothing else; `ends`: it ends what was begun too; `any`: it writes something new. */
export type CommitPurpose = "frees" | "ends" | "any";

/** A commit of any number of steps. */
export class CommitIntent implements Intent<CommitOutcome> {
  readonly durability: "always" | "interval" | "memory";
  readonly privileged: boolean;
  readonly frees: boolean;
  readonly #heads: CommitHeads;
  readonly #planning: CommitPlanning;
  readonly #keys: CommitKeys;
  readonly #origin: CheckedOrigin | undefined;

  constructor(
    heads: CommitHeads,
    durability: "always" | "interval" | "memory",
    planning: CommitPlanning,
    { keys, origin, purpose }: CommitMarks,
  ) {
    this.privileged = purpose !== "any";
    this.frees = purpose === "frees";
    this.#heads = heads;
    this.durability = durability;
    this.#planning = planning;
    this.#keys = keys;
    this.#origin = origin;
  }

  order(position: number, timeMs: number, operations: LogOperation[]): CommitOutcome {
    const { own: key, answered } = this.#keys;
    const earlier = key && this.#heads.idempotency.recall(key, timeMs, answered);
    if (earlier !== undefined) return earlier;
    const plan = this.#presentPlan();
    const commit: CommitInOrder = { position, timeMs, operations };
    const outcomes = this.#orderSteps(plan.steps, commit);
    if (commit.missingQueue !== undefined) throw new FlowMeshError("queue_not_found", { queue: commit.missingQueue });
    const ofSteps = outcomes.map(resultOf);
    const placements = plan.placements(ofSteps);
    const entries = plan.entries(ofSteps);
    if (this.#origin !== undefined && operations.length > 0) operations.push(originOf(this.#heads, this.#origin));
    const isWritten = operations.length > 0 || key !== undefined;
    if (isWritten && answered.length > 0) operations.push({ kind: "answered", keys: answered });
    if (key !== undefined) {
      const { hash, content, windowMs } = key;
      operations.push({ kind: "identify", key: hash, content, windowMs, placements, entries });
    }
    return { position: operations.length === 0 ? positionOf(outcomes[0], position) : position, placements, entries };
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

  #orderSteps(steps: readonly PlannedStep[], commit: CommitInOrder): StepOutcome[] {
    const [only] = steps;
    const entries = new EntryOrder(this.#heads.kv, commit);
    if (only !== undefined && steps.length === 1) return [this.#orderStep(only, commit, undefined, entries)];
    const scratch = new CommitScratch();
    return steps.map((step) => {
      try {
        return this.#orderStep(step, commit, scratch, entries);
      } catch (error) {
        throw isFlowMeshError(error) && step.operation !== undefined
          ? error.with({ operation: step.operation })
          : error;
      }
    });
  }

  #orderStep(
    step: PlannedStep,
    commit: CommitInOrder,
    scratch: CommitScratch | undefined,
    entries: EntryOrder,
  ): StepOutcome {
    const { position, timeMs, operations } = commit;
    switch (step.kind) {
      case "append":
        return this.#heads.streams.order(step, position, timeMs, scratch, operations);
      case "enqueue":
        return this.#orderJobs(step, commit, scratch ?? new CommitScratch());
      case "settle":
        orderLeaseEnd(this.#heads.queues, step.queue, step.outcome, commit);
        return undefined;
      case "checkOffset":
        this.#heads.streams.checkNextOffset(step, scratch);
        return undefined;
      case "checkLease":
        checkLeaseHeld(this.#heads.queues, step, commit);
        return undefined;
      case "deadLetter":
        orderDeadLetter(this.#heads, step, commit, scratch ?? new CommitScratch());
        return undefined;
      case "cursor":
        orderCursor(this.#heads, step, timeMs, operations);
        return undefined;
      default:
        return entries.order(step);
    }
  }

  /** @throws FlowMeshError queue_not_found */
  #orderJobs({ queue, batches }: PlannedEnqueue, commit: CommitInOrder, scratch: CommitScratch): Placement[] {
    const { position, timeMs, operations } = commit;
    const { queues, streams } = this.#heads;
    queues.get(queue);
    const placements: Placement[] = [];
    for (const batch of batches) {
      const { partition, offset, duplicateOf } = streams.order(batch, position, timeMs, scratch, operations);
      const duplicate = duplicateOf !== undefined;
      for (let at = 0; at < batch.records; at++) placements.push({ partition, offset: offset + at, duplicate });
    }
    return placements;
  }
}

/** Where an append, or each job, goes, what becomes of an entry; of a cursor and the end of a lease nothing. */
type StepOutcome = OrderedAppend | EntryResult | readonly Placement[] | undefined;

function resultOf(outcome: StepOutcome): StepResult | undefined {
  if (outcome === undefined || "length" in outcome || !("offset" in outcome)) return outcome;
  const { partition, offset, duplicateOf } = outcome;
  return { partition, offset, duplicate: duplicateOf !== undefined };
}

/** Of a commit that writes nothing: that of the append which was there before, else the last one at which all was so. */
function positionOf(first: StepOutcome, position: number): number {
  const duplicateOf = first !== undefined && "offset" in first ? first.duplicateOf : undefined;
  return duplicateOf ?? position - 1;
}
