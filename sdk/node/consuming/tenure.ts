import { type AssignedPartition, limits, type NewCursorInit } from "@flowmesh/contract";
import { type Fabric, isFlowMeshError } from "@flowmesh/fabric";
import type { Message } from "../reading/message.ts";
import { messagesOf } from "../reading/message-reader.ts";
import { FinishedOffsets } from "./finished-offsets.ts";

/** Ranges above the cursor, and records that wait, from which on a partition is not read further until there are fewer. */
const rangesMax = 500;
const waitingMax = 10_000;
/** Ranges, and handlers that may make one more each, from which on nothing is begun that would make another: a cursor that has too many is refused. */
const rangesAheadMax: number = limits.finishedRanges.value - 100;

/** What a tenure asks of its consumer. */
export interface TenureParts {
  readonly fabric: Fabric;
  /** For which it is read. */
  readonly group: string;
  /** Takes messages over; each is to be `finish`ed or `dropped` later. */
  take(messages: readonly Message[]): void;
  /** Drops those that are not being worked on. */
  drop(): void;
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
  /** Ranges that what is being worked on can add. */
  #begun = 0;
  /** Where it reads on. */
  #from: number;
  #isDirty = false;
  #wake: () => void = () => undefined;
  #reading: Promise<void> | undefined;
  #quiet: (() => void)[] = [];

  /** @param before the same member's tenure of the partition before this one */
  constructor(assigned: AssignedPartition, parts: TenureParts, before: Tenure | undefined) {
    const { stream, partition, epoch, cursor } = assigned;
    this.stream = stream;
    this.partition = partition;
    this.epoch = epoch;
    this.#parts = parts;
    this.#finished = new FinishedOffsets(cursor ?? { offset: 0, finished: [] });
    if (before?.epoch === epoch) {
      // The assigned cursor may be older than what was finished since, and that may not be committed yet.
      this.#finished.addAll(before.#finished.cursor());
      this.#isDirty = before.#isDirty;
    }
    this.#from = this.#finished.offset;
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
    this.#parts.drop();
    this.#wake();
    await this.#reading;
    if (this.#waiting > 0) await new Promise<void>((resolve) => this.#quiet.push(resolve));
  }

  /** It is somebody else's. */
  lose(error: unknown): void {
    this.#lost.abort(error);
    void this.release();
  }

  finish(messages: readonly Message[]): void {
    for (const { offset } of messages) this.#finished.add(offset, offset);
    this.#isDirty = true;
    this.#parts.dirty();
    this.dropped(messages.length);
  }

  /** Whether the message may be worked on now, together with what was begun before it, or must wait until some before it are finished. `end` what may begin. */
  mayBegin({ offset }: Message, before: Message | undefined): boolean {
    if (before !== undefined && before.offset + 1 === offset) return true;
    if (this.#finished.ranges + this.#begun >= rangesAheadMax && this.#finished.isApart(offset)) return false;
    this.#begun++;
    return true;
  }

  /** Messages that began, in the same order, are not worked on any more. */
  end(messages: readonly Message[]): void {
    for (const [index, { offset }] of messages.entries())
      if (index === 0 || messages[index - 1]!.offset + 1 !== offset) this.#begun--;
  }

  /** So many messages will not be worked on by this tenure any more. */
  dropped(count: number): void {
    this.#waiting -= count;
    this.#wake();
    if (this.#waiting > 0) return;
    for (const resolve of this.#quiet.splice(0)) resolve();
  }

  /** What is finished, to be committed; it counts as committed until `notCommitted`. */
  takeCursor(): NewCursorInit {
    this.#isDirty = false;
    return { stream: this.stream, partition: this.partition, epoch: this.epoch, cursor: this.#finished.cursor() };
  }

  /** What is finished, and these messages too, which are in order. */
  cursorWith(messages: readonly Message[]): NewCursorInit {
    const finished: { firstOffset: number; lastOffset: number }[] = [];
    for (const { offset } of messages) {
      if (this.#finished.has(offset)) continue;
      const last = finished.at(-1);
      if (last?.lastOffset === offset - 1) last.lastOffset = offset;
      else finished.push({ firstOffset: offset, lastOffset: offset });
    }
    const cursor = { offset: this.#finished.offset, finished };
    return { stream: this.stream, partition: this.partition, epoch: this.epoch, cursor };
  }

  notCommitted(): void {
    this.#isDirty = true;
  }

  /** Goes on behind what retention has deleted meanwhile. */
  async #read(): Promise<void> {
    for (;;) {
      try {
        await this.#readOn();
        return;
      } catch (error) {
        if (this.isEnding || !isFlowMeshError(error, "offset_out_of_range")) throw error;
        const earliest = Number(error.details.earliest);
        if (!(earliest > this.#from)) throw error;
        this.#finished.add(this.#from, earliest - 1);
        this.#from = earliest;
      }
    }
  }

  async #readOn(): Promise<void> {
    const cursors = [{ partition: this.partition, offset: this.#from }];
    const request = { stream: this.stream, cursors, live: true, group: this.#parts.group };
    for await (const response of this.#parts.fabric.streams.subscribe(request, { signal: this.#stopping.signal })) {
      // What comes when nothing more is taken would be worked on all the same.
      if (this.isEnding) return;
      const { partition, nextOffset, batches } = response;
      const chunk = { partition, batches, from: this.#from, until: nextOffset };
      for (const messages of messagesOf(chunk, this.stream)) {
        this.#take(messages, messages.at(-1)!.offset + 1);
        await this.#room();
        if (this.isEnding) return;
      }
      if (batches.length > 0) this.#take([], nextOffset);
      await this.#room();
    }
  }

  async #room(): Promise<void> {
    while (!this.isEnding && this.#isFull()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #take(messages: readonly Message[], until: number): void {
    const open = messages.filter(({ offset }) => !this.#finished.has(offset));
    this.#finishGaps(messages, this.#from, until);
    this.#from = Math.max(this.#from, until);
    this.#waiting += open.length;
    this.#parts.take(open);
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
