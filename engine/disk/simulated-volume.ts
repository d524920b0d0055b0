import { SeededRandom } from "../random/seeded-random.ts";
import type { CrashChoice } from "./crash-choice.ts";
import { DiskError } from "./disk-error.ts";
import { PAGE_BYTES, Page, zeroPage } from "./page.ts";
import { type ChangeRange, SimulatedContent } from "./simulated-content.ts";
import { SimulatedDirectory } from "./simulated-directory.ts";
import { StateChecksum } from "./state-checksum.ts";

/**
 * What a simulated disk holds, durable and not: inodes by number, and the names that lead to them. Every unsynced change has a number, rising over the whole
 * volume, so that a power cut can keep the first so many of them. Purely synchronous; `SimulatedDisk` is its face.
 */
export class SimulatedVolume {
  capacityBytes: number;
  #directory: SimulatedDirectory = new SimulatedDirectory();
  readonly #inodes: Map<number, SimulatedContent> = new Map();
  /** Pages of files that are gone, which a new file's blocks may still hold. */
  #stalePages: Page[] = [];
  readonly #openCounts: Map<number, number> = new Map();
  #nextInode = 1;
  #nextChange = 1;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  /** The number that the next change will have: what a sync that is called now does not cover any more. */
  get nextChange(): number {
    return this.#nextChange;
  }

