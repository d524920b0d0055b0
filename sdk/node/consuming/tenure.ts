import type { AssignedPartition, NewCursorInit } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import type { Message } from "../reading/message.ts";
import { messagesOf } from "../reading/message-reader.ts";
import { FinishedOffsets } from "./finished-offsets.ts";

/** Ranges above the cursor, and records that wait, from which on a partition is not read further until there are fewer. */
const rangesMax = 500;
const waitingMax = 10_000;

/** What a tenure asks of its consumer. */
export interface TenureParts {
  readonly fabric: Fabric;
  /** Takes messages over; each is to be `finish`ed or `dropped` later. */
  take(tenure: Tenure, messages: readonly Message[]): void;
  /** There is something to commit. */
  dirty(): void;
  failed(error: unknown): void;
}

/** The time in which a member holds a partition: reads it from its cursor on, and knows what of it is finished. */
export class Tenure {
  readonly stream: string;
  readonly partition: number;
  readonly epoch: number;
  readonly #parts: TenureParts;
  readonly #finished: FinishedOffsets;
  readonly #stopping = new AbortController();
  readonly #lost = new AbortController();
  #waiting = 0;
  #isDirty = false;
  #wake: () => void = () => undefined;
  #reading: Promise<void> | undefined;
  #quiet: (() => void)[] = [];

  constructor({ stream, partition, epoch, cursor }: AssignedPartition, parts: TenureParts) {
    this.stream = stream;
    this.partition = partition;
    this.epoch = epoch;
    this.#parts = parts;
    this.#finished = new FinishedOffsets(cursor ?? { offset: 0, finished: [] });
  }

  /** Aborted when the partition was lost: what is still being done may be done by somebody else too. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  get isEnding(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Whether there is something that was not committed. */
  get isDirty(): boolean {
    return this.#isDirty;
  }

  start(): void {
    this.#reading = this.#read().catch((error) => {
      if (!this.isEnding) this.#parts.failed(error);
    });
  }

  /** Reads no further; resolves when nothing of it is being done any more. */
  async release(): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    await this.#reading;
    if (this.#waiting > 0) await new Promise<void>((resolve) => this.#quiet.push(resolve));
  }

  /** It is somebody else's. */
  lose(error: unknown): void {
    this.#lost.abort(error);
    void this.release();
  }

  finish({ offset }: Message): void {
    this.#finished.add(offset, offset);
    this.#isDirty = true;
    this.#parts.dirty();
    this.#leave();
  }

  /** The message will not be worked on by this tenure. */
  dropped(): void {
    this.#leave();
  }

  /** What is finished, to be committed; it counts as committed until `notCommitted`. */
  takeCursor(): NewCursorInit {
    this.#isDirty = false;
    return { stream: this.stream, partition: this.partition, epoch: this.epoch, cursor: this.#finished.cursor() };
  }

  /** What is finished, and this message too. */
  cursorWith({ offset }: Message): NewCursorInit {
    const cursor = { offset: 0, finished: [{ firstOffset: offset, lastOffset: offset }] };
    return { stream: this.stream, partition: this.partition, epoch: this.epoch, cursor };
  }

  notCommitted(): void {
    this.#isDirty = true;
  }

  #leave(): void {
    this.#waiting--;
    this.#wake();
    if (this.#waiting > 0) return;
    for (const resolve of this.#quiet.splice(0)) resolve();
  }

  async #read(): Promise<void> {
    const cursors = [{ partition: this.partition, offset: this.#finished.offset }];
    const request = { stream: this.stream, cursors, live: true };
    let from = this.#finished.offset;
    for await (const response of this.#parts.fabric.streams.subscribe(request, { signal: this.#stopping.signal })) {
      const { partition, nextOffset, batches } = response;
      for (const messages of messagesOf({ partition, batches, from, until: nextOffset }, this.stream)) {
        const until = messages.at(-1)!.offset + 1;
        this.#take(messages, from, until);
        from = until;
        await this.#room();
        if (this.isEnding) return;
      }
      if (batches.length > 0) this.#finishGaps([], from, nextOffset);
      from = Math.max(from, nextOffset);
      await this.#room();
      if (this.isEnding) return;
    }
  }

  async #room(): Promise<void> {
    while (!this.isEnding && this.#isFull()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #take(messages: readonly Message[], from: number, until: number): void {
    const open = messages.filter(({ offset }) => !this.#finished.has(offset));
    this.#finishGaps(messages, from, until);
    this.#waiting += open.length;
    this.#parts.take(this, open);
  }

  /** Offsets without a record have nothing to wait for. */
  #finishGaps(messages: readonly Message[], from: number, until: number): void {
    let next = from;
    for (const { offset } of messages) {
      if (offset > next) this.#finished.add(next, offset - 1);
      next = offset + 1;
    }
    if (until > next) this.#finished.add(next, until - 1);
  }

  #isFull(): boolean {
    return this.#waiting >= waitingMax || this.#finished.ranges >= rangesMax;
  }
}
