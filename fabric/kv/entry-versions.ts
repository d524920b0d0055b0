/**
 * The rules by which a key's revisions are kept and seen. Implementations hold the versions as they like; these functions say what becomes of them.
 *
 * - A write drops what goes beyond the bucket's history, and everything before it when the entry's time was over by then.
 * - A reader sees the latest `history` versions, without those whose own time is over; once the time of the newest one is over, none at all.
 * - A delete or expiry that is forgotten takes the whole key with it.
 */

/** What a write to a key was. */
export type WriteKind = "put" | "deleted" | "expired";

/** One revision of a key. */
export interface EntryVersion {
  readonly revision: number;
  readonly kind: WriteKind;
  /** When it expires, in milliseconds since the Unix epoch. 0: never. */
  readonly expiresMs: number;
}

/** Whether the time of a version is over. */
export function isExpired({ expiresMs }: EntryVersion, nowMs: number): boolean {
  return expiresMs > 0 && expiresMs <= nowMs;
}

/** The entry as it is now; undefined: there is none. `versions`: oldest first. */
export function presentVersion<Version extends EntryVersion>(
  versions: readonly Version[],
  nowMs: number,
): Version | undefined {
  const newest = versions.at(-1);
  return newest === undefined || newest.kind !== "put" || isExpired(newest, nowMs) ? undefined : newest;
}

/** Revision of the entry as it is now, which a write may expect; 0: there is none. */
export function presentRevision(versions: readonly EntryVersion[], nowMs: number): number {
  return presentVersion(versions, nowMs)?.revision ?? 0;
}

/** The versions that a reader sees, oldest first. */
export function visibleVersions<Version extends EntryVersion>(
  versions: readonly Version[],
  history: number,
  nowMs: number,
): Version[] {
  const newest = versions.at(-1);
  if (newest === undefined || isExpired(newest, nowMs)) return [];
  return versions.slice(-history).filter((version) => !isExpired(version, nowMs));
}

/** The versions that are kept once another one is written; it is the last of them. */
export function withVersion<Version extends EntryVersion>(
  versions: readonly Version[],
  written: Version,
  history: number,
  writtenMs: number,
): Version[] {
  return [...versions.slice(keptFrom(versions, history, writtenMs)), written];
}

/** From which of the versions on they are kept once another one is written. */
export function keptFrom(versions: readonly EntryVersion[], history: number, writtenMs: number): number {
  const newest = versions.at(-1);
  if (newest === undefined || isExpired(newest, writtenMs)) return versions.length;
  return Math.max(0, versions.length + 1 - history);
}

/** When an entry that is written now expires; 0: never. `ttlMs`: of the write, or else of the bucket; 0: never. */
export function expiryOf(writtenMs: number, ttlMs: number): number {
  return ttlMs === 0 ? 0 : writtenMs + ttlMs;
}
