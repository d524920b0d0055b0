import { type KvVersion, valueBytes } from "./entry-version.ts";

/** What of a bucket stands in one segment. */
export interface LiveInSegment {
  versions: number;
  bytes: number;
}

/** About what an operation takes beside key and value. */
const OPERATION_BYTES = 64;

/** What the versions that are kept come to. */
export class BucketFigures {
  /** Keys whose newest write is a put. */
  entries = 0;
  /** Of keys and values of all versions. */
  bytes = 0;
  /** Bytes that they take in the log, about. */
  liveBytes = 0;
  readonly segments: Map<number, LiveInSegment> = new Map();
  /** Of the segment that was looked for last. */
  #segment = -1;
  #live: LiveInSegment | undefined;

  /** Counts that of a key other versions are kept than before. */
  change(keyBytes: number, before: readonly KvVersion[], after: readonly KvVersion[]): void {
    // Those that come go first: a segment with one version is not let go of when another takes its place.
    for (const version of after) this.#add(version, keyBytes, 1);
    for (const version of before) this.#add(version, keyBytes, -1);
    this.entries += Number(after.at(-1)?.kind === "put") - Number(before.at(-1)?.kind === "put");
  }

  addSegment(segment: number, { versions, bytes }: LiveInSegment): void {
    this.#segment = -1;
    this.segments.set(segment, { versions, bytes });
    this.liveBytes += bytes;
  }

  clear(): void {
    this.entries = 0;
    this.bytes = 0;
    this.liveBytes = 0;
    this.segments.clear();
    this.#segment = -1;
  }

  #add(version: KvVersion, keyBytes: number, sign: 1 | -1): void {
    const bytes = keyBytes + valueBytes(version);
    const logBytes = bytes + OPERATION_BYTES;
    this.bytes += sign * bytes;
    this.liveBytes += sign * logBytes;
    const live = this.#liveIn(version.segment);
    live.versions += sign;
    live.bytes += sign * logBytes;
    if (live.versions !== 0) return;
    this.segments.delete(version.segment);
    this.#segment = -1;
  }

  #liveIn(segment: number): LiveInSegment {
    if (segment === this.#segment && this.#live !== undefined) return this.#live;
    let live = this.segments.get(segment);
    if (live === undefined) {
      live = { versions: 0, bytes: 0 };
      this.segments.set(segment, live);
    }
    this.#segment = segment;
    this.#live = live;
    return live;
  }
}
