import type { BucketState } from "../../commit/kv-operation.ts";
import { BucketFigures } from "./bucket-figures.ts";
import type { KvVersion } from "./entry-version.ts";
import { decodeKey } from "./key-encoding.ts";
import { SortedList } from "./sorted-list.ts";

/**
 * A key that was written since it was last saved, or is written so often that it stays in memory. `versions` is what readers see; `ordered` what the sequencer decides by, the same while nothing is unsynced.
 * The lists are never changed in place.
 */
export interface TouchedKey {
  readonly encoded: string;
  /** Of the key as it was given. */
  readonly keyBytes: number;
  versions: readonly KvVersion[];
  ordered: readonly KvVersion[];
  /** As the index store has them. */
  stored: readonly KvVersion[];
  /** Position of the last durable commit that changed it. */
  changed: number;
  /** Commits that changed it and are not durable yet. */
  unsynced: number;
  /** Durable commits that changed it since it was last saved. */
  writes: number;
  /** The last durable write behind which nothing older is kept: replayed over any row of the key, it leaves itself alone. */
  alone: KvVersion | undefined;
  /** Saves that have left it out, one after the other. */
  leftOut: number;
  /** Which commit, being decided, has made `drafted` of `ordered`. */
  draft: number;
  drafted: readonly KvVersion[];
}

/** A key that nothing has changed yet. */
export function touchedKey(encoded: string, versions: readonly KvVersion[], changed: number): TouchedKey {
  return {
    encoded,
    keyBytes: Buffer.byteLength(decodeKey(encoded)),
    versions,
    ordered: versions,
    stored: versions,
    changed,
    unsynced: 0,
    writes: 0,
    alone: undefined,
    leftOut: 0,
    draft: 0,
    drafted: versions,
  };
}

/** A write since the last save; its key is encoded. */
export interface RecentWrite {
  readonly revision: number;
  readonly key: string;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A bucket as the sequencer and its readers see it. */
export class Bucket {
  readonly id: number;
  /** As ordered; absent while replay has met only entries of it, whose bucket was carried forward. */
  state: BucketState | undefined;
  /** As readers see it; absent before its creation is durable, and once its deletion is. */
  visible: BucketState | undefined;
  /** Segment of the last operation with its full state, and that operation's position. */
  home = 0;
  changed = 0;
  /** Position of the operation that `visible` is of, and its segment. */
  shown = 0;
  shownHome = 0;
  /** Of the last write that was ordered. */
  lastRevision = 0;
  /** Which commit, being decided, has given out revisions up to `draftedRevision`. */
  draft = 0;
  draftedRevision = 0;
  /** Of the last write that readers see. */
  visibleRevision = 0;
  watchFloor = 0;
  readonly figures: BucketFigures = new BucketFigures();
  /** What the rows in the index store come to. */
  readonly stored: BucketFigures = new BucketFigures();
  /** By encoded key. */
  readonly touched: Map<string, TouchedKey> = new Map();
  readonly touchedKeys: SortedList<string> = new SortedList(compareText);
  readonly recent: SortedList<RecentWrite> = new SortedList((a, b) => a.revision - b.revision);
  /** Called with every change of an entry, and when it is gone. */
  readonly watchers: Set<() => void> = new Set();

  constructor(id: number) {
    this.id = id;
  }

  /** Forgets what memory and index hold of its entries. */
  clearEntries(): void {
    this.figures.clear();
    this.stored.clear();
    this.touched.clear();
    this.touchedKeys.clear();
    this.recent.clear();
  }

  wake(): void {
    if (this.watchers.size === 0) return;
    for (const notify of this.watchers) notify();
  }
}
