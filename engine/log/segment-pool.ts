import type { Clock, Timer } from "../clock/clock.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import { encodeHeaderBlock, SEGMENT_DATA_START } from "./segment-header.ts";

/** What a write is for: for anything; to end what was begun; to write again what keeps a segment from being given back; or only to give space back, with a small frame. */
export type WritePurpose = "any" | "goOn" | "carry" | "free";

/**
 * Segments ready to be written: made ahead of use, filled with zeros and synced, so that appending changes no file sizes and never meets a full disk; or
 * recycled from the log's old end. The last `reserve` of them are kept for writes that end something, for those that do nothing but free space, for what is carried or lent so that segments come back, and for a recovery: one each, in this order, so that none uses up
 * what the next one needs.
 *
 * When the disk is full the pool says so and tries again by itself; it is not full any more once a segment could be made, or as many came back as are wanted. A file that could not
 * be filled is removed at once.
 */
export interface SegmentPoolOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly segmentBytes: number;
  readonly logId: string;
  /** Segments that ordinary writes may not take; the last of them nobody may, so that a recovery always finds one to copy to. */
  readonly reserve: number;
  /** Segments to have ready beyond the reserve. */
  readonly ahead: number;
  /** Number behind the last file that was ever named. */
  readonly nextFile: number;
  /** Called whenever a segment has become ready, or the disk has become full. */
  readonly onChange: () => void;
  /** Called with an error other than a full disk. */
  readonly onFailure: (error: Error) => void;
}

const ZERO_BYTES = 1 << 20;
const RETRY_MS = 500;
/** Segments that are kept from writes which end something, from those that do nothing but free space, and from what is carried: the last one is a recovery's. */
const KEPT_FROM = { goOn: 3, free: 2, carry: 1 } as const;

export class SegmentPool {
  readonly #options: SegmentPoolOptions;
  readonly #spares: DiskFile[];
  #nextFile: number;
  #full = false;
  #closed = false;
  #isLending = false;
  #work: Promise<void> | undefined;
  readonly #marking = new Set<Promise<void>>();
  #retry: Timer | undefined;

  constructor(options: SegmentPoolOptions, spares: readonly DiskFile[]) {
    this.#options = options;
    this.#spares = [...spares];
    this.#nextFile = options.nextFile;
  }

  get spares(): number {
    return this.#spares.length;
  }

  /** There is no room for another segment, and fewer are ready than are wanted. */
  get full(): boolean {
    return this.#full;
  }

  /** Whether `take` would give a segment for this. */
  canTake(purpose: WritePurpose): boolean {
    return this.#spares.length > this.#keptFrom(purpose);
  }

  /** Whether the segment that was taken last may be written to for this: on a full disk not if it is one that is kept from it. */
  mayGoOn(purpose: WritePurpose): boolean {
    return !this.#full || this.#spares.length >= this.#keptFrom(purpose);
  }

  /** Whether the segment that was taken last is the last one for this: of those that are kept, none is left but what others need. */
  isLastFor(purpose: WritePurpose): boolean {
    return this.#full && this.#spares.length <= this.#keptFrom(purpose);
  }

