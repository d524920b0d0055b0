import { FlowMeshError } from "@flowmesh/fabric";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { isDiskFull } from "../disk/disk-full.ts";
import { folderProblem } from "../disk/folder-problem.ts";
import { asNewerVersion, FormatNewer } from "./newer-version.ts";
import { readInto } from "./read-whole.ts";
import type { LogShape } from "./salvage.ts";
import { readSegmentHeader, SEGMENT_DATA_START, SEGMENT_FORMAT, type SegmentHeader } from "./segment-header.ts";
import { markAsSpare, prepareSegmentFile, segmentFileName, segmentFileNumber } from "./segment-pool.ts";

/** A file that is named as a segment, and what its header says; nothing when it cannot be read. */
export interface FoundFile {
  readonly file: DiskFile;
  readonly header: SegmentHeader | undefined;
}

/** The files of a folder while its log is recovered. */
export class SegmentFiles {
  readonly #disk: Disk;
  /** Named in errors. */
  readonly #path: string;
  readonly #open = new Set<DiskFile>();
  readonly #names = new Set<string>();
  #nextFile = 1;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  /** Number behind the last that was ever given to a file that is still there. */
  get nextFile(): number {
    return this.#nextFile;
  }

  /**
   * Opens every segment file and reads its header.
   * @throws FlowMeshError data_version_newer
   */
  async open(): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    const start = Buffer.allocUnsafeSlow(SEGMENT_DATA_START);
    for (const name of (await this.#disk.list()).sort()) {
      this.#names.add(name);
      const number = segmentFileNumber(name.replace(SET_ASIDE, ""));
      if (number === undefined) continue;
      this.#nextFile = Math.max(this.#nextFile, number + 1);
      if (!SET_ASIDE.test(name)) found.push(await this.#look(name, start));
    }
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((file) => file.close().catch(() => undefined)));
  }

  /** Whether the file is still one of them. */
  has(file: DiskFile): boolean {
    return this.#open.has(file);
  }

  /** A new file of zeros with a spare's header, durable. */
  async create(shape: LogShape): Promise<DiskFile> {
    const file = await prepareSegmentFile(this.#disk, segmentFileName(this.#nextFile++), shape);
    this.#open.add(file);
    return file;
  }

  /** Keeps a file out of the log's way, under another name. */
  async setAside(file: DiskFile): Promise<string> {
    let name = `${file.name}.set-aside`;
    for (let count = 2; this.#names.has(name); count++) name = `${file.name}.set-aside-${count}`;
    this.#names.add(name);
    await this.#letGo(file);
    await this.#disk.rename(file.name, name);
    await this.#disk.syncDirectory();
    return name;
  }

  async discard(file: DiskFile): Promise<void> {
    await this.#letGo(file);
    await this.#disk.remove(file.name);
  }

  /** A file that the log does not need any more is not to be taken for the segment that it was. */
  async retire(file: DiskFile, shape: LogShape): Promise<void> {
    await markAsSpare(file, shape);
  }

  /** After a failure: lets go of everything. Returns the error to be told. */
  async fail(error: unknown): Promise<unknown> {
    await this.close();
    const path = this.#path;
    if (isDiskFull(error)) return new FlowMeshError("disk_full", { path }, { cause: error as Error });
    const problem = folderProblem(error);
    return problem === undefined
      ? asNewerVersion(error, path)
      : new FlowMeshError("data_dir_unusable", { path, problem }, { cause: error as Error });
  }

  async #look(name: string, start: Buffer): Promise<FoundFile> {
    const file = await this.#disk.open(name);
    this.#open.add(file);
    const reading = readSegmentHeader(await readInto(file, start));
    if (reading.state === "newer") throw new FormatNewer(reading.format, SEGMENT_FORMAT);
    return { file, header: reading.state === "whole" ? reading.header : undefined };
  }

  async #letGo(file: DiskFile): Promise<void> {
    this.#open.delete(file);
    await file.close();
  }
}

const SET_ASIDE = /\.set-aside(-\d+)?$/;
