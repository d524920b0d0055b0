import { hash } from "node:crypto";
import type {
  AppendRequestInit,
  AppendResponse,
  CallOptions,
  CommitRequestInit,
  CommitResponse,
  CreateStreamRequestInit,
  CreateStreamResponse,
  DeadLettersService,
  DeleteStreamRequestInit,
  DeleteStreamResponse,
  EntryResult,
  FetchRequestInit,
  FetchResponse,
  FindOffsetsRequestInit,
  FindOffsetsResponse,
  GetStreamRequestInit,
  GetStreamResponse,
  KvService,
  LineageService,
  ListStreamsRequestInit,
  ListStreamsResponse,
  OpenProducerRequestInit,
  OpenProducerResponse,
  OperationsService,
  Placement,
  PublishRequestInit,
  PublishResponse,
  QueuesService,
  ReadRequestInit,
  ReadResponse,
  SchedulesService,
  StreamsService,
  SubscribeRequestInit,
  SubscribeResponse,
  UpdateStreamRequestInit,
  UpdateStreamResponse,
} from "@flowmesh/contract";
import { limits } from "@flowmesh/contract";
import type { RecordLimits } from "../batch/record-limits.ts";
import {
  checkCommit,
  checkCreateStream,
  checkDeleteStream,
  checkFetch,
  checkFindOffsets,
  checkGetStream,
  checkListStreams,
  checkSubscribe,
  checkUpdateStream,
} from "../check-requests.ts";
import { FlowMeshError } from "../errors.ts";
import { type Capabilities, everyCapability, type Fabric } from "../fabric.ts";
import { noKv } from "../kv/no-kv.ts";
import { noLineage } from "../lineage/no-lineage.ts";
import { writeListToken } from "../page-token.ts";
import { noDeadLetters, noOperations, noQueues } from "../queues/no-queues.ts";
import { type CursorStep, commitContent, groupResults, RecordPublisher } from "../record-publishing.ts";
import { readRecords } from "../record-reading.ts";
import { longKeysMax } from "../refusals.ts";
import { noSchedules } from "../schedules/no-schedules.ts";
import { unmarked } from "../unmarked.ts";
import { ModelCalls } from "./model/model-calls.ts";
import { checkCapabilities } from "./model/model-capabilities.ts";
import { type ModelClock, SystemModelClock } from "./model/model-clock.ts";
import { ModelDeadLetters } from "./model/model-dead-letters.ts";
import { ModelExpiry } from "./model/model-expiry.ts";
import { ModelGroups } from "./model/model-groups.ts";
import { ModelKv } from "./model/model-kv.ts";
import { ModelLineage, namedOrigin, noteLineage } from "./model/model-lineage.ts";
import { ModelOperations } from "./model/model-operations.ts";
import { checkRange, offsetAtTime, takeBatches } from "./model/model-partition.ts";
import { ModelQueues } from "./model/model-queues.ts";
import { ModelSchedules } from "./model/model-schedules.ts";
import { type ModelLimits, ModelState } from "./model/model-state.ts";
import { subscribeToModel } from "./model/model-subscription.ts";

/** What a model is made with. */
export interface ModelFabricOptions {
  /** Default: the machine's clock. */
  readonly clock?: ModelClock;
  /** Smaller limits than the product's, to reach them in tests. */
  readonly limits?: Partial<ModelLimits>;
  readonly recordLimits?: RecordLimits;
  /** What this one is not to offer. Default: it offers everything. */
  readonly capabilities?: Partial<Capabilities>;
}

/**
 * The reference implementation of `Fabric`: everything in memory, nothing clever, so that it can be checked by reading it. Keeps every promise of the interface within one
 * process: it passes the contract suite, judges other implementations in simulations, and stands in for the engine in tests.
 */
export class ModelFabric implements Fabric {
  readonly capabilities: Capabilities;
  readonly streams: ModelStreams;
  readonly groups: ModelGroups;
  readonly kv: KvService;
  readonly queues: QueuesService;
  readonly schedules: SchedulesService;
  readonly lineage: LineageService;
  readonly operations: OperationsService;
  readonly deadLetters: DeadLettersService;
  readonly #options: ModelFabricOptions;
  readonly #state: ModelState;
  readonly #calls: ModelCalls;

