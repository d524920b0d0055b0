import { crc32 } from "node:zlib";

/** What the simulated disk moves at once, and the part of it that is never torn. */
export const PAGE_BYTES = 4096;
export const SECTOR_BYTES = 512;
const slabPages = 16;
const halfPage = PAGE_BYTES / 2;

/** One page's content, which never changes, so that any number of disks and crash states can share it. */
export class Page {
  readonly bytes: Uint8Array;
  #checksums: readonly [number, number] | undefined;
  #contentEnd: number | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Two checksums, each of the whole content, computed once. */
  checksums(): readonly [number, number] {
    this.#checksums ??= mixed(crc32(this.bytes.subarray(0, halfPage)), crc32(this.bytes.subarray(halfPage)));
    return this.#checksums;
  }

  /** From here on there are zeros only; found once. */
  contentEnd(): number {
    this.#contentEnd ??= this.bytes.findLastIndex((byte) => byte !== 0) + 1;
    return this.#contentEnd;
  }
}

/** Of two sums over half the content each, two over all of it. */
function mixed(one: number, other: number): readonly [number, number] {
  return [one ^ Math.imul(other, 0x9e3779b1), other ^ Math.imul(one, 0x85ebca6b)];
}

export const zeroPage: Page = new Page(new Uint8Array(PAGE_BYTES));

let slab = new Uint8Array(0);
let slabUsed = 0;

/** Room for a new page's bytes, not cleared. */
function newBytes(): Uint8Array {
  if (slabUsed === slab.length) {
    slab = Buffer.allocUnsafeSlow(slabPages * PAGE_BYTES);
    slabUsed = 0;
  }
  slabUsed += PAGE_BYTES;
  return slab.subarray(slabUsed - PAGE_BYTES, slabUsed);
}

/** The page with some of its bytes replaced. */
export function overwritten(page: Page, at: number, part: Uint8Array): Page {
  if (page === zeroPage && isZero(part)) return zeroPage;
  const bytes = newBytes();
  if (part.length < PAGE_BYTES) bytes.set(page.bytes);
  bytes.set(part, at);
  return new Page(bytes);
}

function isZero(part: Uint8Array): boolean {
  return Buffer.compare(part, zeroPage.bytes.subarray(0, part.length)) === 0;
}

/** A page whose writing was cut off: sectors whose bit is set in `newerSectors` hold the newer content, the others the older. */
export function torn(older: Page, newer: Page, newerSectors: number): Page {
  const bytes = newBytes();
  bytes.set(older.bytes);
  for (let sector = 0; sector < PAGE_BYTES / SECTOR_BYTES; sector++) {
    if ((newerSectors & (1 << sector)) === 0) continue;
    const at = sector * SECTOR_BYTES;
    bytes.set(newer.bytes.subarray(at, at + SECTOR_BYTES), at);
  }
  return new Page(bytes);
}

/** The page with everything from `length` on cleared, as behind the end of a file. */
export function clearedFrom(page: Page, length: number): Page {
  if (page.contentEnd() <= length) return page;
  const bytes = newBytes();
  bytes.set(page.bytes.subarray(0, length));
  bytes.fill(0, length);
  return new Page(bytes);
}
