import type { DiskFile } from "../disk/disk.ts";
import type { LogDamage } from "./damage-list.ts";
import { readWhole } from "./read-whole.ts";
import { type LogShape, type SalvagedHeader, salvageHeader } from "./salvage.ts";
import { scanSegment } from "./scan.ts";
import { newSegment, type Segment } from "./segment.ts";
import type { FoundFile } from "./segment-files.ts";
import { type FooterIdentity, readFooterIdentity } from "./segment-footer.ts";
import { SEGMENT_DATA_START, type SegmentHeader } from "./segment-header.ts";

/** Which files of a folder are what. */
export interface FoundLog {
  readonly shape: LogShape;
  /** Kept segments in order. All but the last are complete, and where they end is known. */
  readonly segments: readonly Segment[];
  /** First segment that was not given back, as far as headers know. */
  readonly firstSegment: number;
  /** Above all epochs that there were. */
  readonly nextEpoch: number;
  /** Files of this log that it does not need. */
  readonly free: readonly FoundFile[];
  /** Files of other logs. */
  readonly foreign: readonly DiskFile[];
  /** Files that do not say what they are, and hold no segment that counts. */
  readonly unreadable: readonly DiskFile[];
  /** Headers that had to be told from frames. */
  readonly damages: readonly LogDamage[];
}

interface LogFile {
  readonly file: DiskFile;
  readonly header: SegmentHeader | SalvagedHeader;
}

/**
 * Finds a log's segments among its files, and changes nothing. Of two files with one segment number the higher epoch counts. A header that is lost is told by the
 * frames behind it. Undefined when there is no file of a log at all.
 */
export async function findSegments(found: readonly FoundFile[]): Promise<FoundLog | undefined> {
  const headers = found.flatMap(({ header }) => header ?? []);
  const logId = mostFrequent(headers.map((header) => header.logId));
  const own = headers.filter((header) => header.logId === logId);
  const shape = own[0];
  if (shape === undefined) return undefined;
  const choice = new FileChoice(shape);
  for (const { file, header } of found) await choice.add(file, header);
  await choice.addHeadless();
  const firstSegment = Math.max(...own.map((header) => header.firstSegment));
  const { kept, released } = choice.split(firstSegment);
  const segments = await complete(kept);
  const epochs = [...own, ...segments.map(({ header }) => header)].map(({ epoch }) => epoch);
  return {
    shape,
    segments,
    firstSegment,
    nextEpoch: 1 + Math.max(...epochs),
    free: [...choice.free, ...released],
    foreign: choice.foreign,
    unreadable: choice.unreadable,
    damages: lostHeaders(kept, segments),
  };
}

/** A header is written together with the first frames: unless something names these as synced, it never was, and nothing is lost. */
function lostHeaders(kept: readonly LogFile[], segments: readonly Segment[]): LogDamage[] {
  const vouchedTo = Math.max(
    ...kept.map(({ header }) => ("vouchedTo" in header ? header.vouchedTo : header.durableEnd)),
  );
  return kept.flatMap(({ header }, index) =>
    "vouchedTo" in header && header.firstPosition <= vouchedTo ? lostHeader(segments[index] as Segment) : [],
  );
}

class FileChoice {
  readonly free: FoundFile[] = [];
  readonly foreign: DiskFile[] = [];
  readonly unreadable: DiskFile[] = [];
  readonly #shape: LogShape;
  readonly #best = new Map<number, LogFile>();
  readonly #headless: DiskFile[] = [];

  constructor({ logId, segmentBytes }: LogShape) {
    this.#shape = { logId, segmentBytes };
  }

