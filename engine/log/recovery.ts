import { FlowMeshError } from "@flowmesh/fabric";
import type { Clock } from "../clock/clock.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import type { Random } from "../random/random.ts";
import type { LogDamage } from "./damage-list.ts";
import { FRAME_HEADER_BYTES, frameSeed, readFrameHeader } from "./frame.ts";
import type { WriterStart } from "./log-writer.ts";
import { type Scan, scanSegment } from "./scan.ts";
import type { Segment } from "./segment.ts";
import { FooterBuilder } from "./segment-footer.ts";
import {
  encodeHeaderBlock,
  readSegmentHeader,
  SEGMENT_DATA_START,
  SEGMENT_FORMAT,
  type SegmentHeader,
} from "./segment-header.ts";
import { prepareSegmentFile, segmentFileName, segmentFileNumber } from "./segment-pool.ts";

/**
 * Opening a log: which files are its segments, where its accepted frames end, and a fresh place to go on.
 *
 * 1. Every file's header is read. Of two files with one segment number the higher epoch counts.
 * 2. The last segment is scanned; its tail that was never acknowledged is cut, damage is kept and named.
 * 3. Its accepted bytes are copied to a fresh file and synced; only then that file's header is written and synced, which opens a new epoch and voids
 *    whatever lies behind the cut. Until that header is whole, a recovery starts again from the original, which is not touched before.
 *
 * No file is removed or written over here unless it is certain that the log does not need it: a file without a readable header is set aside (renamed) when it
 * holds frames that may be the log's, and what a release in the log's unsynced tail would free is not used for the copy.
 */
export interface RecoveredLog {
  readonly logId: string;
  readonly epoch: number;
  readonly segmentBytes: number;
  /** Kept segments in order; the last one is written on. */
  readonly segments: readonly RecoveredSegment[];
  readonly spares: readonly DiskFile[];
  readonly nextFile: number;
  readonly start: WriterStart;
  /** Time in the header that opened the epoch; never below that of the one before. */
  readonly openedMs: number;
  readonly damages: readonly LogDamage[];
}

export interface RecoveredSegment {
  readonly segment: Segment;
  readonly header: SegmentHeader;
  /** The scan of the last segment; others are read when they are replayed. */
  readonly scan: Scan | undefined;
}

export interface RecoveryOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Random;
  /** For a new log; an existing one keeps its own. */
  readonly segmentBytes: number;
  /** Named in errors. */
  readonly path: string;
}

interface Candidate {
  readonly file: DiskFile;
  readonly header: SegmentHeader | undefined;
}

interface LogFile {
  readonly file: DiskFile;
  readonly header: SegmentHeader;
}

export async function recoverLog(options: RecoveryOptions): Promise<RecoveredLog> {
  return new Recovery(options).run();
}

