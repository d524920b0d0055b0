import {
  type AppendRequestInit,
  type AppendResponse,
  type CallOptions,
  type CommitRequestInit,
  type CommitResponse,
  type Durability,
  limits,
  type OperationInit,
} from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import {
  type CheckedCommit,
  type CommitStep,
  checkAppend,
  checkCommit,
  checkDurability,
  commitContent,
  deadLettersOf,
  type EntryStep,
  groupResults,
  isMarked,
  type PartitionsOf,
  type QueueRules,
  RecordPublisher,
  unmarked,
  validateBatch,
} from "@flowmesh/fabric/internal";
import type { Clock } from "../clock/clock.ts";
import { makeDeadLetters } from "../views/queues/make-dead-letters.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";
import {
  type CommitHeads,
  CommitIntent,
  type CommitOutcome,
  type CommitPlan,
  type CommitPurpose,
  type PlannedStep,
} from "./commit-intent.ts";
import { callersKeyHash, type IdempotencyKey, keyHash } from "./idempotency.ts";
import { plannedAppend } from "./plan-append.ts";
import { type LimitKeys, limitKeysOf, plannedEnqueue } from "./plan-jobs.ts";
import type { Intent, Sequencer } from "./sequencer.ts";
import { SingleAppend } from "./single-append.ts";
import { type EntryAnswer, SingleEntry } from "./single-entry.ts";

/** When the writer of a commit is answered. */
export type DurabilityMode = "always" | "interval" | "memory";

/** What commits go through. */
export interface CommitsParts {
  readonly sequencer: Sequencer;
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  readonly clock: Clock;
  readonly turns: WorkTurns;
  /** Where a request does not say. */
  readonly durability: DurabilityMode;
}

/** Turns requests into intents: checks what can be checked without order, and hands them to the sequencer. */
export class Commits {
  readonly #parts: CommitsParts;
  readonly #publisher: RecordPublisher;

