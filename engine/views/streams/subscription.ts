import type { CallOptions, SubscribeRequestInit, SubscribeResponse } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkSubscribe } from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { GroupBarrier } from "../groups/group-barrier.ts";
import { ChangeSignal } from "./change-signal.ts";
import type { PartitionReader, ReadBatches, WantedBatches } from "./partition-reader.ts";
import type { StreamsView, VisiblePartition } from "./streams-view.ts";

/** What a subscription asks for, checked and with its defaults. */
export interface SubscriptionRequest {
  readonly stream: string;
  readonly cursors: readonly { readonly partition: number; readonly offset: number }[];
  readonly followNewPartitions: boolean;
  readonly live: boolean;
  readonly maxBytes: number;
  /** For whom it reads; empty: for no group. */
  readonly group: string;
  /** The stream that is meant; empty: whichever has the name. */
  readonly streamId: string;
}

/** What subscriptions stand on. */
export interface SubscriptionParts {
  readonly scope: CallScope;
  readonly view: StreamsView;
  readonly reader: PartitionReader;
  readonly barrier: GroupBarrier;
}

interface Cursor {
  readonly partition: number;
  readonly watched: VisiblePartition;
  offset: number;
  /** Where it ends, unless the subscription is live. */
  readonly until: number;
  /** The next response, read while the one before is sent. */
  ahead: Promise<ReadBatches> | undefined;
  /** Lets go of the watch for more to be open to the group, while there is one. */
  unwatch: (() => void) | undefined;
}

const NOTHING = new Uint8Array(0);

/** What all subscriptions together may hold that was read ahead: consumers that are slow, or do not take anything at all, must not fill the memory. */
const aheadBytesMax = 64 * 1024 * 1024;

/**
 * Reads several partitions turn by turn, as fast as it is consumed; holds one response at a time, and for a partition that is behind one more, while all
 * subscriptions together hold no more than `aheadBytesMax` so.
 */
export class Subscription {
  readonly #request: SubscriptionRequest;
  readonly #view: StreamsView;
  readonly #reader: PartitionReader;
  readonly #barrier: GroupBarrier;
  readonly #signal = new ChangeSignal();
  readonly #cursors: Cursor[] = [];
  /** What it gives next. It stands in no variable of `run`, which would keep its bytes until the one behind it is asked for. */
  #next: SubscribeResponse | undefined;
  /** How many partitions the stream had when it was last looked for new ones. */
  #partitionsSeen = 0;

  /** Told with the first response. */
  #id: string;

