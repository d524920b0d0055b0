import { FlowMeshError } from "@flowmesh/fabric";
import type { DiskFile } from "../disk/disk.ts";
import { type PayloadIdentity, payloadIsWhole } from "./frame.ts";
import { bytesToRead, joinsRun, runsByPlace } from "./place-runs.ts";
import { ReadBuffers } from "./read-buffers.ts";
import { readAt } from "./read-whole.ts";
import type { Ring } from "./ring.ts";

/** A payload in the log, or in a settled file (see `placeInFile`): where it lies and what vouches for it. */
export interface PayloadPlace extends PayloadIdentity {
  readonly segment: number;
  readonly byte: number;
}

/** A file that stays while somebody reads it: a segment's, or a settled one. */
export interface PinnedFile {
  readonly file: DiskFile;
  pins: number;
}

/** A batch in the log. */
export interface BatchPlace extends PayloadPlace {
  readonly baseOffset: number;
}

/** Calls of one scattered read that are under way at a time. */
const RUNS_AT_ONCE = 4;
/** Payloads one behind the other, up to the first that cannot be read back: so many are whole. */
interface Read {
  readonly bytes: Buffer;
  readonly whole: number;
}

/** Payloads that are read, and where each begins in `bytes`. */
interface ScatteredRead {
  readonly places: readonly PayloadPlace[];
  readonly held: ReadonlyMap<number, PinnedFile>;
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

export interface LogReaderListener {
  /** A segment is no longer read. */
  unpinned(): void;
  /** A batch could not be read back: it is not what was written. */
  damaged(place: PayloadPlace, file: string): void;
  /** The disk refused to give back a batch. */
  refused(place: PayloadPlace, file: string): void;
}

/** Reads batches back: from the ring while it holds them, else from the disk, where each is checked against its checksum. */
export class LogReader {
  readonly #ring: Ring;
  readonly #find: (segment: number) => PinnedFile | undefined;
  readonly #listener: LogReaderListener;
  readonly #buffers: ReadBuffers;
  #reads = 0;
  #isClosed = false;
  #whenLastRead: (() => void)[] = [];

  /**
   * @param find gives the file of a place
   * @param freeBytes of buffers that wait for the next read, at most
   */
  constructor(
    ring: Ring,
    find: (segment: number) => PinnedFile | undefined,
    listener: LogReaderListener,
    freeBytes: number,
  ) {
    this.#ring = ring;
    this.#find = find;
    this.#listener = listener;
    this.#buffers = new ReadBuffers(freeBytes);
  }

  /**
   * Reads the payloads one behind the other into one buffer, up to the first that cannot be read back. The bytes are the caller's own, who may give them back.
   * The segments that are there when it is called stay until it has read them.
   * `whole` is how many were read; fewer than asked for means that the next one is damaged.
   */
  read(places: readonly PayloadPlace[]): Promise<Read> {
    return this.#holding(places, (held) => this.#readFrom(places, held));
  }

