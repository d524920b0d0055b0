import type { SeededRandom } from "../random/seeded-random.ts";
import type { CrashChoice } from "./crash-choice.ts";
import { clearedFrom, overwritten, PAGE_BYTES, type Page, SECTOR_BYTES, torn, zeroPage } from "./page.ts";

interface PageVersion {
  readonly change: number;
  readonly page: Page;
}

/** Numbers of the changes that one write made. */
export interface ChangeRange {
  readonly first: number;
  readonly last: number;
}

interface SizeVersion {
  readonly change: number;
  readonly size: number;
}

/**
 * A simulated file's bytes: the durable pages, and on top of them what was written since. Reads see the newest content of each page (`#newest`), a sync moves
 * versions down into the durable pages, a power cut chooses among them.
 *
 * A failed sync leaves pages *lost*: readers still see them, but the system takes them for clean and no later sync writes them.
 */
export class SimulatedContent {
  #durable: (Page | undefined)[] = [];
  /** Whether a clone uses the same array of durable pages. */
  #isShared = false;
  #durableSize = 0;
  #size = 0;
  /** Unsynced contents of each page, oldest first. */
  readonly #versions: Map<number, PageVersion[]> = new Map();
  readonly #lost: Map<number, Page> = new Map();
  #sizes: SizeVersion[] = [];
  #allocatedPages = 0;

  get size(): number {
    return this.#size;
  }

  /** Pages that take space. */
  get allocatedPages(): number {
    return this.#allocatedPages;
  }

