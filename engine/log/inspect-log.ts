import type { LogOperation } from "../commit/operation.ts";
import type { Disk } from "../disk/disk.ts";
import { inspectSettled } from "../settled/inspect-settled.ts";
import type { LogDamage } from "./damage-list.ts";
import { type FoundLog, findSegments, missing, missingSegments, ownFooter } from "./find-segments.ts";
import { readWhole } from "./read-whole.ts";
import { damagesOf, releasedUpTo } from "./replay.ts";
import { holdsAnyFrame, holdsMissedSegment } from "./salvage.ts";
import { type Scan, scanSegment } from "./scan.ts";
import type { Segment } from "./segment.ts";
import { type FoundFile, SegmentFiles } from "./segment-files.ts";
import type { FooterIdentity } from "./segment-footer.ts";

/** What a log's files hold, as they lie there. */
export interface LogInspection {
  /** Empty when there is no log. */
  readonly logId: string;
  readonly segments: readonly InspectedSegment[];
  /** 0 when there is no commit. */
  readonly lastPosition: number;
  readonly damages: readonly LogDamage[];
}

/** One segment of an inspected log. */
export interface InspectedSegment {
  readonly number: number;
  readonly file: string;
  readonly epoch: number;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly commits: number;
}

/**
 * Reads a log that no engine has open, every checksum of it, and changes nothing. Opening the log would find the same damage in what it reads; here everything
 * is read.
 * @param path where it lies, as it is named in errors
 * @throws FlowMeshError `data_version_newer`, `data_dir_unusable`
 */
export async function inspectLog(disk: Disk, path: string = "the data folder"): Promise<LogInspection> {
  const files = new SegmentFiles(disk, path);
  try {
    const opened = await files.open();
    const found = await findSegments(opened);
    return found === undefined ? await inspectHeadless(opened) : await inspect(found, disk);
  } catch (error) {
    throw await files.fail(error);
  } finally {
    await files.close();
  }
}

/** Without a single header it is not known whose log it was; that there was one, frames tell. */
async function inspectHeadless(files: readonly FoundFile[]): Promise<LogInspection> {
  const damages: LogDamage[] = [];
  for (const { file } of files) {
    const bytes = await readWhole(file, await file.size());
    if (holdsAnyFrame(bytes)) damages.push(unreadable(file.name, bytes.length));
  }
  return { logId: "", segments: [], lastPosition: 0, damages };
}

function unreadable(file: string, bytes: number): LogDamage {
  const reason = "the file has no readable header, and commits in it that are missed";
  return { segment: 0, file, firstByte: 0, lastByte: bytes - 1, firstPosition: 0, lastPosition: 0, reason };
}

async function inspect({ shape, segments, ...found }: FoundLog, disk: Disk): Promise<LogInspection> {
  const operations: LogOperation[] = [];
  const inspected: InspectedSegment[] = [];
  const last = segments.length > 0 ? await scanWhole(segments.at(-1) as Segment) : undefined;
  const firstSegment = Math.max(found.firstSegment, last ? await releasedUpTo(segments, last.scan) : 0);
  const kept = segments.filter(({ number }) => number >= firstSegment);
  const damages = [...found.damages, ...missingSegments(kept, firstSegment)];
  const present = new Set(kept.map(({ number }) => number));
  for (const file of found.unreadable) {
    const bytes = await readWhole(file, shape.segmentBytes);
    if (holdsMissedSegment(bytes, { logId: shape.logId, firstSegment, present }))
      damages.push(unreadable(file.name, bytes.length));
  }
  for (const segment of kept) {
    const { number, file, header, sealed } = segment;
    const { scan, footer } = segment === segments.at(-1) ? (last as ScannedSegment) : await scanWhole(segment);
    damages.push(...damagesOf(scan, { number, file }));
    if (!sealed && footer !== undefined) damages.push(missingBehind(scan.lastPosition, number, header.segmentBytes));
    const { epoch, firstPosition } = header;
    for (const entry of scan.entries) operations.push(...entry.operations.filter(isOfSettled));
    const commits = scan.entries.length;
    inspected.push({ number, file: file.name, epoch, firstPosition, lastPosition: scan.lastPosition, commits });
  }
  damages.push(...(await inspectSettled(disk, shape.logId, operations)));
  return { logId: shape.logId, segments: inspected, lastPosition: inspected.at(-1)?.lastPosition ?? 0, damages };
}

interface ScannedSegment {
  readonly scan: Scan;
  readonly footer: FooterIdentity | undefined;
}

async function scanWhole({ file, header, sealed, lastPosition }: Segment): Promise<ScannedSegment> {
  const bytes = await readWhole(file, header.segmentBytes);
  const footer = ownFooter(bytes, header);
  return { scan: scanSegment(bytes, header, { lastPosition: sealed ? lastPosition : footer?.lastPosition }), footer };
}

function isOfSettled({ kind }: LogOperation): boolean {
  return kind === "settled" || kind === "unsettled";
}

function missingBehind(position: number, segment: number, segmentBytes: number): LogDamage {
  return missing(segment + 1, segmentBytes, { firstPosition: position + 1, lastPosition: position + 1 });
}
