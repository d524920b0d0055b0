import {
  type AssignedPartition,
  type ErrorReason,
  limits,
  type NewCursorInit,
  type StreamPartitionsInit,
} from "@flowmesh/contract";
import { type Fabric, FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { type Clock, newUuid, type Timer } from "@flowmesh/fabric/internal";
import { Ending, warnOf } from "../ending.ts";
import { GatheredWrites } from "../handler-writes.ts";
import { lineageId } from "../lineage/lineage-id.ts";
import type { Message } from "../reading/message.ts";
import type { CommitResult, Transaction } from "../transaction.ts";
import type { Worker, WorkerParts } from "../working/worker.ts";
import type { ClientWorld } from "../world/client-world.ts";
import { aborted } from "../world/pause.ts";
import type { ConsumeBatchHandler, ConsumeContext, ConsumeSettings } from "./consume-options.ts";
import { KeyLanes } from "./key-lanes.ts";
import { type Assignment, Membership } from "./membership.ts";
import { buryPoison, publishPoison } from "./poison.ts";
import { redrivenWorker } from "./redriven.ts";
import { Tenure, type TenureParts } from "./tenure.ts";

/** Commits writes together with cursors. */
export type CommitWith = (
  write: (tx: Transaction) => void | Promise<void>,
  cursors: {
    readonly group: string;
    readonly memberId: string;
    readonly cursors: readonly NewCursorInit[];
    /** What the writes were caused by. */
    readonly causes: readonly string[];
  },
) => Promise<CommitResult>;

/** What a consumer works with. */
export interface ConsumerParts {
  readonly fabric: Fabric;
  readonly world: ClientWorld;
  readonly commitWith: CommitWith;
  readonly commit: WorkerParts["commit"];
  readonly durability: WorkerParts["durability"];
}

const commitEveryMs = 100;
const none: Assignment = { partitions: [], releasing: [], paused: false };
/** For all that is still to be said to the server once the last handler of a consumer that stops has ended. */
const lastCallsMs = limits.deadlineMs.value;
/** Before a partition whose read broke off is taken up again. */
const readAgainMs = 100;

/**
 * A member of a group at work. Begins by itself; `stop` ends it in good order. What was finished is committed every 100 ms and at the end; after a crash at most
 * that much is done again.
 */
export class Consumer {
  readonly memberId: string;
  readonly #parts: ConsumerParts;
  readonly #fabric: Fabric;
  readonly #clock: Clock;
  readonly #stream: string;
  readonly #options: ConsumeSettings;
  readonly #handler: ConsumeBatchHandler;
  readonly #commitWith: CommitWith;
  readonly #lanes: KeyLanes<Message>;
  readonly #membership: Membership;
  readonly #ending: Ending;
  readonly #stopping = new AbortController();
  readonly #leaving = new AbortController();
  /** Aborted when the server was given up on. */
  readonly #lastCalls = new AbortController();
  /** By partition; what is being released is in there until it is. */
  readonly #tenures = new Map<string, Tenure>();
  /** The last tenure of each partition that ended. */
  readonly #ended = new Map<string, Tenure>();
  #assignment: Assignment = none;
  /** Works on dead letters of the group that are tried again. */
  #redriven: Worker | undefined;
  /** Workers of before a pause that come to their end. */
  #resting: Promise<unknown> | undefined;
  #commitTimer: Timer | undefined;
  #isWarned = false;
  #committing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(parts: ConsumerParts, stream: string, options: ConsumeSettings, handler: ConsumeBatchHandler) {
    const { group, from, sessionTimeoutMs, rebalanceTimeoutMs, label, concurrency, records, waitMs } = options;
    const { fabric, world, commitWith } = parts;
    this.#parts = parts;
    this.#fabric = fabric;
    this.#clock = world.clock;
    this.memberId = newUuid(world.random);
    this.#commitWith = commitWith;
    this.#stream = stream;
    this.#options = options;
    this.#handler = handler;
    this.#lanes = new KeyLanes({ concurrency, itemsMax: records, waitMs, clock: world.clock });
    const join = { streams: [stream], label, start: from, sessionTimeoutMs, rebalanceTimeoutMs };
    this.#membership = new Membership(
      fabric,
      { group, memberId: this.memberId, join, sessionMs: sessionTimeoutMs, world },
      {
        assigned: (news) => this.#assign(news),
        lost: (error) => this.#lost(error),
        holding: () => this.#holding(),
      },
    );
    this.#ending = new Ending(this.#run(), `the consumer of stream ${JSON.stringify(stream)}`);
  }

  /** Settles when it has ended: resolves after `stop`, rejects when it cannot go on, as when its stream was never there. Who has asked for neither when that happens is warned by the process. */
  get ended(): Promise<void> {
    return this.#ending.watch();
  }

  /**
   * Takes nothing more, waits for the handlers that run, however long, commits what they finished, and leaves the group. Until then it is a member and keeps its
   * partitions, but no longer than `rebalanceTimeoutMs`. A server that does not answer is given up on 30 s after the last handler has ended; what was not committed
   * comes again. May be called twice.
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
    await aborted(this.#stopping.signal);
    const timer = this.#clock.after(this.#options.rebalanceTimeoutMs, () => this.#leaveEarly());
    const redriven = this.#redriven?.stop().catch(() => undefined);
    await this.#releaseAll();
    await Promise.all([redriven, this.#resting]);
    timer.cancel();
    const lastTimer = this.#clock.after(lastCallsMs, () => this.#lastCalls.abort(unheard()));
    await this.#commitNow();
    this.#commitTimer?.cancel();
    this.#leaving.abort();
    await being;
    await this.#membership.leave(this.#lastCalls.signal).catch(() => undefined);
    lastTimer.cancel();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** What its handlers do not come to an end with goes to others. */
  #leaveEarly(): void {
    const why = "the member was told to stop, and did not end in time";
    for (const tenure of this.#tenures.values()) this.#lose(tenure, this.#fenced(tenure, why));
    this.#leaving.abort();
    void this.#membership.leave().catch(() => undefined);
  }

  /** Ends it in good order, but with an error. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopping.abort();
    // Nothing that handlers finish can be told any more.
    if (isFlowMeshError(error, "closed")) for (const tenure of this.#tenures.values()) this.#lose(tenure, error);
  }

  async #releaseAll(): Promise<void> {
    await Promise.all([...this.#tenures.values()].map((tenure) => tenure.release()));
  }

  #assign(news: Assignment): void {
    this.#assignment = news;
    this.#arrange();
    // The group is there once its first member is.
    if (this.#options.onPoison !== "deadLetter") return;
    if (news.paused) this.#restRedriven();
    else this.#workOnRedriven();
  }

  /** A paused group takes no dead letters either; those begun are finished. */
  #restRedriven(): void {
    const redriven = this.#redriven;
    if (redriven === undefined) return;
    this.#redriven = undefined;
    const resting = redriven.stop().catch(() => undefined);
    this.#resting = Promise.all([this.#resting, resting]);
  }

  #workOnRedriven(): void {
    if (this.#redriven !== undefined || this.#stopping.signal.aborted || !this.#fabric.capabilities.queues) return;
    const redriven = redrivenWorker(this.#parts, this.#stream, this.#options, this.#handler);
    this.#redriven = redriven;
    redriven.ended.catch((error) => {
      if (this.#redriven === redriven) this.#redriven = undefined;
      // The group was deleted; once this member has made it again, it goes on.
      if (!isFlowMeshError(error, "queue_not_found")) this.#fail(error);
    });
  }

  /** Brings what is held in line with what may be. */
  #arrange(): void {
    const { partitions, releasing, paused } = this.#assignment;
    const assigned = new Map(partitions.map((each) => [keyOf(each), each]));
    const own = new Set(releasing.flatMap(({ stream, partitions: of }) => of.map((one) => `${stream}/${one}`)));
    for (const [key, tenure] of this.#tenures) {
      const epoch = assigned.get(key)?.epoch;
      if (epoch !== undefined && epoch !== tenure.epoch)
        this.#lose(tenure, this.#fenced(tenure, "its cursor was moved"));
      else if (epoch === undefined && !own.has(key))
        this.#lose(tenure, this.#fenced(tenure, "it was not let go of in time"));
      else if ((epoch === undefined || paused) && !tenure.isEnding) void this.#giveUp(key, tenure);
    }
    if (this.#stopping.signal.aborted) return;
    const wanted = paused ? [] : assigned;
    for (const [key, each] of wanted) if (!this.#tenures.has(key)) this.#begin(key, each);
  }

  #begin(key: string, assigned: AssignedPartition): void {
    const before = this.#ended.get(key);
    // It was lost, and the news of it are still on their way.
    if (before?.epoch === assigned.epoch && before.signal.aborted) return;
    const pool = this.#lanes.open({
      mayBegin: (message, previous) => tenure.mayBegin(message, previous),
      run: (messages, attempt) => this.#work(messages, tenure, attempt),
      dropped: (count) => tenure.dropped(count),
    });
    const parts: TenureParts = {
      fabric: this.#fabric,
      group: this.#options.group,
      take: (messages) => pool.push(messages, this.#laneOf),
      drop: () => pool.drop(),
      dirty: () => this.#commitSoon(),
      failed: (error) => this.#readFailed(key, tenure, error),
    };
    const tenure = new Tenure(assigned, parts, before);
    this.#tenures.set(key, tenure);
    if (tenure.isDirty) this.#commitSoon();
    tenure.start();
  }

  async #giveUp(key: string, tenure: Tenure): Promise<void> {
    await tenure.release();
    await this.#commitNow();
    if (this.#tenures.get(key) === tenure) {
      this.#tenures.delete(key);
      this.#ended.set(key, tenure);
    }
    this.#arrange();
    this.#membership.nudge();
  }

  /** What may pass begins again from what is finished; a stream that is gone is taken away by the server. */
  #readFailed(key: string, tenure: Tenure, error: unknown): void {
    if (isFlowMeshError(error, "offset_out_of_range")) {
      // The log ends before what was read of it already.
      this.#membership.rejoin(error);
    } else if (isOneOf(error, ["stream_not_found", "partition_not_found"]) || isRetryable(error)) {
      if (isFlowMeshError(error, "overloaded")) this.#warnOnce(tenure, error);
      this.#clock.after(readAgainMs, () => {
        if (!tenure.isEnding) void this.#giveUp(key, tenure);
      });
    } else {
      this.#fail(error);
    }
  }

  /** What a limit keeps from being read is there, and would only seem to be late. */
  #warnOnce({ partition }: Tenure, error: unknown): void {
    if (this.#isWarned) return;
    this.#isWarned = true;
    warnOf(`the consumer of stream ${JSON.stringify(this.#stream)} cannot read partition ${partition} now`, error);
  }

  #lost(error: unknown): void {
    this.#assignment = none;
    for (const tenure of this.#tenures.values()) this.#lose(tenure, error);
  }

  #fenced({ partition, epoch }: Tenure, why: string): FlowMeshError {
    const details = { group: this.#options.group, member: this.memberId, epoch };
    return new FlowMeshError("member_fenced", {
      ...details,
      problem: `partition ${partition} is not its own any more: ${why}`,
    });
  }

  #lose(tenure: Tenure, error: unknown): void {
    const isNew = !tenure.isEnding;
    tenure.lose(error);
    if (isNew) void this.#giveUp(keyOf(tenure), tenure);
  }

  #holding(): StreamPartitionsInit[] {
    return [...this.#tenures.values()].map(({ stream, partition }) => ({ stream, partitions: [partition] }));
  }

  readonly #laneOf = ({ key, offset }: Message): string => {
    if (this.#options.orderBy === "partition") return "";
    const isKeyed = this.#options.orderBy === "key" && key !== undefined;
    return isKeyed ? `key ${Buffer.from(key).toString("latin1")}` : `offset ${offset}`;
  };

  /** Runs the handler once. @returns when to try again, or nothing when the messages are finished or not ours any more */
  async #work(messages: readonly Message[], tenure: Tenure, attempt: number): Promise<number | undefined> {
    try {
      return await this.#attempt(messages, tenure, attempt);
    } catch (error) {
      // Nobody knows what to do with the messages.
      tenure.dropped(messages.length);
      this.#fail(error);
      return undefined;
    } finally {
      tenure.end(messages);
    }
  }

  async #attempt(taken: readonly Message[], tenure: Tenure, attempt: number): Promise<number | undefined> {
    const messages = taken.length === 1 ? taken : taken.toSorted((one, other) => one.offset - other.offset);
    let isCommitted = false;
    const gathered = new GatheredWrites(this.#clock);
    const commit: ConsumeContext["commit"] = async (write) => {
      const result = await gathered.takenAlong((include) => {
        const withGathered = async (tx: Transaction): Promise<void> => {
          include(tx);
          await write(tx);
        };
        return this.#commitBoth(withGathered, messages, tenure);
      });
      isCommitted = true;
      return result;
    };
    const context: ConsumeContext = {
      ...gathered.writes,
      stream: this.#stream,
      attempt,
      traceparent: messages[0]!.header("traceparent"),
      redriven: false,
      signal: tenure.signal,
      commit: async (write) => {
        if (gathered.hasEnded) throw new FlowMeshError("handler_ended", {});
        return commit(write);
      },
    };
    try {
      await this.#handler(messages, context);
      await gathered.end();
      if (!gathered.isEmpty) await commit(() => undefined);
    } catch (error) {
      await gathered.end();
      if (!isCommitted) return this.#failed(error, messages, tenure, attempt);
      this.#options.onError(error, messages[0]!, attempt);
    }
    tenure.finish(messages);
    return undefined;
  }

  async #commitBoth(
    write: Parameters<CommitWith>[0],
    messages: readonly Message[],
    tenure: Tenure,
  ): Promise<CommitResult> {
    const cursors = [tenure.cursorWith(messages)];
    const named = messages.slice(0, limits.lineageCauses.value);
    const causes = named.map(({ partition, offset }) => lineageId.record(this.#stream, partition, offset));
    try {
      return await this.#commitWith(write, { group: this.#options.group, memberId: this.memberId, cursors, causes });
    } catch (error) {
      // It may have taken effect, or may yet do so: tried again as it is, the effect could be there twice.
      const isOpen = isOneOf(error, ["deadline_exceeded", "connection_failed"]);
      if (isOpen && !tenure.signal.aborted) this.#membership.rejoin(error);
      throw error;
    }
  }

  async #failed(
    error: unknown,
    messages: readonly Message[],
    tenure: Tenure,
    attempt: number,
  ): Promise<number | undefined> {
    const first = messages[0]!;
    if (!tenure.signal.aborted) this.#options.onError(error, first, attempt);
    const isPoison = messages.length === 1 && attempt >= this.#options.attempts && !tenure.isEnding;
    if (isPoison && (await this.#isDisposedOf(first, error, tenure, attempt))) {
      tenure.finish(messages);
      return undefined;
    }
    if (tenure.isEnding) {
      tenure.dropped(messages.length);
      return undefined;
    }
    return this.#options.retryMs(attempt);
  }

  /** Does with a poison message what is wished. @returns whether it is finished with that. @throws what the consumer is to end with */
  async #isDisposedOf(message: Message, error: unknown, tenure: Tenure, attempts: number): Promise<boolean> {
    const { onPoison, group } = this.#options;
    if (onPoison === "block") return false;
    if (onPoison === "deadLetter" && !this.#fabric.capabilities.queues) return false;
    if (onPoison === "stop") throw error;
    try {
      if (typeof onPoison === "function") await onPoison(message, error);
      else {
        const origin = { stream: this.#stream, group, attempts, error };
        const place = { memberId: this.memberId, epoch: tenure.epoch };
        const give = (tx: Transaction): void =>
          onPoison === "deadLetter"
            ? buryPoison(tx, message, origin, place)
            : publishPoison(tx, onPoison.publishTo, message, origin);
        await this.#commitBoth(give, [message], tenure);
      }
      return true;
    } catch (problem) {
      const mayPass = isRetryable(problem) || isOneOf(problem, ["member_fenced", "member_unknown"]);
      if (typeof onPoison !== "function" && !mayPass) throw problem;
      if (!tenure.signal.aborted) this.#options.onError(problem, message, attempts);
      return false;
    }
  }

  #commitSoon(): void {
    this.#commitTimer ??= this.#clock.after(commitEveryMs, () => {
      this.#commitTimer = undefined;
      void this.#commitNow();
    });
  }

  /** One commit at a time; what could not be committed is tried with the next. Rejects never. */
  #commitNow(): Promise<void> {
    this.#committing = this.#committing.then(() => this.#commit());
    return this.#committing;
  }

  async #commit(): Promise<void> {
    const dirty = [...this.#tenures.values()].filter((tenure) => tenure.isDirty && !tenure.signal.aborted);
    const atOnce = limits.cursorsPerCommit.value;
    for (let from = 0; from < dirty.length; from += atOnce) await this.#commitOf(dirty.slice(from, from + atOnce));
  }

  async #commitOf(dirty: readonly Tenure[]): Promise<void> {
    const cursors = dirty.map((tenure) => tenure.takeCursor());
    try {
      const { group } = this.#options;
      const { signal } = this.#lastCalls;
      await this.#fabric.groups.commitCursors({ group, memberId: this.memberId, cursors }, { signal });
    } catch (error) {
      await this.#notCommitted(dirty, error);
    }
  }

  async #notCommitted(dirty: readonly Tenure[], error: unknown): Promise<void> {
    // One of several is not ours any more; the others are.
    if (isFlowMeshError(error, "member_fenced") && dirty.length > 1) {
      for (const tenure of dirty) await this.#commitOf([tenure]);
      return;
    }
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
}

function keyOf({ stream, partition }: { readonly stream: string; readonly partition: number }): string {
  return `${stream}/${partition}`;
}

function unheard(): FlowMeshError {
  return new FlowMeshError("deadline_exceeded", { what: "the end of a consumer", timeoutMs: lastCallsMs });
}

function isOneOf(error: unknown, reasons: readonly ErrorReason[]): boolean {
  return reasons.some((reason) => isFlowMeshError(error, reason));
}

function isRetryable(error: unknown): boolean {
  return isFlowMeshError(error) && error.retryable;
}