class Recovery {
  readonly #options: RecoveryOptions;
  readonly #damages: LogDamage[] = [];
  #nextFile = 1;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  async run(): Promise<RecoveredLog> {
    const candidates = await this.#survey();
    const logged = candidates.filter(isLogSegment);
    const logId = mostFrequent(logged.map(({ header }) => header.logId));
    const own = logged.map(({ header }) => header).filter((header) => header.logId === logId);
    const newest = own.sort((a, b) => a.segment - b.segment || a.epoch - b.epoch).at(-1);
    if (newest === undefined) return this.#create(candidates);
    const { kept, free } = await this.#select(candidates, newest);
    return this.#reopen(kept, free, newest, Math.max(...own.map(({ epoch }) => epoch)));
  }

  /** Opens every segment file and reads its header. */
  async #survey(): Promise<Candidate[]> {
    const { disk, path } = this.#options;
    const candidates: Candidate[] = [];
    for (const name of (await disk.list()).sort()) {
      const number = segmentFileNumber(name);
      if (number === undefined) continue;
      this.#nextFile = Math.max(this.#nextFile, number + 1);
      const file = await disk.open(name);
      const head = Buffer.alloc(SEGMENT_DATA_START);
      const reading = readSegmentHeader(head.subarray(0, await file.read(0, head)));
      if (reading.state === "newer")
        throw new FlowMeshError("data_version_newer", { path, found: reading.format, known: SEGMENT_FORMAT });
      candidates.push({ file, header: reading.state === "whole" ? reading.header : undefined });
    }
    return candidates;
  }

  async #create(candidates: readonly Candidate[]): Promise<RecoveredLog> {
    const { disk, random, clock, segmentBytes } = this.#options;
    for (const { file, header } of candidates) {
      if (header === undefined && (await this.#holdsFrames(file))) await this.#setAside(file);
      else await this.#discard(file);
    }
    const id = Buffer.alloc(16);
    random.fill(id);
    const logId = id.toString("hex");
    const file = await prepareSegmentFile(disk, segmentFileName(this.#nextFile++), { segmentBytes, logId });
    const header: SegmentHeader = {
      kind: "log",
      epoch: 1,
      segment: 1,
      firstPosition: 1,
      keptPosition: 0,
      previousChecksum: 0,
      segmentBytes,
      firstSegment: 1,
      timeMs: clock.wallMs(),
      logId,
      durableEnd: 0,
    };
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    const scan: Scan = {
      entries: [],
      endByte: SEGMENT_DATA_START,
      lastPosition: 0,
      lastChecksum: 0,
      damages: [],
      openEnded: false,
    };
    return this.#result([{ segment: toSegment(file, header), header, scan }], [], new FooterBuilder());
  }

  /** Which files are the log's segments, and which are free. */
  async #select(
    candidates: readonly Candidate[],
    newest: SegmentHeader,
  ): Promise<{ kept: LogFile[]; free: DiskFile[] }> {
    const best = new Map<number, LogFile>();
    const free: DiskFile[] = [];
    const unreadable: DiskFile[] = [];
    for (const { file, header } of candidates) {
      if (header === undefined) unreadable.push(file);
      else if (header.logId !== newest.logId) await this.#setAside(file);
      else if (header.kind === "spare" || header.segment < newest.firstSegment) free.push(file);
      else {
        const other = best.get(header.segment);
        if (other !== undefined && other.header.epoch > header.epoch) free.push(file);
        else {
          if (other !== undefined) free.push(other.file);
          best.set(header.segment, { file, header });
        }
      }
    }
    for (const file of unreadable) {
      const salvaged = await this.#salvage(file, newest, best);
      if (salvaged !== undefined) best.set(salvaged.header.segment, salvaged);
      else if (await this.#holdsFrames(file, newest, best)) await this.#setAside(file);
      else await this.#discard(file);
    }
    const kept = [...best.values()].sort((a, b) => a.header.segment - b.header.segment);
    return { kept, free };
  }

  /** A segment whose header is lost but whose first frame is whole: the frame says what the header said. */
  async #salvage(
    file: DiskFile,
    newest: SegmentHeader,
    best: ReadonlyMap<number, unknown>,
  ): Promise<LogFile | undefined> {
    const bytes = await readWhole(file, newest.segmentBytes);
    if (bytes.length < newest.segmentBytes) return undefined;
    const first = readFrameHeader(bytes, SEGMENT_DATA_START, bytes.length, frameSeed(newest.logId));
    if (first === undefined || first.segment < newest.firstSegment || best.has(first.segment)) return undefined;
    const header: SegmentHeader = {
      ...newest,
      epoch: Math.max(first.epoch, newest.segment < first.segment ? newest.epoch : first.epoch),
      segment: first.segment,
      firstPosition: first.position,
      keptPosition: first.position - 1,
      previousChecksum: first.previousChecksum,
      durableEnd: first.durableEnd,
    };
    const damage = {
      firstByte: 0,
      lastByte: SEGMENT_DATA_START - 1,
      firstPosition: first.position,
      lastPosition: first.position - 1,
    };
    this.#damages.push({
      segment: first.segment,
      file: file.name,
      ...damage,
      reason: "the segment's header is lost; its commits are not",
    });
    return { file, header };
  }

  /** Whether a file without a header has frames that the log may miss. */
  async #holdsFrames(file: DiskFile, newest?: SegmentHeader, best?: ReadonlyMap<number, unknown>): Promise<boolean> {
    const bytes = await readWhole(file, newest?.segmentBytes ?? (await file.size()));
    for (let at = SEGMENT_DATA_START; at + FRAME_HEADER_BYTES <= bytes.length; at += 8) {
      if (newest === undefined) {
        if (bytes.toString("latin1", at, at + 4) === "FMF1") return true;
        continue;
      }
      const frame = readFrameHeader(bytes, at, bytes.length, frameSeed(newest.logId));
      if (frame !== undefined && frame.segment >= newest.firstSegment && !best?.has(frame.segment)) return true;
    }
    return false;
  }

  async #reopen(
    kept: readonly LogFile[],
    free: DiskFile[],
    newest: SegmentHeader,
    epochMax: number,
  ): Promise<RecoveredLog> {
    const last = kept.at(-1);
    if (last === undefined) throw new Error("a log without segments was to be opened again");
    const bytes = await readWhole(last.file, last.header.segmentBytes);
    const scan = scanSegment(bytes, last.header);
    for (const damage of scan.damages)
      this.#damages.push({ segment: last.header.segment, file: last.file.name, ...damage });
    const firstSegment = releasedUpTo(scan, newest.firstSegment);
    const opening = {
      epoch: epochMax + 1,
      firstSegment,
      durableEnd: scan.lastPosition,
      keptPosition: scan.lastPosition,
    };
    const header = { ...last.header, ...opening, timeMs: Math.max(last.header.timeMs, this.#options.clock.wallMs()) };
    const opened = scan.openEnded
      ? await this.#beginNext(header, scan, free)
      : await this.#copy(bytes, header, scan, free);
    const before = scan.openEnded ? kept : kept.slice(0, -1);
    if (!scan.openEnded) free.push(last.file);
    this.#findMissing(kept, firstSegment);
    const segments: RecoveredSegment[] = [];
    for (const [index, entry] of before.entries()) {
      if (entry.header.segment < firstSegment) {
        free.push(entry.file);
        continue;
      }
      const segment = toSegment(entry.file, entry.header);
      seal(segment, before[index + 1]?.header ?? opened.header);
      segments.push({ segment, header: entry.header, scan: entry === last ? scan : undefined });
    }
    return this.#result([...segments, opened], free, scan.openEnded ? new FooterBuilder() : footerOf(bytes, scan));
  }

  /** Copies the accepted bytes of the last segment to a fresh file and opens the epoch there. */
  async #copy(bytes: Buffer, header: SegmentHeader, scan: Scan, free: DiskFile[]): Promise<RecoveredSegment> {
    const file = await this.#freshFile(header, free);
    await file.write(SEGMENT_DATA_START, [bytes.subarray(SEGMENT_DATA_START, scan.endByte)]);
    await file.sync();
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    const segment = { ...toSegment(file, header), lastPosition: scan.lastPosition, lastChecksum: scan.lastChecksum };
    return { segment, header, scan };
  }

  /** Leaves a last segment whose end is damaged as it is, and opens the epoch in the next one. */
  async #beginNext(opening: SegmentHeader, scan: Scan, free: DiskFile[]): Promise<RecoveredSegment> {
    const file = await this.#freshFile(opening, free);
    const header = {
      ...opening,
      segment: opening.segment + 1,
      firstPosition: scan.lastPosition + 1,
      previousChecksum: scan.lastChecksum,
    };
    await file.write(0, [encodeHeaderBlock(header)]);
    await file.sync();
    const empty: Scan = { ...scan, entries: [], endByte: SEGMENT_DATA_START, damages: [], openEnded: false };
    return { segment: toSegment(file, header), header, scan: empty };
  }

  async #freshFile(shape: SegmentHeader, free: DiskFile[]): Promise<DiskFile> {
    return free.shift() ?? (await prepareSegmentFile(this.#options.disk, segmentFileName(this.#nextFile++), shape));
  }

  #findMissing(kept: readonly LogFile[], firstSegment: number): void {
    let expected = firstSegment;
    for (const { header } of kept) {
      if (header.segment < firstSegment) continue;
      if (header.segment > expected) {
        const before = kept.find((other) => other.header.segment === expected - 1)?.header;
        this.#damages.push({
          segment: expected,
          file: "",
          firstByte: 0,
          lastByte: header.segmentBytes - 1,
          firstPosition: before === undefined ? 1 : before.firstPosition,
          lastPosition: header.firstPosition - 1,
          reason:
            header.segment - expected === 1
              ? "a segment's file is missing"
              : `the files of ${header.segment - expected} segments are missing`,
        });
      }
      expected = header.segment + 1;
    }
  }

  #result(segments: readonly RecoveredSegment[], spares: readonly DiskFile[], footer: FooterBuilder): RecoveredLog {
    const { segment, header, scan } = segments.at(-1) as RecoveredSegment;
    return {
      logId: header.logId,
      epoch: header.epoch,
      segmentBytes: header.segmentBytes,
      segments,
      spares,
      nextFile: this.#nextFile,
      start: {
        segment,
        byte: scan?.endByte ?? SEGMENT_DATA_START,
        footer,
        nextPosition: segment.lastPosition + 1,
        lastChecksum: segment.lastChecksum,
        firstSegment: header.firstSegment,
      },
      openedMs: header.timeMs,
      damages: this.#damages,
    };
  }

  async #setAside(file: DiskFile): Promise<void> {
    const { disk } = this.#options;
    await file.close();
    await disk.rename(file.name, `${file.name}.set-aside`);
    await disk.syncDirectory();
    const place = { segment: 0, firstByte: 0, lastByte: 0, firstPosition: 0, lastPosition: 0 };
    this.#damages.push({
      ...place,
      file: `${file.name}.set-aside`,
      reason: "a file that may belong to the log has no readable header and was set aside",
    });
  }

  async #discard(file: DiskFile): Promise<void> {
    await file.close();
    await this.#options.disk.remove(file.name);
  }
}

