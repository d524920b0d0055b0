import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../disk/disk.ts";
import type { Random } from "../random/random.ts";
import { SettledFiles } from "../settled/settled-files.ts";
import { isSettled } from "../settled/settled-place.ts";
import { DamageList } from "./damage-list.ts";
import { LogReader, type LogReaderListener, type PayloadPlace, type PinnedFile } from "./log-reader.ts";
import { type Admission, LogWriter, type LogWriterListener } from "./log-writer.ts";
import type { NoteRefused } from "./read-whole.ts";
import { type KnownLog, type RecoveredLog, recoverLog } from "./recovery.ts";
import { Refusals } from "./refusals.ts";
import { type ReplayedSegment, readSegment } from "./replay.ts";
import { Ring } from "./ring.ts";
import type { Segment } from "./segment.ts";
import type { FooterBuilder, FrameEntry } from "./segment-footer.ts";
import { SegmentPool } from "./segment-pool.ts";

/** The append-only log: segments, the writer at its end, the reader, and the pool that its files come from and go back to. */
export interface LogOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  readonly segmentBytes: number;
  readonly groupBytes: number;
  /** Segments held in memory behind the writer. */
  readonly ringSegments: number;
  /** Of read buffers that wait for the next read. */
  readonly readBufferBytes: number;
  /** Segments kept for writes that free space. */
  readonly reserveSegments: number;
  /** Segments made ahead of use. */
  readonly spareSegments: number;
  /** Named in errors. */
  readonly path: string;
  /** What somebody else knows to have been durable. */
  readonly known?: KnownLog | undefined;
}

/** What the log tells its owner. */
export interface LogListener extends Omit<LogWriterListener, "opened" | "rolled"> {
  /** A segment is complete, with its footer. */
  sealed(segment: Segment): void;
  /** A segment has become ready, or the disk full. */
  roomChanged(): void;
  /** Asked before an ordinary commit begins another segment. */
  mayRoll(): Admission;
}

export class Log {
  readonly writer: LogWriter;
  readonly reader: LogReader;
  /** What left the log to be kept for long. */
  readonly settled: SettledFiles;
  readonly damages: DamageList = new DamageList();
  readonly refusals: Refusals;
  #recovered: RecoveredLog;
  #listener: LogListener = DEAF;
  readonly #pool: SegmentPool;
  readonly #segments = new Map<number, Segment>();
  readonly #sealing = new Set<Promise<void>>();
  /** Released segments that a reader still needs. */
  readonly #draining: Segment[] = [];
  #firstSegment: number;

