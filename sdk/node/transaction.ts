import {
  type CommitRequestInit,
  type CommitResponse,
  type DeadLetterOperationInit,
  limits,
  type NewJobInit,
  type NewRecordInit,
  type OperationInit,
} from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import {
  type BucketRef,
  type DataTo,
  encoded,
  nameOf,
  type QueueRef,
  type StreamRef,
} from "./definitions/definition.ts";
import {
  type DeleteOptions,
  deleteOperation,
  type IncrementOptions,
  incrementOperation,
  type PutOptions,
  putOperation,
} from "./kv/entry-operations.ts";
import { newRecord } from "./publishing/outgoing-batch.ts";
import { outgoingRecord, type PublishOptions } from "./publishing/outgoing-record.ts";
import type { PublishResult } from "./publishing/receipt.ts";
import { type EnqueueOptions, newJob } from "./queues/enqueue-options.ts";
import type { LeasedJob } from "./queues/job.ts";
import { ackOperation, deadOperation, type NackOptions, nackOperation } from "./queues/lease-operations.ts";

/** What became of an entry. */
export interface EntryOutcome {
  /** Of the write; for a delete of what was not there 0, for a check the revision expected. */
  readonly revision: number;
  /** After an increment: the number. */
  readonly value: number;
  /** After a delete: whether there was an entry. */
  readonly deleted: boolean;
}

/** What a commit wrote. */
export interface CommitResult {
  /** The commit's number in the log's order. */
  readonly position: number;
  /** Where each record went, in the order of `tx.publish`. */
  readonly published: readonly PublishResult[];
  /** What became of each entry, in the order of `tx.put`, `tx.delete`, `tx.increment` and `tx.check`. */
  readonly entries: readonly EntryOutcome[];
  /** What each job was given, in the order of `tx.enqueue`. */
  readonly jobs: readonly JobOutcome[];
}

/** What a new job was given. */
export interface JobOutcome {
  readonly id: string;
  /** The job was there already, by its dedupe id. */
  readonly duplicate: boolean;
}

/** An operation in the making: a publish still takes records, an enqueue jobs. */
type GatheredOperation = Omit<OperationInit, "publish" | "enqueue"> & {
  readonly publish?: GatheredPublish;
  readonly enqueue?: { readonly queue: string; readonly jobs: NewJobInit[] };
};

interface GatheredPublish {
  readonly stream: string;
  readonly records: NewRecordInit[];
  readonly expectedOffset: number | undefined;
}

/**
 * Gathers what is to be written as one. Nothing is sent before the function that was given to `mesh.commit` has ended; what is added from then on would be lost, and every method that
 * writes throws `handler_ended`.
 */
export class Transaction {
  readonly #clock: Clock;
  readonly #gathered: GatheredOperation[] = [];
  #hasEnded = false;
  #published = 0;
  #enqueued = 0;
  readonly #causes = new Set<string>();
  #correlation = "";

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** One with all that `write` adds. It takes nothing more, also when `write` throws. */
  static async gather(clock: Clock, write: (tx: Transaction) => void | Promise<void>): Promise<Transaction> {
    const tx = new Transaction(clock);
    try {
      await write(tx);
    } finally {
      tx.end();
    }
    return tx;
  }

