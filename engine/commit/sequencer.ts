import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "../clock/clock.ts";
import { frameSizes, payloadStart } from "../log/frame.ts";
import type { LogWriter } from "../log/log-writer.ts";
import type { WritePurpose } from "../log/segment-pool.ts";
import { FairQueue } from "./fair-queue.ts";
import { isEntryWrite } from "./kv-operation.ts";
import type { LogOperation } from "./operation.ts";
import { PositionWaiters } from "./position-waiters.ts";

/**
 * Gives every commit its place in the one order. A commit goes through three moments:
 *
 *   ordered   its operations are decided against the head, which knows all earlier commits, synced or not; its frame lies in the ring
 *   durable   its group was synced; views apply it, whole, and it becomes visible
 *   answered  under durability `always` when durable, `interval` when written, `memory` when ordered
 *
 * A refusal, or a duplicate's result, may rest on commits that are not durable yet, so it too is answered only when everything ordered before it is.
 * What cannot be ordered at once, because the next group is full or no segment is ready, waits in a queue that is fair among callers.
 */
export interface Intent<Result> {
  readonly durability: "always" | "interval" | "memory";
  /** May take the segments that are kept for writes which free space. */
  readonly privileged: boolean;
  /** Does nothing but give space back: while it is small, it may take the one that is kept for nothing else. Default: false. */
  readonly frees?: boolean;
  /** Writes nothing new, but what stands elsewhere already, so that room is given back. Default: false. */
  readonly isCarrying?: boolean;
  /**
   * Decides what the commit does if it gets this position, and pushes its operations; none when everything was there already. Changes nothing.
   * @throws FlowMeshError when it is refused
   */
  order(position: number, timeMs: number, operations: LogOperation[]): Result;
}

/** A commit on its way through the three moments. */
export interface OrderedCommit {
  readonly position: number;
  readonly timeMs: number;
  readonly operations: LogOperation[];
  readonly segment: number;
  readonly payloadByte: number;
}

/** Bytes of commits that were ordered since the engine was opened: what somebody asked for, and what was written again for the room's sake. */
export interface WrittenBytes {
  accepted: number;
  carried: number;
}

export interface SequencerOptions {
  readonly clock: Clock;
  readonly writer: LogWriter;
  /** Commit time of the last commit in the log. */
  readonly lastTimeMs: number;
  /** Named when the disk is full. */
  readonly path: string;
  /** Whether entries may be written at the moment; who asks for it when not waits until the next `drain`. */
  readonly mayWriteEntries: () => boolean;
  /** Applies to the head. */
  readonly onOrdered: (commit: OrderedCommit) => void;
  /** Applies to the views. */
  readonly onDurable: (commit: OrderedCommit) => void;
}

interface Waiting {
  readonly intent: Intent<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Something to be answered once `position` is durable; with a commit, or without one (a refusal, a duplicate). */
interface Pending {
  readonly position: number;
  readonly commit: OrderedCommit | undefined;
  /** Absent once it was answered. */
  answer: Answer | undefined;
  readonly interval: boolean;
}

interface Answer {
  readonly settle: (outcome: unknown) => void;
  readonly outcome: unknown;
  readonly reject: (error: unknown) => void;
}

const NOBODY = {};
/** By so much what a commit leaves to be carried may be larger than the commit was. */
const CARRY_BYTES = 256;
/** A frame is small if a segment holds sixteen of them. */
const SMALL_SHARE = 16;

export class Sequencer {
  readonly bytes: WrittenBytes = { accepted: 0, carried: 0 };
  readonly #options: SequencerOptions;
  readonly #queue = new FairQueue<Waiting>();
  /** In order of their positions. */
  #pending: Pending[] = [];
  #visible: number;
  #lastTimeMs: number;
  #refusal: FlowMeshError | undefined;
  readonly #positions: PositionWaiters = new PositionWaiters();
  #quietWaiters: (() => void)[] = [];

  constructor(options: SequencerOptions) {
    this.#options = options;
    this.#visible = options.writer.durablePosition;
    this.#lastTimeMs = options.lastTimeMs;
  }

