import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type {
  BucketSettingsInit,
  DeadLettersService,
  FetchResponse,
  GroupsService,
  JobOutcomeInit,
  JobState,
  KvService,
  NewJobInit,
  OperationsService,
  Placement,
  QueueSettingsInit,
  QueuesService,
  Record,
  ReservedJob,
  ReserveRequestInit,
  SchedulesService,
  SettleResponse,
  StreamSettingsInit,
  StreamsService,
  WhereRequestInit,
} from "@flowmesh/contract";
import { type BatchProducer, encodeBatch } from "../batch/batch-builder.ts";
import { type DecodedRecord, decodeBatches } from "../batch/batch-reader.ts";
import type { Fabric } from "../fabric.ts";
import type { FabricUnderTest, Hooks } from "./conformance-case.ts";

/** Steps in which a virtual clock is moved while something is waited for. */
const stepMs = 10;
const stepsMax = 20_000;
/** More pages than any case has to read. */
export const pagesMax: number = 100;

/**
 * What a case works with: the fabric under test, names of its own, and short ways to write and read. Its functions may be taken out of it; `fabric` and `streams` are
 * others after a reopen.
 */
export class CaseContext {
  readonly #under: FabricUnderTest;
  #fabric: Fabric;

  constructor(under: FabricUnderTest) {
    this.#under = under;
    this.#fabric = under.fabric;
  }

  get fabric(): Fabric {
    return this.#fabric;
  }

  get streams(): StreamsService {
    return this.#fabric.streams;
  }

  get groups(): GroupsService {
    return this.#fabric.groups;
  }

  get queues(): QueuesService {
    return this.#fabric.queues;
  }

  get schedules(): SchedulesService {
    return this.#fabric.schedules;
  }

  get deadLetters(): DeadLettersService {
    return this.#fabric.deadLetters;
  }

  get operations(): OperationsService {
    return this.#fabric.operations;
  }

  /** The nodes of the tree that an id belongs to, each as its id behind two blanks a generation. */
  readonly tree: (id: string, more?: WhereRequestInit) => Promise<string[]> = async (
    id: string,
    more: WhereRequestInit = {},
  ) => {
    const { nodes } = await this.fabric.lineage.where({ id, ...more });
    return nodes.map((node) => "  ".repeat(node.depth) + node.id);
  };

  get kv(): KvService {
    return this.#fabric.kv;
  }

  /** A hook that the case declared to need. */
  readonly hook: <Name extends keyof Hooks>(name: Name) => Hooks[Name] = (name) => {
    const hook = this.#under[name];
    if (hook === undefined)
      throw new Error(`the fabric was opened without the hook ${name}, which the suite was told to have`);
    return hook as never;
  };

  /** Closes and opens again; `fabric` is the new one. */
  readonly reopen: () => Promise<void> = async () => {
    this.#fabric = await this.hook("reopen")();
  };

  /** Closes; `fabric` is one on the same data that is not open yet. */
  readonly openLater: () => Promise<void> = async () => {
    this.#fabric = await this.hook("opening")();
  };

  readonly crash: () => Promise<void> = async () => {
    this.#fabric = await this.hook("crash")();
  };

  readonly damage: (stream: string, partition: number, offset: number) => Promise<void> = async (...place) => {
    this.#fabric = await this.hook("damage")(...place);
  };

  readonly damageEntry: (bucket: string, revision: number) => Promise<void> = async (...place) => {
    this.#fabric = await this.hook("damageEntry")(...place);
  };

  readonly damageJob: (queue: string, job: string) => Promise<void> = async (...place) => {
    this.#fabric = await this.hook("damageJob")(...place);
  };

  readonly damageSchedule: (schedule: string) => Promise<void> = async (schedule) => {
    this.#fabric = await this.hook("damageSchedule")(schedule);
  };

  /** Lets time pass until the promise settles: virtual time if there is one, else its own. */
  readonly elapse: <Result>(promise: Promise<Result>) => Promise<Result> = async (promise) => {
    const { clock } = this.#under;
    if (clock === undefined) return promise;
    let isSettled = false;
    const settled = (): void => {
      isSettled = true;
    };
    promise.then(settled, settled);
    for (let step = 0; step < stepsMax; step += 1) {
      await turn();
      if (isSettled) return promise;
      await clock.advance(stepMs);
    }
    throw new assert.AssertionError({ message: `nothing happened within ${stepMs * stepsMax} ms` });
  };

  /** A name that no other case uses. */
  readonly name: (label?: string) => string = (label: string = "stream") => {
    return `${label}-${randomUUID()}`;
  };

  /** A new stream; gives its name. */
  readonly stream: (partitions?: number, settings?: StreamSettingsInit) => Promise<string> = async (
    partitions: number = 1,
    settings: StreamSettingsInit = {},
  ) => {
    const stream = this.name();
    await this.streams.createStream({ stream, partitions, settings });
    return stream;
  };

  /** A new bucket; gives its name. */
  readonly bucket: (settings?: BucketSettingsInit) => Promise<string> = async (settings: BucketSettingsInit = {}) => {
    const bucket = this.name("bucket");
    await this.kv.createBucket({ bucket, settings });
    return bucket;
  };

  /** A new queue, whose jobs wait for the same time before each attempt; gives its name. */
  readonly queue: (settings?: QueueSettingsInit) => Promise<string> = async (settings: QueueSettingsInit = {}) => {
    const queue = this.name("queue");
    const backoff = { initialMs: 1000, factor: 2, jitter: "none" } as const;
    await this.queues.createQueue({ queue, settings: { backoff, ...settings } });
    return queue;
  };

