import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { AssignedPartition, ErrorReason, NewCursorInit, StreamPartitionsInit } from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Message } from "../reading/message.ts";
import type { CommitResult, Transaction } from "../transaction.ts";
import { KeyLanes } from "./key-lanes.ts";
import { Membership } from "./membership.ts";
import { Tenure, type TenureParts } from "./tenure.ts";

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
  /** Told of each handler that threw, before its record is tried again. If it throws, the consumer ends with that. Default: nobody is. */
  readonly onError?: ((error: unknown, message: Message, attempt: number) => void) | undefined;
  /** Without a sign of life for so long this member is taken for dead, in milliseconds. 1000 to 1800000. Default 45000. */
  readonly sessionTimeoutMs?: number | undefined;
  /** What people see of this member. Default: host and process. */
  readonly label?: string | undefined;
}

/** What a handler gets beside the message. */
export interface ConsumeContext {
  readonly stream: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted when the partition was lost: somebody else does the record, too. */
  readonly signal: AbortSignal;
  /**
   * Writes all that `write` adds, and that this record is finished, in one commit: both or neither, however often it is tried. The handler should return then.
   * @throws FlowMeshError as `mesh.commit`; `member_fenced` or `member_unknown` when the partition was lost, and nothing was written
   */
  commit(write: (tx: Transaction) => void | Promise<void>): Promise<CommitResult>;
}

/** Does what a record asks for. When it returns, the record is finished; when it throws, it is tried again, and what must wait for it waits. */
export type ConsumeHandler = (message: Message, context: ConsumeContext) => unknown;

/** Commits writes together with cursors. */
export type CommitWith = (
  write: (tx: Transaction) => void | Promise<void>,
  cursors: { readonly group: string; readonly memberId: string; readonly cursors: readonly NewCursorInit[] },
) => Promise<CommitResult>;

const commitEveryMs = 100;
const sessionMsDefault = 45_000;
const firstRetryMs = 100;
const retryMsMax = 30_000;
/** What a timer can wait for. */
const timerMsMax = 2 ** 31 - 1;
/** When to look again at a record that is too far ahead of others. */
const aheadMs = 500;

/**
 * A member of a group at work. Begins by itself; `stop` ends it in good order. What was finished is committed every 100 ms and at the end; after a crash at most
 * that much is done again.
 */