  constructor(options: ModelFabricOptions = {}, state: ModelState = new ModelState(options.limits ?? {})) {
    this.#options = options;
    this.#state = state;
    this.#calls = new ModelCalls(options.clock ?? new SystemModelClock());
    this.capabilities = { ...everyCapability, ...options.capabilities };
    const commit: Fabric["commit"] = (request, callOptions) => this.streams.commit(request, callOptions);
    this.kv = this.capabilities.kv ? new ModelKv(state, this.#calls, commit) : noKv;
    const queues = this.capabilities.queues ? new ModelQueues(state, this.#calls, commit) : undefined;
    this.queues = queues ?? noQueues;
    this.deadLetters = queues === undefined ? noDeadLetters : new ModelDeadLetters(state, this.#calls, queues);
    this.operations = queues === undefined ? noOperations : new ModelOperations(state, this.#calls, queues);
    this.groups = new ModelGroups(state, this.#calls, commit);
    this.lineage = this.capabilities.lineage
      ? new ModelLineage(state, this.#calls, { groups: this.groups, queues: this.queues })
      : noLineage;
    this.streams = new ModelStreams(
      { state, calls: this.#calls, groups: this.groups, expiry: new ModelExpiry(state, this.#calls), queues },
      this.capabilities,
      options.recordLimits,
    );
    const commits = {
      commit: (request: CommitRequestInit) => this.streams.commitNow(request).position,
      check: (request: CommitRequestInit) => this.streams.check(request),
    };
    this.schedules = this.capabilities.schedules ? new ModelSchedules(state, this.#calls, commits) : noSchedules;
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.streams.commit(request, options);
  }

  async close(): Promise<void> {
    this.#calls.close();
  }

  /** A new fabric on what this one holds, as after a restart. */
  async reopen(): Promise<ModelFabric> {
    await this.close();
    return new ModelFabric(this.#options, this.#state);
  }

  /** Applies the streams' retention now. The model does so at no other time. */
  async retain(): Promise<void> {
    this.#state.retain(this.#calls.clock.nowMs());
    this.#calls.changed();
  }

  /** Refuses writes as a full disk does, until told otherwise. */
  fillDisk(isFull: boolean): void {
    this.#state.isFull = isFull;
  }

  /** Makes the value of a revision unreadable. */
  damageEntry(bucket: string, revision: number): void {
    this.#state.buckets.get(bucket).damaged.add(revision);
  }

  /** Makes it unreadable what a schedule does. */
  damageSchedule(schedule: string): void {
    const damaged = this.#state.schedules.get(schedule);
    if (damaged !== undefined) damaged.isDamaged = true;
  }

  /** Makes what a job carries unreadable. */
  damageJob(queue: string, job: string): void {
    const found = this.#state.queues.get(queue)?.get(job);
    if (found !== undefined) found.isDamaged = true;
  }

  /** Makes the batch that holds an offset unreadable. */
  damage(stream: string, partition: number, offset: number): void {
    const { batches } = this.#state.partition(stream, partition);
    const batch = batches.find(({ baseOffset, nextOffset }) => baseOffset <= offset && offset < nextOffset);
    if (batch !== undefined) batch.isDamaged = true;
  }
}

/** What a commit came to. */
interface Committed {
  readonly position: number;
  readonly placements: readonly Placement[];
  readonly entries: readonly EntryResult[];
}

/** What the streams of a model work with. */
interface ModelParts {
  readonly state: ModelState;
  readonly calls: ModelCalls;
  readonly groups: ModelGroups;
  readonly expiry: ModelExpiry;
  /** Absent where there are none. */
  readonly queues: ModelQueues | undefined;
}

class ModelStreams implements StreamsService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #groups: ModelGroups;
  readonly #expiry: ModelExpiry;
  readonly #queues: ModelQueues | undefined;
  readonly #capabilities: Capabilities;
  readonly #publisher: RecordPublisher;

  constructor(
    { state, calls, groups, expiry, queues }: ModelParts,
    capabilities: Capabilities,
    recordLimits?: RecordLimits,
  ) {
    this.#capabilities = capabilities;
    this.#state = state;
    this.#calls = calls;
    this.#groups = groups;
    this.#expiry = expiry;
    this.#queues = queues;
    this.#publisher = new RecordPublisher({
      partitionsOf: (stream) => state.stream(stream).partitions.length,
      nowMs: () => calls.clock.nowMs(),
      ...(recordLimits && { limits: recordLimits }),
    });
  }

  createStream(request: CreateStreamRequestInit, options?: CallOptions): Promise<CreateStreamResponse> {
    return this.#calls.run("createStream", options, async () => {
      checkCreateStream(request);
      const { stream = "", partitions = 1, settings = {} } = request;
      const created = this.#state.create(stream, partitions, settings, this.#nowMs);
      this.#groups.streamsChanged();
      return { stream: this.#state.describe(created), position: created.revision };
    });
  }

  getStream(request: GetStreamRequestInit, options?: CallOptions): Promise<GetStreamResponse> {
    return this.#calls.run("getStream", options, async (signal) => {
      const { stream, atLeast } = checkGetStream(request);
      await this.#reach(atLeast, signal);
      return { stream: this.#state.describe(this.#state.stream(stream)) };
    });
  }

  listStreams(request: ListStreamsRequestInit, options?: CallOptions): Promise<ListStreamsResponse> {
    return this.#calls.run("listStreams", options, async (signal) => {
      const { pageSize, prefix, after, atLeast } = checkListStreams(request);
      await this.#reach(atLeast, signal);
      const names = [...this.#state.streams.keys()].filter((name) => name > after && name.startsWith(prefix)).sort();
      const page = names.slice(0, pageSize);
      const nextPageToken = names.length > page.length ? writeListToken(prefix, page.at(-1)!) : "";
      return { streams: page.map((name) => this.#state.describe(this.#state.stream(name))), nextPageToken };
    });
  }

  updateStream(request: UpdateStreamRequestInit, options?: CallOptions): Promise<UpdateStreamResponse> {
    return this.#calls.run("updateStream", options, async () => {
      checkUpdateStream(request);
      const { stream = "", partitions, settings = {}, expectedRevision } = request;
      const updated = this.#state.update(stream, partitions, settings, expectedRevision, this.#nowMs);
      this.#groups.streamsChanged();
      this.#calls.changed();
      return { stream: this.#state.describe(updated), position: updated.revision };
    });
  }

  deleteStream(request: DeleteStreamRequestInit, options?: CallOptions): Promise<DeleteStreamResponse> {
    return this.#calls.run("deleteStream", options, async () => {
      const { stream, expectedRevision } = checkDeleteStream(request);
      const position = this.#state.delete(stream, expectedRevision);
      this.#groups.streamsChanged();
      this.#calls.changed();
      return { position };
    });
  }

  async publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse> {
    const { marks, operation: publish } = unmarked(request);
    const { position, results } = await this.commit({ operations: [{ publish }], ...marks }, options);
    return { position, placements: results[0]!.placements };
  }

  async append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse> {
    const { marks, operation: append } = unmarked(request);
    const { position, results } = await this.commit({ operations: [{ append }], ...marks }, options);
    const { offset, duplicate } = results[0]!.placements[0]!;
    return { position, offset, duplicate };
  }

  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse> {
    return this.#calls.run("commit", options, async () => {
      const { position, placements, entries } = this.commitNow(request, options?.who);
      return { position, results: groupResults(request.operations ?? [], placements, entries) };
    });
  }

