import type { Clock, Timer } from "../clock/clock.ts";
import type { LogOperation } from "../commit/operation.ts";
import { FRAME_HEADER_BYTES, frameSeed, writeFrame } from "./frame.ts";
import type { Ring } from "./ring.ts";
import { newSegment, type Segment } from "./segment.ts";
import { FOOTER_ENTRY_BYTES, FOOTER_TRAILER_BYTES, FooterBuilder, type FrameEntry } from "./segment-footer.ts";
import { encodeHeaderBlock, SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";
import type { SegmentPool, WritePurpose } from "./segment-pool.ts";
import { SyncMeter } from "./sync-meter.ts";

/**
 * The one place that writes and syncs. Frames are encoded into the ring as they are ordered; what gathers there until the disk can take more is the next
 * group. Groups form themselves: the first frame of an idle log starts a group as soon as the input at hand is taken, without a timer.
 *
 * A group lies within one segment and is at most `groupBytes`, or one larger frame. Two groups of one segment are under way at a time where each is written and synced by one call: a
 * disk that syncs twice at once takes little longer than for one of them. They may get there in either order, and are believed in the order of their positions alone: where the power
 * goes between, the later one lies behind what no frame names as durable, and is cut off with it. Everything else goes alone.
 *
 * Frames that are not yet synced lie in at most two segments and take half the ring, or one frame takes more; the ring never overwrites them.
 *
 * The first failing write or sync ends the writer: nothing after it is believed, nothing is tried again.
 */
export interface LogWriterOptions {
  readonly clock: Clock;
  readonly ring: Ring;
  readonly pool: SegmentPool;
  readonly segmentBytes: number;
  readonly groupBytes: number;
  readonly epoch: number;
  readonly logId: string;
  readonly listener: LogWriterListener;
  /** Whether another segment may be begun now; `full` when it may not before space is freed. */
  readonly mayRoll: () => Admission;
}

export interface LogWriterListener {
  /** Frames up to this position are in the operating system's hands. */
  written(position: number): void;
  /** Frames up to this position are durable. */
  synced(position: number): void;
  /** Nothing waits to be written or synced. */
  idle(): void;
  /** A segment was begun; its frames are not yet synced. */
  opened(segment: Segment): void;
  /** A new segment is being written. `previous` is complete and durable, its footer not yet written. */
  rolled(previous: Segment, footer: FooterBuilder): void;
  failed(error: Error): void;
}

/** Where writing goes on. */
export interface WriterStart {
  readonly segment: Segment;
  readonly byte: number;
  readonly footer: FooterBuilder;
  readonly nextPosition: number;
  readonly lastChecksum: number;
  readonly firstSegment: number;
}

/** Whether a frame can be written now, once a group has been synced or a segment made, or not before space is freed. */
export type Admission = "now" | "later" | "full";

const RELAXED_SYNC_MS = 100;
/** Groups that are written and synced side by side. */
const LANES = 2;

interface Group {
  readonly segment: Segment;
  readonly header: Buffer | undefined;
  readonly startByte: number;
  endByte: number;
  lastPosition: number;
  /** Some of its writers wait for the sync. */
  strict: boolean;
  /** Some wait only until it is written. */
  relaxed: boolean;
  stage: "open" | "underWay" | "durable";
  /** When its call of the disk began. */
  beganMs: number;
}

export class LogWriter {
  readonly syncMeter: SyncMeter = new SyncMeter();
  readonly #options: LogWriterOptions;
  readonly #seed: number;
  #segment: Segment;
  #byte: number;
  #footer: FooterBuilder;
  #nextPosition: number;
  #lastChecksum: number;
  #durable: number;
  #firstSegment: number;
  /** The open group is the last one; those before it were closed by the end of their segment. */
  readonly #groups: Group[] = [];
  readonly #rolled: { segment: Segment; footer: FooterBuilder; lastPosition: number }[] = [];
  /** Somebody looks, or soon will, what can be begun. */
  #isAwake = false;
  readonly #wake: () => void = () => this.#goOn(() => undefined);
  /** Calls of the disk that are under way: several only where each of them syncs what it writes. */
  #calls = 0;
  /** So many groups at the head are written and synced by one call each. */
  #lanes = 0;
  /** Told when the last call has ended. */
  #onQuiet: (() => void) | undefined;
  /** What the next position was when it was last looked what can be begun. */
  #seenPosition = 0;
  #isStopped = false;
  #lastByte = 0;
  #writtenPosition = 0;
  /** Synced, but not yet told. */
  #unannounced: number | undefined;
  /** Since when the oldest unsynced frame has been in the operating system's hands. */
  #unsyncedSinceMs: number | undefined;
  /** Up to this position nothing waits for company. */
  #flushTo = 0;
  #relaxedTimer: Timer | undefined;
  #unsyncedSegment: Segment | undefined;

  constructor(options: LogWriterOptions, start: WriterStart) {
    this.#options = options;
    this.#seed = frameSeed(options.logId);
    this.#segment = start.segment;
    this.#byte = start.byte;
    this.#footer = start.footer;
    this.#nextPosition = start.nextPosition;
    this.#lastChecksum = start.lastChecksum;
    this.#durable = start.nextPosition - 1;
    this.#firstSegment = start.firstSegment;
  }

  /** Position that the next frame gets. */
  get nextPosition(): number {
    return this.#nextPosition;
  }

  get durablePosition(): number {
    return this.#durable;
  }

  get segment(): Segment {
    return this.#segment;
  }

  /** Where the frame appended last begins in `segment`. */
  get lastByte(): number {
    return this.#lastByte;
  }

  /** Named in every segment header from now on. */
  get firstSegment(): number {
    return this.#firstSegment;
  }

  set firstSegment(segment: number) {
    this.#firstSegment = segment;
  }

  /** A commit of the segment being written. */
  entryAt(position: number): FrameEntry | undefined {
    return this.#footer.entryAt(position);
  }

  /** Bytes that the largest frame has together with its table, which the footer repeats. */
  get frameBytesMax(): number {
    return this.#options.segmentBytes - SEGMENT_DATA_START - FOOTER_ENTRY_BYTES - FOOTER_TRAILER_BYTES;
  }

  /** Bytes that are left of a segment for what gives space back, by all else that may write to it on a full disk. */
  get restBytes(): number {
    return this.#options.segmentBytes / 8;
  }

  /** Whether the segment that is written to has that rest. */
  get hasRest(): boolean {
    return this.#fitsSegment(this.restBytes, 0);
  }

  admits(frameBytes: number, tableBytes: number, purpose: WritePurpose): Admission {
    const { pool } = this.#options;
    const open = this.#groups.at(-1);
    // The rest of the last segment is for what only gives space back: that must never be refused because others have used it up.
    const keptBytes = (purpose === "goOn" || purpose === "carry") && pool.isLastFor(purpose) ? this.restBytes : 0;
    if (this.#fitsSegment(frameBytes + keptBytes, tableBytes)) {
      if (!pool.mayGoOn(purpose)) return "full";
      const joins =
        open === undefined ||
        open.stage !== "open" ||
        open.endByte - open.startByte + frameBytes <= this.#options.groupBytes;
      return joins && this.#mayStayUnsynced(frameBytes) ? "now" : "later";
    }
    if (!pool.canTake(purpose)) return pool.full ? "full" : "later";
    const mayRoll = purpose === "any" ? this.#options.mayRoll() : "now";
    if (mayRoll !== "now") return mayRoll;
    const oldest = this.#unsyncedSegment ?? this.#groups[0]?.segment;
    const next = { segment: this.#segment.number + 1, byte: SEGMENT_DATA_START + frameBytes };
    return (oldest === undefined || oldest === this.#segment) && this.#ringHolds(next) ? "now" : "later";
  }

  /** Encodes a frame and puts it into the open group. Ask `admits` first. `strict`: its writer waits for the sync. */
  append(
    operations: readonly LogOperation[],
    sizes: { frame: number; table: number },
    timeMs: number,
    strict: boolean,
  ): void {
    const group = this.#fitsSegment(sizes.frame, sizes.table) ? this.#openGroup() : this.#roll(timeMs);
    const position = this.#nextPosition++;
    const { ring } = this.#options;
    const at = ring.at(this.#segment.number, this.#byte);
    this.#lastChecksum = writeFrame(
      ring.bytes,
      at,
      sizes,
      {
        previousChecksum: this.#lastChecksum,
        position,
        epoch: this.#options.epoch,
        timeMs,
        durableEnd: this.#durable,
        segment: this.#segment.number,
        seed: this.#seed,
      },
      operations,
    );
    const entry = { position, timeMs, byte: this.#byte, operations: operations.length };
    this.#footer.add(entry, ring.bytes, at + FRAME_HEADER_BYTES, sizes.table);
    this.#lastByte = this.#byte;
    this.#byte += sizes.frame;
    this.#segment.lastPosition = position;
    this.#segment.lastChecksum = this.#lastChecksum;
    ring.extend(this.#segment.number, this.#byte);
    group.endByte = this.#byte;
    group.lastPosition = position;
    if (strict) group.strict = true;
    else group.relaxed = true;
    this.#start();
  }

  /** Syncs what was appended so far without waiting for more. */
  flush(): void {
    this.#flushTo = this.#nextPosition - 1;
    this.#start();
  }

  /** Begins no further write and tells of nothing any more; waits for those under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#relaxedTimer?.cancel();
    if (this.#calls > 0) await new Promise<void>((resolve) => (this.#onQuiet = resolve));
  }

  #fitsSegment(frameBytes: number, tableBytes: number): boolean {
    const footer = this.#footer.entryBytes + FOOTER_ENTRY_BYTES + tableBytes + FOOTER_TRAILER_BYTES;
    return this.#byte + frameBytes + footer <= this.#options.segmentBytes;
  }

  /** Whether another frame fits behind those that are not yet synced. */
  #mayStayUnsynced(frameBytes: number): boolean {
    const unsynced = this.#groups.reduce((bytes, group) => bytes + group.endByte - group.startByte, 0);
    if (unsynced === 0) return true;
    const end = { segment: this.#segment.number, byte: this.#byte + frameBytes };
    return unsynced + frameBytes <= this.#options.ring.bytes.length / 2 && this.#ringHolds(end);
  }

  /** Whether the ring, written up to there, still holds what is not synced. */
  #ringHolds(end: { segment: number; byte: number }): boolean {
    const oldest = this.#groups[0];
    return (
      oldest === undefined || this.#options.ring.spans({ segment: oldest.segment.number, byte: oldest.startByte }, end)
    );
  }

  #openGroup(): Group {
    const last = this.#groups.at(-1);
    if (last?.stage === "open" && last.segment === this.#segment) return last;
    return this.#addGroup(undefined);
  }

  #addGroup(header: Buffer | undefined): Group {
    const group: Group = {
      segment: this.#segment,
      header,
      startByte: this.#byte,
      endByte: this.#byte,
      lastPosition: this.#nextPosition,
      strict: false,
      relaxed: false,
      stage: "open",
      beganMs: 0,
    };
    this.#groups.push(group);
    return group;
  }

  /** Goes on in a new segment; its header is written with its first group. */
  #roll(timeMs: number): Group {
    const { pool, epoch, logId, segmentBytes, ring } = this.#options;
    this.#rolled.push({ segment: this.#segment, footer: this.#footer, lastPosition: this.#nextPosition - 1 });
    const header: SegmentHeader = {
      kind: "log",
      epoch,
      segment: this.#segment.number + 1,
      firstPosition: this.#nextPosition,
      keptPosition: this.#nextPosition - 1,
      keptByte: SEGMENT_DATA_START,
      previousChecksum: this.#lastChecksum,
      segmentBytes,
      firstSegment: this.#firstSegment,
      timeMs,
      logId,
      durableEnd: this.#durable,
    };
    this.#segment = newSegment(pool.take(), header);
    this.#byte = SEGMENT_DATA_START;
    this.#footer = new FooterBuilder(this.#footer);
    ring.extend(header.segment, SEGMENT_DATA_START);
    this.#options.listener.opened(this.#segment);
    return this.#addGroup(encodeHeaderBlock(header));
  }

  #start(): void {
    if (this.#isAwake || this.#isStopped || (this.#calls > 0 && !this.#hasLane)) return;
    this.#isAwake = true;
    this.#options.clock.soon(this.#wake);
  }

  /**
   * Takes note of what has ended, and begins whatever the disk can take now. What was synced is told meanwhile, so that the disk does not wait for the answers to be
   * made.
   */
  #goOn(takeNote: () => void): void {
    if (this.#isStopped) return;
    this.#isAwake = true;
    try {
      takeNote();
      do {
        while (this.#beginNext());
        this.#announce();
      } while (this.#beginNext());
      this.#isAwake = false;
      if (this.#calls === 0) this.#rest();
      else if (this.#mayGoBeside(this.#groups[this.#lanes])) this.#lookAgain();
    } catch (error) {
      this.#isStopped = true;
      this.#options.listener.failed(error as Error);
    }
  }

  /** A group that may go beside another waits for a turn in which nothing was added to it: while there is input at hand, larger groups are worth more than early ones. */
  #lookAgain(): void {
    this.#seenPosition = this.#nextPosition;
    this.#start();
  }

  #rest(): void {
    if (this.#unsyncedSinceMs === undefined) this.#options.listener.idle();
    else this.#scheduleSync(this.#unsyncedSinceMs);
  }

  /** Whether a group may be begun beside those under way, if it is of their kind. */
  get #hasLane(): boolean {
    return this.#lanes === this.#calls && this.#calls < LANES;
  }

  /** Begins one more call of the disk, unless it must wait for another. */
  #beginNext(): boolean {
    const group = this.#groups[this.#lanes];
    if (this.#calls > 0) {
      if (!this.#mayGoBeside(group) || this.#seenPosition !== this.#nextPosition) return false;
      this.#writeSynced(group);
      return true;
    }
    if (this.#mustSync(group)) this.#sync();
    else if (group === undefined) return false;
    else if (this.#isSyncedAtOnce(group)) this.#writeSynced(group);
    else this.#writeAlone(group);
    return true;
  }

  /** Whether a group may be written beside those that are: of the same segment, whose header is durable. */
  #mayGoBeside(group: Group | undefined): group is Group {
    if (group === undefined || !this.#hasLane || !this.#isSyncedAtOnce(group)) return false;
    const first = this.#groups[0];
    return first !== undefined && first.segment === group.segment && first.header === undefined;
  }

  #writeSynced(group: Group): void {
    this.#lanes++;
    this.#call(this.#write(group, true), () => {
      group.stage = "durable";
      this.#noteDurable();
    });
  }

  /** Only what nothing is missing in front of is believed. */
  #noteDurable(): void {
    for (let first = this.#groups[0]; first?.stage === "durable"; first = this.#groups[0]) {
      this.#lanes--;
      this.#noteWritten(first);
      this.#noteSynced(first.beganMs);
    }
  }

  #writeAlone(group: Group): void {
    this.#call(this.#write(group, false), () => this.#noteWritten(group));
  }

  #sync(): void {
    const beganMs = this.#options.clock.monotonicMs();
    const syncing = this.#unsyncedSegment?.file.sync() ?? Promise.resolve();
    this.#call(syncing, () => this.#noteSynced(beganMs));
  }

  #call(calling: Promise<void>, onDone: () => void): void {
    this.#calls++;
    const end = (takeNote: () => void): void => {
      this.#calls--;
      if (this.#calls === 0) this.#onQuiet?.();
      this.#goOn(takeNote);
    };
    const fail = (error: Error): never => {
      throw error;
    };
    calling.then(
      () => end(onDone),
      (error: Error) => end(() => fail(error)),
    );
  }

  /** Whether what was written is synced before anything else: its writers wait, `next` lies in another segment, or there is no `next` and it is time. */
  #mustSync(next: Group | undefined): boolean {
    if (this.#unsyncedSegment === undefined) return false;
    if (next === undefined) return this.#syncIsDue();
    return next.stage !== "open" || next.segment !== this.#unsyncedSegment;
  }

  /** Whether write and sync are one call of the disk: where nobody hears of the write alone, and nothing older waits for a sync. */
  #isSyncedAtOnce({ strict, relaxed }: Group): boolean {
    return strict && !relaxed && this.#unsyncedSegment === undefined;
  }

  /** The group stays under way when it must be synced too. */
  #noteWritten(group: Group): void {
    this.#unsyncedSegment = group.segment;
    this.#writtenPosition = group.lastPosition;
    this.#options.listener.written(group.lastPosition);
    this.#unsyncedSinceMs ??= this.#options.clock.monotonicMs();
    if (!group.strict && !this.#syncIsDue() && group.header === undefined) this.#groups.shift();
  }

  #noteSynced(beganMs: number): void {
    this.syncMeter.record(this.#options.clock.monotonicMs() - beganMs);
    this.#unsyncedSegment = undefined;
    this.#unsyncedSinceMs = undefined;
    this.#relaxedTimer?.cancel();
    this.#durable = this.#writtenPosition;
    this.#unannounced = this.#writtenPosition;
    if (this.#groups[0] !== undefined && this.#groups[0].stage !== "open") this.#groups.shift();
  }

  #write(group: Group, isSynced: boolean): Promise<void> {
    group.stage = "underWay";
    group.beganMs = this.#options.clock.monotonicMs();
    const { header, startByte, endByte } = group;
    const { number, file } = group.segment;
    const { bytes } = this.#options.ring;
    const at = this.#options.ring.at(number, startByte);
    const frames = bytes.subarray(at, at + endByte - startByte);
    const [from, parts] = header === undefined ? [startByte, [frames]] : [0, [header, frames]];
    return isSynced ? file.writeSynced(from, parts) : file.write(from, parts);
  }

  /** Tells of the last sync; done while the next write is under way, so that the disk does not wait for the answers to be made. */
  #announce(): void {
    const position = this.#unannounced;
    if (position === undefined || this.#isStopped) return;
    this.#unannounced = undefined;
    this.#options.listener.synced(position);
    while (this.#rolled[0] !== undefined && this.#rolled[0].lastPosition < position) {
      const { segment, footer } = this.#rolled.shift() as { segment: Segment; footer: FooterBuilder };
      this.#options.listener.rolled(segment, footer);
    }
  }

  #syncIsDue(): boolean {
    if (this.#unsyncedSinceMs === undefined) return false;
    return (
      this.#flushTo > this.#durable || this.#options.clock.monotonicMs() - this.#unsyncedSinceMs >= RELAXED_SYNC_MS
    );
  }

  #scheduleSync(sinceMs: number): void {
    this.#relaxedTimer?.cancel();
    const delayMs = sinceMs + RELAXED_SYNC_MS - this.#options.clock.monotonicMs();
    this.#relaxedTimer = this.#options.clock.after(Math.max(0, delayMs), () => this.#start());
  }
}