export class Consumer {
  readonly memberId: string = randomUUID();
  /** Settles when it has ended: resolves after `stop`, rejects when it cannot go on, as when its stream was never there. */
  readonly ended: Promise<void>;
  readonly #fabric: Fabric;
  readonly #stream: string;
  readonly #options: ConsumeOptions;
  readonly #handler: ConsumeHandler;
  readonly #commitWith: CommitWith;
  readonly #lanes: KeyLanes;
  readonly #membership: Membership;
  readonly #stopping = new AbortController();
  readonly #leaving = new AbortController();
  /** By partition; what is being released is in there until it is. */
  readonly #tenures = new Map<string, Tenure>();
  /** The last tenure of each partition that ended. */
  readonly #ended = new Map<string, Tenure>();
  #assigned: readonly AssignedPartition[] = [];
  #isPaused = false;
  #commitTimer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  /** @throws FlowMeshError `field_invalid` */
  constructor(
    { fabric, commitWith }: { readonly fabric: Fabric; readonly commitWith: CommitWith },
    stream: string,
    options: ConsumeOptions,
    handler: ConsumeHandler,
  ) {
    const { group, concurrency = 1, from = "earliest", sessionTimeoutMs = sessionMsDefault } = options;
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new FlowMeshError("field_invalid", { field: "concurrency", problem: `is ${concurrency}, not 1 or more` });
    }
    this.#fabric = fabric;
    this.#commitWith = commitWith;
    this.#stream = stream;
    this.#options = options;
    this.#handler = handler;
    this.#lanes = new KeyLanes(concurrency);
    const label = options.label ?? `${hostname()} ${process.pid}`;
    const join = { streams: [stream], label, start: from, sessionTimeoutMs };
    this.#membership = new Membership(
      fabric,
      { group, memberId: this.memberId, join, sessionMs: sessionTimeoutMs },
      {
        assigned: (partitions, paused) => this.#assign(partitions, paused),
        lost: (error) => this.#lost(error),
        holding: () => this.#holding(),
      },
    );
    this.ended = this.#run();
    // Whoever does not look at it learns of the failure by `stop`.
    this.ended.catch(() => undefined);
  }

  /**
   * Takes nothing more, waits for the handlers that run, however long, commits what they finished, and leaves the group. Until then it is a member and keeps its
   * partitions. May be called twice.
   * @throws what ended it before
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** It stays a member until its handlers have ended, so that nobody else is given what they work on. */
  async #run(): Promise<void> {
    const being = this.#membership.run(this.#leaving.signal).catch((error) => this.#fail(error));
    const { signal } = this.#stopping;
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await this.#releaseAll();
    await this.#commitNow();
    clearTimeout(this.#commitTimer);
    this.#leaving.abort();
    await being;
    await this.#membership.leave().catch(() => undefined);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Ends it in good order, but with an error. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopping.abort();
  }

  async #releaseAll(): Promise<void> {
    const releasing = [...this.#tenures.values()].map((tenure) => this.#release(tenure));
    await Promise.all(releasing);
  }

  #assign(partitions: readonly AssignedPartition[], paused: boolean): void {
    this.#assigned = partitions;
    this.#isPaused = paused;
    this.#arrange();
  }

  /** Brings what is held in line with what may be. */
  #arrange(): void {
    const wanted = new Map(this.#isPaused ? [] : this.#assigned.map((each) => [keyOf(each), each]));
    for (const [key, tenure] of this.#tenures) {
      const epoch = wanted.get(key)?.epoch;
      if (epoch === tenure.epoch && !tenure.isEnding) continue;
      if (epoch !== undefined && epoch !== tenure.epoch)
        this.#lose(tenure, movedAway(tenure, this.#options.group, this.memberId));
      else if (!tenure.isEnding) void this.#giveUp(key, tenure);
    }
    if (this.#stopping.signal.aborted) return;
    for (const [key, each] of wanted) if (!this.#tenures.has(key)) this.#begin(key, each);
  }

  #begin(key: string, assigned: AssignedPartition): void {
    const before = this.#ended.get(key);
    // It was lost, and the news of it are still on their way.
    if (before?.epoch === assigned.epoch && before.signal.aborted) return;
    const parts: TenureParts = {
      fabric: this.#fabric,
      take: (of, messages) => this.#take(of, messages),
      dirty: () => this.#commitSoon(),
      failed: (error) => this.#readFailed(key, tenure, error),
    };
    const tenure = new Tenure(assigned, parts, before);
    this.#tenures.set(key, tenure);
    if (tenure.isDirty) this.#commitSoon();
    tenure.start();
  }

  async #giveUp(key: string, tenure: Tenure): Promise<void> {
    await this.#release(tenure);
    await this.#commitNow();
    if (this.#tenures.get(key) === tenure) {
      this.#tenures.delete(key);
      this.#ended.set(key, tenure);
    }
    this.#arrange();
    this.#membership.nudge();
  }

  async #release(tenure: Tenure): Promise<void> {
    const released = tenure.release();
    this.#lanes.drop(`${keyOf(tenure)} `);
    await released;
  }

  /** What may pass begins again from what is finished; a stream that is gone is taken away by the server. */
  #readFailed(key: string, tenure: Tenure, error: unknown): void {
    if (isFlowMeshError(error, "offset_out_of_range")) {
      // The log ends before what was read of it already.
      this.#membership.rejoin(error);
    } else if (isOneOf(error, ["stream_not_found", "partition_not_found"]) || isRetryable(error)) {
      setTimeout(() => {
        if (!tenure.isEnding) void this.#giveUp(key, tenure);
      }, firstRetryMs).unref();
    } else {
      this.#fail(error);
    }
  }

  #lost(error: unknown): void {
    this.#assigned = [];
    for (const tenure of this.#tenures.values()) this.#lose(tenure, error);
  }

  #lose(tenure: Tenure, error: unknown): void {
    const isNew = !tenure.isEnding;
    tenure.lose(error);
    if (isNew) void this.#giveUp(keyOf(tenure), tenure);
  }

  #holding(): StreamPartitionsInit[] {
    return [...this.#tenures.values()].map(({ stream, partition }) => ({ stream, partitions: [partition] }));
  }

  #take(tenure: Tenure, messages: readonly Message[]): void {
    for (const message of messages) {
      const job = new HandlerJob(message, tenure, this);
      this.#lanes.push(`${keyOf(tenure)} ${this.#laneOf(message)}`, job);
    }
  }

  #laneOf(message: Message): string {
    switch (this.#options.orderBy ?? "partition") {
      case "partition":
        return "";
      case "key":
        return message.key === undefined
          ? `offset ${message.offset}`
          : `key ${Buffer.from(message.key).toString("latin1")}`;
      case "none":
        return `offset ${message.offset}`;
    }
  }

  /** Runs the handler once. @returns when to try again, or nothing when the message is finished or not ours any more */
  async handle(message: Message, tenure: Tenure, attempt: number): Promise<number | undefined> {
    try {
      return await this.#attempt(message, tenure, attempt);
    } catch (error) {
      // `onError` or `retryMs` threw: nobody knows what to do with the message.
      tenure.dropped();
      this.#fail(error);
      return undefined;
    }
  }

  async #attempt(message: Message, tenure: Tenure, attempt: number): Promise<number | undefined> {
    let isCommitted = false;
    const context: ConsumeContext = {
      stream: this.#stream,
      attempt,
      signal: tenure.signal,
      commit: async (write) => {
        const result = await this.#commitBoth(write, message, tenure);
        isCommitted = true;
        return result;
      },
    };
    try {
      await tenure.work(async () => this.#handler(message, context));
    } catch (error) {
      if (!isCommitted) return this.#failed(error, message, tenure, attempt);
      this.#options.onError?.(error, message, attempt);
    }
    tenure.finish(message);
    return undefined;
  }

  async #commitBoth(write: Parameters<CommitWith>[0], message: Message, tenure: Tenure): Promise<CommitResult> {
    const cursors = [tenure.cursorWith(message)];
    try {
      return await this.#commitWith(write, { group: this.#options.group, memberId: this.memberId, cursors });
    } catch (error) {
      // It may have taken effect, or may yet do so: tried again as it is, the effect could be there twice.
      const isOpen = isOneOf(error, ["deadline_exceeded", "connection_failed"]);
      if (isOpen && !tenure.signal.aborted) this.#membership.rejoin(error);
      throw error;
    }
  }

  #failed(error: unknown, message: Message, tenure: Tenure, attempt: number): number | undefined {
    if (!tenure.signal.aborted) this.#options.onError?.(error, message, attempt);
    if (tenure.isEnding) {
      tenure.dropped();
      return undefined;
    }
    const { retryMs = defaultRetryMs } = this.#options;
    const ms = retryMs(attempt);
    return Number.isNaN(ms) ? 0 : Math.min(timerMsMax, Math.max(0, ms));
  }

  #commitSoon(): void {
    this.#commitTimer ??= setTimeout(() => {
      this.#commitTimer = undefined;
      void this.#commitNow();
    }, commitEveryMs);
  }

  /** One commit at a time; what could not be committed is tried with the next. Rejects never. */
  #commitNow(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commit());
    return this.#committing;
  }

  async #commit(): Promise<void> {
    const dirty = [...this.#tenures.values()].filter((tenure) => tenure.isDirty && !tenure.signal.aborted);
    if (dirty.length === 0) return;
    const cursors = dirty.map((tenure) => tenure.takeCursor());
    try {
      const { group } = this.#options;
      await this.#fabric.groups.commitCursors({ group, memberId: this.memberId, cursors });
    } catch (error) {
      await this.#notCommitted(dirty, error);
    }
  }

  async #notCommitted(dirty: readonly Tenure[], error: unknown): Promise<void> {
    if (isFlowMeshError(error, "member_fenced") && dirty.length > 1) return this.#commitEach(dirty);
    const isLost = isOneOf(error, ["member_fenced", "stream_not_found", "partition_not_found"]);
    for (const tenure of dirty) {
      if (isLost) this.#lose(tenure, error);
      else tenure.notCommitted();
    }
    if (isLost) return;
    if (isOneOf(error, ["member_unknown", "group_not_found", "offset_out_of_range"])) this.#membership.rejoin(error);
    else if (isRetryable(error)) this.#commitSoon();
    else this.#fail(error);
  }

  /** One of several is not ours any more; the others are. */
  async #commitEach(dirty: readonly Tenure[]): Promise<void> {
    const { group } = this.#options;
    for (const tenure of dirty) {
      await this.#fabric.groups
        .commitCursors({ group, memberId: this.memberId, cursors: [tenure.takeCursor()] })
        .catch((error) => this.#notCommitted([tenure], error));
    }
  }
}

