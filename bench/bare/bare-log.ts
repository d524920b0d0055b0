import { closeSync, fdatasync, fdatasyncSync, openSync, read, writeSync, writev } from "node:fs";
import { join } from "node:path";

/** Called when the bytes are on the disk, with the place of the first one. */
export type Appended = (place: number) => void;

interface Waiting {
  readonly slices: readonly Buffer[];
  readonly bytes: number;
  readonly appended: Appended;
}

/** The most that one write and sync takes, unless a single append is larger. */
const groupBytesMax = 4_194_304;

/**
 * The least that a durable log can be: what arrives while a write and a sync are under way is the next group; segments are zero-written beforehand and
 * used again in a circle. No index, no checks of the content.
 */
export class BareLog {
  readonly segmentBytes: number;
  readonly segments: number;
  readonly #files: number[];
  #waiting: Waiting[] = [];
  #isWriting = false;
  /** Where the next byte goes, counted through all segments, for ever. */
  #end = 0;

  constructor(folder: string, segments: number, segmentBytes: number) {
    this.segmentBytes = segmentBytes;
    this.segments = segments;
    this.#files = Array.from({ length: segments }, (_, index) =>
      openZeroed(join(folder, `${index}.segment`), segmentBytes),
    );
  }

  append(slices: readonly Buffer[], bytes: number, appended: Appended): void {
    this.#waiting.push({ slices, bytes, appended });
    if (!this.#isWriting) this.#writeGroup();
  }

  /** Reads what one segment holds from `place` on, at most `target.length` bytes. */
  read(target: Buffer, place: number, done: (bytes: number) => void): void {
    const start = place % this.segmentBytes;
    const length = Math.min(target.length, this.segmentBytes - start);
    read(this.#fileAt(place), target, 0, length, start, (error, bytes) => {
      if (error !== null) throw error;
      done(bytes);
    });
  }

  close(): void {
    for (const file of this.#files) closeSync(file);
  }

  #fileAt(place: number): number {
    return this.#files[Math.floor(place / this.segmentBytes) % this.segments]!;
  }

  #writeGroup(): void {
    const { group, bytes } = this.#takeGroup();
    this.#isWriting = true;
    const room = this.segmentBytes - (this.#end % this.segmentBytes);
    if (room < bytes) this.#end += room;
    const place = this.#end;
    const file = this.#fileAt(place);
    const slices = group.flatMap((waiting) => waiting.slices);
    writev(file, slices, place % this.segmentBytes, (error, written) => {
      if (error !== null) throw error;
      if (written !== bytes) throw new Error(`wrote ${written} of ${bytes} bytes`);
      fdatasync(file, (syncError) => {
        if (syncError !== null) throw syncError;
        this.#end = place + bytes;
        this.#isWriting = false;
        this.#answer(group, place);
      });
    });
  }

  #takeGroup(): { group: Waiting[]; bytes: number } {
    let count = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && bytes + waiting.bytes > groupBytesMax) break;
      bytes += waiting.bytes;
      count += 1;
    }
    return { group: this.#waiting.splice(0, count), bytes };
  }

  /** The next group starts before the answers are made, so that the disk does not wait for them. */
  #answer(group: readonly Waiting[], firstPlace: number): void {
    if (this.#waiting.length > 0) this.#writeGroup();
    let place = firstPlace;
    for (const waiting of group) {
      waiting.appended(place);
      place += waiting.bytes;
    }
  }
}

function openZeroed(path: string, bytes: number): number {
  const file = openSync(path, "w+");
  const zeros = Buffer.alloc(Math.min(bytes, 4 * 1_048_576));
  for (let at = 0; at < bytes; at += zeros.length) writeSync(file, zeros, 0, Math.min(zeros.length, bytes - at), at);
  fdatasyncSync(file);
  return file;
}
