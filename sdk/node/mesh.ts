import {
  type CommitResponse,
  type GetStatusResponse,
  limits,
  type OperationInit,
  type SystemService,
} from "@flowmesh/contract";
import { type Fabric, FlowMeshError } from "@flowmesh/fabric";
import { newUuid, type Random } from "@flowmesh/fabric/internal";
import { AnsweredKeys } from "./answered-keys.ts";
import {
  type ConsumeBatchHandler,
  type ConsumeBatchOptions,
  type ConsumeHandler,
  type ConsumeOptions,
  consumeSettings,
} from "./consuming/consume-options.ts";
import { type CommitWith, Consumer } from "./consuming/consumer.ts";
import {
  type BucketRef,
  codecFor,
  type DataOf,
  type DataTo,
  encoded,
  nameOf,
  type QueueRef,
  type ResultOf,
  type StreamRef,
} from "./definitions/definition.ts";
import { GroupAdmin } from "./group-admin.ts";
import { checkFunction, checkItems, checkOptionNames, type OptionNames } from "./known-options.ts";
import { Bucket } from "./kv/bucket.ts";
import { BucketAdmin } from "./kv/bucket-admin.ts";
import { EntryReader } from "./kv/entry-reader.ts";
import { EntryWriter } from "./kv/entry-writer.ts";
import { type Lineage, type WhereOptions, whereOf } from "./lineage/where.ts";
import { type MeshClock, ServerClock } from "./mesh-clock.ts";
import { persist } from "./persist.ts";
import type { PublishOptions, PublishRecord } from "./publishing/outgoing-record.ts";
import { Publisher, type PublisherOptions } from "./publishing/publisher.ts";
import type { PublishResult } from "./publishing/receipt.ts";
import { DeadLetterAdmin } from "./queues/dead-letter-admin.ts";
import type { EnqueueJob, EnqueueOptions } from "./queues/enqueue-options.ts";
import { JobHandle } from "./queues/job-handle.ts";
import { OperationAdmin } from "./queues/operation-admin.ts";
import { QueueAdmin } from "./queues/queue-admin.ts";
import { type Chunk, readChunks } from "./reading/chunks.ts";
import type { Message } from "./reading/message.ts";
import { MessageIterator, messageBatches } from "./reading/message-reader.ts";
import type { ReadOptions } from "./reading/read-range.ts";
import { Reading } from "./reading/reading.ts";
import type { RemoteCallOptions } from "./remote/remote-call-options.ts";
import { ScheduleAdmin } from "./schedules/schedule-admin.ts";
import { StreamAdmin } from "./stream-admin.ts";
import { type CommitResult, commitResult, Transaction } from "./transaction.ts";
import type { Value } from "./value.ts";
import { Worker, type WorkerParts } from "./working/worker.ts";
import { type WorkerOptions, type WorkHandler, workerSettings } from "./working/worker-options.ts";
import type { ClientWorld } from "./world/client-world.ts";
import { systemWorld } from "./world/system-world.ts";

/** What a commit may carry beside its writes. */
export interface CommitOptions {
  /**
   * 1 to 255 bytes. The same key makes a repeated commit return the first one's result, for 24 hours, also from another client; its writes must be the same.
   * Default: one of its own for as long as the client itself may retry.
   */
  readonly idempotencyKey?: string | undefined;
  /** How long it is tried, in milliseconds, at most 300000. Default 30000. Behind that it may have taken effect. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait; the commit rejects with the signal's reason, and may have taken effect. */
  readonly signal?: AbortSignal | undefined;
}

const commitOptionNames: OptionNames<CommitOptions> = { idempotencyKey: true, timeoutMs: true, signal: true };

/**
 * FlowMesh as a program uses it: publish, read, consume, keep entries, enqueue and work on jobs, commit, and look after streams, groups, buckets, queues and schedules. `connect` makes one over the network; it may stand on any other `Fabric` too.
 *
 * Every failure is a `FlowMeshError`: decide by its `code` or `reason`, never by its text. May be shared by all of a program; `close` it at the end.
 */
