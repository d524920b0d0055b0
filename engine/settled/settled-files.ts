import type { SettledOperation } from "../commit/settled-operation.ts";
import type { Disk, DiskFile } from "../disk/disk.ts";
import type { DamageList } from "../log/damage-list.ts";
import type { PinnedFile } from "../log/log-reader.ts";
import { BatchEntries } from "../views/streams/batch-entries.ts";
import { damageOf } from "./inspect-settled.ts";
import { readSettledFile, type SettledContent } from "./read-settled-file.ts";
import {
  type RowsPlace,
  SETTLED_HEADER_BYTES,
  type SettledRange,
  settledFileName,
  settledFileNumber,
} from "./settled-format.ts";
import { fileOfPlace } from "./settled-place.ts";
import { SettledWriter } from "./settled-writer.ts";

export interface SettledFilesOptions {
  readonly disk: Disk;
  readonly logId: string;
  readonly damages: DamageList;
  /** Told of failures of the disk, as the log is. */
  readonly onFailure: (error: Error) => void;
}

interface OpenFile extends PinnedFile {
  readonly bytes: number;
}

/** A settled file that was written, before a commit names it. */
export interface WrittenFile {
  readonly operation: SettledOperation;
  readonly file: DiskFile;
  readonly ranges: readonly SettledRange[];
}

/** The settled files of a folder: those that the log's manifest names, open for readers. */
export class SettledFiles {
  readonly #options: SettledFilesOptions;
  readonly #open = new Map<number, OpenFile>();
  /** Written, and not yet taken into the index. */
  readonly #written = new Map<number, readonly SettledRange[]>();
  /** Not needed any more, but still read. */
  readonly #draining = new Set<OpenFile>();
  readonly #removing = new Set<Promise<void>>();
  #nextFile = 1;

  constructor(options: SettledFilesOptions) {
    this.#options = options;
  }

  /** Bytes for which there is room, as far as the disk tells. */
  freeBytes(): Promise<number> {
    return this.#options.disk.freeBytes();
  }