  private constructor(request: SubscriptionRequest, { view, reader, barrier }: SubscriptionParts) {
    const { stream, streamId } = request;
    this.#id = view.get(stream).definition.uuid;
    if (streamId !== "" && streamId !== this.#id) throw new FlowMeshError("stream_not_found", { stream });
    this.#request = request;
    this.#view = view;
    this.#reader = reader;
    this.#barrier = barrier;
    for (const { partition, offset } of request.cursors) this.#add(partition, offset);
  }

  /**
   * What it reads, until all is read, or its caller or the end of the fabric stops it. One generator from end to end: one that only passed on what another gives
   * would cost a message more than reading it does.
   */
  static async *run(
    parts: SubscriptionParts,
    request: SubscribeRequestInit,
    options: CallOptions | undefined,
  ): AsyncGenerator<SubscribeResponse> {
    const { scope } = parts;
    scope.check(options);
    const subscription = new Subscription(checkSubscribe(request), parts);
    const letGo = scope.onEnd(options, subscription.#signal.notify);
    try {
      for (let isAnnounced = false; ; ) {
        subscription.#followNewPartitions();
        let isBehind = false;
        for (const cursor of subscription.#cursors) {
          const preparing = subscription.#prepareNext(cursor);
          if (preparing !== undefined) await preparing;
          scope.check(options);
          if (subscription.#next === undefined) continue;
          isAnnounced = subscription.#next.caughtUp;
          isBehind = true;
          yield subscription.#takeNext();
        }
        if (isBehind) continue;
        scope.check(options);
        if (!isAnnounced) yield subscription.#caughtUp();
        isAnnounced = true;
        if (!subscription.#request.live) return;
        await subscription.#signal.wait();
        scope.check(options);
      }
    } finally {
      letGo();
      subscription.#stop();
    }
  }

  #stop(): void {
    for (const cursor of this.#cursors) {
      cursor.watched.watchers.delete(this.#signal.notify);
      cursor.unwatch?.();
      void this.#takeAhead(cursor);
    }
  }

  #prepareNext(cursor: Cursor): Promise<void> | undefined {
    const reading = this.#read(cursor);
    if (reading instanceof Promise) return reading.then((read) => this.#prepare(cursor, read));
    this.#prepare(cursor, reading);
    return undefined;
  }

  /** What was just written lies in memory, and is there without waiting. */
  #read(cursor: Cursor): ReadBatches | Promise<ReadBatches> | undefined {
    if (hasEnded(cursor)) return undefined;
    const wanted = this.#wanted(cursor);
    return this.#takeAhead(cursor) ?? this.#reader.readHeld(wanted) ?? this.#reader.read(wanted);
  }

  #prepare(cursor: Cursor, read: ReadBatches | undefined): void {
    if (read === undefined || read.nextOffset === cursor.offset) return;
    cursor.offset = read.nextOffset;
    const { partition, offset, watched } = cursor;
    if (!isAtEnd(cursor)) this.#readAhead(cursor);
    const caughtUp = this.#cursors.every(isAtEnd);
    const { endOffset } = watched;
    const streamId = this.#firstId();
    this.#next = { partition, nextOffset: offset, endOffset, caughtUp, batches: read.bytes, streamId };
  }

  #takeNext(): SubscribeResponse {
    const next = this.#next!;
    this.#next = undefined;
    return next;
  }

  #wanted(cursor: Cursor): WantedBatches {
    const { stream, maxBytes } = this.#request;
    const { partition, offset, watched } = cursor;
    return { stream, partition, offset, maxBytes, known: watched, until: this.#openUntil(cursor) };
  }

  /** Where the partition ends for the group; while it ends here, more being open to it is change enough to go on. */
  #openUntil(cursor: Cursor): number {
    const { stream, group } = this.#request;
    const reading = { group, stream, partition: cursor.partition };
    const openUntil = this.#barrier.openUntil(reading);
    cursor.unwatch?.();
    cursor.unwatch = cursor.offset < openUntil ? undefined : this.#barrier.watch(reading, this.#signal.notify);
    return openUntil;
  }

  #readAhead(cursor: Cursor): void {
    const { maxBytes } = this.#request;
    const wanted = this.#wanted(cursor);
    if (wanted.offset >= wanted.until || this.#reader.aheadBytes + maxBytes > aheadBytesMax) return;
    this.#reader.aheadBytes += maxBytes;
    cursor.ahead = this.#reader.read(wanted);
    // A failure is told in its turn; nobody waits for it when the subscription ends before.
    cursor.ahead.catch(() => undefined);
  }

  #takeAhead(cursor: Cursor): Promise<ReadBatches> | undefined {
    const { ahead } = cursor;
    if (ahead !== undefined) this.#reader.aheadBytes -= this.#request.maxBytes;
    cursor.ahead = undefined;
    return ahead;
  }

  #caughtUp(): SubscribeResponse {
    const cursor = this.#cursors[0];
    return {
      partition: cursor?.partition ?? 0,
      nextOffset: cursor?.offset ?? 0,
      endOffset: cursor?.watched.endOffset ?? 0,
      caughtUp: true,
      batches: NOTHING,
      streamId: this.#firstId(),
    };
  }

  #firstId(): string {
    const id = this.#id;
    this.#id = "";
    return id;
  }

  #followNewPartitions(): void {
    if (!this.#request.followNewPartitions) return;
    const { partitions } = this.#view.get(this.#request.stream);
    if (partitions.length === this.#partitionsSeen) return;
    this.#partitionsSeen = partitions.length;
    for (let number = 0; number < partitions.length; number++) {
      if (!this.#cursors.some(({ partition }) => partition === number))
        this.#add(number, (partitions[number] as VisiblePartition).startOffset);
    }
  }

  #add(partition: number, offset: number): void {
    const { stream, group, live } = this.#request;
    const watched = this.#reader.checkOffset(stream, partition, offset);
    // The group must be there, also when nothing will be read for it.
    this.#barrier.openUntil({ group, stream, partition });
    const until = live ? Number.POSITIVE_INFINITY : watched.endOffset;
    watched.watchers.add(this.#signal.notify);
    this.#cursors.push({ partition, watched, offset, until, ahead: undefined, unwatch: undefined });
  }
}

/** Whether nothing more is wanted of it. */
function hasEnded({ offset, until }: Cursor): boolean {
  return offset >= until;
}

/** Whether there is nothing more of it now. */
function isAtEnd({ offset, until, watched }: Cursor): boolean {
  return offset >= Math.min(until, watched.endOffset);
}