export class Mesh {
  /** Creates, shows, changes and deletes streams. */
  readonly streams: StreamAdmin;
  /** Shows groups, moves their cursors, pauses and deletes them. */
  readonly groups: GroupAdmin;
  /** Creates, shows, changes and deletes buckets. Their entries are `kv`'s. */
  readonly buckets: BucketAdmin;
  /** Creates, shows, changes and deletes queues, and looks after their jobs. */
  readonly queues: QueueAdmin;
  /** What is done to many jobs at once: retry, remove, cancel, run and move by a filter. */
  readonly operations: OperationAdmin;
  /** Dead letters of queues and groups, seen together. */
  readonly deadLetters: DeadLetterAdmin;
  /** Makes, shows, pauses, triggers and deletes schedules: commits that are made at their times. */
  readonly schedules: ScheduleAdmin;
  /** The clock of a FlowMesh whose time the caller moves, as `flowmesh dev --clock virtual` starts it. */
  readonly clock: MeshClock;
  /** What it stands on: the whole contract, call by call. */
  readonly fabric: Fabric;
  readonly #system: SystemService | undefined;
  readonly #publisher: Publisher;
  readonly #answeredKeys = new AnsweredKeys();
  readonly #entries: EntryWriter;
  readonly #reads: EntryReader;
  readonly #durability: PublisherOptions["durability"];
  readonly #world: ClientWorld;

  /** The fabric becomes the mesh's own: `close` closes it. `world`: another time and chance than the machine's, for tests. @throws FlowMeshError `configuration_invalid` */
  constructor(
    fabric: Fabric & { readonly system?: SystemService },
    options: PublisherOptions = {},
    world: ClientWorld = systemWorld,
  ) {
    this.fabric = fabric;
    this.#entries = new EntryWriter((operations) => this.#commitOnce(operations, {}), world.clock);
    this.#reads = new EntryReader(fabric.kv);
    this.#system = fabric.system;
    this.clock = new ServerClock(fabric.system);
    this.streams = new StreamAdmin(fabric);
    this.groups = new GroupAdmin(fabric, world.clock);
    this.buckets = new BucketAdmin(fabric);
    this.queues = new QueueAdmin(fabric, world);
    this.operations = new OperationAdmin(fabric, world);
    this.deadLetters = new DeadLetterAdmin(fabric);
    this.schedules = new ScheduleAdmin(fabric, world);
    this.#publisher = new Publisher(fabric, options, world);
    this.#world = world;
    this.#durability = options.durability;
  }