  get #wanted(): number {
    return this.#options.reserve + this.#options.ahead;
  }

  #keptFrom(purpose: WritePurpose): number {
    const { reserve } = this.#options;
    return purpose === "any" ? reserve : Math.min(KEPT_FROM[purpose], reserve);
  }

  /** Takes a ready segment and sees to it that another one is made. Ask `canTake` first. */
  take(): DiskFile {
    const file = this.#spares.shift();
    if (file === undefined) throw new Error("no segment is ready");
    this.replenish();
    return file;
  }

  /** Takes back a file whose content is no longer part of the log, durably so. It is marked first, so that it is never taken for the segment that it was. */
  recycle(file: DiskFile): void {
    const marking = markAsSpare(file, this.#options)
      .then(() => {
        this.#spares.push(file);
        if (this.#spares.length >= this.#wanted) this.#full = false;
        this.#options.onChange();
        this.replenish();
      })
      .catch((error: Error) => this.#options.onFailure(error))
      .finally(() => this.#marking.delete(marking));
    this.#marking.add(marking);
  }

  /** Gives up one of the segments that are ready while `run` uses its room, and takes none back meanwhile. The one that a recovery needs stays. */
  async lendRoom<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#isLending = true;
    try {
      await this.#work;
      if (this.#spares.length > 1) await this.#removeOne();
      return await run();
    } finally {
      this.#isLending = false;
      this.replenish();
    }
  }

  /** Makes segments until enough are ready, or removes what is too many. Runs in the background; may be called at any time. */
  replenish(): void {
    if (this.#work !== undefined || this.#closed || this.#isLending) return;
    const wanted = this.#wanted;
    const surplus = this.#spares.length > 2 * wanted;
    if (this.#spares.length >= wanted && !surplus) return;
    this.#work = (surplus ? this.#removeOne() : this.#prepareOne())
      .catch((error: Error) => this.#options.onFailure(error))
      .finally(() => {
        this.#work = undefined;
        if (!this.#full) this.replenish();
      });
  }

  /** Makes a segment of the room that there is, and resolves once it is known whether there was enough. */
  async useRoom(): Promise<void> {
    await Promise.all(this.#marking);
    this.replenish();
    await this.#work;
  }

  /** Waits for a segment under preparation and closes all files. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    await this.#work;
    await Promise.all(this.#marking);
    await Promise.all(this.#spares.splice(0).map((file) => file.close()));
  }

  /** Removes a segment. It is emptied first: what takes its room after a crash may show what stood there, and must not show commits. */
  async #removeOne(): Promise<void> {
    const file = this.#spares.pop();
    if (file === undefined) return;
    await writeZeros(file, SEGMENT_DATA_START, this.#options.segmentBytes);
    await file.sync();
    await file.close();
    await this.#options.disk.remove(file.name);
    await this.#options.disk.syncDirectory();
  }

  async #prepareOne(): Promise<void> {
    const { disk, segmentBytes } = this.#options;
    // What there is below a segment is left to others, such as the index: to fill it and give it back twice a second would take it from them.
    if ((await disk.freeBytes()) < segmentBytes) return this.#noteFull();
    const name = segmentFileName(this.#nextFile++);
    try {
      this.#spares.push(await prepareSegmentFile(disk, name, this.#options));
      this.#full = false;
      this.#options.onChange();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.#noteFull();
    }
  }

  #noteFull(): void {
    if (!this.#full) {
      this.#full = true;
      this.#options.onChange();
    }
    this.#retry?.cancel();
    this.#retry = this.#options.clock.after(RETRY_MS, () => this.replenish());
  }
}

/** Makes a file of zeros with the header of a spare segment, synced, its name too. What could not be completed is removed. */
export async function prepareSegmentFile(
  disk: Disk,
  name: string,
  shape: { segmentBytes: number; logId: string },
): Promise<DiskFile> {
  const file = await disk.open(name, { create: true });
  try {
    await writeZeros(file, 0, shape.segmentBytes);
    await file.sync();
    await markAsSpare(file, shape);
    await file.sync();
    await disk.syncDirectory();
    return file;
  } catch (error) {
    await file.close().catch(() => undefined);
    await disk.remove(name).catch(() => undefined);
    throw error;
  }
}

async function writeZeros(file: DiskFile, from: number, to: number): Promise<void> {
  const zeros = Buffer.alloc(Math.min(ZERO_BYTES, to - from));
  for (let at = from; at < to; at += zeros.length)
    await file.write(at, [zeros.subarray(0, Math.min(zeros.length, to - at))]);
}

/** Writes a spare's header over whatever the file was. Not synced: until it is, the file may still be found as what it was. */
export async function markAsSpare(file: DiskFile, shape: { segmentBytes: number; logId: string }): Promise<void> {
  await file.write(0, [spareHeader(shape)]);
}

function spareHeader(shape: { segmentBytes: number; logId: string }): Buffer {
  return encodeHeaderBlock({
    kind: "spare",
    epoch: 0,
    segment: 0,
    firstPosition: 0,
    keptPosition: 0,
    keptByte: 0,
    previousChecksum: 0,
    segmentBytes: shape.segmentBytes,
    firstSegment: 0,
    timeMs: 0,
    logId: shape.logId,
    durableEnd: 0,
  });
}

export function segmentFileName(file: number): string {
  return `${String(file).padStart(8, "0")}.seg`;
}

/** The number in a segment file's name; `undefined` for other files. */
export function segmentFileNumber(name: string): number | undefined {
  return /^\d{8,15}\.seg$/.test(name) ? Number.parseInt(name, 10) : undefined;
}