  commitNow(request: CommitRequestInit, who = ""): Committed {
    const outcome = this.#commit(request, who);
    this.#calls.changed();
    this.#expiry.arm();
    this.#queues?.changed();
    return outcome;
  }

  /** Throws what a commit would be refused for. */
  check(request: CommitRequestInit): void {
    const checked = checkCommit(request);
    const { steps } = this.#publisher.expand(checked);
    checkCapabilities(checked, this.#capabilities);
    this.#state.check(steps, this.#nowMs);
  }

  read(request: ReadRequestInit, options?: CallOptions): Promise<ReadResponse> {
    return this.#calls.run("read", options, () => readRecords(this, request, options));
  }

  fetch(request: FetchRequestInit, options?: CallOptions): Promise<FetchResponse> {
    return this.#calls.run("fetch", options, async (signal) => {
      const { stream, partition, offset, maxBytes, waitMs, atLeast, group } = checkFetch(request);
      await this.#reach(atLeast, signal);
      const of = this.#state.partition(stream, partition);
      const end = (): number => Math.min(of.nextOffset, this.#groups.openUntil(group, stream, partition));
      const isThere = (): boolean => this.#state.streams.get(stream)?.partitions[partition] !== of || end() > offset;
      checkRange(of, stream, partition, offset);
      await this.#calls.until(isThere, signal, waitMs);
      if (this.#state.partition(stream, partition) !== of) throw new FlowMeshError("stream_not_found", { stream });
      return {
        ...takeBatches(of, { stream, partition, offset }, maxBytes, end()),
        endOffset: of.nextOffset,
        earliestOffset: of.earliestOffset,
      };
    });
  }

  async *subscribe(request: SubscribeRequestInit, options?: CallOptions): AsyncGenerator<SubscribeResponse> {
    const checked = checkSubscribe(request);
    const parts = { state: this.#state, calls: this.#calls, groups: this.#groups };
    yield* subscribeToModel(parts, checked, options?.signal ?? undefined);
  }

  findOffsets(request: FindOffsetsRequestInit, options?: CallOptions): Promise<FindOffsetsResponse> {
    return this.#calls.run("findOffsets", options, async (signal) => {
      const { stream, partitions, time, anchor, atLeast } = checkFindOffsets(request);
      await this.#reach(atLeast, signal);
      const all = [...this.#state.stream(stream).partitions.keys()];
      const cursors = (partitions.length > 0 ? partitions : all).map((partition) => {
        const of = this.#state.partition(stream, partition);
        const anchored = anchor === "latest" ? of.nextOffset : of.earliestOffset;
        return { partition, offset: time === undefined ? anchored : offsetAtTime(of, time) };
      });
      return { cursors };
    });
  }

  openProducer(_request: OpenProducerRequestInit, options?: CallOptions): Promise<OpenProducerResponse> {
    return this.#calls.run("openProducer", options, async () => {
      if (!this.#capabilities.producers) throw new FlowMeshError("capability_missing", { what: "a producer" });
      return { producerId: this.#state.openProducer(), producerEpoch: 0 };
    });
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  #commit(request: CommitRequestInit, who: string): Committed {
    const checked = checkCommit(request);
    const { operations, idempotencyKey } = checked;
    const key = callersKey(who, idempotencyKey);
    const answeredKeys = checked.answeredKeys.map((each) => callersKey(who, each));
    const content = key === "" ? "" : hash("sha256", commitContent(operations));
    const earlier = this.#state.commits.get(key);
    if (key !== "" && earlier !== undefined && earlier.untilMs >= this.#nowMs) {
      if (earlier.content !== content) throw new FlowMeshError("idempotency_key_reused", { key: idempotencyKey });
      return earlier;
    }
    const expanded = this.#publisher.expand(checked);
    checkCapabilities(checked, this.#capabilities);
    if (key !== "") this.#makeRoomForKey(checked.idempotencyWindowMs, answeredKeys);
    const prepareCursor = (cursor: CursorStep): (() => void) => this.#groups.prepare(cursor);
    const before = this.#state.position;
    const origin = checked.origin && namedOrigin(this.#state, checked.origin);
    const { position, ofSteps } = this.#state.commit(expanded.steps, this.#nowMs, prepareCursor);
    const { steps } = expanded;
    if (position > before) noteLineage(this.#state, { steps, ofSteps, origin }, this.#nowMs);
    const [placements, entries] = [expanded.placements(ofSteps), expanded.entries(ofSteps)];
    const isWritten = position > before || key !== "";
    if (isWritten)
      for (const answered of answeredKeys) if (this.#mayLetGo(answered)) this.#state.commits.delete(answered);
    const windowMs = checked.idempotencyWindowMs;
    const untilMs = this.#nowMs + windowMs;
    if (key !== "") this.#state.commits.set(key, { content, position, placements, entries, windowMs, untilMs });
    return { position, placements, entries };
  }

  #mayLetGo(key: string): boolean {
    const known = this.#state.commits.get(key);
    return known !== undefined && known.windowMs <= limits.answeredKeyWindowMs.value;
  }

  #makeRoomForKey(windowMs: number, answered: readonly string[]): void {
    const {
      commits,
      limits: { idempotencyKeys: limit },
    } = this.#state;
    for (const [key, { untilMs }] of commits) if (untilMs < this.#nowMs) commits.delete(key);
    const longMax = longKeysMax(limit);
    const isLong = (each: { readonly windowMs: number }): boolean => each.windowMs > limits.answeredKeyWindowMs.value;
    if (isLong({ windowMs }) && [...commits.values()].filter(isLong).length >= longMax)
      throw new FlowMeshError("idempotency_full", { limit: longMax });
    const leaving = answered.filter((key) => this.#mayLetGo(key)).length;
    if (commits.size - leaving >= limit) throw new FlowMeshError("idempotency_full", { limit });
  }

  /** Waits until a position that the caller has seen elsewhere is visible here. */
  #reach(position: number, signal: AbortSignal): Promise<void> {
    return this.#calls.until(() => this.#state.position >= position, signal);
  }
}

/** Each caller has keys of his own. */
function callersKey(who: string, key: string): string {
  return key === "" ? "" : JSON.stringify([who, key]);
}