  /** Enqueues one job a value, all alike; gives their ids. */
  readonly enqueue: (queue: string, values: readonly string[], more?: NewJobInit) => Promise<string[]> = async (
    queue: string,
    values: readonly string[],
    more: NewJobInit = {},
  ) => {
    const jobs = values.map((value) => ({ ...more, value: Buffer.from(value) }));
    return (await this.queues.enqueue({ queue, jobs })).jobs.map(({ job }) => job);
  };

  /** Reserves jobs that are there. */
  readonly reserve: (queue: string, maxJobs?: number, more?: ReserveRequestInit) => Promise<ReservedJob[]> = async (
    queue: string,
    maxJobs: number = 1,
    more: ReserveRequestInit = {},
  ) => {
    return (await this.queues.reserve({ queue, workerId: "worker", maxJobs, ...more })).jobs;
  };

  /** Tells how the work on a job ended. */
  readonly settle: (queue: string, job: ReservedJob, outcome: JobOutcomeInit) => Promise<SettleResponse> = (
    queue: string,
    { job, lease }: ReservedJob,
    outcome: JobOutcomeInit,
  ) => {
    return this.queues.settle({ queue, outcomes: [{ job, lease, ...outcome }] });
  };

  /** The state of a job. */
  readonly stateOf: (queue: string, job: string) => Promise<JobState | undefined> = async (queue, job) => {
    return (await this.queues.getJob({ queue, job })).job?.state;
  };

  /** Puts text as an entry; gives its revision. */
  readonly put: (bucket: string, key: string, value: string) => Promise<number> = async (bucket, key, value) => {
    const { revision } = await this.kv.put({ bucket, key, value: Buffer.from(value) });
    return revision;
  };

  /** The value of an entry, as text. */
  readonly textOf: (bucket: string, key: string) => Promise<string> = async (bucket, key) => {
    return text((await this.kv.get({ bucket, key })).entry?.value);
  };

  /** Appends one record a value as one batch to a partition; gives the first offset. */
  readonly append: (stream: string, values: readonly string[], partition?: number) => Promise<number> = async (
    stream: string,
    values: readonly string[],
    partition: number = 0,
  ) => {
    const { offset } = await this.streams.append({ stream, partition, batch: batchOf(values) });
    return offset;
  };

  /** Publishes one record a value, without keys. */
  readonly publish: (stream: string, values: readonly string[], partition?: number) => Promise<Placement[]> = async (
    stream: string,
    values: readonly string[],
    partition?: number,
  ) => {
    const records = values.map((value) => ({ value: Buffer.from(value), partition }));
    return (await this.streams.publish({ stream, records })).placements;
  };

  /** Every record of a partition that is kept, by fetching from the earliest on. */
  readonly contents: (stream: string, partition?: number) => Promise<DecodedRecord[]> = async (
    stream: string,
    partition: number = 0,
  ) => {
    const { earliestOffset = 0 } = (await this.streams.getStream({ stream })).stream?.partitions[partition] ?? {};
    const records: DecodedRecord[] = [];
    for (let offset = earliestOffset; ; ) {
      const response = await this.streams.fetch({ stream, partition, offset });
      records.push(...decodeBatches(response.batches, { fromOffset: offset }));
      if (response.nextOffset >= response.endOffset) return records;
      assert.ok(response.nextOffset > offset, "a fetch below the end must get further");
      offset = response.nextOffset;
    }
  };

  /** The values of a partition, as text. */
  readonly values: (stream: string, partition?: number) => Promise<string[]> = async (
    stream: string,
    partition: number = 0,
  ) => {
    return (await this.contents(stream, partition)).map(({ value }) => text(value));
  };

  /** Offset that the next record of a partition gets. */
  readonly nextOffset: (stream: string, partition?: number) => Promise<number> = async (
    stream: string,
    partition: number = 0,
  ) => {
    const response = await this.streams.getStream({ stream });
    return response.stream?.partitions[partition]?.nextOffset ?? Number.NaN;
  };
}

/** One batch of records with these values, without keys. */
export function batchOf(values: readonly string[], producer?: BatchProducer): Uint8Array {
  return encodeBatch(
    values.map((value) => ({ value: Buffer.from(value), timestampMs: 1_700_000_000_000 })),
    producer,
  );
}

/** Bytes as text; the empty text for none. */
export function text(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : Buffer.from(bytes).toString();
}

/** The values of records, as text. */
export function valuesOf(records: readonly Record[]): string[] {
  return records.map(({ value }) => text(value));
}

/** Texts `first`, `first + 1`, ... */
export function numbered(count: number, first: number = 0): string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}

/** Values of the batches of a fetch, without what lies before the offset asked for. */
export function fetchedValues({ batches }: FetchResponse, fromOffset: number = 0): string[] {
  return [...decodeBatches(batches, { fromOffset })].map(({ value }) => text(value));
}

/** Lets everything that needs no time go on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Reads a subscription until the condition holds, or it ends. */
export async function take<Item>(items: AsyncIterator<Item>, isEnough: (item: Item) => boolean): Promise<Item[]> {
  const taken: Item[] = [];
  for (;;) {
    const { done, value } = await items.next();
    if (done) return taken;
    taken.push(value);
    if (isEnough(value)) return taken;
  }
}
