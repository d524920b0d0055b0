import {
  type AppendRequestInit,
  type AppendResponse,
  type CallOptions,
  type CommitRequestInit,
  type CommitResponse,
  type Durability,
  limits,
} from "@flowmesh/contract";
import { type BatchRecord, encodeBatch, FlowMeshError } from "@flowmesh/fabric";
import {
  batchBaseSequence,
  batchCount,
  batchCrc,
  batchMaxTimestampMs,
  batchProducerEpoch,
  batchProducerId,
  type CheckedAppend,
  type CheckedCommit,
  type CheckedJob,
  type CommitStep,
  checkAppend,
  checkCommit,
  commitContent,
  type EnqueueStep,
  groupResults,
  type PartitionsOf,
  RecordPublisher,
  unmarked,
  validateBatch,
} from "@flowmesh/fabric/internal";
import type { Clock } from "../clock/clock.ts";
import { queueStream } from "../views/streams/hidden-stream.ts";
import type { AppendIntent } from "../views/streams/streams-head.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import {
  type CommitHeads,
  CommitIntent,
  type CommitPlan,
  type PlannedAppend,
  type PlannedEnqueue,
  type PlannedStep,
} from "./commit-intent.ts";
import { type IdempotencyKey, keyHash } from "./idempotency.ts";
import { encodeJobTable, type NewJobTraits } from "./job-table.ts";
import type { Sequencer } from "./sequencer.ts";
import { SingleAppend } from "./single-append.ts";

/** When the writer of a commit is answered. */
export type DurabilityMode = "always" | "interval" | "memory";

/** What commits go through. */
export interface CommitsParts {
  readonly sequencer: Sequencer;
  readonly heads: CommitHeads;
  readonly view: StreamsView;
  readonly clock: Clock;
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
    const intent = new SingleAppend(this.#parts.heads.streams, this.#mode(request.durability), append);
    return this.#parts.sequencer.submit(intent, options?.caller);
  }

  /** Any number of operations as one. */
  async commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    const checked = checkCommit(request);
    const key = keyOf(checked);
    const plan = key === undefined ? this.#expand(checked) : undefined;
    const { heads } = this.#parts;
    // What is ordered already counts, synced or not.
    const replan = (): CommitPlan => this.#expand(checked, (stream) => heads.streams.get(stream).definition.partitions);
    const marks = { key, origin: checked.origin };
    const intent = new CommitIntent(heads, this.#mode(checked.durability), { plan, replan }, marks);
    const { position, placements, entries } = await this.#parts.sequencer.submit(intent, options?.caller);
    return { position, results: groupResults(checked.operations, placements, entries) };
  }

  async #appendMarked(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    const { marks, operation: append } = unmarked(request);
    const { position, results } = await this.commit({ operations: [{ append }], ...marks }, options);
    const placement = results[0]?.placements[0];
    return { position, offset: placement?.offset ?? 0, duplicate: placement?.duplicate ?? false };
  }

  #expand(checked: CheckedCommit, partitionsOf?: PartitionsOf): CommitPlan {
    const { steps, placements, entries } = this.#publisher.expand(checked, partitionsOf);
    return { steps: steps.map(planned), placements, entries };
  }

  #mode(durability: Durability | undefined): DurabilityMode {
    return durability === undefined || durability === "unspecified" ? this.#parts.durability : durability;
  }
}

/** Whether it is more than its operation alone. */
function isMarked({ idempotencyKey, causation, correlation }: AppendRequestInit): boolean {
  return Boolean(idempotencyKey) || (causation?.length ?? 0) > 0 || Boolean(correlation);
}

function planned(step: CommitStep): PlannedStep {
  if (step.kind === "append") return plannedAppend(step, step.operation);
  return step.kind === "enqueue" ? plannedEnqueue(step) : step;
}

function plannedEnqueue({ queue, jobs, operation }: EnqueueStep): PlannedEnqueue {
  const batches: AppendIntent[] = [];
  for (let from = 0; from < jobs.length; ) {
    const { dedupeId } = jobs[from] as CheckedJob;
    let to = from + 1;
    while (dedupeId === "" && jobs[to]?.dedupeId === "") to++;
    const together = jobs.slice(from, to);
    const batch = encodeBatch(together.map(({ record }) => record));
    const largestBytes = Math.max(...together.map(({ record }) => bytesOf(record)));
    const target = { stream: queueStream(queue), partition: 0, partitionCount: undefined, expectedOffset: undefined };
    const append = plannedAppend({ ...target, dedupeId, batch }, operation);
    batches.push({ ...append, jobs: encodeJobTable(together.map(traitsOf), largestBytes) });
    from = to;
  }
  return { kind: "enqueue", queue, batches, operation };
}

/** Bytes that a job takes in an answer, about. */
function bytesOf({ key, value, headers }: BatchRecord): number {
  const ofHeaders = headers?.reduce((sum, header) => sum + header.name.length + (header.value?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + (ofHeaders ?? 0);
}

function traitsOf({ priority, delayMs, runAtMs, orderingKey, maxAttempts }: CheckedJob, record: number): NewJobTraits {
  const key = orderingKey === "" ? 0 : orderingKeyHash(orderingKey);
  return { record, priority, delayMs: delayMs ?? 0, runAtMs: runAtMs ?? 0, key, maxAttempts };
}

/** 52 bits of SHA-256, never 0. */
function orderingKeyHash(key: string): number {
  const hash = Buffer.from(keyHash(key), "latin1");
  return hash.readUIntLE(0, 6) + (hash.readUInt8(6) & 0x0f) * 2 ** 48 + 1;
}

function plannedAppend(
  { stream, partition, expectedOffset, partitionCount, dedupeId, batch }: CheckedAppend,
  operation: number | undefined,
): PlannedAppend {
  return {
    kind: "append",
    stream,
    partition,
    partitionCount,
    payload: batch,
    records: batchCount(batch),
    payloadCrc: batchCrc(batch),
    maxTimestampMs: batchMaxTimestampMs(batch),
    producerId: batchProducerId(batch),
    producerEpoch: batchProducerEpoch(batch),
    baseSequence: batchBaseSequence(batch),
    dedupe: dedupeId === "" ? "" : keyHash(dedupeId),
    expectedOffset,
    jobs: undefined,
    operation,
  };
}

function keyOf({
  idempotencyKey: text,
  idempotencyWindowMs: windowMs,
  operations,
}: CheckedCommit): IdempotencyKey | undefined {
  if (text === "") return undefined;
  return { text, hash: keyHash(text), content: keyHash(commitContent(operations)), windowMs };
}
