import type { Clock } from "../clock/clock.ts";
import type { Disk } from "../disk/disk.ts";
import { DiskError } from "../disk/disk-error.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import { WorkSteps } from "../work-steps.ts";
import { BlockCache } from "./block-cache.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "./index-store.ts";
import { hashOf } from "./key-filter.ts";
import { manifestFileName, writeManifest } from "./manifest.ts";
import { MemoryTable } from "./memory-table.ts";
import { merge, mergeParts } from "./merge.ts";
import { findStoredState, type StoredState } from "./stored-state.ts";
import { type Table, tableFileName } from "./table.ts";
import type { TableEntry } from "./table-format.ts";
import { writeTable } from "./table-writer.ts";

/** Bytes of blocks kept in memory for reads, unless told otherwise. */
export const indexCacheBytes: number = 8 * 1024 * 1024;

/** How much of the index is held in memory. */
export interface IndexStoreOptions {
  /** Entries in memory that are written as a table without waiting for a `sync`. Default 1 MiB. */
  readonly memoryBytes?: number;
  /** Bytes of blocks kept in memory for reads. Default: `indexCacheBytes`. */
  readonly cacheBytes?: number;
  /** By which what is written is taken, and tables are made, in steps, so that it holds nobody up. Default: in one go from one write of the disk to the next. */
  readonly clock?: Clock;
}

/**
 * Opens the index on a disk of its own, which is closed with it. What cannot be read is removed: the caller finds the store empty and rebuilds.
 *
 * New entries gather in memory; at a sync, or when they are many, they become a table: a sorted file that never changes. Reads look into memory, then into
 * the tables from the newest to the oldest, but for those whose filter says that they do not hold the key. A manifest names the tables there are; a change of it is the moment at which entries become durable. Tables are
 * merged into larger ones in the background, so that there are few of them.
 *
 * Every block, index and manifest carries a checksum that knows where it belongs, and the manifest that of each table: what is changed, missing, exchanged or
 * of another time is noticed, either when the store is opened or as `IndexDamaged`. Order on the disk: tables, then the manifest, then the directory; only then
 * is anything older removed.
 */
export async function openIndexStore(disk: Disk, options: IndexStoreOptions = {}): Promise<IndexStore> {
  const cache = new BlockCache(options.cacheBytes ?? indexCacheBytes);
  const state = await findStoredState(disk, cache);
  return new TableIndexStore(disk, cache, state, options);
}

const memoryBytesUsual = 1024 * 1024;
/** So many times `memoryBytes` may wait for the disk before writers do. */
const waitingTimesMax = 4;
/** By so many times steps are longer under the greatest pressure, so that what is written meanwhile cannot get ahead for long. */
const STRETCH_MAX = 4;
/** Each read looks into every table; with so many, writers wait until some have been merged. */
const tablesMax = 64;
/** So many tables of like size become one: more would be more to look into, fewer would write each entry more often. */
const mergeTablesMin = 8;
/** Merges that are under way at a time. */
const mergesMax = 2;

interface Merging {
  readonly group: readonly Table[];
  readonly done: Promise<void>;
}

class TableIndexStore implements IndexStore {
  readonly #disk: Disk;
  readonly #cache: BlockCache;
  readonly #memoryBytes: number;
  readonly #steps: WorkSteps | undefined;
  #memory: MemoryTable = new MemoryTable();
  /** Being written, or waiting for room on the disk; newest first. */
  #frozen: MemoryTable[] = [];
  /** Newest first. */
  #tables: Table[];
  #manifest: number;
  #nextManifest: number;
  #nextTable: number;
  /** Rises with `clear`: what was begun before must not come back. */
  #generation = 0;
  #writing: Promise<void> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();
  #publishing: Promise<void> = Promise.resolve();
  /** Under way; each is of newer tables than the one before. */
  #merges: Merging[] = [];
  #damage: IndexDamaged | undefined;
  /** The first error of the disk other than a lack of space. */
  #failure: unknown;
  #isClosed = false;

  constructor(disk: Disk, cache: BlockCache, state: StoredState, options: IndexStoreOptions) {
    this.#disk = disk;
    this.#cache = cache;
    this.#tables = state.tables;
    this.#manifest = state.manifest;
    this.#nextManifest = state.nextManifest;
    this.#nextTable = state.nextTable;
    this.#memoryBytes = options.memoryBytes ?? memoryBytesUsual;
    this.#steps = options.clock && new WorkSteps(options.clock);
  }

