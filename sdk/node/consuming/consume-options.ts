import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { nameOf, type StreamRef } from "../definitions/definition.ts";
import type { HandlerWrites } from "../handler-writes.ts";
import { checkFunction, checkOptionNames, type OptionNames } from "../known-options.ts";
import type { Message } from "../reading/message.ts";
import { thrownText } from "../thrown-text.ts";
import { told } from "../told.ts";
import type { CommitResult, Transaction } from "../transaction.ts";
import { processLabel } from "../world/process-label.ts";

/** How a stream is consumed. */
export interface ConsumeOptions {
  /** Name of the group: its members share the partitions, and what they have finished is remembered under it. Created when it is not there. */
  readonly group: string;
  /** Handlers that run at one time. Default 1. */
  readonly concurrency?: number | undefined;
  /**
   * What is done one after the other: `"partition"`, the default, all records of a partition; `"key"`, those of one key, with any number of keys at one time;
   * `"none"`, nothing.
   */
  readonly orderBy?: "partition" | "key" | "none" | undefined;
  /** Where a group that is new to the stream begins. Default `"earliest"`. */
  readonly from?: "earliest" | "latest" | undefined;
  /** How long to wait before a record is tried again whose handler threw, from the number of tries so far. Default: 100 ms, doubled each time, at most 30 s. If it throws, the consumer ends with that. */
  readonly retryMs?: ((attempt: number) => number) | undefined;
  /** Told of each handler that threw, with the message it was given (the first one of a batch), before that is tried again. If it throws, the consumer ends with that. Default: nobody is. */
  readonly onError?: ((error: unknown, message: Message, attempt: number) => void) | undefined;
  /** After so many tries a record is poison, and `onPoison` says what becomes of it. At least 1. Default 5. */
  readonly attempts?: number | undefined;
  /** What becomes of a record whose handler threw at every try. Whatever it is, records that need not wait for it, by `orderBy`, go on. Default `"deadLetter"`. */
  readonly onPoison?: OnPoison | undefined;
  /** Without a sign of life for so long this member is taken for dead, in milliseconds. 1000 to 1800000. Default 45000. */
  readonly sessionTimeoutMs?: number | undefined;
  /**
   * When the group wants a partition back, for another member, this one may finish what it has begun of it; after so many milliseconds the partition goes to the
   * other all the same, and `context.signal` is aborted. Likewise for what runs when it is told to stop. 1000 to 3600000. Default 300000, five minutes.
   */
  readonly rebalanceTimeoutMs?: number | undefined;
  /** What people see of this member. Default: host and process. */
  readonly label?: string | undefined;
  readonly batch?: undefined;
}

/**
 * What becomes of a poison record.
 *
 * - `"deadLetter"`: it is moved with its error into the dead letters of the group, and finished, in one commit. There it can be looked at, edited, removed and tried again, which
 *   brings it back to this handler, with `context.redriven`. Where the fabric has no queues it is as `"block"`.
 * - `"block"`: it is tried again for ever, and what must wait for it waits.
 * - `"stop"`: the consumer ends with what the handler threw, after it has finished in good order what else it has begun.
 * - a function: the record is skipped, that is finished, once it returns; when it throws, the record is tried again.
 * - `publishTo`: the record is published to this stream, and finished, in one commit. It keeps key, value, time and headers, and gets the headers
 *   `flowmesh-stream`, `flowmesh-partition`, `flowmesh-offset`, `flowmesh-group`, `flowmesh-attempts` and `flowmesh-error`, as many of them as there is room
 *   for; a header without a value gets an empty one. The stream must be there: otherwise the consumer ends with `stream_not_found`.
 */
export type OnPoison<To extends StreamRef = StreamRef> =
  | "deadLetter"
  | "block"
  | "stop"
  | ((message: Message, error: unknown) => unknown)
  | { readonly publishTo: To };

/** How a stream is consumed in batches. */
export interface ConsumeBatchOptions extends Omit<ConsumeOptions, "batch"> {
  readonly batch: {
    /** Most records of a batch, up to 10000. */
    readonly records: number;
    /** How long a batch that is not full waits for more, in milliseconds. Default 0: what is there is a batch. */
    readonly waitMs?: number | undefined;
  };
}

/** What a handler gets beside the message, or the messages of a batch. */
export interface ConsumeContext extends HandlerWrites {
  readonly stream: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** The trace in which the record was published, or the first one of the batch: its header `traceparent`, for the parent of a span of the handler. */
  readonly traceparent: string | undefined;
  /** It was among the group's dead letters and is tried again: what came after it in its partition may have been done since. */
  readonly redriven: boolean;
  /** Aborted when the partition was lost, as after `rebalanceTimeoutMs`: somebody else does the record, too. */
  readonly signal: AbortSignal;
  /**
   * Writes all that `write` adds, and that the record, or all of the batch, is finished, in one commit: both or neither, however often it is tried. For what must be known before
   * the handler goes on; otherwise `publish`, `put` and the others do the same when it returns, as it should now.
   * @throws FlowMeshError as `mesh.commit`; `member_fenced` or `member_unknown` when the partition was lost, and nothing was written
   */
  commit(write: (tx: Transaction) => void | Promise<void>): Promise<CommitResult>;
}