  /** Position of the last commit that readers see. */
  get visiblePosition(): number {
    return this.#visible;
  }

  /** Bytes of the operations of one commit that does nothing but free space: so small that it is not refused as long as anything is kept for that. */
  get freeingBytesMax(): number {
    return Math.floor(this.#options.writer.frameBytesMax / SMALL_SHARE) - CARRY_BYTES;
  }

  /** Commit time that a commit ordered now would get. It never goes back. */
  nowMs(): number {
    return Math.max(this.#lastTimeMs, this.#options.clock.wallMs());
  }

  /** Orders the intent as soon as there is room. Resolves with what its `order` gave, at the moment its durability names. */
  submit<Result>(intent: Intent<Result>, caller: object = NOBODY): Promise<Result> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    return new Promise<Result>((resolve, reject) => {
      const waiting: Waiting = { intent, resolve: resolve as (result: unknown) => void, reject };
      if (this.#queue.size === 0 && this.#tryOrder(waiting)) return;
      if (this.#queue.size >= limits.waitingCommits.value) {
        reject(
          new FlowMeshError("overloaded", {
            what: "the number of waiting commits",
            limit: limits.waitingCommits.value,
          }),
        );
      } else this.#queue.push(caller, waiting);
    });
  }

  /** Resolves once readers see this position. @throws the signal's reason, for some positions never come */
  whenVisible(position: number, signal?: AbortSignal): Promise<void> {
    if (position <= this.#visible) return Promise.resolve();
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal);
    return this.#positions.wait(position, signal);
  }

  /** Resolves once nothing is waiting, unsynced or unanswered. */
  whenQuiet(): Promise<void> {
    if (this.isQuiet) return Promise.resolve();
    this.#options.writer.flush();
    return new Promise((resolve) => this.#quietWaiters.push(resolve));
  }

  get isQuiet(): boolean {
    return this.#pending.length === 0 && this.#queue.size === 0;
  }

  /** From now on everything new is refused with this error; what was taken goes on. */
  refuse(error: FlowMeshError): void {
    this.#refusal = error;
    this.#positions.refuse(error);
  }

  /** Writes a frame without operations behind the last one, whose durable end vouches for everything before it; not if there is other work. */
  mark(): void {
    const { writer } = this.#options;
    const sizes = frameSizes([]);
    if (
      this.#pending.length > 0 ||
      this.#refusal !== undefined ||
      writer.admits(sizes.frame, sizes.table, "goOn") !== "now"
    )
      return;
    const commit = { position: writer.nextPosition, timeMs: this.nowMs(), operations: [], segment: 0, payloadByte: 0 };
    writer.append([], sizes, commit.timeMs, true);
    this.#lastTimeMs = commit.timeMs;
    this.#pending.push({ position: commit.position, commit, answer: undefined, interval: false });
  }

  /** The log failed: nothing that waits can ever be acknowledged. */
  fail(error: FlowMeshError): void {
    this.#refusal = error;
    for (const waiting of this.#queue.drain()) waiting.reject(error);
    for (const { answer } of this.#pending.splice(0)) answer?.reject(error);
    this.#positions.refuse(error);
    this.#wakeQuiet();
  }

  /** Room may have appeared: a group was synced, or a segment is ready. */
  drain(): void {
    for (let waiting = this.#queue.peek(); waiting !== undefined; waiting = this.#queue.peek()) {
      if (!this.#tryOrder(waiting)) return;
      this.#queue.shift();
    }
    if (this.#pending.length === 0) this.#wakeQuiet();
  }

  /** Called by the log when frames up to `position` were written. */
  written(position: number): void {
    for (const pending of this.#pending) {
      if (pending.position > position) return;
      if (!pending.interval) continue;
      settle(pending.answer);
      pending.answer = undefined;
    }
  }

  /** Called by the log when frames up to `position` are durable: views apply them, then everybody is answered. */
  synced(position: number): void {
    let count = 0;
    while (count < this.#pending.length && (this.#pending[count] as Pending).position <= position) {
      const { commit } = this.#pending[count++] as Pending;
      if (commit !== undefined) this.#options.onDurable(commit);
    }
    this.#visible = position;
    const done = count === this.#pending.length ? this.#pending : this.#pending.slice(0, count);
    this.#pending = count === this.#pending.length ? [] : this.#pending.slice(count);
    for (const { answer } of done) settle(answer);
    this.#positions.wake(this.#visible);
    this.drain();
  }

  /** Orders the intent, or answers that it must wait. */
  #tryOrder(waiting: Waiting): boolean {
    const { writer, onOrdered, mayWriteEntries, path } = this.#options;
    const { intent } = waiting;
    const position = writer.nextPosition;
    const timeMs = this.nowMs();
    const operations: LogOperation[] = [];
    let outcome: unknown;
    try {
      outcome = intent.order(position, timeMs, operations);
    } catch (error) {
      return this.#refuseWhenDurable(waiting, error);
    }
    if (operations.length === 0) {
      this.#answerWhenDurable({ settle: waiting.resolve, outcome, reject: waiting.reject }, intent);
      return true;
    }
    if (intent.isCarrying !== true && !mayWriteEntries() && operations.some(isEntryWrite)) return false;
    const sizes = frameSizes(operations);
    const bytesMax = writer.frameBytesMax - (intent.isCarrying === true ? 0 : CARRY_BYTES);
    if (sizes.frame + sizes.table > bytesMax) {
      const details = { size: sizes.frame + sizes.table, unit: "bytes", limit: bytesMax };
      return this.#refuseWhenDurable(waiting, new FlowMeshError("commit_too_large", details));
    }
    const admission = writer.admits(sizes.frame, sizes.table, purposeOf(intent, sizes.frame, bytesMax));
    if (admission === "later") return false;
    if (admission === "full") return this.#refuseWhenDurable(waiting, new FlowMeshError("disk_full", { path }));
    writer.append(operations, sizes, timeMs, intent.durability === "always");
    this.bytes[intent.isCarrying === true ? "carried" : "accepted"] += sizes.frame;
    this.#lastTimeMs = timeMs;
    const payloadByte = writer.lastByte + payloadStart(sizes.table);
    const commit = { position, timeMs, operations, segment: writer.segment.number, payloadByte };
    onOrdered(commit);
    this.#await(commit, waiting, outcome);
    return true;
  }

  #await(commit: OrderedCommit, { intent, resolve, reject }: Waiting, outcome: unknown): void {
    const answersNow = intent.durability === "memory";
    if (answersNow) resolve(outcome);
    const answer = answersNow ? undefined : { settle: resolve, outcome, reject };
    this.#pending.push({ position: commit.position, commit, answer, interval: intent.durability === "interval" });
  }

  #refuseWhenDurable({ intent, reject }: Waiting, error: unknown): true {
    this.#answerWhenDurable({ settle: reject, outcome: error, reject }, intent);
    return true;
  }

  /** Answers once everything that the answer may rest on is durable; only who asked for a relaxed durability waits for a relaxed sync. */
  #answerWhenDurable(answer: Answer, { durability }: Intent<unknown>): void {
    const { writer } = this.#options;
    const position = writer.nextPosition - 1;
    if (position <= this.#visible) settle(answer);
    else {
      this.#pending.push({ position, commit: undefined, answer, interval: false });
      if (durability === "always") writer.flush();
    }
  }

  #wakeQuiet(): void {
    for (const wake of this.#quietWaiters.splice(0)) wake();
  }
}

function purposeOf(intent: Intent<unknown>, bytes: number, bytesMax: number): WritePurpose {
  if (!intent.privileged) return "any";
  // What gives a segment back may take the room that is kept for what is carried, also where it is small: else that room could not come back.
  if (intent.isCarrying === true) return "carry";
  return intent.frees === true && bytes <= bytesMax / SMALL_SHARE ? "free" : "goOn";
}

function settle(answer: Answer | undefined): void {
  answer?.settle(answer.outcome);
}
