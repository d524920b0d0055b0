import { randomUUID } from "node:crypto";
import { type EntryResult, limits, type Placement, type Stream, type StreamSettingsInit } from "@flowmesh/contract";
import { FlowMeshError } from "../../errors.ts";
import { grown } from "../../groups/growth.ts";
import type { CommitStep, CursorStep, StepResult } from "../../record-publishing.ts";
import { checkRevision, limitExceeded } from "../../refusals.ts";
import { ModelBuckets } from "./model-buckets.ts";
import { draftSteps, ModelDraft } from "./model-draft.ts";
import type { ModelGroup } from "./model-groups.ts";
import type { ModelLineageCommit } from "./model-lineage.ts";
import type { ModelQueue } from "./model-queue.ts";
import type { ModelSchedule } from "./model-schedule.ts";
import {
  bytesOf,
  changeSettings,
  emptyPartition,
  type ModelPartition,
  type ModelStream,
  merged,
} from "./model-stream.ts";

/** Where the model's limits are smaller than the product's, so that tests can reach them. */
export interface ModelLimits {
  readonly streams: number;
  readonly partitions: number;
  readonly idempotencyKeys: number;
  readonly groups: number;
  readonly groupMembers: number;
  readonly partitionOffsets: number;
  readonly buckets: number;
  readonly queues: number;
  /** Jobs that a queue ever has. */
  readonly queueJobs: number;
  readonly waitingReserves: number;
  readonly schedules: number;
  readonly kvRevisions: number;
  readonly operationsRunning: number;
  readonly operationsKept: number;
}

/** A commit that came with an idempotency key, and what the caller was told. */
interface ModelCommit {
  readonly content: string;
  readonly position: number;
  readonly placements: readonly Placement[];
  readonly entries: readonly EntryResult[];
  /** For how long it is remembered, and until when that is. */
  readonly windowMs: number;
  readonly untilMs: number;
}

/** What a commit gave, each step in turn. */
export interface ModelOutcome {
  readonly position: number;
  readonly ofSteps: readonly (StepResult | undefined)[];
}

/** All that a fabric knows, and the rules by which commits change it. Each method takes effect as a whole or throws and changes nothing. */
export class ModelState {
  readonly streams: Map<string, ModelStream> = new Map();
  readonly commits: Map<string, ModelCommit> = new Map();
  readonly groups: Map<string, ModelGroup> = new Map();
  readonly buckets: ModelBuckets;
  readonly queues: Map<string, ModelQueue> = new Map();
  readonly schedules: Map<string, ModelSchedule> = new Map();
  /** Every commit that wrote something, in order. */
  readonly lineage: ModelLineageCommit[] = [];
  readonly limits: ModelLimits;
  position = 0;
  /** Whether nothing more can be written, as on a disk that is full. */
  isFull = false;
  #producers = 0;

  constructor({
    streams = limits.streams.value,
    partitions = limits.partitions.value,
    idempotencyKeys = limits.idempotencyKeys.value,
    groups = limits.groups.value,
    groupMembers = limits.groupMembers.value,
    partitionOffsets = limits.partitionOffsets.value,
    buckets = limits.buckets.value,
    queues = limits.queues.value,
    queueJobs = limits.partitionOffsets.value,
    waitingReserves = limits.waitingReserves.value,
    schedules = limits.schedules.value,
    kvRevisions = limits.kvRevisions.value,
    operationsRunning = limits.operationsRunning.value,
    operationsKept = limits.operationsKept.value,
  }: Partial<ModelLimits>) {
    this.limits = {
      streams,
      partitions,
      idempotencyKeys,
      groups,
      groupMembers,
      partitionOffsets,
      buckets,
      queues,
      queueJobs,
      waitingReserves,
      schedules,
      kvRevisions,
      operationsRunning,
      operationsKept,
    };
    this.buckets = new ModelBuckets(this.limits);
  }

  stream(name: string): ModelStream {
    const stream = this.streams.get(name);
    if (stream === undefined) throw new FlowMeshError("stream_not_found", { stream: name });
    return stream;
  }

  partition(name: string, number: number): ModelPartition {
    const { partitions } = this.stream(name);
    const partition = partitions[number];
    if (partition !== undefined) return partition;
    const details = { stream: name, partition: number, partitions: partitions.length, last: partitions.length - 1 };
    throw new FlowMeshError("partition_not_found", details);
  }

