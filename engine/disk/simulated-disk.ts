import { microtask } from "../clock/event-loop-turn.ts";
import { SeededRandom } from "../random/seeded-random.ts";
import { allKept, allLost, type CrashChoice, plainChoices, randomChoice } from "./crash-choice.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { DiskError, type DiskErrorCode } from "./disk-error.ts";
import { checkFileName } from "./file-name.ts";
import { PAGE_BYTES } from "./page.ts";
import type { ChangeRange } from "./simulated-content.ts";
import { SimulatedVolume } from "./simulated-volume.ts";

export type DiskOperationKind = "create" | "rename" | "remove" | "syncDirectory" | "write" | "sync" | "read";

/** A call as an observer sees it. `position` and `length` are 0 where they mean nothing; a rename's `file` is the new name. */
export interface DiskOperation {
  readonly kind: DiskOperationKind;
  readonly file: string;
  readonly position: number;
  readonly length: number;
}

/** Called before and after each call that changes something or syncs it (not for reads). May clone, cut or kill the disk. */
export type DiskObserver = (operation: DiskOperation, moment: "before" | "after") => void;

/** Makes the `nth` matching call from now on fail (1: the next one). */
export interface DiskFault {
  readonly kind: DiskOperationKind;
  readonly nth: number;
  readonly code: DiskErrorCode;
  /** Only calls on files whose name matches. */
  readonly file?: RegExp;
}

export interface SimulatedDiskOptions {
  /** Decides what a failed write or sync leaves behind. */
  readonly random?: SeededRandom;
  /** Bytes that all files may take, in whole pages. Overwriting needs no new space. */
  readonly capacityBytes?: number;
}

/** A state in which the disk may be found after the power went. */
export interface CrashState {
  readonly choice: CrashChoice;
  readonly disk: SimulatedDisk;
  /** Of the disk's content: equal states have equal hashes. */
  readonly hash: number;
}

/** A call that has been made and not yet carried out. `run` can be tried on a copy, to see what it may already have done. */
interface DiskCall<Result> {
  readonly operation: DiskOperation;
  readonly run: (volume: SimulatedVolume) => Result;
  /** What the call leaves behind when it fails. */
  readonly fail?: (volume: SimulatedVolume) => void;
}

/** After so many choices in a row that led to a known state, others are taken not to exist. */
const repetitionsMax = 16;

const changingKinds: ReadonlySet<DiskOperationKind> = new Set(["create", "rename", "remove", "write"]);

/**
 * A disk in memory that keeps apart what is durable and what is not, and can show every state that a loss of power may leave (`CrashChoice`).
 *
 * - Pages of 4 KiB reach the disk on their own, in any order, torn at sectors of 512 bytes. A file's size and its name are separate from its data.
 * - `sync` covers the writes that had been carried out when it was called, and nothing of the directory; `syncDirectory` covers names, and no file's bytes.
 * - `writeSynced` covers what it writes itself, and the file's size: another write that is under way beside it is no more durable for it.
 * - Bytes to be written are taken when the write is carried out: who changes them before it resolves, writes something else.
 * - A failed sync leaves its pages clean and lost; later syncs succeed without writing them.
 * - `kill` ends it for its user: calls under way and later ones never settle, as for a process that is no more.
 *
 * Everything follows from the calls and the seed: the same calls give the same bytes, in the same order of completion.
 */
export class SimulatedDisk implements Disk {
  /** Makes every change fail with EROFS. */
  isReadOnly = false;
  /** Decides when this disk, and no copy of it, gets to a call: by default in order, as microtasks. */
  schedule: (run: () => void) => void = microtask;
  readonly #options: SimulatedDiskOptions;
  readonly #random: SeededRandom;
  #volume: SimulatedVolume;
  readonly #observers: DiskObserver[] = [];
  #faults: (DiskFault & { remaining: number })[] = [];
  readonly #bad: Set<{ readonly file: RegExp; readonly firstByte: number; readonly lastByte: number }> = new Set();
  readonly #underWay: Set<DiskCall<unknown>> = new Set();
  readonly #held: { readonly operation: DiskOperation; readonly run: () => void }[] = [];
  #isHolding = false;
  #isDead = false;
  #isClosed = false;

  constructor(options: SimulatedDiskOptions = {}, volume?: SimulatedVolume) {
    this.#options = options;
    this.#random = options.random ?? new SeededRandom(0);
    this.#volume = volume ?? new SimulatedVolume(options.capacityBytes ?? Number.POSITIVE_INFINITY);
  }