  /** Begins a file, whose number none ever had as far as the folder and the manifest tell. */
  async begin(): Promise<SettledWriter> {
    const number = this.#nextFile++;
    const file = await this.#options.disk.open(settledFileName(number), { create: true });
    return new SettledWriter(number, file, this.#options.logId);
  }

  /** Makes the name of a file durable whose content is. */
  syncNames(): Promise<void> {
    return this.#options.disk.syncDirectory();
  }

  /** Removes a file that was begun and will not be named. */
  async discard(writer: SettledWriter): Promise<void> {
    await writer.file.close().catch(() => undefined);
    await this.#options.disk.remove(writer.file.name).catch(() => undefined);
  }

  /** Bytes of all files. */
  get bytes(): number {
    let bytes = 0;
    for (const file of this.#open.values()) bytes += file.bytes;
    return bytes;
  }

  /** The file of a place, for readers. */
  find(segment: number): PinnedFile | undefined {
    return this.#open.get(fileOfPlace(segment));
  }

  bytesOf(number: number): number {
    return this.#open.get(number)?.bytes ?? 0;
  }

  /**
   * Opens the file that the manifest names and reads its directory; without one when it is missing or damaged, which is noted.
   */
  async open(operation: SettledOperation): Promise<readonly SettledRange[]> {
    const { file: number, bytes } = operation;
    this.#nextFile = Math.max(this.#nextFile, number + 1);
    const content = await this.#read(number);
    if (typeof content === "string" || content.operation.directoryChecksum !== operation.directoryChecksum) {
      this.#noteDamage(number, 0, bytes - 1, typeof content === "string" ? content : "it is another file");
      if (typeof content !== "string") await content.file.close();
      return [];
    }
    this.#open.set(number, { file: content.file, pins: 0, bytes: content.operation.bytes });
    return content.ranges;
  }

  /** What else lies in the folder and names itself a settled file. */
  async strangers(isKnown: (file: number) => boolean): Promise<number[]> {
    const numbers: number[] = [];
    for (const name of await this.#options.disk.list()) {
      const number = settledFileNumber(name);
      if (number === undefined || isKnown(number)) continue;
      numbers.push(number);
      this.#nextFile = Math.max(this.#nextFile, number + 1);
    }
    return numbers.sort((a, b) => a - b);
  }

  /** Whether one of the files does not lie in the folder. */
  async isAnyGone(numbers: readonly number[]): Promise<boolean> {
    const names = numbers.length === 0 ? [] : await this.#options.disk.list();
    return numbers.some((number) => !names.includes(settledFileName(number)));
  }

  /** The operation that would name a file, and its ranges, if it is whole. */
  async inspect(number: number): Promise<SettledContent | undefined> {
    const content = await this.#read(number);
    if (typeof content === "string") return undefined;
    await content.file.close();
    return content;
  }

  /** Readers may read of the file; its ranges are taken by whoever applies the commit that names it. */
  add({ operation, file, ranges }: WrittenFile): void {
    this.#open.set(operation.file, { file, pins: 0, bytes: operation.bytes });
    this.#written.set(operation.file, ranges);
  }

  /** Ranges of a file that was just written; once. */
  takeRanges(number: number): readonly SettledRange[] | undefined {
    const ranges = this.#written.get(number);
    this.#written.delete(number);
    return ranges;
  }

  /** Rows of a range; of one whose rows are damaged a single row that no batch matches. */
  rows(segment: number, place: RowsPlace, range: { firstOffset: number; firstTimeMs: number }): BatchEntries {
    const target = Buffer.allocUnsafe(place.bytes);
    const read = this.#open.get(fileOfPlace(segment))?.file.readSync(place.byte, target) ?? 0;
    const entries = read === place.bytes ? BatchEntries.decodeChecked(target, place.crc) : undefined;
    if (entries !== undefined) return entries;
    this.#noteDamage(fileOfPlace(segment), place.byte, place.byte + place.bytes - 1, "the rows of a range are damaged");
    const none = new BatchEntries(1);
    none.push(range.firstOffset, 0, SETTLED_HEADER_BYTES, 0, Number.NEGATIVE_INFINITY, range.firstTimeMs);
    return none;
  }

  /** Removes a file that the manifest does not name any more, once nobody reads it. */
  drop(number: number): void {
    const file = this.#open.get(number);
    if (file === undefined) return;
    this.#open.delete(number);
    this.#draining.add(file);
    this.removeDrained();
  }

  /** Removes what was dropped and is not read any more. */
  removeDrained(): void {
    for (const file of this.#draining) {
      if (file.pins > 0) continue;
      this.#draining.delete(file);
      const removing = this.#remove(file.file)
        .catch((error: Error) => this.#options.onFailure(error))
        .finally(() => this.#removing.delete(removing));
      this.#removing.add(removing);
    }
  }

  /** Removes a file that nobody has open. */
  async removeStranger(number: number): Promise<void> {
    await this.#options.disk.remove(settledFileName(number));
  }

  /** Resolves once what is dropped and not read is removed. */
  async whenRemoved(): Promise<void> {
    await Promise.all(this.#removing);
  }

  async close(): Promise<void> {
    await this.whenRemoved();
    const files = [...this.#open.values(), ...this.#draining];
    this.#open.clear();
    this.#draining.clear();
    await Promise.all(files.map(({ file }) => file.close()));
  }

  async #remove(file: DiskFile): Promise<void> {
    await file.close();
    await this.#options.disk.remove(file.name);
    await this.#options.disk.syncDirectory();
  }

  #read(number: number): Promise<(SettledContent & { readonly file: DiskFile }) | string> {
    return readSettledFile(this.#options.disk, number, this.#options.logId);
  }

  #noteDamage(number: number, firstByte: number, lastByte: number, problem: string): void {
    this.#options.damages.add(damageOf(number, firstByte, lastByte, problem));
  }
}
