import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "../clock/clock.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import type { Random } from "../random/random.ts";
import type { LogDamage } from "./damage-list.ts";
import { type FoundLog, findSegments, missing, missingSegments, ownFooter } from "./find-segments.ts";
import { FRAME_HEADER_BYTES } from "./frame.ts";
import type { WriterStart } from "./log-writer.ts";
import { readWhole } from "./read-whole.ts";
import { damagesOf, type ReplayedSegment, releasedUpTo } from "./replay.ts";
import { holdsAnyFrame, holdsMissedSegment, type LogShape } from "./salvage.ts";
import { type Scan, scanSegment } from "./scan.ts";
import { newSegment, type Segment } from "./segment.ts";
import { type FoundFile, SegmentFiles } from "./segment-files.ts";
import { FooterBuilder } from "./segment-footer.ts";
import { encodeHeaderBlock, SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";

/**
 * Opening a log: which files are its segments, where its accepted frames end, and a fresh place to go on.
 *
 * 1. Every file's header is read. Of two files with one segment number the higher epoch counts. A header that is lost is told by the frames behind it.
 * 2. The last segment is scanned; its tail that was never acknowledged is cut, damage is kept and named.
 * 3. Its accepted bytes are copied to a fresh file and synced; only then that file's header is written and synced, which opens a new epoch and voids
 *    whatever lies behind the cut. Until that header is whole, a recovery starts again from the original, which is not touched before.
 * 4. Only then the files that the log does not need are marked as spares, so that none of them is ever taken for the segment that it was.
 *
 * A segment gets its footer when the next one is durable, so a last segment that has one was not the last: files are missing, and the log goes on behind a gap.
 *
 * No file is removed or written over here unless it is certain that the log does not need it: a file without a readable header is set aside (renamed) when it
 * holds frames of a segment that the log misses, and what a release in the log's unsynced tail would free is not used for the copy.
 */
export interface RecoveredLog {
  readonly logId: string;
  readonly epoch: number;
  readonly segmentBytes: number;
  /** Kept segments in order; the last one is written on. */
  readonly segments: readonly Segment[];
  /** Commits of segments that recovery had to read anyway. */
  readonly replayed: ReadonlyMap<number, ReplayedSegment>;
  readonly spares: readonly DiskFile[];
  readonly nextFile: number;
  readonly start: WriterStart;
  /** Commit times do not go below. */
  readonly openedMs: number;
  readonly damages: readonly LogDamage[];
}

export interface RecoveryOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** For a new log; an existing one keeps its own. */
  readonly segmentBytes: number;
  /** Named in errors. */
  readonly path: string;
  /** What somebody else knows to have been durable. */
  readonly known?: KnownLog | undefined;
}

/** How far a log has come at least. */
export interface KnownLog {
  readonly logId: string;
  readonly position: number;
  readonly segment: number;
  /** From which on commits would be needed if nothing but what is known were left. */
  readonly firstSegment: number;
}

/** The last segment, as it was found. */
interface LastSegment {
  readonly segment: Segment;
  readonly bytes: Buffer;
  readonly scan: Scan;
  readonly hasFooter: boolean;
  /** There were segments behind it. */
  readonly isFollowed: boolean;
}

interface Opened {
  readonly segment: Segment;
  readonly byte: number;
  readonly footer: FooterBuilder;
}

/** @throws FlowMeshError data_version_newer, data_index_newer, disk_full */
export async function recoverLog(options: RecoveryOptions): Promise<RecoveredLog> {
  const files = new SegmentFiles(options.disk, options.path);
  try {
    return await new Recovery(options, files).run();
  } catch (error) {
    throw await files.fail(error);
  }
}

class Recovery {
  readonly #options: RecoveryOptions;
  readonly #files: SegmentFiles;
  readonly #damages: LogDamage[] = [];
  readonly #replayed = new Map<number, ReplayedSegment>();
  /** Files that the log does not need. */
  readonly #free: FoundFile[] = [];

  constructor(options: RecoveryOptions, files: SegmentFiles) {
    this.#options = options;
    this.#files = files;
  }

  async run(): Promise<RecoveredLog> {
    const files = await this.#files.open();
    // A file may be there only in the machine's memory yet; nothing may rest on it before its name is durable.
    await this.#options.disk.syncDirectory();
    const found = await findSegments(files);
    for (const file of found?.foreign ?? []) await this.#setAside(file, "belongs to another log");
    if (found === undefined) return this.#create(files, false);
    // While a log is made there is one spare and nothing else.
    if (found.segments.length === 0)
      return this.#create(files, found.free.length > 1 || found.free[0]?.header?.kind === "log");
    return this.#reopen(found);
  }