  private constructor(recovered: RecoveredLog, options: LogOptions) {
    const { segmentBytes, logId, epoch, start } = recovered;
    const { clock, disk, groupBytes } = options;
    this.#recovered = recovered;
    this.refusals = new Refusals(clock);
    this.damages.add(...recovered.damages);
    for (const segment of recovered.segments) this.#segments.set(segment.number, segment);
    this.#firstSegment = recovered.segments[0]?.number ?? 1;
    this.#pool = new SegmentPool(
      {
        disk,
        clock,
        segmentBytes,
        logId,
        reserve: options.reserveSegments,
        ahead: options.spareSegments,
        nextFile: recovered.nextFile,
        onChange: () => this.#listener.roomChanged(),
        onFailure: (error) => this.#listener.failed(error),
      },
      recovered.spares,
    );
    const ring = new Ring(segmentBytes, options.ringSegments, { segment: start.segment.number, byte: start.byte });
    const writerListener: LogWriterListener = {
      written: (position) => this.#listener.written(position),
      synced: (position) => this.#listener.synced(position),
      idle: () => this.#listener.idle(),
      failed: (error) => this.#listener.failed(error),
      opened: (segment) => this.#segments.set(segment.number, segment),
      rolled: (previous, footer) => this.#seal(previous, footer),
    };
    this.writer = new LogWriter(
      {
        clock,
        ring,
        pool: this.#pool,
        segmentBytes,
        groupBytes,
        epoch,
        logId,
        listener: writerListener,
        mayRoll: () => this.#listener.mayRoll(),
      },
      start,
    );
    const onFailure = (error: Error): void => this.#listener.failed(error);
    this.settled = new SettledFiles({ disk, logId, damages: this.damages, onFailure });
    const find = (place: number): PinnedFile | undefined =>
      isSettled(place) ? this.settled.find(place) : this.#segments.get(place);
    const readerListener: LogReaderListener = {
      unpinned: () => {
        this.#recycleDrained();
        this.settled.removeDrained();
      },
      damaged: (place, file) => this.#noteDamage(place, file, "records do not match their checksum"),
      refused: (place, file) => {
        if (this.refusals.note(file, place.byte)) this.#noteDamage(place, file, "the disk does not give records back");
      },
    };
    this.reader = new LogReader(ring, find, readerListener, options.readBufferBytes);
  }

  /** Recovers the log of a folder, or makes a new one. Nothing is written on before `start`. */
  static async open(options: LogOptions): Promise<Log> {
    return new Log(await recoverLog(options), options);
  }

  get logId(): string {
    return this.#recovered.logId;
  }

  get epoch(): number {
    return this.#recovered.epoch;
  }

  get segmentBytes(): number {
    return this.#recovered.segmentBytes;
  }

  /** Commit times do not go below what was known when the log was opened. */
  get openedMs(): number {
    return this.#recovered.openedMs;
  }

  get firstSegment(): number {
    return this.#firstSegment;
  }

  get spareSegments(): number {
    return this.#pool.spares;
  }

  /** The disk has no room for another segment. */
  get full(): boolean {
    return this.#pool.full;
  }

  /** Bytes that `lendRoom` lends. What names the file that takes them must find room in the log meanwhile. */
  get lendableBytes(): number {
    const { spares } = this.#pool;
    return spares > 2 || (spares === 2 && this.writer.hasRest) ? this.segmentBytes : 0;
  }

  /** Runs something for which the room of a segment that is ready is lent: what gives more back soon. */
  lendRoom<Result>(run: () => Promise<Result>): Promise<Result> {
    return this.lendableBytes > 0 ? this.#pool.lendRoom(run) : run();
  }

  /** Resolves once what was given back has left the disk, and it is known whether another segment has room. */
  async useRoom(): Promise<void> {
    await this.settled.whenRemoved();
    await this.#pool.useRoom();
  }

  segment(number: number): Segment | undefined {
    return this.#segments.get(number);
  }

  /** Commits as they were recovered, from segment `from` on. Adds to `damages` what it meets. */
  async *replay(from: number): AsyncGenerator<ReplayedSegment> {
    for (const segment of this.#recovered.segments) {
      if (segment.number < from) continue;
      const replayed = this.#recovered.replayed.get(segment.number) ?? (await readSegment(segment));
      this.damages.add(...replayed.damages);
      yield replayed;
    }
  }

  /** Commits of a segment, read again, each when it is asked for. Adds to `damages` what it meets. */
  async entriesOf(number: number): Promise<Iterable<FrameEntry>> {
    const segment = this.#segments.get(number);
    if (segment === undefined) return [];
    const { entries, damages } = await readSegment(segment);
    if (segment.sealed) this.damages.add(...damages);
    return entries;
  }

  /** The same for who lets go of what is not among them. @throws DiskRefused */
  async entriesToCarry(number: number): Promise<Iterable<FrameEntry>> {
    const segment = this.#segments.get(number);
    if (segment === undefined) return [];
    const noteRefused: NoteRefused = (file, byte) => void this.refusals.note(file, byte);
    const read = (): Promise<ReplayedSegment> => readSegment(segment, undefined, noteRefused);
    const { entries, damages } = await this.refusals.unlessRefused(read);
    if (segment.sealed) this.damages.add(...damages);
    return entries;
  }

  /** The commit at a position; `undefined` when it is not there any more, or damaged. */
  async entryAt(position: number): Promise<FrameEntry | undefined> {
    const { segment: last, durablePosition } = this.writer;
    if (position > durablePosition) return undefined;
    if (position >= last.header.firstPosition) return this.writer.entryAt(position);
    const segment = [...this.#segments.values()].find(
      ({ header, lastPosition }) => header.firstPosition <= position && position <= lastPosition,
    );
    if (segment === undefined) return undefined;
    for (const entry of (await readSegment(segment, position)).entries) if (entry.position === position) return entry;
    return undefined;
  }

  /** Begins to make segments ahead, and to tell the listener what happens. */
  start(listener: LogListener): void {
    this.#listener = listener;
    // What was replayed is not needed any more, and large.
    this.#recovered = { ...this.#recovered, segments: [], replayed: new Map() };
    this.#pool.replenish();
  }

  /** Names the first segment kept in all segment headers from now on; called when the release is ordered. */
  announceRelease(firstSegment: number): void {
    this.writer.firstSegment = firstSegment;
  }

  /** Gives back all segments before `firstSegment`; called once the release is durable. */
  release(firstSegment: number): void {
    for (; this.#firstSegment < firstSegment; this.#firstSegment++) {
      const segment = this.#segments.get(this.#firstSegment);
      if (segment === undefined) continue;
      this.#segments.delete(segment.number);
      this.#draining.push(segment);
    }
    this.#recycleDrained();
  }

  /** Closes all files. What was not synced is lost. */
  async close(): Promise<void> {
    await this.writer.stop();
    await this.reader.close();
    await this.settled.close();
    await Promise.all(this.#sealing);
    await this.#pool.close();
    const open = [...this.#segments.values(), ...this.#draining];
    await Promise.all(open.map((segment) => segment.file.close()));
  }

  /** A batch could not be read back. Which commit it belongs to is not known; its segment's first and last bound it. */
  #noteDamage({ segment, byte, payloadBytes }: PayloadPlace, file: string, reason: string): void {
    const { header, lastPosition = 0 } = this.#segments.get(segment) ?? {};
    this.damages.add({
      segment,
      file,
      firstByte: byte,
      lastByte: byte + payloadBytes - 1,
      firstPosition: header?.firstPosition ?? 0,
      lastPosition,
      reason,
    });
  }

  #recycleDrained(): void {
    for (const segment of this.#draining.splice(0)) {
      if (segment.pins > 0) this.#draining.push(segment);
      else this.#pool.recycle(segment.file);
    }
  }

  #seal(segment: Segment, footer: FooterBuilder): void {
    const sealing = this.#writeFooter(segment, footer)
      .catch((error: Error) => this.#listener.failed(error))
      .finally(() => this.#sealing.delete(sealing));
    this.#sealing.add(sealing);
  }

  async #writeFooter(segment: Segment, footer: FooterBuilder): Promise<void> {
    const { number, header, lastPosition, lastChecksum } = segment;
    const { epoch, firstPosition } = header;
    const identity = { epoch, segment: number, firstPosition, lastPosition, lastChecksum };
    if (!this.damages.isIn(segment.number)) {
      const { start, bytes } = footer.finish(identity, this.segmentBytes);
      await segment.file.write(start, [bytes]);
      await segment.file.sync();
    }
    segment.sealed = true;
    this.#listener.sealed(segment);
  }
}

const DEAF: LogListener = {
  written: () => undefined,
  synced: () => undefined,
  idle: () => undefined,
  failed: () => undefined,
  sealed: () => undefined,
  roomChanged: () => undefined,
  mayRoll: () => "now",
};