  create(name: string, partitions: number, settings: StreamSettingsInit, nowMs: number): ModelStream {
    this.checkRoom();
    if (this.streams.has(name)) throw new FlowMeshError("stream_exists", { stream: name });
    const limit = this.limits.streams;
    if (this.streams.size >= limit) throw limitExceeded("streams", "the number of streams", limit + 1, limit);
    this.#checkPartitions(partitions);
    const defaults = { retentionMs: 0, retentionBytes: 0, dedupeWindowMs: limits.dedupeWindowMs.value };
    const stream: ModelStream = {
      name,
      number: this.position + 1,
      id: randomUUID(),
      createdMs: nowMs,
      settings: merged(defaults, settings),
      revision: ++this.position,
      partitions: Array.from({ length: partitions }, emptyPartition),
      growths: [],
      dedupeIds: new Map(),
    };
    this.streams.set(name, stream);
    return stream;
  }

  update(
    name: string,
    partitions: number | undefined,
    settings: StreamSettingsInit,
    expectedRevision: number | undefined,
    nowMs: number,
  ): ModelStream {
    this.checkRoom();
    const stream = this.stream(name);
    checkRevision("stream", name, stream.revision, expectedRevision);
    const before = stream.partitions.length;
    if (partitions !== undefined && partitions < before) {
      throw new FlowMeshError("partitions_shrink", { stream: name, partitions: before });
    }
    this.#checkPartitions((partitions ?? before) - before);
    stream.revision = ++this.position;
    changeSettings(stream, settings, nowMs);
    if ((partitions ?? before) > before) {
      const offsets = stream.partitions.map(({ earliestOffset, nextOffset }) => {
        return { startOffset: earliestOffset, nextOffset };
      });
      stream.growths = grown(stream.growths, offsets);
    }
    while (stream.partitions.length < (partitions ?? before)) stream.partitions.push(emptyPartition());
    return stream;
  }

  #checkPartitions(more: number): void {
    const limit = this.limits.partitions;
    const value = [...this.streams.values()].reduce((sum, { partitions }) => sum + partitions.length, more);
    if (more === 0 || value <= limit) return;
    throw limitExceeded("partitions", "the number of partitions of all streams", value, limit);
  }

  delete(name: string, expectedRevision: number | undefined): number {
    checkRevision("stream", name, this.stream(name).revision, expectedRevision);
    this.streams.delete(name);
    return ++this.position;
  }

  openProducer(): number {
    this.checkRoom();
    this.position += 1;
    return ++this.#producers;
  }

  /**
   * All steps or none. The batches' bytes are patched with their offsets; the state keeps copies.
   * @param prepareCursor checks a cursor, and gives what sets it
   */
  commit(steps: readonly CommitStep[], nowMs: number, prepareCursor: (step: CursorStep) => () => void): ModelOutcome {
    this.checkRoom();
    const draft = new ModelDraft(this, nowMs, this.#producers);
    const outcomes = draftSteps(draft, steps, prepareCursor);
    const ofSteps = outcomes.map((outcome) => (outcome && "placement" in outcome ? outcome.placement : outcome));
    if (draft.isEmpty) {
      const [first] = outcomes;
      return { position: first && "position" in first ? first.position : this.position, ofSteps };
    }
    this.position += 1;
    draft.apply();
    return { position: this.position, ofSteps };
  }

  /** Throws what a commit of these steps would be refused for. */
  check(steps: readonly CommitStep[], nowMs: number): void {
    draftSteps(new ModelDraft(this, nowMs, this.#producers), steps, () => () => undefined);
  }

  /** Of a change that is no commit of steps. */
  takePosition(needsRoom: boolean): void {
    if (needsRoom) this.checkRoom();
    this.position += 1;
  }

  /** @throws FlowMeshError disk_full */
  checkRoom(): void {
    if (this.isFull) throw new FlowMeshError("disk_full", { path: "memory" });
  }

  /** Removes what is older, or more, than the settings keep. A partition's newest batch stays however large it is. */
  retain(nowMs: number): void {
    this.buckets.forget(nowMs);
    for (const { settings, partitions } of this.streams.values()) {
      for (const partition of partitions) {
        const { batches } = partition;
        const isTooOld = (): boolean =>
          settings.retentionMs > 0 && batches[0]!.committedMs < nowMs - settings.retentionMs;
        const isTooMuch = (): boolean =>
          settings.retentionBytes > 0 && batches.length > 1 && bytesOf(partition) > settings.retentionBytes;
        while (batches.length > 0 && (isTooOld() || isTooMuch())) {
          partition.earliestOffset = batches.shift()!.nextOffset;
        }
      }
    }
  }

  describe({ name, id, createdMs, settings, revision, partitions }: ModelStream): Stream {
    const described = partitions.map((partition, number) => {
      const { earliestOffset, nextOffset } = partition;
      return { partition: number, earliestOffset, nextOffset, bytes: bytesOf(partition) };
    });
    const bytes = described.reduce((sum, partition) => sum + partition.bytes, 0);
    return {
      stream: name,
      id,
      settings: { ...settings },
      createdAt: createdMs,
      partitions: described,
      bytes,
      revision,
    };
  }
}