  /**
   * Publishes a record, and resolves with where it is once it is durable. Records that are published in one turn of the event loop, or while others are on their
   * way, travel together; those of one partition keep their order. A lost connection is made up for without loss or doubles, for as long as `publishTimeoutMs`;
   * behind that the record may or may not have been written. Bytes that were given must not be changed before the promise is settled.
   *
   * @throws FlowMeshError `stream_not_found`, `partition_not_found`, `record_too_large`, `field_invalid`, `expected_offset_mismatch`, `disk_full`, `overloaded`,
   * `buffer_full`, `connection_failed`, `deadline_exceeded`, `closed`
   */
  publish<To extends StreamRef>(stream: To, value: DataTo<To>, options?: PublishOptions): Promise<PublishResult> {
    if (typeof stream === "string") return this.#publisher.publish(stream, value as Value, options);
    return rejecting(() => this.#publisher.publish(nameOf(stream), encoded<StreamRef>(stream, value), options));
  }

  /**
   * Publishes records in their order, and resolves with where each is once all are durable. They are not one commit: when some fail the others are written
   * nevertheless, and the error's `details.failed` lists the places of those that are not. A record that cannot be sent at all is found before any is sent.
   *
   * @throws FlowMeshError as `publish`
   */
  publishMany<To extends StreamRef>(
    stream: To,
    records: readonly PublishRecord<DataTo<To>>[],
  ): Promise<PublishResult[]> {
    return rejecting(() => {
      checkItems("records", records);
      const inBytes = records.map((record) => ({ ...record, value: encoded(stream, record.value) }));
      return this.#publisher.publishMany(nameOf(stream), inBytes);
    });
  }

  /** Resolves when everything published so far is written or refused. Rejects never: each publish tells its own fate. */
  flush(): Promise<void> {
    return this.#publisher.flush();
  }

  /**
   * Writes all that `write` adds to its transaction as one: every reader sees all of it or nothing. Sent when `write` has ended; when it throws, nothing is.
   *
   * A lost connection is made up for: the commit takes effect once or not at all.
   *
   * @throws FlowMeshError as `publish`, for any of the writes (`details.operation` tells which; writes that follow one another into one stream are one), or
   * `commit_empty`, `commit_too_large`, `message_too_large`, `idempotency_key_reused`, `idempotency_full`, `field_unknown`
   */
  async commit(write: (tx: Transaction) => void | Promise<void>, options: CommitOptions = {}): Promise<CommitResult> {
    checkOptionNames(options, commitOptionNames, "commit");
    checkFunction("write", write);
    const tx = await Transaction.gather(this.#world.clock, write);
    return this.#commit(tx.operations, options, tx.origin);
  }

  /**
   * Adds a job to a queue, and resolves once it is durable. A lost connection is made up for: the job is enqueued once or not at all.
   * @throws FlowMeshError `queue_not_found`, `record_too_large`, `field_invalid`, `field_unknown`, `disk_full`
   */
  async enqueue<To extends QueueRef>(
    queue: To,
    value: DataTo<To>,
    options?: EnqueueOptions,
  ): Promise<JobHandle<ResultOf<To>>> {
    const [handle] = await this.enqueueMany(queue, [{ ...options, value }]);
    return handle!;
  }

  /** Adds jobs to a queue in their order, all or none, at most 16 MiB. @throws FlowMeshError as `enqueue`, and `commit_too_large` or `message_too_large` */
  async enqueueMany<To extends QueueRef>(
    to: To,
    jobs: readonly EnqueueJob<DataTo<To>>[],
  ): Promise<JobHandle<ResultOf<To>>[]> {
    checkItems("jobs", jobs);
    if (jobs.length === 0) return [];
    const { position, jobs: enqueued } = await this.commit((tx) => {
      for (const { value, ...options } of jobs) tx.enqueue(to, value, options);
    });
    const queue = nameOf(to);
    return enqueued.map((job) => new JobHandle(this.queues, { queue, position, ...job }));
  }

  /**
   * Works on the jobs of a queue: each is handed to one worker at a time. When the handler returns, the job is done; when it throws, it is tried again later, unless that was
   * its last attempt: then it is dead, and stays listed. Delivery is at least once; together with `context.commit` the effect is exactly once.
   *
   * Begins at once. Lost connections are made up for. Options may be left out. @throws FlowMeshError `field_invalid`, `field_unknown`; what stops it later is told by `ended` and
   * `stop`
   */
  worker<Of extends QueueRef>(queue: Of, handler: WorkHandler<DataOf<Of>, ResultOf<Of>>): Worker;
  worker<Of extends QueueRef>(
    queue: Of,
    options: WorkerOptions,
    handler: WorkHandler<DataOf<Of>, ResultOf<Of>>,
  ): Worker;
  worker<Of extends QueueRef>(
    queue: Of,
    ...given: [WorkHandler<DataOf<Of>, ResultOf<Of>>] | [WorkerOptions, WorkHandler<DataOf<Of>, ResultOf<Of>>]
  ): Worker {
    const [options, handler] = given.length === 1 ? [{}, given[0]] : given;
    checkFunction("handler", handler, "; it stands behind the options");
    const codec = codecFor(queue);
    const ofJob: WorkHandler = (job, context) => handler(job.readBy(codec), context);
    return new Worker(this.#workerParts, nameOf(queue), workerSettings(options), ofJob);
  }

  get #workerParts(): WorkerParts {
    const commit: WorkerParts["commit"] = (write) => this.commit(write);
    return { fabric: this.fabric, world: this.#world, durability: this.#durability, commit };
  }

  /** The entries of a bucket: put, get, delete, count, list and watch. Asks nothing yet; `buckets.ensure` makes the bucket where it may be missing. */
  kv<Of extends BucketRef>(bucket: Of): Bucket<DataOf<Of>, DataTo<Of>> {
    const { fabric } = this;
    const write: EntryWriter["write"] = (operation, resultOf) => this.#entries.write(operation, resultOf);
    const read: EntryReader["read"] = (name, key, options) => this.#reads.read(name, key, options);
    return new Bucket(nameOf(bucket), { fabric, write, read }, codecFor(bucket));
  }

  /**
   * Consumes a stream as a member of a group: its partitions are shared among all members, each record is handed to one of them, and what is finished is
   * remembered. A record is finished when the handler returns. When it throws, it is tried again, after a growing pause, as often as `attempts` says; then `onPoison`
   * decides. Only what must wait for it, by `orderBy`, waits. Delivery is at least once; together with `context.commit` the effect is exactly once.
   *
   * With `batch` the handler is given several records of one partition at a time, and they are finished together.
   *
   * Begins at once. Lost connections are made up for. @throws FlowMeshError `field_invalid`, `field_unknown`; what stops it later is told by `ended` and `stop`
   */
  consume<Of extends StreamRef>(stream: Of, options: ConsumeOptions, handler: ConsumeHandler<DataOf<Of>>): Consumer;
  consume<Of extends StreamRef>(
    stream: Of,
    options: ConsumeBatchOptions,
    handler: ConsumeBatchHandler<DataOf<Of>>,
  ): Consumer;
  consume<Of extends StreamRef>(
    stream: Of,
    options: ConsumeOptions | ConsumeBatchOptions,
    handler: ConsumeHandler<DataOf<Of>> | ConsumeBatchHandler<DataOf<Of>>,
  ): Consumer {
    checkFunction("handler", handler, "; it stands behind the options");
    const codec = codecFor(stream);
    const ofOne = handler as ConsumeHandler<DataOf<Of>>;
    const ofMany = handler as ConsumeBatchHandler<DataOf<Of>>;
    const ofBatch: ConsumeBatchHandler = (messages, context) => {
      const read = messages.map((message) => message.readBy(codec) as Message<DataOf<Of>>);
      return options.batch === undefined ? ofOne(read[0]!, context) : ofMany(read, context);
    };
    const parts = { ...this.#workerParts, commitWith: this.#commitWith.bind(this) };
    return new Consumer(parts, nameOf(stream), consumeSettings(options), ofBatch);
  }

  /** Writes of a handler and its cursor, as one. */
  async #commitWith(...[write, { group, memberId, cursors, causes }]: Parameters<CommitWith>): Promise<CommitResult> {
    const tx = await Transaction.gather(this.#world.clock, (gathering) => {
      gathering.causedBy(...causes);
      return write(gathering);
    });
    const ofCursors = cursors.map((cursor) => ({ cursor: { ...cursor, group, memberId } }));
    return this.#commit([...tx.operations, ...ofCursors], {}, tx.origin);
  }

  /** Behind the entries that were to be written before. */
  #commit(...commit: [OperationInit[], CommitOptions, Transaction["origin"]?]): Promise<CommitResult> {
    this.#entries.flush();
    return this.#commitOnce(...commit);
  }

  async #commitOnce(
    operations: OperationInit[],
    options: CommitOptions,
    origin: Transaction["origin"] = {},
  ): Promise<CommitResult> {
    const { idempotencyKey, timeoutMs = limits.deadlineMs.value, signal } = options;
    const identity = identityOf(idempotencyKey, timeoutMs, this.#world.random);
    const answeredKeys = this.#answeredKeys.take();
    const request = { operations, ...origin, ...identity, answeredKeys, durability: this.#durability };
    let tries = 0;
    const sentOnce = (): void => {
      if (tries === 1 && idempotencyKey === undefined) this.#answeredKeys.add(identity.idempotencyKey);
    };
    const commit = (leftMs: number): Promise<CommitResponse> => {
      tries += 1;
      const call: RemoteCallOptions = { timeoutMs: leftMs, signal, sentOnce };
      return this.fabric.commit(request, call);
    };
    try {
      return commitResult(await persist(commit, timeoutMs, this.#world));
    } catch (error) {
      this.#answeredKeys.giveBack(answeredKeys);
      throw error;
    }
  }

  /**
   * Reads records: those there are, in a bounded read (the default), or also all that come, in a live one. Those of one partition come in order. Goes on by itself
   * after a lost connection, without loss or doubles. Leave it with `break` whenever you like. Nothing is asked before the first message is wanted.
   *
   * @throws FlowMeshError from `next`: `stream_not_found` (also when it is deleted meanwhile), `partition_not_found`, `offset_out_of_range`, `field_invalid`, `field_unknown`,
   * `records_damaged` or `records_malformed` behind the messages before it, with the details `partition`, `first`, `last` and `next`, where another read can go on; `capability_missing`
   * likewise for a compression that cannot be undone here; `connection_failed` (of a live read only while it begins), `closed`
   */
  read<Of extends StreamRef>(
    stream: Of,
    options: ReadOptions = {},
  ): AsyncIterableIterator<Message<DataOf<Of>>, undefined> & AsyncDisposable {
    return new MessageIterator(this.batches(stream, options));
  }

  /** As `read`, but gives arrays of messages of one partition as they come: several times faster. None of the arrays is empty. */
  batches<Of extends StreamRef>(stream: Of, options: ReadOptions = {}): Reading<Message<DataOf<Of>>[]> {
    const from = { stream: nameOf(stream), codec: codecFor(stream) };
    const start = (stop: AbortSignal) =>
      messageBatches(this.fabric, from, { ...options, signal: stop }, this.#world.clock);
    return new Reading(start, options.signal);
  }

  /** As `read`, but gives the stored batches as bytes, not decoded nor checked: the fastest. `limit` is not looked at. */
  chunks(stream: StreamRef, options: ReadOptions = {}): Reading<Chunk> {
    const start = (stop: AbortSignal) =>
      readChunks(this.fabric, nameOf(stream), { ...options, signal: stop }, this.#world.clock);
    return new Reading(start, options.signal);
  }

  /**
   * Tells what caused a record, a job or an entry, and what it caused: the whole family, each node with what it is by now. An id is `stream/partition@offset`, `queue#job`,
   * `bucket/key` or `bucket/key@revision`, a commit's position, or a correlation id.
   * @throws FlowMeshError `lineage_id_invalid`, `lineage_unknown`, `field_invalid`, `field_unknown`
   */
  where(id: string, options?: WhereOptions): Promise<Lineage> {
    return whereOf(this.fabric.lineage, id, options);
  }

  /** What runs there, where its data lies and how it is. @throws FlowMeshError `capability_missing` when the fabric has no such service */
  async status(): Promise<GetStatusResponse> {
    if (this.#system === undefined) throw new FlowMeshError("capability_missing", { what: "status" });
    return await this.#system.getStatus({});
  }

  /**
   * Refuses what is new with `closed`, waits until what was published is written or refused, then ends reads, which reject with `closed`, and lets go of the
   * connection. May be called twice.
   */
  async close(): Promise<void> {
    this.#entries.flush();
    await this.#publisher.close();
    await this.fabric.close();
  }

  /** As `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What is thrown on the way rejects. */
async function rejecting<Result>(run: () => Promise<Result>): Promise<Result> {
  return run();
}

/** A key of the client's own only has to outlive its retries, also where the server's clock is set ahead meanwhile. Over all transports it is let go of with the next commit. */
function identityOf(
  key: string | undefined,
  timeoutMs: number,
  random: Random,
): { idempotencyKey: string; idempotencyWindowMs?: number } {
  // It would be none, and a commit that is sent again could be made twice.
  if (key === "") throw new FlowMeshError("field_invalid", { field: "idempotencyKey", problem: "must not be empty" });
  if (key !== undefined) return { idempotencyKey: key };
  return {
    idempotencyKey: newUuid(random),
    idempotencyWindowMs: Math.min(
      Math.max(2 * timeoutMs, limits.answeredKeyWindowMs.value),
      limits.idempotencyWindowMs.value,
    ),
  };
}