  /** Adds a record. Options are those of `mesh.publish`. @throws FlowMeshError `record_too_large`, `field_invalid` */
  publish<To extends StreamRef>(to: To, value: DataTo<To>, options?: PublishOptions): void {
    const stream = nameOf(to);
    const outgoing = outgoingRecord(encoded(to, value), this.#clock, options, this.#published++);
    // The server gives the time where none was named: the same commit made again is then the same in all its bytes, as its idempotency key wants it.
    const timestamp = options?.timestamp === undefined ? undefined : outgoing.timestampMs;
    const record = { ...newRecord(outgoing), timestamp };
    const { expectedOffset } = outgoing;
    const last = this.#open.at(-1)?.publish;
    const isNext = last?.stream === stream && last.expectedOffset === undefined && expectedOffset === undefined;
    if (isNext) last.records.push(record);
    else this.#open.push({ publish: { stream, records: [record], expectedOffset } });
  }

  /** Writes an entry of a bucket. @throws FlowMeshError `field_invalid`, `field_unknown` */
  put<To extends BucketRef>(to: To, key: string, value: DataTo<To>, options?: PutOptions): void {
    this.#open.push(putOperation(nameOf(to), key, encoded(to, value), options));
  }

  /** Deletes an entry of a bucket, if it is there. @throws FlowMeshError `field_unknown` */
  delete(bucket: BucketRef, key: string, options?: DeleteOptions): void {
    this.#open.push(deleteOperation(nameOf(bucket), key, options));
  }

  /** Adds to the number in an entry of a bucket. @throws FlowMeshError `field_unknown` */
  increment(bucket: BucketRef, key: string, by: number = 1, options?: IncrementOptions): void {
    this.#open.push(incrementOperation(nameOf(bucket), key, by, options));
  }

  /** Lets the commit be refused with `revision_mismatch` unless the entry's revision is this one; 0: unless there is none. Writes nothing. */
  check(bucket: BucketRef, key: string, expectedRevision: number): void {
    this.#open.push({ check: { bucket: nameOf(bucket), key, expectedRevision } });
  }

  /** Adds a job. Options are those of `mesh.enqueue`. @throws FlowMeshError `record_too_large`, `field_invalid`, `field_unknown` */
  enqueue<To extends QueueRef>(to: To, value: DataTo<To>, options: EnqueueOptions = {}): void {
    const queue = nameOf(to);
    const job = newJob(encoded(to, value), options, this.#clock, this.#enqueued++);
    const last = this.#open.at(-1)?.enqueue;
    if (last?.queue === queue && last.jobs.length < limits.queueJobs.value) last.jobs.push(job);
    else this.#open.push({ enqueue: { queue, jobs: [job] } });
  }

  /**
   * A job that a worker holds is done, with a result: bytes as they are, anything else as JSON. Refuses the commit with `lease_lost` unless its lease is held. In a worker's handler
   * `context.commit` does it. @throws FlowMeshError `field_invalid`
   */
  ack(job: LeasedJob, result?: unknown): void {
    this.#open.push(ackOperation(job, result));
  }

  /** The attempt at a job that a worker holds failed: it is tried again, unless this was its last attempt. Refuses the commit with `lease_lost` as `ack` does. @throws FlowMeshError `field_invalid` */
  nack(job: LeasedJob, error: unknown, options: NackOptions = {}): void {
    this.#open.push(nackOperation(job, error, options));
  }

  /** A job that a worker holds is dead, for trying again would not help. Refuses the commit with `lease_lost` as `ack` does. */
  dead(job: LeasedJob, error: unknown): void {
    this.#open.push(deadOperation(job, error));
  }

  /** Moves a record that a member of a group gives up into the group's dead letters. In a consumer `onPoison` does it. */
  deadLetter(letter: DeadLetterOperationInit): void {
    this.#open.push({ deadLetter: letter });
  }

  /** Takes nothing more. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Takes more again: what it was to go along with was not written. */
  reopen(): void {
    this.#hasEnded = false;
  }

  /** Adds all that another one has gathered so far. */
  include(other: Transaction): void {
    this.#open.push(...other.#gathered.map(withOwnLists));
    this.#published += other.#published;
    this.#enqueued += other.#enqueued;
    this.causedBy(...other.#causes);
    this.#correlation ||= other.#correlation;
  }

  /**
   * Names what caused the commit, for `mesh.where`: `stream/partition@offset`, `queue#job`, `bucket/key@revision` (`lineageId` makes them), or a text of your own. At most 1000. In
   * a handler's `context.commit` the records, or the job, are named already. The commit is refused with `lineage_id_invalid` when an id names nothing.
   */
  causedBy(...ids: readonly string[]): void {
    this.#checkOpen();
    for (const id of ids) this.#causes.add(id);
  }

  /** Names what the commit belongs to, such as an order: `mesh.where` finds everything by it, with what that caused. At most 255 bytes. */
  belongsTo(correlation: string): void {
    this.#checkOpen();
    this.#correlation = correlation;
  }

  /** What was named by `causedBy` and `belongsTo`, as the contract has it. */
  get origin(): Pick<CommitRequestInit, "causation" | "correlation"> {
    return { causation: [...this.#causes], correlation: this.#correlation };
  }

  /** The operations as the contract has them; records that follow one another into one stream are one operation, and jobs into one queue too. */
  get operations(): OperationInit[] {
    return [...this.#gathered];
  }

  get #open(): GatheredOperation[] {
    this.#checkOpen();
    return this.#gathered;
  }

  #checkOpen(): void {
    if (this.#hasEnded) throw new FlowMeshError("handler_ended", {});
  }
}

/** The same operation, to which more can be added without changing the first. */
function withOwnLists({ publish, enqueue, ...operation }: GatheredOperation): GatheredOperation {
  if (publish !== undefined) return { publish: { ...publish, records: [...publish.records] } };
  if (enqueue !== undefined) return { enqueue: { ...enqueue, jobs: [...enqueue.jobs] } };
  return operation;
}

/** What the response says, by record. */
export function commitResult(response: CommitResponse): CommitResult {
  const published: PublishResult[] = [];
  const entries: EntryOutcome[] = [];
  const enqueued: JobOutcome[] = [];
  for (const { placements, entry, jobs } of response.results) {
    if (entry !== undefined) entries.push(entry);
    for (const placement of placements) published.push(placement);
    for (const { job: id, duplicate } of jobs) enqueued.push({ id, duplicate });
  }
  return { position: response.position, published, entries, jobs: enqueued };
}
