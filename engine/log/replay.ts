import type { LogDamage } from "./damage-list.ts";
import type { RecoveredSegment } from "./recovery.ts";
import { readWhole } from "./recovery.ts";
import { scanSegment } from "./scan.ts";
import type { Segment } from "./segment.ts";
import { type FrameEntry, readFooter } from "./segment-footer.ts";
import { readSegmentHeader } from "./segment-header.ts";

/** The commits of one segment, and what of it is lost. */
export interface ReplayedSegment {
  readonly segment: number;
  readonly entries: readonly FrameEntry[];
  readonly damages: readonly LogDamage[];
}

/**
 * The commits of a segment: from its footer where that matches, else by scanning. What the next segment's header said of its end decides how far a complete
 * segment must reach; what is missing there is damage.
 * @param recovered what recovery knows of it already
 */
export async function replaySegment(
  segment: Segment,
  recovered: RecoveredSegment | undefined,
  segmentBytes: number,
): Promise<ReplayedSegment> {
  const { number } = segment;
  if (recovered?.scan !== undefined) return { segment: number, entries: recovered.scan.entries, damages: [] };
  const bytes = await readWhole(segment.file, segmentBytes);
  const entries = segment.sealed ? readFooter(bytes, { ...segment, segment: number }, segmentBytes) : undefined;
  if (entries !== undefined) return { segment: number, entries, damages: [] };
  const reading = readSegmentHeader(bytes);
  const header = recovered?.header ?? (reading.state === "whole" ? reading.header : undefined);
  // A segment that was just begun lies in a file that still says what it held before.
  if (header === undefined || header.segment !== number) return { segment: number, entries: [], damages: [] };
  const scanned = scanSegment(bytes, header, segment.sealed ? segment.lastPosition : undefined);
  const damages = scanned.damages.map((damage) => ({ segment: number, file: segment.file.name, ...damage }));
  return { segment: number, entries: scanned.entries, damages };
}