  async open(name: string, options: { create?: boolean } = {}): Promise<DiskFile> {
    checkFileName(name, "open");
    const inode =
      options.create === true
        ? await this.#change("create", name, (volume) => volume.create(name))
        : await this.#look((volume) => volume.lookup(name, "open"));
    this.#volume.hold(inode);
    return new SimulatedFile(name, inode, this.#callsOf(name, inode));
  }

  list(): Promise<string[]> {
    return this.#look((volume) => volume.names().reverse());
  }

  async rename(from: string, to: string): Promise<void> {
    checkFileName(to, "rename");
    return this.#change("rename", to, (volume) => volume.rename(from, to));
  }

  remove(name: string): Promise<void> {
    return this.#change("remove", name, (volume) => volume.remove(name));
  }

  syncDirectory(): Promise<void> {
    const beforeChange = this.#volume.nextChange;
    return this.#submit({
      operation: { kind: "syncDirectory", file: "", position: 0, length: 0 },
      run: (volume) => volume.syncDirectory(beforeChange),
      fail: (volume) => volume.failSyncDirectory(),
    });
  }

  freeBytes(): Promise<number> {
    return this.#look((volume) => volume.freeBytes());
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#isDead ? new Promise(() => {}) : Promise.resolve();
  }

  get capacityBytes(): number {
    return this.#volume.capacityBytes;
  }

  /** May be changed at any time: a disk fills up and is cleared by others, too. */
  set capacityBytes(bytes: number) {
    this.#volume.capacityBytes = bytes;
  }

  onOperation(observer: DiskObserver): void {
    this.#observers.push(observer);
  }

  /** From now on a read that touches these bytes fails with EIO, as of a sector that has gone bad; until what is returned is called. */
  refuseReads(file: RegExp, bytes: { readonly firstByte: number; readonly lastByte: number }): () => void {
    const bad = { file, ...bytes };
    this.#bad.add(bad);
    return () => this.#bad.delete(bad);
  }

  failNext(fault: DiskFault): void {
    this.#faults.push({ ...fault, remaining: fault.nth });
  }

  /** From now on calls wait until they are released, in any order the caller likes. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Calls that wait, in the order in which they were made. */
  heldOperations(): DiskOperation[] {
    return this.#held.map((call) => call.operation);
  }

  /** Carries out one of the waiting calls. */
  release(index = 0): void {
    this.#held.splice(index, 1)[0]?.run();
  }

  /** Carries out all waiting calls in order, and later ones as they come. */
  releaseAll(): void {
    this.#isHolding = false;
    while (this.#held.length > 0) this.release();
  }

  /** Ends the process that uses this disk: none of its calls settles any more. What it wrote can still be looked at. */
  kill(): void {
    this.#isDead = true;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** The disk as another process finds it when the one before has closed it or was killed: unsynced bytes are still in the machine's memory. */
  restart(): SimulatedDisk {
    this.kill();
    return this.clone();
  }

  /** A copy with the same durable and unsynced content; calls under way count as carried out but not synced. */
  clone(): SimulatedDisk {
    return new SimulatedDisk(this.#options, this.#image());
  }

  /** The power goes: this disk is dead, and the one that is returned is found. */
  crash(choice: CrashChoice = allLost): SimulatedDisk {
    this.kill();
    return this.afterCut(choice);
  }

  /** The disk that would be found if the power went now. */
  afterCut(choice: CrashChoice): SimulatedDisk {
    return new SimulatedDisk(this.#options, this.#image().afterCut(choice));
  }

  /** Different states that a loss of power now may leave: everything lost, everything kept, then others as `random` has it; at most `limit`. */
  *crashStates(limit: number, random: SeededRandom): Generator<CrashState> {
    const image = this.#image();
    const pending = image.pendingChanges();
    const seen = new Set<number>();
    const others = random.shuffle(plainChoices);
    let repetitions = 0;
    for (let attempt = 0; seen.size < limit && repetitions < repetitionsMax; attempt++) {
      const choice = chooseNext(attempt, others, random, pending);
      const volume = image.afterCut(choice);
      const hash = volume.hash();
      repetitions = seen.has(hash) ? repetitions + 1 : 0;
      if (repetitions > 0) continue;
      seen.add(hash);
      if (pending.count === 0) repetitions = repetitionsMax;
      yield { choice, hash, disk: new SimulatedDisk(this.#options, volume) };
    }
  }

  /** Checksum of everything that is durable. */
  hash(): number {
    return this.#volume.hash();
  }

  /** How many changes a loss of power could take. */
  get pendingChanges(): number {
    return this.#volume.pendingChanges().count;
  }

  /** Damage: the bytes change on the medium, behind everybody's back. */
  damageBytes(name: string, position: number, bytes: Uint8Array): void {
    this.#volume.contentOf(name).damage(position, bytes);
  }

  flipBit(name: string, position: number, bit: number): void {
    const bytes = this.peek(name, position, 1);
    bytes[0]! ^= 1 << bit;
    this.damageBytes(name, position, bytes);
  }

  zeroPage(name: string, index: number): void {
    const length = Math.min(PAGE_BYTES, this.fileSize(name) - index * PAGE_BYTES);
    if (length > 0) this.damageBytes(name, index * PAGE_BYTES, new Uint8Array(length));
  }

  truncate(name: string, size: number): void {
    this.#volume.contentOf(name).truncate(size);
  }

  removeFile(name: string): void {
    this.#volume.replaceContent(name, undefined);
  }

  swapFiles(one: string, other: string): void {
    const [contentOne, contentOther] = [this.#volume.contentOf(one).clone(), this.#volume.contentOf(other).clone()];
    this.#volume.replaceContent(one, contentOther);
    this.#volume.replaceContent(other, contentOne);
  }

  /** Puts back a file as it was on an earlier copy of this disk. */
  replaceWithOlder(name: string, earlier: SimulatedDisk): void {
    this.#volume.replaceContent(name, earlier.#volume.contentOf(name).clone());
  }

  /** Names of all files, as `list`, at once. */
  fileNames(): string[] {
    return this.#volume.names();
  }

  /** Files that its user has open. */
  get openFiles(): number {
    return this.#volume.openFiles;
  }

  fileSize(name: string): number {
    return this.#volume.size(this.#volume.lookup(name, "size"));
  }

  /** A copy of some of a file's bytes as a reader sees them. */
  peek(name: string, position: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, this.#volume.read(this.#volume.lookup(name, "read"), position, bytes));
  }

  #image(): SimulatedVolume {
    const image = this.#volume.clone();
    for (const call of this.#underWay) {
      try {
        call.run(image);
      } catch (error) {
        if (!(error instanceof DiskError)) throw error;
      }
    }
    return image;
  }

  #callsOf(name: string, inode: number): FileCalls {
    return {
      look: (run) => this.#look((volume) => run(volume)),
      read: (position, target) =>
        this.#submit({
          operation: { kind: "read", file: name, position, length: target.length },
          run: (volume) => volume.read(inode, position, target),
        }),
      readSync: (position, target) => this.#readSync(name, inode, position, target),
      write: (position, buffers) => this.#write(name, inode, position, buffers),
      sync: () => {
        const beforeChange = this.#volume.nextChange;
        return this.#sync(name, inode, (volume) => volume.sync(inode, beforeChange));
      },
      syncWrite: (changes) => this.#sync(name, inode, (volume) => volume.syncWrite(inode, changes)),
      close: () => this.#volume.letGo(inode),
    };
  }

  #readSync(name: string, inode: number, position: number, target: Uint8Array): number {
    const fault = this.#takeFault({ kind: "read", file: name, position, length: target.length });
    if (fault !== undefined) throw new DiskError(fault.code, "read", name);
    return this.#volume.read(inode, position, target);
  }

  #write(name: string, inode: number, position: number, buffers: readonly Uint8Array[]): Promise<ChangeRange> {
    const length = buffers.reduce((sum, bytes) => sum + bytes.length, 0);
    return this.#submit({
      operation: { kind: "write", file: name, position, length },
      run: (volume) => {
        this.#checkChangeable("write", name);
        return volume.write(inode, position, joined(buffers));
      },
      fail: (volume) => volume.write(inode, position, joined(buffers).subarray(0, this.#random.integer(length + 1))),
    });
  }

  #sync(name: string, inode: number, run: (volume: SimulatedVolume) => void): Promise<void> {
    return this.#submit({
      operation: { kind: "sync", file: name, position: 0, length: 0 },
      run,
      fail: (volume) => volume.failSync(inode, this.#random),
    });
  }

  #change<Result>(kind: DiskOperationKind, file: string, run: (volume: SimulatedVolume) => Result): Promise<Result> {
    return this.#submit({
      operation: { kind, file, position: 0, length: 0 },
      run: (volume) => {
        this.#checkChangeable(kind, file);
        return run(volume);
      },
    });
  }

  #checkChangeable(kind: string, file: string): void {
    if (this.isReadOnly) throw new DiskError("EROFS", kind, file);
  }

  /** A call that changes nothing and never fails by itself. */
  #look<Result>(run: (volume: SimulatedVolume) => Result): Promise<Result> {
    if (this.#isDead) return new Promise(() => {});
    if (this.#isClosed) return Promise.reject(new DiskError("EBADF", "look", "(disk)"));
    return new Promise((resolve, reject) => {
      this.schedule(() => {
        if (this.#isDead) return;
        try {
          resolve(run(this.#volume));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  #submit<Result>(call: DiskCall<Result>): Promise<Result> {
    if (this.#isDead) return new Promise(() => {});
    if (this.#isClosed) return Promise.reject(new DiskError("EBADF", call.operation.kind, call.operation.file));
    return new Promise((resolve, reject) => {
      if (changingKinds.has(call.operation.kind)) this.#underWay.add(call);
      const run = (): void => this.#carryOut(call, resolve, reject);
      if (this.#isHolding) this.#held.push({ operation: call.operation, run });
      else this.schedule(run);
    });
  }

  #carryOut<Result>(call: DiskCall<Result>, resolve: (result: Result) => void, reject: (error: unknown) => void): void {
    this.#notify(call.operation, "before");
    if (this.#isDead) return;
    this.#underWay.delete(call);
    const outcome = this.#attempt(call);
    this.#notify(call.operation, "after");
    if (this.#isDead) return;
    if ("error" in outcome) reject(outcome.error);
    else resolve(outcome.result);
  }

  #attempt<Result>(call: DiskCall<Result>): { result: Result } | { error: unknown } {
    const fault = this.#takeFault(call.operation);
    try {
      if (fault === undefined) return { result: call.run(this.#volume) };
      call.fail?.(this.#volume);
    } catch (error) {
      return { error };
    }
    return { error: new DiskError(fault.code, call.operation.kind, call.operation.file) };
  }

  #takeFault(operation: DiskOperation): DiskFault | undefined {
    let found: DiskFault | undefined;
    for (const fault of this.#faults) {
      if (fault.kind !== operation.kind || fault.file?.test(operation.file) === false) continue;
      fault.remaining--;
      if (fault.remaining === 0) found ??= fault;
    }
    if (found !== undefined) this.#faults = this.#faults.filter((fault) => fault.remaining > 0);
    return found ?? this.#badPlace(operation);
  }

  #badPlace({ kind, file: name, position, length }: DiskOperation): DiskFault | undefined {
    if (this.#bad.size === 0 || kind !== "read") return undefined;
    const isBad = [...this.#bad].some(
      ({ file, firstByte, lastByte }) => file.test(name) && position <= lastByte && position + length > firstByte,
    );
    return isBad ? { kind, nth: 1, code: "EIO" } : undefined;
  }

  #notify(operation: DiskOperation, moment: "before" | "after"): void {
    if (this.#isDead || operation.kind === "read") return;
    for (const observer of this.#observers) observer(operation, moment);
  }
}

/** A disk's calls for one of its open files. */
interface FileCalls {
  look<Result>(run: (volume: SimulatedVolume) => Result): Promise<Result>;
  read(position: number, target: Uint8Array): Promise<number>;
  readSync(position: number, target: Uint8Array): number;
  write(position: number, buffers: readonly Uint8Array[]): Promise<ChangeRange>;
  sync(): Promise<void>;
  syncWrite(changes: ChangeRange): Promise<void>;
  close(): void;
}

class SimulatedFile implements DiskFile {
  readonly name: string;
  readonly #inode: number;
  readonly #calls: FileCalls;
  #isClosed = false;

  constructor(name: string, inode: number, calls: FileCalls) {
    this.name = name;
    this.#inode = inode;
    this.#calls = calls;
  }

  async size(): Promise<number> {
    this.#checkOpen("size");
    return this.#calls.look((volume) => volume.size(this.#inode));
  }

  async write(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    this.#checkOpen("write");
    await this.#calls.write(position, buffers);
  }

  /** Two calls, between which the power can go as between any others. */
  async writeSynced(position: number, buffers: readonly Uint8Array[]): Promise<void> {
    this.#checkOpen("write");
    const changes = await this.#calls.write(position, buffers);
    this.#checkOpen("sync");
    return this.#calls.syncWrite(changes);
  }

  async sync(): Promise<void> {
    this.#checkOpen("sync");
    return this.#calls.sync();
  }

  async read(position: number, target: Uint8Array): Promise<number> {
    this.#checkOpen("read");
    return this.#calls.read(position, target);
  }

  readSync(position: number, target: Uint8Array): number {
    this.#checkOpen("read");
    return this.#calls.readSync(position, target);
  }

  async close(): Promise<void> {
    if (!this.#isClosed) this.#calls.close();
    this.#isClosed = true;
  }

  #checkOpen(operation: string): void {
    if (this.#isClosed) throw new DiskError("EBADF", operation, this.name);
  }
}

function joined(buffers: readonly Uint8Array[]): Uint8Array {
  return buffers.length === 1 ? buffers[0]! : Buffer.concat(buffers);
}

/** Everything lost and everything kept come first; then the other plain choices take turns with random ones. */
function chooseNext(
  attempt: number,
  others: readonly CrashChoice[],
  random: SeededRandom,
  pending: { readonly first: number; readonly last: number },
): CrashChoice {
  if (attempt < 2) return attempt === 0 ? allLost : allKept;
  const plain = attempt % 2 === 0 ? others[attempt / 2 - 1] : undefined;
  return plain ?? randomChoice(random, pending.first, pending.last);
}
