import type { LogDamage } from "./damage-list.ts";
import { type NoteRefused, readWhole } from "./read-whole.ts";
import { type Scan, scanSegment } from "./scan.ts";
import type { Segment } from "./segment.ts";
import { type FrameEntry, readFooter } from "./segment-footer.ts";

/** The commits of one segment, and what of it is lost. */
export interface ReplayedSegment {
  readonly segment: number;
  /** Each is read when it is asked for. */
  readonly entries: Iterable<FrameEntry>;
  readonly damages: readonly LogDamage[];
}

/**
 * The commits of a segment, or the one of a position alone: from its footer where that matches, else by scanning. A complete segment must reach its last
 * position; what is missing there is damage.
 */
export async function readSegment(
  segment: Segment,
  only?: number,
  noteRefused?: NoteRefused,
): Promise<ReplayedSegment> {
  const { number, file, header, sealed, lastPosition, lastChecksum } = segment;
  const { epoch, firstPosition, segmentBytes } = header;
  const identity = { epoch, segment: number, firstPosition, lastPosition, lastChecksum };
  const entries = sealed ? await readFooter(file, identity, segmentBytes, only) : undefined;
  if (entries !== undefined) return { segment: number, entries, damages: [] };
  const scan = scanSegment(await readWhole(file, segmentBytes, noteRefused), header, sealed ? { lastPosition } : {});
  return { segment: number, entries: scan.entries, damages: damagesOf(scan, segment) };
}

/**
 * First segment that is still needed by what was committed at the end. A header knows of all releases before it, so only those of the last segment, of which this is the scan, can be missing in
 * it; if the last header is lost, those of the one before too.
 */
export async function releasedUpTo(segments: readonly Segment[], { firstKept }: Scan): Promise<number> {
  const [before, last] = [segments.at(-2), segments.at(-1)];
  if (before === undefined || (last as Segment).header.firstSegment > 0) return firstKept;
  let released = firstKept;
  for (const { operations } of (await readSegment(before)).entries)
    for (const operation of operations)
      if (operation.kind === "release") released = Math.max(released, operation.firstSegment);
  return released;
}

/** What a scan found damaged, as damage of the log. */
export function damagesOf({ damages }: Scan, { number, file }: Pick<Segment, "number" | "file">): LogDamage[] {
  return damages.map((damage) => ({ segment: number, file: file.name, ...damage }));
}
