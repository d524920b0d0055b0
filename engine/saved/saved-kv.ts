import type { BucketState } from "../commit/kv-operation.ts";
import type { IndexChange, IndexStore } from "../index-store/index-store.ts";
import type { Bucket, RecentWrite, TouchedKey } from "../views/kv/bucket.ts";
import type { DueKey } from "../views/kv/due-times.ts";
import { decodeVersions, dueOf, encodeVersions, type KvVersion } from "../views/kv/entry-version.ts";
import { kvRow, NEXT_BUCKET_ROW } from "../views/kv/kv-rows.ts";
import type { KvTable } from "../views/kv/kv-table.ts";
import type { WorkTurns } from "../work-turns.ts";
import { encodeNumbers, padded, scan } from "./rows.ts";

/** Keys that are saved with one write of the index store; one piece of work in a turn of the event loop. */
const KEYS_A_WRITE = 100;
const REMOVED_ROWS_A_WRITE = 1000;
/** A key is left out by so many saves in a row at most: should damage take the segments that would be replayed, what is served instead is not older than that. */
const LEFT_OUT_MAX = 8;

/** A bucket's row. */
interface SavedBucket {
  readonly state: BucketState | undefined;
  readonly home: number;
  readonly changed: number;
  readonly lastRevision: number;
  readonly watchFloor: number;
  readonly entries: number;
  readonly bytes: number;
}

interface SavedKeys {
  readonly changes: IndexChange[];
  readonly saved: { readonly encoded: string; readonly touched: TouchedKey; readonly versions: readonly KvVersion[] }[];
  readonly leftOut: TouchedKey[];
}

/**
 * Keeps KV's rows in the index store (`kv-rows.ts`). Keys are saved as readers see them, so a row is never ahead of the log. A bucket's figures are written with
 * the keys that they count, so they always agree with the rows; every key says which commit changed it last. So the rows may be written in many steps, at any
 * time: replay skips what a key contains.
 *
 * A key that is written again and again is left out: while its last write stands in a segment that the next start replays, and leaves nothing older, whatever the row says is overwritten then.
 */
export class SavedKv {
  readonly #store: IndexStore;
  readonly #table: KvTable;
  readonly #turns: WorkTurns;
  readonly #keptKeys: number;
  /** By bucket the row that was written last. */
  readonly #written = new Map<number, string>();

  /** @param keptKeys so many keys that are written again and again stay in memory, where the next write finds them without asking the store */
  constructor(store: IndexStore, table: KvTable, turns: WorkTurns, keptKeys: number) {
    this.#store = store;
    this.#table = table;
    this.#turns = turns;
    this.#keptKeys = keptKeys;
  }

