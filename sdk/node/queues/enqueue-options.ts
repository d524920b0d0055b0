import type { NewJobInit } from "@flowmesh/contract";
import { type Clock, fieldInvalid } from "@flowmesh/fabric/internal";
import { instantMs } from "../instant.ts";
import { checkOptionNames, type OptionNames } from "../known-options.ts";
import { durationMs } from "../moment.ts";
import { newRecord } from "../publishing/outgoing-batch.ts";
import { outgoingRecord, type PublishOptions } from "../publishing/outgoing-record.ts";
import type { Key, Value } from "../value.ts";

/** What a job may carry beside its value. */
export interface EnqueueOptions {
  /** Not handed out before so much time has passed: `"10m"`, or milliseconds. At most a hundred years. Not together with `runAt`. Default: at once. */
  readonly delay?: string | number | undefined;
  /** Not handed out before: a date, or milliseconds since 1970. What is over means at once. */
  readonly runAt?: Date | number | undefined;
  /** 0 to 9; higher goes first. Default 5. */
  readonly priority?: number | undefined;
  /** What the job is about, for limits per key and for searching. At most 4 KiB. Default: no key. */
  readonly key?: Key | undefined;
  /** Jobs of one ordering key are worked on one after the other, in the order in which they were enqueued. At most 255 bytes. Default: no order. */
  readonly orderingKey?: string | undefined;
  /** A job whose id the queue saw within its dedupe window is not enqueued again; 1 to 255 bytes. The handle is then that of the first one, with `duplicate: true`. */
  readonly dedupeId?: string | undefined;
  /** 1 to 1000. Default: as the queue's settings say. */
  readonly maxAttempts?: number | undefined;
  /** As in `publish`; the trace in which the program is goes along. */
  readonly headers?: PublishOptions["headers"];
}

/** A job for `enqueueMany`: its value and what `enqueue` takes as options. */
export interface EnqueueJob<Data = Value> extends EnqueueOptions {
  readonly value: Data;
}

/** What is other than it was when a job is tried again; what is absent stays. */
export interface RetryEdit extends Omit<EnqueueOptions, "dedupeId"> {
  readonly value?: Value | undefined;
}

const optionNames: OptionNames<EnqueueJob> = {
  value: true,
  delay: true,
  runAt: true,
  priority: true,
  key: true,
  orderingKey: true,
  dedupeId: true,
  maxAttempts: true,
  headers: true,
};

/**
 * A job in bytes. `index` is its place in its call, for errors.
 * @throws FlowMeshError `record_too_large`, `field_invalid`, `field_unknown`
 */
export function newJob(value: Value, options: EnqueueOptions, clock: Clock, index: number): NewJobInit {
  checkOptionNames(options as EnqueueJob, optionNames, "enqueue");
  if (options.delay !== undefined && options.runAt !== undefined)
    throw fieldInvalid("runAt", "cannot be given together with delay");
  const { delay, runAt, priority, key, orderingKey, dedupeId, maxAttempts, headers } = options;
  const record = newRecord(outgoingRecord(value, clock, { key, headers, dedupeId }, index));
  return {
    key: record.key,
    value: record.value,
    headers: record.headers,
    dedupeId,
    priority,
    orderingKey,
    maxAttempts,
    delayMs: delay === undefined ? undefined : durationMs(delay, "delay"),
    runAt: runAt === undefined ? undefined : instantMs(runAt, "runAt"),
  };
}

/** @throws FlowMeshError `record_too_large`, `field_invalid`, `field_unknown` */
export function editedJob({ value = null, ...options }: RetryEdit, clock: Clock): NewJobInit {
  const { headers, ...job } = newJob(value, options, clock, 0);
  // The trace of who edits it must not take the place of the headers that it has.
  return options.headers === undefined ? job : { ...job, headers };
}