  /** The same state, of which nobody has a file open. */
  clone(): SimulatedVolume {
    const copy = new SimulatedVolume(this.capacityBytes);
    copy.#directory = this.#directory.clone();
    for (const [inode, content] of this.#inodes) copy.#inodes.set(inode, content.clone());
    copy.#stalePages = this.#stalePages;
    copy.#nextInode = this.#nextInode;
    copy.#nextChange = this.#nextChange;
    return copy;
  }

  names(): string[] {
    return [...this.#directory.entries().keys()];
  }

  lookup(name: string, operation: string): number {
    const inode = this.#directory.get(name);
    if (inode === undefined) throw new DiskError("ENOENT", operation, name);
    return inode;
  }

  create(name: string): number {
    if (this.#directory.get(name) !== undefined) throw new DiskError("EEXIST", "open", name);
    const inode = this.#nextInode++;
    this.#inodes.set(inode, new SimulatedContent());
    this.#directory.create(name, inode, this.#nextChange++);
    return inode;
  }

  rename(from: string, to: string): void {
    this.#directory.rename(from, to, this.lookup(from, "rename"), this.#nextChange++);
  }

  remove(name: string): void {
    this.#directory.remove(name, this.lookup(name, "remove"), this.#nextChange++);
  }

  syncDirectory(beforeChange: number): void {
    this.#directory.sync(beforeChange);
    this.#forgetRemoved();
  }

  failSyncDirectory(): void {
    this.#directory.failSync();
  }

  /** Handles that are open. */
  get openFiles(): number {
    return [...this.#openCounts.values()].reduce((sum, count) => sum + count, 0);
  }

  hold(inode: number): void {
    this.#openCounts.set(inode, (this.#openCounts.get(inode) ?? 0) + 1);
  }

  letGo(inode: number): void {
    const count = (this.#openCounts.get(inode) ?? 0) - 1;
    if (count > 0) this.#openCounts.set(inode, count);
    else this.#openCounts.delete(inode);
  }

  size(inode: number): number {
    return this.#content(inode).size;
  }

  read(inode: number, position: number, target: Uint8Array): number {
    return this.#content(inode).read(position, target);
  }

  /** Writes what fits; throws ENOSPC if that is not all. */
  write(inode: number, position: number, bytes: Uint8Array): ChangeRange {
    const content = this.#content(inode);
    const fitting = this.#fittingBytes(content, position, bytes.length);
    const first = this.#nextChange;
    this.#nextChange = content.write(position, bytes.subarray(0, fitting), first);
    if (fitting < bytes.length) throw new DiskError("ENOSPC", "write", `(inode ${inode})`);
    return { first, last: this.#nextChange - 1 };
  }

  sync(inode: number, beforeChange: number): void {
    this.#content(inode).sync(beforeChange);
  }

  /** Makes durable what one write wrote, and nothing else but the file's size. */
  syncWrite(inode: number, changes: ChangeRange): void {
    this.#content(inode).syncWrite(changes);
  }

  failSync(inode: number, random: SeededRandom): void {
    this.#content(inode).failSync(random);
  }

  freeBytes(): number {
    if (this.capacityBytes === Number.POSITIVE_INFINITY) return this.capacityBytes;
    let pages = 0;
    const live = new Set([...this.#directory.entries().values(), ...this.#openCounts.keys()]);
    for (const inode of live) pages += this.#content(inode).allocatedPages;
    return Math.max(0, this.capacityBytes - pages * PAGE_BYTES);
  }

  pendingChanges(): { count: number; first: number; last: number } {
    const result = this.#directory.pendingChanges();
    for (const content of this.#inodes.values()) {
      const pending = content.pendingChanges();
      result.count += pending.count;
      result.first = Math.min(result.first, pending.first);
      result.last = Math.max(result.last, pending.last);
    }
    return result;
  }

  /** What is found after a power cut: everything in it is durable. */
  afterCut(choice: CrashChoice): SimulatedVolume {
    const result = new SimulatedVolume(this.capacityBytes);
    result.#directory = this.#directory.afterCut(choice.entries, randomOf(choice.entries));
    const [pages, filler] = [randomOf(choice.pages, choice.sizes), this.#filler(choice)];
    for (const inode of new Set(result.#directory.entries().values())) {
      result.#inodes.set(inode, this.#content(inode).afterCut(choice, pages, filler));
    }
    result.#stalePages = this.#stalePages;
    result.#nextInode = this.#nextInode;
    result.#nextChange = this.#nextChange;
    return result;
  }

  /** Checksum of all durable names and bytes. */
  hash(): number {
    const checksum = new StateChecksum();
    const names = [...this.#directory.durableEntries()].sort(([one], [other]) => (one < other ? -1 : 1));
    for (const [name, inode] of names) {
      checksum.addText(name);
      this.#content(inode).addTo(checksum);
    }
    return checksum.value();
  }

  /** The content behind a name, for damage: what is changed in it is durable at once. */
  contentOf(name: string): SimulatedContent {
    return this.#content(this.lookup(name, "damage"));
  }

  /** Puts content under a name, or removes the name, durably. */
  replaceContent(name: string, content: SimulatedContent | undefined): void {
    if (this.#directory.get(name) !== undefined) this.remove(name);
    if (content !== undefined) this.#inodes.set(this.create(name), content);
    this.#directory.sync(this.#nextChange);
  }

  /** Lets go of inodes that neither a name nor an open file leads to, and that no power cut can bring back. */
  #forgetRemoved(): void {
    const reachable = this.#directory.reachableInodes();
    for (const [inode, content] of this.#inodes) {
      if (reachable.has(inode) || this.#openCounts.has(inode)) continue;
      this.#inodes.delete(inode);
      this.#stalePages = this.#stalePages.concat(content.writtenPages()).slice(-stalePagesMax);
    }
  }

  /** Bytes of the write that find room, page by page. */
  #fittingBytes(content: SimulatedContent, position: number, length: number): number {
    let freePages = Math.floor(this.freeBytes() / PAGE_BYTES);
    if (content.newPages(position, length) <= freePages) return length;
    let fitting = 0;
    while (fitting < length) {
      const part = Math.min(length - fitting, PAGE_BYTES - ((position + fitting) % PAGE_BYTES));
      freePages -= content.newPages(position + fitting, part);
      if (freePages < 0) break;
      fitting += part;
    }
    return fitting;
  }

  #content(inode: number): SimulatedContent {
    const content = this.#inodes.get(inode);
    if (content === undefined) throw new Error(`inode ${inode} is unknown`);
    return content;
  }

  /** What stands where a file grew and its data did not arrive. */
  #filler(choice: CrashChoice): () => Page {
    if (choice.unwritten === "zeros") return () => zeroPage;
    const random = randomOf(choice.entries, choice.sizes, choice.pages).fork("unwritten");
    const stale = choice.unwritten === "stale" ? this.#stalePages : [];
    return () => random.pick(stale.length > 0 ? stale : garbagePages());
  }
}

const stalePagesMax = 64;

/** The random sequence of the first of the rules that has a seed. */
function randomOf(...rules: readonly { readonly kind: string; readonly seed?: number }[]): SeededRandom {
  return new SeededRandom(rules.find((rule) => rule.seed !== undefined)?.seed ?? 0);
}

let garbage: Page[] | undefined;

function garbagePages(): Page[] {
  garbage ??= Array.from({ length: 8 }, (_, index) => {
    const bytes = new Uint8Array(PAGE_BYTES);
    new SeededRandom(`garbage ${index}`).fill(bytes);
    return new Page(bytes);
  });
  return garbage;
}
