import type { SubscribeResponse } from "@flowmesh/contract";
import type { GroupBarrier } from "../groups/group-barrier.ts";
import { ChangeSignal } from "./change-signal.ts";
import type { PartitionReader, ReadBatches } from "./partition-reader.ts";
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
}

/** What subscriptions stand on. */
export interface SubscriptionParts {
  readonly view: StreamsView;
  readonly reader: PartitionReader;
  readonly barrier: GroupBarrier;
}

interface Cursor {
  readonly partition: number;
  readonly watched: VisiblePartition;
  offset: number;
  /** Where it ends when the subscription is not live. */
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

  constructor(request: SubscriptionRequest, { view, reader, barrier }: SubscriptionParts) {
    this.#request = request;
    this.#view = view;
    this.#reader = reader;
    this.#barrier = barrier;
    for (const { partition, offset } of request.cursors) this.#add(partition, offset);
  }

  /** Lets go of what `run` watches, and ends it if it waits. */
  stop(): void {
    for (const cursor of this.#cursors) {
      cursor.watched.watchers.delete(this.#signal.notify);
      cursor.unwatch?.();
      void this.#takeAhead(cursor);
    }
    this.#signal.notify();
  }

  async *run(isStopped: () => boolean): AsyncGenerator<SubscribeResponse> {
    try {
      let announced = false;
      while (!isStopped()) {
        this.#followNewPartitions();
        let progressed = false;
        for (const cursor of this.#cursors) {
          const response = await this.#next(cursor);
          if (response === undefined) continue;
          progressed = true;
          announced = false;
          yield response;
        }
        if (progressed) continue;
        if (!announced) yield this.#caughtUp();
        announced = true;
        if (!this.#request.live) return;
        await this.#signal.wait();
      }
    } finally {
      this.stop();
    }
  }

  async #next(cursor: Cursor): Promise<SubscribeResponse | undefined> {
    const { stream, maxBytes, live } = this.#request;
    if (!live && cursor.offset >= cursor.until) return undefined;
    const { partition, offset, watched } = cursor;
    const openUntil = this.#openUntil(cursor);
    const { bytes, nextOffset } = await (this.#takeAhead(cursor) ??
      this.#reader.read(stream, partition, offset, maxBytes, watched, openUntil));
    if (nextOffset === cursor.offset) return undefined;
    cursor.offset = nextOffset;
    if (nextOffset < Math.min(cursor.until, watched.endOffset)) this.#readAhead(cursor);
    return {
      partition: cursor.partition,
      nextOffset,
      endOffset: cursor.watched.endOffset,
      caughtUp: false,
      batches: bytes,
    };
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
    const { stream, maxBytes } = this.#request;
    const { partition, offset, watched } = cursor;
    const openUntil = this.#openUntil(cursor);
    if (offset >= openUntil || this.#reader.aheadBytes + maxBytes > aheadBytesMax) return;
    this.#reader.aheadBytes += maxBytes;
    cursor.ahead = this.#reader.read(stream, partition, offset, maxBytes, watched, openUntil);
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
    };
  }

  #followNewPartitions(): void {
    if (!this.#request.followNewPartitions) return;
    const { partitions } = this.#view.get(this.#request.stream);
    for (let number = 0; number < partitions.length; number++) {
      if (!this.#cursors.some(({ partition }) => partition === number))
        this.#add(number, (partitions[number] as VisiblePartition).startOffset);
    }
  }

  #add(partition: number, offset: number): void {
    const watched = this.#reader.checkOffset(this.#request.stream, partition, offset);
    watched.watchers.add(this.#signal.notify);
    this.#cursors.push({ partition, watched, offset, until: watched.endOffset, ahead: undefined, unwatch: undefined });
  }
}