  clone(): SimulatedContent {
    const copy = new SimulatedContent();
    this.#isShared = true;
    copy.#isShared = true;
    copy.#durable = this.#durable;
    copy.#durableSize = this.#durableSize;
    copy.#size = this.#size;
    copy.#sizes = this.#sizes.slice();
    copy.#allocatedPages = this.#allocatedPages;
    for (const [index, versions] of this.#versions) copy.#versions.set(index, versions.slice());
    for (const [index, page] of this.#lost) copy.#lost.set(index, page);
    return copy;
  }

  /** Pages that a write would newly take. */
  newPages(position: number, length: number): number {
    if (length === 0) return 0;
    let count = 0;
    const last = pageOf(position + length - 1);
    for (let index = pageOf(position); index <= last; index++) if (this.#newest(index) === undefined) count++;
    return count;
  }

  /** Writes as one numbered change a page: pages reach the disk on their own. Returns the number of the last change. */
  write(position: number, bytes: Uint8Array, firstChange: number): number {
    let change = firstChange;
    for (let done = 0; done < bytes.length; ) {
      const within = (position + done) % PAGE_BYTES;
      const length = Math.min(PAGE_BYTES - within, bytes.length - done);
      this.#putPage(pageOf(position + done), within, bytes.subarray(done, done + length), change++);
      done += length;
    }
    const end = position + bytes.length;
    if (bytes.length > 0 && end > this.#size) {
      this.#size = end;
      this.#sizes.push({ change: change - 1, size: end });
    }
    return change;
  }

  read(position: number, target: Uint8Array): number {
    const wanted = Math.max(0, Math.min(target.length, this.#size - position));
    for (let done = 0; done < wanted; ) {
      const within = (position + done) % PAGE_BYTES;
      const length = Math.min(PAGE_BYTES - within, wanted - done);
      const page = this.#newest(pageOf(position + done)) ?? zeroPage;
      target.set(page.bytes.subarray(within, within + length), done);
      done += length;
    }
    return wanted;
  }

  /** Makes durable every change numbered below `beforeChange`. */
  sync(beforeChange: number): void {
    for (const [index, versions] of this.#versions) this.#persist(index, versions, beforeChange);
    this.#persistSizes(beforeChange);
  }

  /** Makes durable the changes of one write, and of each of its pages what was written there before; with them the file's size. */
  syncWrite({ first, last }: ChangeRange): void {
    for (const [index, versions] of this.#versions) {
      const own = versions.findLast(({ change }) => change >= first && change <= last);
      if (own !== undefined) this.#persist(index, versions, own.change + 1);
    }
    this.#persistSizes(last + 1);
  }

  /** A sync that fails: some pages reach the disk, the others are lost although nobody will say so again. */
  failSync(random: SeededRandom): void {
    for (const [index, versions] of this.#versions) {
      if (random.chance(0.3)) this.#persist(index, versions, Number.POSITIVE_INFINITY);
      else this.#lost.set(index, versions.at(-1)!.page);
    }
    this.#versions.clear();
    if (random.chance(0.3)) this.#durableSize = this.#size;
    this.#sizes = [];
  }

  /** Numbers of the oldest and newest unsynced changes. */
  pendingChanges(): { count: number; first: number; last: number } {
    let count = this.#sizes.length;
    let first = Number.POSITIVE_INFINITY;
    let last = -1;
    for (const versions of this.#versions.values()) {
      count += versions.length;
      first = Math.min(first, versions[0]!.change);
      last = Math.max(last, versions.at(-1)!.change);
    }
    return { count, first, last };
  }

  /** What is found after a power cut. `filler` gives what stands where a file grew but its data did not arrive. */
  afterCut(choice: CrashChoice, random: SeededRandom, filler: () => Page): SimulatedContent {
    const result = new SimulatedContent();
    result.#durable = this.#durable;
    result.#isShared = true;
    this.#isShared = true;
    const size = this.#chosenSize(choice, random);
    for (const [index, versions] of this.#versions) {
      if (index * PAGE_BYTES >= size) continue;
      const base = this.#durable[index] ?? (this.#isNewGround(index) ? filler() : zeroPage);
      result.#setDurable(index, this.#chosenPage(base, versions, choice, random));
    }
    result.#setSize(size);
    result.#allocatedPages = result.#durable.filter((page) => page !== undefined).length;
    return result;
  }

  /** Adds the durable content to a checksum over a whole disk. */
  addTo(checksum: { add(one: number, other: number): void }): void {
    checksum.add(this.#durableSize, this.#durable.length);
    for (let index = 0; index < this.#durable.length; index++) {
      const [one, other] = (this.#durable[index] ?? zeroPage).checksums();
      checksum.add(one, other);
    }
  }

  /** Durable pages with something other than zeros in them. */
  writtenPages(): Page[] {
    return this.#durable.filter((page) => page !== undefined && page !== zeroPage) as Page[];
  }

  /** Changes the durable bytes behind everybody's back, as a dying disk or a careless hand would. */
  damage(position: number, bytes: Uint8Array): void {
    this.write(position, bytes, 0);
    this.sync(Number.POSITIVE_INFINITY);
  }

  truncate(size: number): void {
    this.sync(Number.POSITIVE_INFINITY);
    this.#setSize(Math.min(size, this.#size));
  }

  #putPage(index: number, within: number, part: Uint8Array, change: number): void {
    const current = this.#newest(index);
    if (current === undefined) this.#allocatedPages++;
    const page = overwritten(current ?? zeroPage, within, part);
    this.#lost.delete(index);
    const versions = this.#versions.get(index);
    if (versions === undefined) this.#versions.set(index, [{ change, page }]);
    else versions.push({ change, page });
  }

  #newest(index: number): Page | undefined {
    return this.#versions.get(index)?.at(-1)?.page ?? this.#lost.get(index) ?? this.#durable[index];
  }

  #persistSizes(beforeChange: number): void {
    const kept = this.#sizes.filter((version) => version.change < beforeChange);
    this.#durableSize = kept.at(-1)?.size ?? this.#durableSize;
    this.#sizes = this.#sizes.slice(kept.length);
  }

  #persist(index: number, versions: PageVersion[], beforeChange: number): void {
    const count = countBefore(versions, beforeChange);
    if (count === 0) return;
    this.#setDurable(index, versions[count - 1]!.page);
    if (count === versions.length) this.#versions.delete(index);
    else versions.splice(0, count);
  }

  #setDurable(index: number, page: Page): void {
    this.#ownDurable();
    while (this.#durable.length < index) this.#durable.push(undefined);
    this.#durable[index] = page;
  }

  #ownDurable(): void {
    if (!this.#isShared) return;
    this.#durable = this.#durable.slice();
    this.#isShared = false;
  }

  #setSize(size: number): void {
    this.#size = size;
    this.#durableSize = size;
    const last = Math.floor(size / PAGE_BYTES);
    if (this.#durable.length > Math.ceil(size / PAGE_BYTES)) {
      this.#ownDurable();
      this.#durable.length = Math.ceil(size / PAGE_BYTES);
    }
    const page = this.#durable[last];
    if (page !== undefined && page !== zeroPage && size % PAGE_BYTES !== 0) {
      this.#setDurable(last, clearedFrom(page, size % PAGE_BYTES));
    }
  }

  /** Whether the page lies where the file had not reached when it was last synced. */
  #isNewGround(index: number): boolean {
    return index * PAGE_BYTES >= this.#durableSize;
  }

  #chosenSize(choice: CrashChoice, random: SeededRandom): number {
    const sizes = this.#sizes;
    switch (choice.sizes.kind) {
      case "none":
        return this.#durableSize;
      case "all":
        return sizes.at(-1)?.size ?? this.#durableSize;
      case "prefix":
        return sizes[countBefore(sizes, choice.sizes.last + 1) - 1]?.size ?? this.#durableSize;
      case "subset":
        return sizes[random.integer(sizes.length + 1) - 1]?.size ?? this.#durableSize;
    }
  }

  #chosenPage(base: Page, versions: readonly PageVersion[], choice: CrashChoice, random: SeededRandom): Page {
    const contentAt = (count: number): Page => versions[count - 1]?.page ?? base;
    switch (choice.pages.kind) {
      case "none":
        return base;
      case "all":
        return contentAt(versions.length);
      case "prefix":
        return contentAt(countBefore(versions, choice.pages.last + 1));
      case "subset":
        return contentAt(random.integer(versions.length + 1));
      case "torn": {
        const newer = random.integer(versions.length + 1);
        const older = random.integer(newer + 1);
        if (newer === older) return contentAt(newer);
        return torn(contentAt(older), contentAt(newer), random.integer(2 ** (PAGE_BYTES / SECTOR_BYTES)));
      }
    }
  }
}

function pageOf(position: number): number {
  return Math.floor(position / PAGE_BYTES);
}

/** How many of the versions, which are in order, are numbered below `change`. */
function countBefore(versions: readonly { readonly change: number }[], change: number): number {
  let count = versions.length;
  while (count > 0 && versions[count - 1]!.change >= change) count--;
  return count;
}
