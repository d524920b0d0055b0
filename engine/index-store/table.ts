import type { Disk, DiskFile } from "../disk/disk.ts";
import { IndexDamaged } from "./index-store.ts";
import {
  type BlockPlace,
  decodeBlock,
  decodeIndex,
  decodeTrailer,
  type TableEntry,
  TRAILER_BYTES,
  trailerChecksum,
} from "./table-format.ts";

/** What is read at once when a whole table is read. */
const readBytes = 1024 * 1024;

/** More than a table can have: with the table's number a block's number names it. */
const BLOCKS_MAX = 2 ** 24;

/** What a manifest knows of a table. */
export interface TableIdentity {
  readonly number: number;
  readonly bytes: number;
  readonly checksum: number;
}

export function tableFileName(number: number): string {
  return `table-${number}`;
}

/** The number in a table's name; undefined for other files. */
export function tableNumber(fileName: string): number | undefined {
  const found = /^table-(\d+)$/.exec(fileName);
  return found === null ? undefined : Number(found[1]);
}

/** Blocks that were read last; what all tables of a store share. */
export class BlockCache {
  readonly #blocks: Map<number, { readonly entries: TableEntry[]; readonly bytes: number }> = new Map();
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(name: number): TableEntry[] | undefined {
    const found = this.#blocks.get(name);
    if (found === undefined) return undefined;
    this.#blocks.delete(name);
    this.#blocks.set(name, found);
    return found.entries;
  }

  put(name: number, entries: TableEntry[], bytes: number): void {
    this.#blocks.set(name, { entries, bytes });
    this.#bytes += bytes;
    for (const [oldest, block] of this.#blocks) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#blocks.delete(oldest);
      this.#bytes -= block.bytes;
    }
  }
}

/** An immutable file of entries, of which only the index is in memory. */
export class Table {
  readonly identity: TableIdentity;
  readonly #file: DiskFile;
  readonly #blocks: readonly BlockPlace[];
  readonly #cache: BlockCache;

  constructor(identity: TableIdentity, file: DiskFile, blocks: readonly BlockPlace[], cache: BlockCache) {
    this.identity = identity;
    this.#file = file;
    this.#blocks = blocks;
    this.#cache = cache;
  }

  /** Opens the table that a manifest names. Throws `IndexDamaged` when it is not there as it was written. */
  static async open(disk: Disk, identity: TableIdentity, cache: BlockCache): Promise<Table> {
    const name = tableFileName(identity.number);
    const file = await disk.open(name).catch((cause: unknown) => {
      throw new IndexDamaged(`${name} cannot be opened`, { cause });
    });
    const blocks = await readBlockPlaces(file, identity);
    if (blocks !== undefined) return new Table(identity, file, blocks, cache);
    await file.close();
    throw new IndexDamaged(`${name} is not what was written`);
  }

  /** The key's entry, if the table has one. */
  find(key: string): TableEntry | undefined {
    const block = this.#blockFor(key);
    if (block < 0) return undefined;
    const entries = this.#read(block);
    const found = entries[firstEntryAtLeast(entries, key)];
    return found?.key === key ? found : undefined;
  }

  /** Entries in order, from the first key at or after `from`. */
  *entriesFrom(from: string): Generator<TableEntry> {
    const first = Math.max(0, this.#blockFor(from));
    for (let block = first; block < this.#blocks.length; block++) {
      const entries = this.#read(block);
      for (let index = block === first ? firstEntryAtLeast(entries, from) : 0; index < entries.length; index++) {
        yield entries[index]!;
      }
    }
  }

  /** All entries in order, without standing still for the disk: many blocks a read. */
  async *allEntries(): AsyncGenerator<TableEntry[]> {
    for (let first = 0; first < this.#blocks.length; ) {
      const start = this.#blocks[first]!.place;
      let last = first;
      while (this.#blocks[last + 1] !== undefined && endOf(this.#blocks[last + 1]!) - start <= readBytes) last++;
      const bytes = Buffer.allocUnsafeSlow(endOf(this.#blocks[last]!) - start);
      await this.#file.read(start, bytes);
      for (const block of this.#blocks.slice(first, last + 1)) {
        yield this.#decoded(bytes.subarray(block.place - start, endOf(block) - start), block);
      }
      first = last + 1;
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The last block whose first key is not above `key`. */
  #blockFor(key: string): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#blocks[middle]!.firstKey <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #read(block: number): TableEntry[] {
    const name = this.identity.number * BLOCKS_MAX + block;
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const place = this.#blocks[block]!;
    const bytes = Buffer.allocUnsafeSlow(place.bytes);
    this.#file.readSync(place.place, bytes);
    const entries = this.#decoded(bytes, place);
    this.#cache.put(name, entries, bytes.length);
    return entries;
  }

  #decoded(bytes: Buffer, { place }: BlockPlace): TableEntry[] {
    const entries = decodeBlock(bytes, this.identity.number, place);
    if (entries !== undefined) return entries;
    throw new IndexDamaged(`${this.#file.name} is not what was written, at byte ${place}`);
  }
}

function endOf(block: BlockPlace): number {
  return block.place + block.bytes;
}

async function readBlockPlaces(file: DiskFile, identity: TableIdentity): Promise<BlockPlace[] | undefined> {
  if ((await file.size()) !== identity.bytes) return undefined;
  const end = Buffer.alloc(TRAILER_BYTES);
  await file.read(identity.bytes - TRAILER_BYTES, end);
  const trailer = decodeTrailer(end);
  if (trailer?.table !== identity.number || trailerChecksum(end) !== identity.checksum) return undefined;
  const index = Buffer.alloc(trailer.indexBytes);
  await file.read(trailer.indexPlace, index);
  return decodeIndex(index, trailer);
}

function firstEntryAtLeast(entries: readonly TableEntry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
