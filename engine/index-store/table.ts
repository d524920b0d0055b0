import type { Disk, DiskFile } from "../disk/disk.ts";
import type { BlockCache } from "./block-cache.ts";
import type { BlockIndex } from "./block-index.ts";
import { IndexDamaged } from "./index-store.ts";
import type { KeyFilter, KeyHash } from "./key-filter.ts";
import {
  blockEntries,
  blockIsWhole,
  decodeIndex,
  decodeTrailer,
  findInBlock,
  type TableEntry,
  type TableIndex,
  TRAILER_BYTES,
  trailerChecksum,
} from "./table-format.ts";

/** What is read at once when a whole table is read; of many that are merged each. */
const readBytes = 256 * 1024;

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

/** An immutable file of entries, of which only the index is in memory, with the filter of its keys. */
export class Table {
  readonly identity: TableIdentity;
  readonly #file: DiskFile;
  readonly #blocks: BlockIndex;
  readonly #filter: KeyFilter;
  readonly #cache: BlockCache;
  readonly entries: number;

  constructor(identity: TableIdentity, file: DiskFile, index: TableIndex, cache: BlockCache) {
    this.identity = identity;
    this.#file = file;
    this.#blocks = index.blocks;
    this.#filter = index.filter;
    this.entries = index.entries;
    this.#cache = cache;
  }

  /** Opens the table that a manifest names. Throws `IndexDamaged` when it is not there as it was written. */
  static async open(disk: Disk, identity: TableIdentity, cache: BlockCache): Promise<Table> {
    const name = tableFileName(identity.number);
    const file = await disk.open(name).catch((cause: unknown) => {
      throw new IndexDamaged(`${name} cannot be opened`, { cause });
    });
    const index = await readIndex(file, identity);
    if (index !== undefined) return new Table(identity, file, index, cache);
    await file.close();
    throw new IndexDamaged(`${name} is not what was written`);
  }

  /** The key's entry, if the table has one; its value lies there until something else is read. */
  find(key: string, hash: KeyHash): TableEntry | undefined {
    if (!this.#filter.mayHold(hash)) return undefined;
    const block = this.#blocks.blockFor(key);
    return block < 0 ? undefined : findInBlock(this.#read(block), key);
  }

  /** Entries in order, from the first key at or after `from`. To be used up within `keeping` of the cache. */
  *entriesFrom(from: string): Generator<TableEntry> {
    const first = Math.max(0, this.#blocks.blockFor(from));
    for (let block = first; block < this.#blocks.count; block++)
      yield* blockEntries(this.#read(block), block === first ? from : "");
  }

  /** All entries in order, without standing still for the disk: many blocks a read. */
  async *allEntries(): AsyncGenerator<TableEntry[]> {
    const blocks = this.#blocks;
    for (let first = 0; first < blocks.count; ) {
      const start = blocks.place(first);
      let last = first;
      while (last + 1 < blocks.count && blocks.end(last + 1) - start <= readBytes) last++;
      const bytes = Buffer.allocUnsafeSlow(blocks.end(last) - start);
      await this.#file.read(start, bytes);
      for (; first <= last; first++) {
        const [from, to] = [blocks.place(first) - start, blocks.end(first) - start];
        yield [...blockEntries(this.#checked(bytes.subarray(from, to), start + from), "")];
      }
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  #read(block: number): Buffer {
    const name = this.identity.number * BLOCKS_MAX + block;
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const place = this.#blocks.place(block);
    const bytes = this.#cache.take(this.#blocks.bytes(block));
    this.#file.readSync(place, bytes);
    this.#cache.put(name, this.#checked(bytes, place));
    return bytes;
  }

  #checked(bytes: Buffer, place: number): Buffer {
    if (blockIsWhole(bytes, this.identity.number, place)) return bytes;
    throw new IndexDamaged(`${this.#file.name} is not what was written, at byte ${place}`);
  }
}

async function readIndex(file: DiskFile, identity: TableIdentity): Promise<TableIndex | undefined> {
  if ((await file.size()) !== identity.bytes) return undefined;
  const end = Buffer.alloc(TRAILER_BYTES);
  await file.read(identity.bytes - TRAILER_BYTES, end);
  const trailer = decodeTrailer(end);
  if (trailer?.table !== identity.number || trailerChecksum(end) !== identity.checksum) return undefined;
  const index = Buffer.alloc(trailer.indexBytes);
  await file.read(trailer.indexPlace, index);
  return decodeIndex(index, trailer);
}
