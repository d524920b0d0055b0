import { FlowMeshError } from "@flowmesh/fabric";
import type { Disk, DiskFile } from "../disk/disk.ts";
import type { LogDamage } from "./damage-list.ts";
import { readWhole } from "./recovery.ts";
import { scanSegment } from "./scan.ts";
import { readSegmentHeader, SEGMENT_DATA_START, SEGMENT_FORMAT, type SegmentHeader } from "./segment-header.ts";
import { segmentFileNumber } from "./segment-pool.ts";

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

interface LogFile {
  readonly file: DiskFile;
  readonly header: SegmentHeader;
}

/**
 * Reads a log that no engine has open, every checksum of it, and changes nothing. Opening the log would find the same damage in what it reads; here everything
 * is read.
 * @param path where it lies, as it is named in errors
 * @throws FlowMeshError `data_version_newer`
 */
export async function inspectLog(disk: Disk, path: string = "the data folder"): Promise<LogInspection> {
  const files: LogFile[] = [];
  const opened: DiskFile[] = [];
  try {
    for (const name of await disk.list()) {
      if (segmentFileNumber(name) === undefined) continue;
      const file = await disk.open(name);
      opened.push(file);
      const reading = readSegmentHeader(await readWhole(file, SEGMENT_DATA_START));
      if (reading.state === "newer")
        throw new FlowMeshError("data_version_newer", { path, found: reading.format, known: SEGMENT_FORMAT });
      if (reading.state === "whole" && reading.header.kind === "log") files.push({ file, header: reading.header });
    }
    return await inspect(newestOfEach(files));
  } finally {
    await Promise.all(opened.map((file) => file.close()));
  }
}

/** Of each segment number the file of the highest epoch, without what was given back. */
function newestOfEach(files: readonly LogFile[]): LogFile[] {
  const best = new Map<number, LogFile>();
  for (const candidate of files) {
    const other = best.get(candidate.header.segment);
    if (other === undefined || other.header.epoch < candidate.header.epoch)
      best.set(candidate.header.segment, candidate);
  }
  const kept = [...best.values()].sort((a, b) => a.header.segment - b.header.segment);
  const first = kept.at(-1)?.header.firstSegment ?? 0;
  return kept.filter(({ header }) => header.segment >= first);
}

async function inspect(files: readonly LogFile[]): Promise<LogInspection> {
  const segments: InspectedSegment[] = [];
  const damages: LogDamage[] = [];
  for (const [index, { file, header }] of files.entries()) {
    const next = files[index + 1]?.header;
    const follows = next?.segment === header.segment + 1;
    const scan = scanSegment(
      await readWhole(file, header.segmentBytes),
      header,
      follows ? next.firstPosition - 1 : undefined,
    );
    damages.push(...scan.damages.map((damage) => ({ segment: header.segment, file: file.name, ...damage })));
    if (next !== undefined && !follows) damages.push(missing(header, next));
    segments.push({
      number: header.segment,
      file: file.name,
      epoch: header.epoch,
      firstPosition: header.firstPosition,
      lastPosition: scan.lastPosition,
      commits: scan.entries.length,
    });
  }
  return { logId: files[0]?.header.logId ?? "", segments, lastPosition: segments.at(-1)?.lastPosition ?? 0, damages };
}

function missing(header: SegmentHeader, next: SegmentHeader): LogDamage {
  return {
    segment: header.segment + 1,
    file: "",
    firstByte: 0,
    lastByte: header.segmentBytes - 1,
    firstPosition: header.firstPosition,
    lastPosition: next.firstPosition - 1,
    reason: "files of segments are missing",
  };
}