  add(file: DiskFile, header: SegmentHeader | undefined): void {
    if (header === undefined) this.#headless.push(file);
    else if (header.logId !== this.#shape.logId) this.foreign.push(file);
    else if (header.kind === "spare") this.free.push({ file, header });
    else this.#choose({ file, header });
  }

  /** Files without a header come last: what they hold counts only where it is newer than what has one. */
  async addHeadless(): Promise<void> {
    for (const file of this.#headless) {
      const header = salvageHeader(await readWhole(file, this.#shape.segmentBytes), this.#shape);
      const other = header && this.#best.get(header.segment);
      if (header === undefined || (other !== undefined && other.header.epoch >= header.epoch))
        this.unreadable.push(file);
      else this.#choose({ file, header });
    }
  }

  split(firstSegment: number): { kept: LogFile[]; released: LogFile[] } {
    const inOrder = [...this.#best.values()].sort((a, b) => a.header.segment - b.header.segment);
    const isKept = ({ header }: LogFile): boolean => header.segment >= firstSegment;
    return { kept: inOrder.filter(isKept), released: inOrder.filter((entry) => !isKept(entry)) };
  }

  #choose(candidate: LogFile): void {
    const { segment, epoch } = candidate.header;
    const other = this.#best.get(segment);
    const isBetter = other === undefined || other.header.epoch < epoch;
    if (isBetter) this.#best.set(segment, candidate);
    const loser = isBetter ? other : candidate;
    if (loser !== undefined) this.free.push(loser);
  }
}

/** A single foreign file among the log's own must not decide whose log this is. */
function mostFrequent(ids: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** The segments with where they end, which the next one's header says, or their own footer where the next one is missing. */
async function complete(kept: readonly LogFile[]): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const { file, header } of kept) {
    const before = segments.at(-1);
    const follows = before?.number === header.segment - 1;
    const isFirstLost = "isFirstLost" in header && header.isFirstLost;
    if (before !== undefined && (!follows || isFirstLost)) await endByItself(before);
    const firstPosition = isFirstLost && follows ? before.lastPosition + 1 : header.firstPosition;
    const keptPosition = Math.max(header.keptPosition, firstPosition - 1);
    const segment = newSegment(file, { ...header, firstPosition, keptPosition });
    if (before !== undefined && !before.sealed) endBefore(before, segment.header);
    segments.push(segment);
  }
  return segments;
}

function endBefore(segment: Segment, next: SegmentHeader): void {
  segment.lastPosition = next.firstPosition - 1;
  segment.lastChecksum = next.previousChecksum;
  segment.sealed = true;
}

async function endByItself(segment: Segment): Promise<void> {
  const bytes = await readWhole(segment.file, segment.header.segmentBytes);
  const end = ownFooter(bytes, segment.header) ?? scanSegment(bytes, segment.header);
  segment.lastPosition = end.lastPosition;
  segment.lastChecksum = end.lastChecksum;
  segment.sealed = true;
}

/** The footer, if it is one that this very segment got. As it gets it when the next one is durable, there was a next one. */
export function ownFooter(bytes: Buffer, header: SegmentHeader): FooterIdentity | undefined {
  const footer = readFooterIdentity(bytes, header.segmentBytes);
  const isOwn =
    footer?.segment === header.segment &&
    footer.epoch === header.epoch &&
    footer.firstPosition === header.firstPosition;
  return isOwn ? footer : undefined;
}

/** The gaps in a row of segments that should begin with `firstSegment`. */
export function missingSegments(segments: readonly Segment[], firstSegment: number): LogDamage[] {
  const damages: LogDamage[] = [];
  let expected = firstSegment;
  let firstPosition = 1;
  for (const { number, header, lastPosition } of segments) {
    const positions = { firstPosition, lastPosition: header.firstPosition - 1 };
    for (; expected < number; expected++) damages.push(missing(expected, header.segmentBytes, positions));
    expected = number + 1;
    firstPosition = lastPosition + 1;
  }
  return damages;
}

/** Damage of a segment that is not there. */
export function missing(
  segment: number,
  segmentBytes: number,
  positions: { firstPosition: number; lastPosition: number },
): LogDamage {
  const bytes = { firstByte: 0, lastByte: segmentBytes - 1 };
  return { segment, file: "", ...bytes, ...positions, reason: "the segment's file is missing" };
}

function lostHeader({ number, file, header: { firstPosition } }: Segment): LogDamage {
  const bytes = { firstByte: 0, lastByte: SEGMENT_DATA_START - 1 };
  const nothing = { firstPosition, lastPosition: firstPosition - 1 };
  return {
    segment: number,
    file: file.name,
    ...bytes,
    ...nothing,
    reason: "the segment's header is lost; its commits are not",
  };
}