  #nothing(): KnownLog {
    const id = Buffer.alloc(16);
    this.#options.random.fill(id);
    return { logId: id.toString("hex"), position: 0, segment: 0, firstSegment: 1 };
  }

  /**
   * A new log, or the log that is known of, of which no segment is left: it goes on behind what it was. What is there and may have been another one is kept out of
   * the way.
   */
  async #create(files: readonly FoundFile[], isLogGone: boolean): Promise<RecoveredLog> {
    const { clock, segmentBytes } = this.#options;
    for (const { file, header } of files) {
      if (!this.#files.has(file)) continue;
      if (header === undefined && holdsAnyFrame(await readWhole(file, await file.size())))
        await this.#setAside(file, "has no readable header");
      else await this.#files.discard(file);
    }
    await this.#options.disk.syncDirectory();
    const known = this.#options.known?.position ? this.#options.known : this.#nothing();
    const { logId, position } = known;
    const file = await this.#files.create({ segmentBytes, logId });
    const header: SegmentHeader = {
      kind: "log",
      epoch: 1,
      segment: known.segment + 1,
      firstPosition: position + 1,
      keptPosition: position,
      keptByte: SEGMENT_DATA_START,
      previousChecksum: 0,
      segmentBytes,
      firstSegment: known.firstSegment,
      timeMs: clock.wallMs(),
      logId,
      durableEnd: position,
    };
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    const segment = newSegment(file, header);
    if (isLogGone && position === 0)
      this.#damages.push(missing(1, segmentBytes, { firstPosition: 1, lastPosition: 1 }));
    this.#damages.push(...missingSegments([segment], known.firstSegment));
    this.#replayed.set(segment.number, { segment: segment.number, entries: [], damages: [] });
    return this.#result([segment], [], { segment, byte: SEGMENT_DATA_START, footer: new FooterBuilder() });
  }

  async #reopen(found: FoundLog): Promise<RecoveredLog> {
    const { segments } = found;
    this.#free.push(...found.free);
    this.#damages.push(...found.damages);
    const last = await this.#readLast(segments.at(-1) as Segment);
    this.#refuseOlderCopy(last);
    const firstSegment = Math.max(found.firstSegment, await releasedUpTo(segments, last.scan));
    // What a killed process left may be in the machine's memory only, and what is made next must not outlive it.
    await last.segment.file.sync();
    const opened = await this.#open(last, { epoch: found.nextEpoch, firstSegment });
    const isCopied = opened.segment.number === last.segment.number;
    this.#damages.push(...damagesOf(last.scan, isCopied ? opened.segment : last.segment));
    if (isCopied) this.#free.push(last.segment);
    else this.#endLast(last, opened.segment.header);
    const kept = (isCopied ? segments.slice(0, -1) : [...segments]).filter((segment) => {
      if (segment.number >= firstSegment) return true;
      this.#free.push(segment);
      return false;
    });
    kept.push(opened.segment);
    this.#damages.push(...missingSegments(kept, firstSegment));
    await this.#clearAway(found.unreadable, kept);
    return this.#result(kept, await this.#spares(found.shape), opened);
  }

  async #readLast(segment: Segment): Promise<LastSegment> {
    const { file, header } = segment;
    const bytes = await readWhole(file, header.segmentBytes);
    const footer = ownFooter(bytes, header);
    const known = this.#known(header.logId);
    const scan = scanSegment(bytes, header, { lastPosition: footer?.lastPosition, durableEnd: known?.position });
    const hasFooter = footer !== undefined;
    const isFollowed = hasFooter || (known !== undefined && known.segment > segment.number);
    return { segment, bytes, scan, hasFooter, isFollowed };
  }

  /**
   * A segment gets its footer when the next one is durable: one that has none, though segments behind it are known, is the last of an older copy. What is known beside it gave up
   * segments of which it is made, so nothing of it would be kept.
   */
  #refuseOlderCopy({ segment, scan, hasFooter }: LastSegment): void {
    const known = this.#known(segment.header.logId);
    if (known === undefined || known.segment <= segment.number || hasFooter) return;
    const position = scan.entries.at(-1)?.position ?? segment.header.keptPosition;
    throw new FlowMeshError("data_index_newer", { path: this.#options.path, position, known: known.position });
  }

  /** A last segment that is not written on: what can be read of it is all there is. */
  #endLast({ segment, scan }: LastSegment, next: SegmentHeader): void {
    const isNext = next.segment === segment.number + 1;
    segment.lastPosition = isNext ? next.firstPosition - 1 : scan.lastPosition;
    segment.lastChecksum = scan.lastChecksum;
    segment.sealed = true;
    this.#replayed.set(segment.number, { segment: segment.number, entries: scan.entries, damages: [] });
  }

  #known(logId: string): KnownLog | undefined {
    const { known } = this.#options;
    return known?.logId === logId ? known : undefined;
  }

  /** Opens the epoch: in a copy of the last segment, or behind it when its end is damaged or segments are missing behind it. */
  async #open(last: LastSegment, { epoch, firstSegment }: { epoch: number; firstSegment: number }): Promise<Opened> {
    const { segment, scan, bytes } = last;
    const lastTimeMs = Math.max(segment.header.timeMs, scan.entries.at(-1)?.timeMs ?? 0);
    const timeMs = Math.max(lastTimeMs, this.#options.clock.wallMs());
    const opening = { ...segment.header, epoch, firstSegment, timeMs };
    if (last.isFollowed || scan.openEnded) return this.#openBehind(last, opening);
    const { lastPosition, lastChecksum, endByte } = scan;
    const header = { ...opening, keptPosition: lastPosition, keptByte: endByte, durableEnd: lastPosition };
    const file = await this.#freshFile(header);
    await file.write(SEGMENT_DATA_START, [bytes.subarray(SEGMENT_DATA_START, endByte)]);
    await file.sync();
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    this.#replayed.set(segment.number, { segment: segment.number, entries: scan.entries, damages: [] });
    return {
      segment: { ...newSegment(file, header), lastPosition, lastChecksum },
      byte: endByte,
      footer: footerOf(bytes, scan),
    };
  }

  async #openBehind({ scan, isFollowed }: LastSegment, opening: SegmentHeader): Promise<Opened> {
    const known = this.#known(opening.logId);
    const framesMax = Math.floor(opening.segmentBytes / FRAME_HEADER_BYTES);
    const lost = scan.lastPosition + (isFollowed ? framesMax : 0);
    const keptPosition = Math.max(lost, known?.position ?? 0);
    const header = {
      ...opening,
      segment: Math.max(opening.segment + (isFollowed ? 2 : 1), (known?.segment ?? 0) + 1),
      firstPosition: keptPosition + 1,
      keptPosition,
      keptByte: SEGMENT_DATA_START,
      previousChecksum: scan.lastChecksum,
      durableEnd: keptPosition,
    };
    const file = await this.#freshFile(header);
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    this.#replayed.set(header.segment, { segment: header.segment, entries: [], damages: [] });
    return { segment: newSegment(file, header), byte: SEGMENT_DATA_START, footer: new FooterBuilder() };
  }

  /** A file of full size; those of segments are taken only when there is no spare. */
  async #freshFile(shape: LogShape): Promise<DiskFile> {
    this.#free.sort((a, b) => Number(a.header?.kind === "log") - Number(b.header?.kind === "log"));
    for (let next = this.#free.shift(); next !== undefined; next = this.#free.shift()) {
      if ((await next.file.size()) >= shape.segmentBytes) return next.file;
      await this.#files.discard(next.file);
    }
    return this.#files.create(shape);
  }

  /** Puts a file aside that holds commits of a segment which the log misses. */
  async #clearAway(unreadable: readonly DiskFile[], kept: readonly Segment[]): Promise<void> {
    const { logId, segmentBytes, firstSegment } = (kept.at(-1) as Segment).header;
    const present = new Set(kept.map(({ number }) => number));
    for (const file of unreadable) {
      const bytes = await readWhole(file, segmentBytes);
      if (holdsMissedSegment(bytes, { logId, firstSegment, present }))
        await this.#setAside(file, "has no readable header");
      else await this.#files.discard(file);
    }
  }

  /** The free files as spares. */
  async #spares(shape: LogShape): Promise<DiskFile[]> {
    const spares: DiskFile[] = [];
    for (const { file, header } of this.#free) {
      if ((await file.size()) < shape.segmentBytes) await this.#files.discard(file);
      else {
        if (header?.kind !== "spare") await this.#files.retire(file, shape);
        spares.push(file);
      }
    }
    return spares;
  }

  #result(segments: readonly Segment[], spares: readonly DiskFile[], { segment, byte, footer }: Opened): RecoveredLog {
    const { logId, epoch, segmentBytes, firstSegment, timeMs } = segment.header;
    const { lastPosition, lastChecksum } = segment;
    return {
      logId,
      epoch,
      segmentBytes,
      segments,
      replayed: this.#replayed,
      spares,
      nextFile: this.#files.nextFile,
      start: { segment, byte, footer, nextPosition: lastPosition + 1, lastChecksum, firstSegment },
      openedMs: timeMs,
      damages: this.#damages,
    };
  }

  async #setAside(file: DiskFile, why: string): Promise<void> {
    const place = { segment: 0, firstByte: 0, lastByte: 0, firstPosition: 0, lastPosition: 0 };
    const name = await this.#files.setAside(file);
    this.#damages.push({ ...place, file: name, reason: `a file ${why} and was set aside` });
  }
}

function footerOf(bytes: Buffer, scan: Scan): FooterBuilder {
  const footer = new FooterBuilder();
  for (const { byte, payloadByte, position, timeMs, count } of scan.entries) {
    const tableAt = byte + FRAME_HEADER_BYTES;
    footer.add({ position, timeMs, byte, operations: count }, bytes, tableAt, payloadByte - tableAt);
  }
  return footer;
}