/** A message in its lane. */
class HandlerJob {
  readonly #message: Message;
  readonly #tenure: Tenure;
  readonly #consumer: Consumer;
  #attempts = 0;

  constructor(message: Message, tenure: Tenure, consumer: Consumer) {
    this.#message = message;
    this.#tenure = tenure;
    this.#consumer = consumer;
  }

  run(): Promise<number | undefined> {
    if (this.#tenure.isEnding) {
      this.#tenure.dropped();
      return Promise.resolve(undefined);
    }
    if (this.#tenure.isTooFarAhead(this.#message)) return Promise.resolve(aheadMs);
    return this.#consumer.handle(this.#message, this.#tenure, ++this.#attempts);
  }

  drop(): void {
    this.#tenure.dropped();
  }
}

function keyOf({ stream, partition }: { readonly stream: string; readonly partition: number }): string {
  return `${stream}/${partition}`;
}

function isOneOf(error: unknown, reasons: readonly ErrorReason[]): boolean {
  return reasons.some((reason) => isFlowMeshError(error, reason));
}

function isRetryable(error: unknown): boolean {
  return isFlowMeshError(error) && error.retryable;
}

function defaultRetryMs(attempt: number): number {
  return Math.min(retryMsMax, firstRetryMs * 2 ** (attempt - 1));
}

function movedAway({ partition, epoch }: Tenure, group: string, member: string): FlowMeshError {
  const problem = `its cursor of partition ${partition} was moved`;
  return new FlowMeshError("member_fenced", { group, member, epoch, problem });
}
