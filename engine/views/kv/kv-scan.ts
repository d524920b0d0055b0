import { padded } from "../../saved/rows.ts";
import type { Bucket, RecentWrite } from "./bucket.ts";
import { decodeVersions, type KvVersion } from "./entry-version.ts";
import { kvRow } from "./kv-rows.ts";
import type { KvTable } from "./kv-table.ts";

/** A key, encoded, with what is kept of it. */
export interface KeyVersions {
  readonly key: string;
  readonly versions: readonly KvVersion[];
}

/** Keys in order from an encoded one on, of memory and index store as one. Must be used up before anything changes. */
export function* keysFrom(table: KvTable, bucket: Bucket, from: string): Generator<KeyVersions> {
  table.checkAvailable();
  const touched = bucket.touchedKeys.from(from);
  const prefix = kvRow.key(bucket.id, "");
  const rows = table.rows.scan(`${prefix}${from}`, prefix);
  let inMemory = next(touched);
  let stored = next(rows);
  while (inMemory !== undefined || stored !== undefined) {
    const storedKey = stored?.key.slice(prefix.length);
    if (inMemory !== undefined && (storedKey === undefined || inMemory <= storedKey)) {
      yield { key: inMemory, versions: table.versions(bucket, inMemory) };
      if (storedKey === inMemory) stored = next(rows);
      inMemory = next(touched);
    } else if (stored !== undefined && storedKey !== undefined) {
      yield { key: storedKey, versions: decodeVersions(stored.value).versions };
      stored = next(rows);
    }
  }
}

/** Writes behind a revision in their order, of memory and index store as one; some may not be kept any more. Must be used up before anything changes. */
export function* writesBehind(table: KvTable, bucket: Bucket, revision: number): Generator<RecentWrite> {
  table.checkAvailable();
  const recent = bucket.recent.from({ revision: revision + 1, key: "" });
  const rows = table.rows.scan(kvRow.revision(bucket.id, revision + 1), `v/${padded(bucket.id)}/`);
  let inMemory = next(recent);
  let stored = next(rows);
  while (inMemory !== undefined || stored !== undefined) {
    const storedRevision = stored === undefined ? undefined : Number(stored.key.slice(stored.key.lastIndexOf("/") + 1));
    if (inMemory !== undefined && (storedRevision === undefined || inMemory.revision <= storedRevision)) {
      yield inMemory;
      if (storedRevision === inMemory.revision) stored = next(rows);
      inMemory = next(recent);
    } else if (stored !== undefined && storedRevision !== undefined) {
      yield { revision: storedRevision, key: stored.value.toString("latin1") };
      stored = next(rows);
    }
  }
}

function next<Item>(source: Generator<Item>): Item | undefined {
  const result = source.next();
  return result.done === true ? undefined : result.value;
}
