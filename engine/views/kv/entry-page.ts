import { limits } from "@flowmesh/contract";
import { type KvVersion, valueBytes } from "./entry-version.ts";

/** A version of a key; here the key is as callers know it. */
export interface FoundVersion {
  readonly key: string;
  readonly version: KvVersion;
}

/** Versions for one answer, bounded in number and bytes; the first one has its place in any case. */
export class VersionPage {
  readonly found: FoundVersion[] = [];
  readonly #most: number;
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(most: number, bytesMax: number = limits.readBytes.value) {
    this.#most = most;
    this.#bytesMax = bytesMax;
  }

  /** False when the page ends before it. */
  add(key: string, version: KvVersion, withValue = true): boolean {
    const bytes = Buffer.byteLength(key) + (withValue ? valueBytes(version) : 0);
    const isFull = this.found.length >= this.#most || this.#bytes + bytes > this.#bytesMax;
    if (isFull && this.found.length > 0) return false;
    this.found.push({ key, version });
    this.#bytes += bytes;
    return true;
  }
}