/** Does what a record asks for. When it returns, the record is finished; when it throws, it is tried again, and what must wait for it waits. */
export type ConsumeHandler<Data = unknown> = (message: Message<Data>, context: ConsumeContext) => unknown;

/**
 * Does what some records of one partition ask for, which come in order of their offsets. When it returns, all are finished; when it throws, all are tried again, at
 * first by key (with `orderBy: "key"`), then with half as many each time, so that one at fault is found and those before it are finished.
 */
export type ConsumeBatchHandler<Data = unknown> = (
  messages: readonly Message<Data>[],
  context: ConsumeContext,
) => unknown;

const optionNames: OptionNames<ConsumeOptions> = {
  group: true,
  concurrency: true,
  orderBy: true,
  from: true,
  retryMs: true,
  onError: true,
  attempts: true,
  onPoison: true,
  sessionTimeoutMs: true,
  rebalanceTimeoutMs: true,
  label: true,
  batch: true,
};
const batchNames: OptionNames<ConsumeBatchOptions["batch"]> = { records: true, waitMs: true };
const orders: readonly unknown[] = ["partition", "key", "none"];
const starts: readonly unknown[] = ["earliest", "latest"];
const attemptsDefault = 5;
const batchRecordsMax = 10_000;
const firstRetryMs = 100;
const retryMsMax = 30_000;
/** What a timer can wait for. */
const timerMsMax: number = 2 ** 31 - 1;

/** The options with all that was not given. */
export interface ConsumeSettings {
  readonly group: string;
  readonly concurrency: number;
  readonly orderBy: "partition" | "key" | "none";
  readonly from: "earliest" | "latest";
  readonly retryMs: (attempt: number) => number;
  readonly onError: (error: unknown, message: Message, attempt: number) => void;
  readonly attempts: number;
  readonly onPoison: OnPoison<string>;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly label: string;
  /** Most records that are handed over at one time, and how long fewer wait for more. */
  readonly records: number;
  readonly waitMs: number;
}

/** @throws FlowMeshError `field_invalid`, `field_unknown` */
export function consumeSettings(options: ConsumeOptions | ConsumeBatchOptions): ConsumeSettings {
  checkOptionNames(options as ConsumeOptions, optionNames, "consume");
  const { concurrency = 1, orderBy = "partition", from = "earliest", attempts = attemptsDefault, batch } = options;
  if (batch !== undefined) checkOptionNames(batch, batchNames, "batch");
  if (typeof options.group !== "string") throw invalid("group", "is not given: name the group that shares the stream");
  checkOneOf("orderBy", orderBy, orders);
  checkOneOf("from", from, starts);
  return {
    group: options.group,
    concurrency: checkWhole("concurrency", concurrency, 1),
    orderBy,
    from,
    retryMs: checkedRetryMs(options.retryMs ?? defaultRetryMs),
    onError: told("onError", options.onError),
    attempts: checkWhole("attempts", attempts, 1),
    onPoison: checkPoison(options.onPoison ?? "deadLetter"),
    sessionTimeoutMs: checkWhole("sessionTimeoutMs", options.sessionTimeoutMs ?? limits.sessionTimeoutMs.value, 1),
    rebalanceTimeoutMs: checkWhole(
      "rebalanceTimeoutMs",
      options.rebalanceTimeoutMs ?? limits.rebalanceTimeoutMs.value,
      1,
    ),
    label: options.label ?? processLabel(),
    records: batch === undefined ? 1 : checkWhole("batch.records", batch.records, 1, batchRecordsMax),
    waitMs: checkWhole("batch.waitMs", batch?.waitMs ?? 0, 0, timerMsMax),
  };
}

/** What it gives is checked when it does. */
function checkedRetryMs(retryMs: (attempt: number) => number): (attempt: number) => number {
  checkFunction("retryMs", retryMs, "; it is told which attempt failed, and gives milliseconds");
  return (attempt) => {
    const ms: unknown = retryMs(attempt);
    if (typeof ms === "number" && !Number.isNaN(ms)) return Math.min(timerMsMax, Math.max(0, ms));
    throw invalid("retryMs", `must give milliseconds; it gave ${thrownText(ms)}`);
  };
}

function checkPoison(onPoison: OnPoison): OnPoison<string> {
  if (onPoison === "deadLetter" || onPoison === "block" || onPoison === "stop" || typeof onPoison === "function")
    return onPoison;
  if (onPoison?.publishTo !== undefined) return { publishTo: nameOf(onPoison.publishTo) };
  throw invalid("onPoison", 'must be "deadLetter", "block", "stop", a function, or { publishTo: "<stream>" }');
}

function checkWhole(field: string, value: number, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const bounds = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  throw invalid(field, `is ${value}, not a whole number ${bounds}`);
}

function checkOneOf(field: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) throw invalid(field, `is ${JSON.stringify(value)}, not one of ${allowed.join(", ")}`);
}

function invalid(field: string, problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field, problem });
}

function defaultRetryMs(attempt: number): number {
  return Math.min(retryMsMax, firstRetryMs * 2 ** (attempt - 1));
}
