import type { Disk, DiskFile } from "../disk/disk.ts";
import type { BlockCache } from "./block-cache.ts";
import { BlockIndexBuilder } from "./block-index.ts";
import { hashOf, KeyFilter } from "./key-filter.ts";
import { Table, tableFileName } from "./table.ts";
import { encodeBlock, encodeTableEnd, entryBytes, type TableEntry, trailerChecksum } from "./table-format.ts";

/** A block is closed when it has this many bytes; a larger value has a block of its own. */
const blockBytes = 4 * 1024;
const writeBytes = 256 * 1024;

/**
 * Writes the entries, which come in the order of their keys, as a new table and syncs it. Its name is durable only after the directory's next sync. Nothing
 * stays behind when it fails.
 * @param entriesMax so many there are at most: the filter of their keys is made for them
 * @param between is awaited between any two parts of the entries
 */
export async function writeTable(
  disk: Disk,
  number: number,
  entries: AsyncIterable<readonly TableEntry[]>,
  entriesMax: number,
  cache: BlockCache,
  between: () => Promise<void> | undefined,
): Promise<Table> {
  const name = tableFileName(number);
  const file = await disk.open(name, { create: true });
  try {
    const writer = new TableWriter(file, number, entriesMax);
    for await (const some of entries) {
      await writer.add(some);
      await between();
    }
    return await writer.finish(cache);
  } catch (error) {
    await file.close();
    await disk.remove(name);
    throw error;
  }
}

class TableWriter {
  readonly #file: DiskFile;
  readonly #number: number;
  readonly #blocks = new BlockIndexBuilder();
  #entries: TableEntry[] = [];
  #entriesBytes = 0;
  #unwritten: Buffer[] = [];
  /** Where blocks gather until they are written. */
  readonly #gathered: Buffer = Buffer.allocUnsafeSlow(writeBytes);
  #gatheredBytes = 0;
  #written = 0;
  #size = 0;
  readonly #filter: KeyFilter;
  #count = 0;

  constructor(file: DiskFile, number: number, entriesMax: number) {
    this.#file = file;
    this.#number = number;
    this.#filter = KeyFilter.of(entriesMax);
  }

  async add(entries: readonly TableEntry[]): Promise<void> {
    for (const entry of entries) {
      const bytes = entryBytes(entry);
      if (this.#entriesBytes > 0 && this.#entriesBytes + bytes > blockBytes) this.#closeBlock();
      this.#entries.push(entry);
      this.#filter.add(hashOf(entry.key));
      this.#count++;
      this.#entriesBytes += bytes;
    }
    if (this.#size - this.#written >= writeBytes) await this.#write();
  }

  async finish(cache: BlockCache): Promise<Table> {
    if (this.#entries.length > 0) this.#closeBlock();
    const index = { blocks: this.#blocks.finish(), filter: this.#filter, entries: this.#count };
    const end = encodeTableEnd(index, this.#number, this.#size);
    this.#unwritten.push(...end);
    for (const piece of end) this.#size += piece.length;
    await this.#write();
    await this.#file.sync();
    const checksum = trailerChecksum(end.at(-1) as Buffer);
    return new Table({ number: this.#number, bytes: this.#size, checksum }, this.#file, index, cache);
  }

  #closeBlock(): void {
    const block = encodeBlock(this.#entries, this.#number, this.#size, (bytes) => this.#room(bytes));
    this.#blocks.add(this.#size, block.length, this.#entries[0]!.key);
    this.#unwritten.push(block);
    this.#size += block.length;
    this.#entries = [];
    this.#entriesBytes = 0;
  }

  #room(bytes: number): Buffer {
    const from = this.#gatheredBytes;
    if (from + bytes > this.#gathered.length) return Buffer.allocUnsafeSlow(bytes);
    this.#gatheredBytes = from + bytes;
    return this.#gathered.subarray(from, this.#gatheredBytes);
  }

  async #write(): Promise<void> {
    const buffers = this.#unwritten;
    const position = this.#written;
    this.#unwritten = [];
    this.#written = this.#size;
    await this.#file.write(position, buffers);
    this.#gatheredBytes = 0;
  }
}