  /** The same for payloads that lie anywhere: those near to each other are read with one call, in whatever order they stand, and several calls are under way at a time. */
  readScattered(places: readonly PayloadPlace[]): Promise<Read> {
    if (places.length < 2) return this.read(places);
    return this.#holding(places, async (held) => {
      const starts = [0];
      for (const { payloadBytes } of places) starts.push((starts.at(-1) as number) + payloadBytes);
      const bytes = this.#buffers.take(starts.at(-1) as number);
      const read = { places, held, bytes, starts };
      const runs = runsByPlace(places).values();
      let whole = places.length;
      const work = async (): Promise<void> => {
        for (const run of runs) {
          const wholeOfRun = await this.#readApart(run, read);
          whole = Math.min(whole, wholeOfRun);
        }
      };
      await Promise.all(Array.from({ length: RUNS_AT_ONCE }, work));
      return { bytes: bytes.subarray(0, starts[whole]), whole };
    });
  }

  async #holding(
    places: readonly PayloadPlace[],
    work: (held: ReadonlyMap<number, PinnedFile>) => Promise<Read>,
  ): Promise<Read> {
    const held = this.#hold(places);
    try {
      return await work(held);
    } finally {
      for (const segment of held.values()) segment.pins--;
      if (held.size > 0) this.#listener.unpinned();
    }
  }

  #hold(places: readonly PayloadPlace[]): Map<number, PinnedFile> {
    const held = new Map<number, PinnedFile>();
    for (const { segment: number } of places) {
      const segment = held.has(number) ? undefined : this.#find(number);
      if (segment === undefined) continue;
      segment.pins++;
      held.set(number, segment);
    }
    return held;
  }

  async #readFrom(places: readonly PayloadPlace[], held: ReadonlyMap<number, PinnedFile>): Promise<Read> {
    const bytes = this.#buffers.take(bytesToRead(places));
    let at = 0;
    let index = 0;
    while (index < places.length) {
      const place = places[index] as PayloadPlace;
      if (this.#ring.holds(place.segment, place.byte)) {
        at = this.#copyHeld(place, bytes, at);
        index++;
        continue;
      }
      const run = this.#run(places, index);
      const whole = await this.#readRun(run, held, bytes, at);
      for (const read of run.slice(0, whole)) at += read.payloadBytes;
      index += whole;
      if (whole < run.length) break;
    }
    return { bytes: bytes.subarray(0, at), whole: index };
  }

  /** The same from memory alone; undefined unless all of them lie in the ring. */
  readHeld(places: readonly PayloadPlace[]): Buffer | undefined {
    let length = 0;
    for (const { segment, byte, payloadBytes } of places) {
      if (!this.#ring.holds(segment, byte)) return undefined;
      length += payloadBytes;
    }
    const bytes = this.#buffers.take(length);
    let at = 0;
    for (const place of places) at = this.#copyHeld(place, bytes, at);
    return bytes;
  }

  /** Takes back the bytes of a read that nobody uses any more. */
  giveBack(bytes: Uint8Array): void {
    this.#buffers.giveBack(bytes);
  }

  /** Reads nothing more from the disk, and waits for what is being read. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.whenIdle();
  }

  /** Resolves when nothing is being read from the disk. */
  whenIdle(): Promise<void> {
    if (this.#reads === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenLastRead.push(resolve));
  }

  #copyHeld({ segment, byte, payloadBytes }: PayloadPlace, target: Buffer, at: number): number {
    const from = this.#ring.at(segment, byte);
    this.#ring.bytes.copy(target, at, from, from + payloadBytes);
    return at + payloadBytes;
  }

  /** Neighbours on the disk, from `index` on. */
  #run(places: readonly PayloadPlace[], index: number): PayloadPlace[] {
    const first = places[index] as PayloadPlace;
    const run = [first];
    let end = first.byte + first.payloadBytes;
    for (let next = index + 1; next < places.length; next++) {
      const place = places[next] as PayloadPlace;
      if (!joinsRun(first, end, place) || this.#ring.holds(place.segment, place.byte)) break;
      run.push(place);
      end = place.byte + place.payloadBytes;
    }
    return run;
  }

  /** Reads into `target` with what lies between the batches, which are then moved together. */
  async #readRun(
    run: readonly PayloadPlace[],
    held: ReadonlyMap<number, PinnedFile>,
    target: Buffer,
    at: number,
  ): Promise<number> {
    const first = run[0] as PayloadPlace;
    const last = run.at(-1) as PayloadPlace;
    const segment = held.get(first.segment);
    if (segment === undefined) return 0;
    const stretch = target.subarray(at, at + last.byte + last.payloadBytes - first.byte);
    const length = await this.#readSegment(segment, first.byte, stretch);
    // One place that the disk does not give back takes the whole call with it.
    if (length === undefined && run.length > 1) return this.#readOneByOne(run, held, target, at);
    const whole = stretch.subarray(0, length ?? 0);
    let end = 0;
    for (const [index, place] of run.entries()) {
      const from = place.byte - first.byte;
      if (!payloadIsWhole(whole, from, place)) {
        this.#tell(place, segment, length);
        return index;
      }
      stretch.copyWithin(end, from, from + place.payloadBytes);
      end += place.payloadBytes;
    }
    return run.length;
  }

  async #readOneByOne(
    run: readonly PayloadPlace[],
    held: ReadonlyMap<number, PinnedFile>,
    target: Buffer,
    at: number,
  ): Promise<number> {
    let from = at;
    for (const [index, place] of run.entries()) {
      if ((await this.#readRun([place], held, target, from)) === 0) return index;
      from += place.payloadBytes;
    }
    return run.length;
  }

  /** A payload is not whole. */
  #tell(place: PayloadPlace, { file }: PinnedFile, length: number | undefined): void {
    if (length === undefined) this.#listener.refused(place, file.name);
    else this.#listener.damaged(place, file.name);
  }

  /** Reads payloads of one run to where they belong. Gives the number of the first that cannot be read back. */
  async #readApart(run: readonly number[], read: ScatteredRead): Promise<number> {
    const { places, held, bytes, starts } = read;
    const at = (index: number): PayloadPlace => places[index] as PayloadPlace;
    const [first, last] = [at(run[0] as number), at(run.at(-1) as number)];
    if (run.every((index) => this.#ring.holds(at(index).segment, at(index).byte))) {
      for (const index of run) this.#copyHeld(at(index), bytes, starts[index] as number);
      return places.length;
    }
    const segment = held.get(first.segment);
    if (segment === undefined) return Math.min(...run);
    const stretch = this.#buffers.take(last.byte + last.payloadBytes - first.byte);
    const length = await this.#readSegment(segment, first.byte, stretch);
    let whole = places.length;
    for (const index of run) {
      const from = at(index).byte - first.byte;
      if (payloadIsWhole(stretch.subarray(0, length ?? 0), from, at(index)))
        stretch.copy(bytes, starts[index], from, from + at(index).payloadBytes);
      // One place that the disk does not give back takes the whole call with it.
      else if ((length ?? 0) < stretch.length && run.length > 1)
        whole = Math.min(whole, await this.#readApart([index], read));
      else {
        this.#tell(at(index), segment, length);
        whole = Math.min(whole, index);
      }
    }
    this.#buffers.giveBack(stretch);
    return whole;
  }

  /** How much was read; undefined when the disk refused. */
  async #readSegment(segment: PinnedFile, byte: number, target: Buffer): Promise<number | undefined> {
    if (this.#isClosed) throw new FlowMeshError("closed", { what: "fabric" });
    this.#reads++;
    try {
      return await readAt(segment.file, byte, target);
    } finally {
      this.#reads--;
      if (this.#reads === 0) for (const resolve of this.#whenLastRead.splice(0)) resolve();
    }
  }
}