function isLogSegment(candidate: Candidate): candidate is LogFile {
  return candidate.header?.kind === "log";
}

/** A single foreign file among the log's own must not decide whose log this is. */
function mostFrequent(ids: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function toSegment(file: DiskFile, header: SegmentHeader): Segment {
  return {
    number: header.segment,
    epoch: header.epoch,
    file,
    firstPosition: header.firstPosition,
    lastPosition: header.firstPosition - 1,
    lastChecksum: header.previousChecksum,
    sealed: false,
    pins: 0,
  };
}

/** What the next segment's header says of the one before. */
function seal(segment: Segment, next: SegmentHeader): void {
  if (next.segment !== segment.number + 1) return;
  segment.lastPosition = next.firstPosition - 1;
  segment.lastChecksum = next.previousChecksum;
  segment.sealed = true;
}

function releasedUpTo(scan: Scan, known: number): number {
  let first = known;
  for (const entry of scan.entries) {
    for (const operation of entry.operations)
      if (operation.kind === "release") first = Math.max(first, operation.firstSegment);
  }
  return first;
}

function footerOf(bytes: Buffer, scan: Scan): FooterBuilder {
  const footer = new FooterBuilder();
  for (const entry of scan.entries) {
    const tableAt = entry.byte + FRAME_HEADER_BYTES;
    const frame = {
      position: entry.position,
      timeMs: entry.timeMs,
      byte: entry.byte,
      operations: entry.operations.length,
    };
    footer.add(frame, bytes, tableAt, entry.payloadByte - tableAt);
  }
  return footer;
}

/** The file's bytes up to the segment's size; shorter when it was truncated. */
export async function readWhole(file: DiskFile, segmentBytes: number): Promise<Buffer> {
  const bytes = Buffer.alloc(segmentBytes);
  return bytes.subarray(0, await file.read(0, bytes));
}