  constructor(parts: CommitsParts) {
    this.#parts = parts;
    this.#publisher = new RecordPublisher({
      partitionsOf: (stream) => parts.view.get(stream).partitions.length,
      nowMs: () => parts.clock.wallMs(),
    });
  }

  /** One batch to one partition. What is wrong with the request itself is thrown at once. */
  append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    if (isMarked(request)) return this.#appendMarked(request, options);
    const checked = checkAppend(request);
    const [size, limit] = [checked.batch.length, limits.commitBytes.value];
    if (size > limit) throw new FlowMeshError("commit_too_large", { size, unit: "bytes", limit });
    validateBatch(checked.batch);
    const append = plannedAppend(checked, undefined);
    const durability = this.#mode(checkDurability(request.durability));
    const intent = new SingleAppend(this.#parts.heads.streams, durability, append);
    return this.#parts.sequencer.submit(intent, options?.caller);
  }

  /** One write of one entry, which says nothing of its commit but when it is answered. A wrong durability is thrown at once. */
  write<Response>(
    step: EntryStep,
    durability: Durability | undefined,
    answer: EntryAnswer<Response>,
    options?: CallOptions,
  ): Promise<Response> {
    const mode = this.#mode(checkDurability(durability));
    const intent = new SingleEntry(this.#parts.heads.kv, mode, step, answer);
    return this.#parts.sequencer.submit(intent, options?.caller);
  }

  /** Any number of operations as one. */
  async commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    const checked = checkCommit(request);
    const who = options?.who ?? "";
    // Without need nothing is awaited: what one caller sends later must not be ordered before it.
    const limitKeys = this.#hasKeyExpression(checked) ? await this.#foundLimitKeys(checked) : NO_LIMIT_KEYS;
    const intent = this.#intentOf(checked, limitKeys, who);
    const { position, placements, entries } = await this.#submit(intent, deadLettersIn(checked), options);
    return { position, results: groupResults(checked.operations, placements, entries) };
  }

  /** As `commit`, to be ordered as a part of something else. A promise only where something must be found or made before. */
  prepare(request: CommitRequestInit): Intent<unknown> | Promise<Intent<unknown>> {
    const checked = checkCommit(request);
    if (!this.#takesTime(checked)) return this.#intentOf(checked, NO_LIMIT_KEYS, "");
    return this.#prepared(checked).then((limitKeys) => this.#intentOf(checked, limitKeys, ""));
  }

  #takesTime(checked: CheckedCommit): boolean {
    return deadLettersIn(checked).size > 0 || this.#hasKeyExpression(checked);
  }

  /** Makes what the commit needs, and finds the limit keys of its jobs. */
  async #prepared(checked: CheckedCommit): Promise<LimitKeysOfSteps> {
    for (const queue of deadLettersIn(checked)) await makeDeadLetters(this.#parts.sequencer, this.#parts.heads, queue);
    return this.#hasKeyExpression(checked) ? this.#foundLimitKeys(checked) : NO_LIMIT_KEYS;
  }

  /** What is wrong with the commit is told when it is planned or ordered. */
  #foundLimitKeys(checked: CheckedCommit): Promise<LimitKeysOfSteps> {
    return this.#limitKeys(checked).catch(() => NO_LIMIT_KEYS);
  }

  /** Makes the queues of its dead letters once it is refused for nothing else: for each that is missing it is ordered anew. */
  async #submit(
    intent: CommitIntent,
    deadLetters: ReadonlySet<string>,
    options: CallOptions | undefined,
  ): Promise<CommitOutcome> {
    const { sequencer, heads } = this.#parts;
    for (let made = 0; ; made++) {
      try {
        return await sequencer.submit(intent, options?.caller);
      } catch (error) {
        const missing = isFlowMeshError(error, "queue_not_found") ? String(error.details.queue) : "";
        if (made === deadLetters.size || !deadLetters.has(missing)) throw error;
        await makeDeadLetters(sequencer, heads, missing);
      }
    }
  }

  #intentOf(checked: CheckedCommit, limitKeys: LimitKeysOfSteps, who: string): CommitIntent {
    const key = keyOf(checked, who);
    const plan = key === undefined ? this.#expand(checked, limitKeys) : undefined;
    const { heads } = this.#parts;
    // What is ordered already counts, synced or not.
    const partitionsOf = (stream: string): number => heads.streams.get(stream).definition.partitions;
    const replan = (): CommitPlan => this.#expand(checked, limitKeys, partitionsOf);
    const keys = { own: key, answered: checked.answeredKeys.map((each) => callersKeyHash(who, each)) };
    const marks = { keys, origin: checked.origin, purpose: purposeOf(checked.operations) };
    return new CommitIntent(heads, this.#mode(checked.durability), { plan, replan }, marks);
  }

  async #appendMarked(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    const { marks, operation: append } = unmarked(request);
    const { position, results } = await this.commit({ operations: [{ append }], ...marks }, options);
    const placement = results[0]?.placements[0];
    return { position, offset: placement?.offset ?? 0, duplicate: placement?.duplicate ?? false };
  }

  #expand(checked: CheckedCommit, limitKeys: LimitKeysOfSteps, partitionsOf?: PartitionsOf): CommitPlan {
    const { steps, placements, entries } = this.#publisher.expand(checked, partitionsOf);
    return { steps: steps.map((step) => this.#planned(step, limitKeys)), placements, entries };
  }

  #planned(step: CommitStep, limitKeys: LimitKeysOfSteps): PlannedStep {
    if (step.kind === "append") return plannedAppend(step, step.operation);
    if (step.kind !== "enqueue") return step;
    return plannedEnqueue(step, limitKeys.get(step.operation) ?? this.#rulesOf(step.queue));
  }

  /** Whether finding the limit keys of its jobs takes time. */
  #hasKeyExpression({ operations }: CheckedCommit): boolean {
    return operations.some(({ enqueue }) => enqueue?.queue && this.#rulesOf(enqueue.queue)?.keyExpression);
  }

  async #limitKeys(checked: CheckedCommit): Promise<LimitKeysOfSteps> {
    const found = new Map<number, LimitKeys>();
    for (const step of this.#publisher.expand(checked).steps) {
      const rules = step.kind === "enqueue" ? this.#rulesOf(step.queue) : undefined;
      if (step.kind === "enqueue" && rules?.keyExpression)
        found.set(step.operation, await limitKeysOf(step.jobs, rules, this.#parts.turns));
    }
    return found;
  }

  #rulesOf(queue: string): QueueRules | undefined {
    return this.#parts.heads.queues.find(queue)?.state.rules;
  }

  #mode(durability: Durability): DurabilityMode {
    return durability === "unspecified" ? this.#parts.durability : durability;
  }
}

/** The limit keys of new jobs, by operation, where they were found in advance. */
type LimitKeysOfSteps = ReadonlyMap<number, LimitKeys>;

const NO_LIMIT_KEYS: LimitKeysOfSteps = new Map();

function purposeOf(operations: CheckedCommit["operations"]): CommitPurpose {
  const isCheck = ({ check, checkOffset, checkLease }: OperationInit): boolean =>
    (check ?? checkOffset ?? checkLease) !== undefined;
  const writing = operations.filter((operation) => !isCheck(operation));
  if (writing.every((operation) => operation.delete !== undefined)) return "frees";
  return writing.every((operation) => (operation.delete ?? operation.settle) !== undefined) ? "ends" : "any";
}

/** The queues of the groups whose members give records up. */
function deadLettersIn({ operations }: CheckedCommit): ReadonlySet<string> {
  if (!operations.some(({ deadLetter }) => deadLetter?.group !== undefined)) return NO_QUEUES;
  return new Set(operations.flatMap(({ deadLetter }) => (deadLetter?.group ? [deadLettersOf(deadLetter.group)] : [])));
}

const NO_QUEUES: ReadonlySet<string> = new Set();

function keyOf(
  { idempotencyKey: text, idempotencyWindowMs: windowMs, operations }: CheckedCommit,
  who: string,
): IdempotencyKey | undefined {
  if (text === "") return undefined;
  return { text, hash: callersKeyHash(who, text), content: keyHash(commitContent(operations)), windowMs };
}