  get(key: string): Uint8Array | undefined {
    return this.#guarded(() => {
      const value = this.#find(key);
      return value && new Uint8Array(value);
    });
  }

  scan(from: string, to: string, limit: number): { key: string; value: Uint8Array }[] {
    return this.#guarded(() => this.#cache.keeping(() => this.#scan(from, to, limit)));
  }

  async write(changes: readonly IndexChange[]): Promise<void> {
    this.#checkUsable();
    const copies = changes.map(({ key, value }) => ({ key, value: value && new Uint8Array(value) }));
    const applied = this.#writing.then(() => this.#between()).then(() => this.#apply(copies));
    this.#writing = applied.catch(() => undefined);
    return applied;
  }

  async sync(): Promise<void> {
    this.#checkUsable();
    await this.#writing;
    await this.#flush();
  }

  async clear(): Promise<void> {
    this.#checkOpen();
    await this.#writing;
    this.#generation++;
    this.#memory = new MemoryTable();
    this.#frozen = [];
    this.#damage = undefined;
    await this.#publish(this.#generation, () => []);
  }

  /** Also makes durable what can be. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writing;
    await this.#flush().catch(() => undefined);
    await Promise.all(this.#merges.map(({ done }) => done));
    await this.#publishing;
    for (const table of this.#tables) await table.close();
    await this.#disk.close();
  }

  #find(key: string): Uint8Array | undefined {
    let found = this.#memory.find(key);
    for (let at = 0; found === undefined && at < this.#frozen.length; at++) found = this.#frozen[at]!.find(key);
    if (found !== undefined) return found.value;
    const hash = hashOf(key);
    for (let at = 0; found === undefined && at < this.#tables.length; at++) found = this.#tables[at]!.find(key, hash);
    return found?.value;
  }

  #scan(from: string, to: string, limit: number): { key: string; value: Uint8Array }[] {
    const entries: { key: string; value: Uint8Array }[] = [];
    const layers = [this.#memory, ...this.#frozen, ...this.#tables];
    if (limit <= 0) return entries;
    for (const { key, value } of merge(layers.map((layer) => layer.entriesFrom(from)))) {
      if (key >= to) break;
      if (value === undefined) continue;
      entries.push({ key, value: new Uint8Array(value) });
      if (entries.length === limit) break;
    }
    return entries;
  }

  async #apply(changes: readonly TableEntry[]): Promise<void> {
    if (this.#waitingBytes > waitingTimesMax * this.#memoryBytes) await this.#flush();
    this.#checkUsable();
    for (const change of changes) this.#memory.put(change);
    if (this.#memory.bytes >= this.#memoryBytes) void this.#flush().catch(() => undefined);
  }

  /** Writes what is in memory as one table. What failed for want of space stays in memory, and is tried again with the next. */
  #flush(): Promise<void> {
    const flushed = this.#flushing.then(() => this.#remembering(() => this.#flushNow()));
    this.#flushing = flushed.catch(() => undefined);
    return flushed;
  }

  async #flushNow(): Promise<void> {
    this.#freeze();
    const [generation, frozen] = [this.#generation, [...this.#frozen]];
    if (frozen.length === 0) return;
    while (this.#tables.length >= tablesMax && this.#merges.length > 0)
      await Promise.race(this.#merges.map(({ done }) => done));
    const entries = merge(frozen.map((layer) => layer.entriesFrom("")));
    const count = frozen.reduce((sum, layer) => sum + layer.count, 0);
    const table = await this.#writeTable(asParts(entries), count);
    await this.#publish(generation, (tables) => [table, ...tables], table);
    this.#frozen = this.#frozen.filter((layer) => !frozen.includes(layer));
    this.#startMerging();
  }

  #freeze(): void {
    if (this.#memory.bytes === 0) return;
    this.#frozen.unshift(this.#memory);
    this.#memory = new MemoryTable();
  }

  #writeTable(entries: AsyncIterable<readonly TableEntry[]>, entriesMax: number): Promise<Table> {
    return writeTable(this.#disk, this.#nextTable++, entries, entriesMax, this.#cache, () => this.#between());
  }

  /** Between two steps of what the store has to do. */
  #between(): Promise<void> | undefined {
    return this.#steps?.next(1 + STRETCH_MAX * this.#pressure);
  }

  get #waitingBytes(): number {
    return this.#frozen.reduce((sum, layer) => sum + layer.bytes, this.#memory.bytes);
  }

  /** How near writers are to having to wait: 0 to 1. */
  get #pressure(): number {
    const ofBytes = this.#waitingBytes / (waitingTimesMax * this.#memoryBytes);
    return Math.min(1, Math.max(ofBytes, this.#tables.length / tablesMax));
  }

  /** Makes another list of tables the durable one. `added` is given up if the store was cleared meanwhile, or if it fails. */
  async #publish(generation: number, change: (tables: Table[]) => Table[], added?: Table): Promise<void> {
    const published = this.#publishing.then(() => this.#publishNow(generation, change));
    this.#publishing = published.then(
      () => undefined,
      () => undefined,
    );
    const isPublished = await published.catch(async (error: unknown) => {
      if (added !== undefined) await this.#discard(added);
      throw error;
    });
    if (!isPublished && added !== undefined) await this.#discard(added);
  }

  async #publishNow(generation: number, change: (tables: Table[]) => Table[]): Promise<boolean> {
    if (generation !== this.#generation) return false;
    const tables = change(this.#tables);
    const number = this.#nextManifest++;
    await writeManifest(this.#disk, {
      number,
      nextTable: this.#nextTable,
      tables: tables.map((table) => table.identity),
    });
    await this.#disk.syncDirectory();
    const replaced = this.#tables.filter((table) => !tables.includes(table));
    const before = this.#manifest;
    this.#tables = tables;
    this.#manifest = number;
    if (before > 0) await this.#disk.remove(manifestFileName(before));
    for (const table of replaced) await this.#discard(table);
    return true;
  }

  async #discard(table: Table): Promise<void> {
    await table.close();
    await this.#disk.remove(tableFileName(table.identity.number));
  }

  /**
   * Merges the newest tables as far as they are together not much smaller than the next one, so that each entry is written few times. While a large merge is under
   * way, which may take minutes, the small tables that come meanwhile are merged beside it.
   */
  #startMerging(): void {
    if (this.#merges.length >= mergesMax || this.#isClosed) return;
    const busy = this.#merges.map(({ group }) => this.#tables.indexOf(group[0]!)).filter((at) => at >= 0);
    const group = tablesToMerge(this.#tables.slice(0, Math.min(this.#tables.length, ...busy)));
    if (group.length < 2) return;
    const done = this.#remembering(() => this.#merge(group))
      .catch(() => undefined)
      .finally(() => {
        this.#merges = this.#merges.filter((merging) => merging.done !== done);
      });
    this.#merges.push({ group, done });
  }

  async #merge(group: readonly Table[]): Promise<void> {
    const generation = this.#generation;
    const isOldestIn = group.at(-1) === this.#tables.at(-1);
    const parts = mergeParts(group.map((table) => table.allEntries()));
    const count = group.reduce((sum, table) => sum + table.entries, 0);
    const merged = await this.#writeTable(isOldestIn ? withoutRemoved(parts) : parts, count);
    const replace = (tables: Table[]): Table[] => {
      const at = tables.indexOf(group[0]!);
      return tables.toSpliced(at, group.length, merged);
    };
    await this.#publish(generation, replace, merged);
  }

  async #remembering(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof IndexDamaged) this.#damage ??= error;
      else if (!isDiskFull(error)) this.#failure ??= error;
      throw error;
    }
  }

  /** A disk that cannot read what was written has damaged it. */
  #guarded<Result>(read: () => Result): Result {
    this.#checkUsable();
    try {
      return read();
    } catch (error) {
      this.#damage ??=
        error instanceof IndexDamaged ? error : new IndexDamaged("the index cannot be read", { cause: error });
      throw this.#damage;
    }
  }

  #checkUsable(): void {
    this.#checkOpen();
    if (this.#damage !== undefined) throw this.#damage;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new DiskError("EBADF", "use", "(index)");
  }
}

function tablesToMerge(tables: readonly Table[]): readonly Table[] {
  let count = 1;
  let bytes = tables[0]?.identity.bytes ?? 0;
  while (count < tables.length && tables[count]!.identity.bytes <= 2 * bytes) {
    bytes += tables[count]!.identity.bytes;
    count++;
  }
  if (count >= mergeTablesMin) return tables.slice(0, count);
  return tables.length >= tablesMax ? tables : [];
}

/** What is given on at once: giving on takes about as long as an entry. */
const PART_ENTRIES = 64;

async function* asParts(entries: Iterable<TableEntry>): AsyncGenerator<TableEntry[]> {
  let part: TableEntry[] = [];
  for (const entry of entries) {
    if (part.push(entry) < PART_ENTRIES) continue;
    yield part;
    part = [];
  }
  yield part;
}

async function* withoutRemoved(parts: AsyncIterable<readonly TableEntry[]>): AsyncGenerator<TableEntry[]> {
  for await (const part of parts) yield part.filter((entry) => entry.value !== undefined);
}
