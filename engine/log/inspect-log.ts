import type { Disk } from "../disk/disk.ts";
import type { LogDamage } from "./damage-list.ts";
import { type FoundLog, findSegments, missing, missingSegments, ownFooter } from "./find-segments.ts";
import { readWhole } from "./read-whole.ts";
import { damagesOf } from "./replay.ts";
import { scanSegment } from "./scan.ts";
import { SegmentFiles } from "./segment-files.ts";

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
 * @throws FlowMeshError `data_version_newer`
 */
export async function inspectLog(disk: Disk, path: string = "the data folder"): Promise<LogInspection> {
  const files = new SegmentFiles(disk, path);
  try {
    const found = await findSegments(await files.open());
    return found === undefined ? NOTHING : await inspect(found);
  } finally {
    await files.close();
  }
}

const NOTHING: LogInspection = { logId: "", segments: [], lastPosition: 0, damages: [] };

async function inspect({ shape, segments, firstSegment, ...found }: FoundLog): Promise<LogInspection> {
  const inspected: InspectedSegment[] = [];
  const damages = [...found.damages, ...missingSegments(segments, firstSegment)];
  for (const { number, file, header, sealed, lastPosition } of segments) {
    const bytes = await readWhole(file, header.segmentBytes);
    const footer = ownFooter(bytes, header);
    const scan = scanSegment(bytes, header, { lastPosition: sealed ? lastPosition : footer?.lastPosition });
    damages.push(...damagesOf(scan, { number, file }));
    if (!sealed && footer !== undefined) damages.push(missingBehind(scan.lastPosition, number, header.segmentBytes));
    const { epoch, firstPosition } = header;
    const commits = scan.entries.length;
    inspected.push({ number, file: file.name, epoch, firstPosition, lastPosition: scan.lastPosition, commits });
  }
  return { logId: shape.logId, segments: inspected, lastPosition: inspected.at(-1)?.lastPosition ?? 0, damages };
}

function missingBehind(position: number, segment: number, segmentBytes: number): LogDamage {
  return missing(segment + 1, segmentBytes, { firstPosition: position + 1, lastPosition: position + 1 });
}