  /** Gives the table what was saved but the keys, which it reads when it needs them. */
  restore(): void {
    const next = this.#store.get(NEXT_BUCKET_ROW);
    if (next !== undefined) this.#table.nextBucketId = Buffer.from(next).readDoubleLE(0);
    for (const { key, value } of scan(this.#store, "b/")) this.#restoreBucket(Number(key.slice(2)), value);
    for (const { key, value } of scan(this.#store, "u/")) {
      const [, id = "", segment = ""] = key.split("/");
      const bucket = this.#table.findById(Number(id));
      const live = { versions: value.readDoubleLE(0), bytes: value.readDoubleLE(8) };
      bucket?.figures.addSegment(Number(segment), live);
      bucket?.stored.addSegment(Number(segment), live);
    }
  }

  /** Nothing is saved any more. */
  forget(): void {
    this.#written.clear();
  }

  /** Whether at least half of the keys in memory would be left out by a save behind which segments from `floor` on are replayed. */
  isMostlyLeftOut(floor: number): boolean {
    let [all, leftOut] = [0, 0];
    for (const bucket of this.#table.all()) {
      all += bucket.touched.size;
      for (const touched of bucket.touched.values()) leftOut += Number(canBeLeftOut(touched, floor));
    }
    return leftOut > 0 && 2 * leftOut >= all && leftOut <= this.#keptKeys;
  }

  /**
   * Saves the keys that were written, and lets go of most of them in memory; removes the rows of buckets that are gone.
   * @param floor segments from it on are replayed by the next start
   */
  async save(floor: number): Promise<void> {
    this.#table.taken = 0;
    for (const id of [...this.#table.deleted]) await this.#removeBucket(id);
    for (const bucket of [...this.#table.all()]) {
      const savedTo = bucket.visibleRevision;
      const leftOut = await this.#saveKeys(bucket, floor);
      // The rows have the others now.
      bucket.recent.keepThrough({ revision: savedTo, key: "" }, recentOf(leftOut, savedTo));
    }
    const changes = this.endChanges();
    try {
      if (changes.length > 0) await this.#store.write(changes);
    } catch (error) {
      // Nobody knows which rows are there: the next save writes all of them.
      this.#written.clear();
      throw error;
    }
    this.#resetDueTimes();
  }

  /** What must be known of the buckets should the end of the log be lost. */
  endChanges(): IndexChange[] {
    const changes: IndexChange[] = [];
    for (const bucket of this.#table.all()) changes.push(...this.#bucketChange(bucket));
    if (this.#table.nextBucketId > 1)
      changes.push({ key: NEXT_BUCKET_ROW, value: encodeNumbers([this.#table.nextBucketId]) });
    return changes;
  }

  #restoreBucket(id: number, value: Buffer): void {
    const row = JSON.parse(value.toString()) as SavedBucket;
    const bucket = this.#table.restore(row.state, id, row.home, row.changed);
    bucket.lastRevision = row.lastRevision;
    bucket.visibleRevision = row.lastRevision;
    bucket.watchFloor = row.watchFloor;
    for (const figures of [bucket.figures, bucket.stored]) {
      figures.entries = row.entries;
      figures.bytes = row.bytes;
    }
    this.#written.set(id, value.toString());
  }

  /** @returns the keys that are left out */
  async #saveKeys(bucket: Bucket, floor: number): Promise<readonly TouchedKey[]> {
    const keys = [...bucket.touched.keys()];
    const allLeftOut: TouchedKey[] = [];
    for (let at = 0; at < keys.length; at += KEYS_A_WRITE) {
      const encode = (): SavedKeys => this.#encode(bucket, keys.slice(at, at + KEYS_A_WRITE), floor);
      const { changes, saved, leftOut } = await this.#turns.run(encode);
      allLeftOut.push(...leftOut);
      if (this.#table.findById(bucket.id) !== bucket) return [];
      try {
        if (changes.length > 0) await this.#store.write(changes);
      } catch (error) {
        for (const { touched, versions } of saved) count(bucket, touched, versions, touched.stored);
        this.#written.delete(bucket.id);
        throw error;
      }
      for (const { encoded, touched, versions } of saved) this.#letGo(bucket, encoded, touched, versions);
    }
    return allLeftOut;
  }

  /** The key is saved with these versions; what has changed since stays in memory. */
  #letGo(bucket: Bucket, encoded: string, touched: TouchedKey, versions: readonly KvVersion[]): void {
    const isWrittenOften = touched.writes > 1;
    touched.stored = versions;
    touched.writes = 0;
    touched.leftOut = 0;
    if (touched.unsynced > 0 || touched.versions !== versions || bucket.touched.get(encoded) !== touched) return;
    if (isWrittenOften && this.#table.taken < this.#keptKeys) {
      this.#table.taken++;
      return;
    }
    bucket.touched.delete(encoded);
    bucket.touchedKeys.delete(encoded);
  }

  #encode(bucket: Bucket, keys: readonly string[], floor: number): SavedKeys {
    const changes: IndexChange[] = [];
    const saved: SavedKeys["saved"] = [];
    const leftOut: TouchedKey[] = [];
    const segments = new Set<number>();
    for (const encoded of keys) {
      const touched = bucket.touched.get(encoded);
      if (touched === undefined) continue;
      if (this.#table.taken < this.#keptKeys && canBeLeftOut(touched, floor)) {
        this.#table.taken++;
        touched.leftOut++;
        leftOut.push(touched);
        continue;
      }
      const { versions, stored } = touched;
      saved.push({ encoded, touched, versions });
      if (versions === stored) continue;
      addKeyChanges(changes, bucket.id, encoded, touched);
      for (const { segment } of stored) segments.add(segment);
      for (const { segment } of versions) segments.add(segment);
      count(bucket, touched, stored, versions);
    }
    for (const segment of segments) changes.push(useChange(bucket, segment));
    if (segments.size > 0) changes.push(...this.#bucketChange(bucket));
    return { changes, saved, leftOut };
  }

  /** Its row, unless it is as it was written last. */
  #bucketChange(bucket: Bucket): IndexChange[] {
    const { id, visible, shown, shownHome, visibleRevision, watchFloor, stored } = bucket;
    if (visible === undefined && stored.segments.size === 0) return [];
    const row: SavedBucket = {
      state: visible,
      home: shownHome,
      changed: shown,
      lastRevision: visibleRevision,
      watchFloor,
      entries: stored.entries,
      bytes: stored.bytes,
    };
    const text = JSON.stringify(row);
    if (this.#written.get(id) === text) return [];
    this.#written.set(id, text);
    return [{ key: kvRow.bucket(id), value: Buffer.from(text) }];
  }

  async #removeBucket(id: number): Promise<void> {
    this.#written.delete(id);
    for (const prefix of ["b", "u", "v"]) await this.#removeRows(`${prefix}/${padded(id)}`, () => []);
    await this.#removeRows(`k/${padded(id)}`, (key, value) => {
      const due = dueOf(decodeVersions(value).versions);
      return due === undefined ? [] : [kvRow.due(due.what, due.dueMs, id, key.slice(3 + padded(id).length))];
    });
    this.#table.deleted.delete(id);
  }

  /** Removes the row of a key and all rows below it, and what else `also` names for each. */
  async #removeRows(root: string, also: (key: string, value: Buffer) => string[]): Promise<void> {
    for (;;) {
      const keys = await this.#turns.run(() => {
        const rows = this.#store.scan(root, `${root}0`, REMOVED_ROWS_A_WRITE);
        return rows.flatMap(({ key, value }) => [key, ...also(key, Buffer.from(value))]);
      });
      if (keys.length === 0) return;
      await this.#store.write(keys.map((key) => ({ key, value: undefined })));
    }
  }

  #resetDueTimes(): void {
    const expiries: DueKey[] = [];
    const forgettings: DueKey[] = [];
    for (const bucket of this.#table.all()) {
      for (const [key, { versions, stored }] of bucket.touched) {
        const due = versions === stored ? undefined : dueOf(versions);
        if (due === undefined) continue;
        (due.what === "expiry" ? expiries : forgettings).push({ dueMs: due.dueMs, bucket: bucket.id, key });
      }
    }
    this.#table.expiries.saved(expiries);
    this.#table.forgettings.saved(forgettings);
    this.#table.tellDue();
  }
}

function count(
  bucket: Bucket,
  { keyBytes }: TouchedKey,
  before: readonly KvVersion[],
  after: readonly KvVersion[],
): void {
  bucket.stored.change(keyBytes, before, after);
}

function addKeyChanges(
  changes: IndexChange[],
  id: number,
  encoded: string,
  { versions, stored, changed }: TouchedKey,
): void {
  const row = versions.length === 0 ? undefined : encodeVersions({ versions, changed });
  changes.push({ key: kvRow.key(id, encoded), value: row });
  for (const { revision } of stored)
    if (!hasRevision(versions, revision)) changes.push({ key: kvRow.revision(id, revision), value: undefined });
  for (const { revision } of versions)
    if (!hasRevision(stored, revision))
      changes.push({ key: kvRow.revision(id, revision), value: Buffer.from(encoded, "latin1") });
  const [dueBefore, dueAfter] = [dueOf(stored), dueOf(versions)];
  if (dueBefore?.dueMs === dueAfter?.dueMs && dueBefore?.what === dueAfter?.what) return;
  if (dueBefore !== undefined)
    changes.push({ key: kvRow.due(dueBefore.what, dueBefore.dueMs, id, encoded), value: undefined });
  if (dueAfter !== undefined)
    changes.push({ key: kvRow.due(dueAfter.what, dueAfter.dueMs, id, encoded), value: NOTHING });
}

/** Whether a start that replays segments from `floor` on knows the key without its row, and it is worth it. */
function canBeLeftOut({ versions, alone, writes, leftOut }: TouchedKey, floor: number): boolean {
  const [only] = versions;
  if (only === undefined || only !== alone || versions.length > 1) return false;
  return only.segment >= floor && writes > 1 && leftOut < LEFT_OUT_MAX;
}

/** The writes of these keys up to a revision, by which a watch finds them. */
function recentOf(keys: readonly TouchedKey[], savedTo: number): RecentWrite[] {
  const recent = keys.flatMap(({ encoded, versions }) => versions.map(({ revision }) => ({ revision, key: encoded })));
  return recent.filter(({ revision }) => revision <= savedTo).sort((a, b) => a.revision - b.revision);
}

function hasRevision(versions: readonly KvVersion[], sought: number): boolean {
  return versions.some(({ revision }) => revision === sought);
}

const NOTHING = Buffer.of(0);

function useChange({ id, stored }: Bucket, segment: number): IndexChange {
  const live = stored.segments.get(segment);
  return { key: kvRow.use(id, segment), value: live && encodeNumbers([live.versions, live.bytes]) };
}
