import type { LogOperation } from "../commit/operation.ts";
import type { SettledOperation } from "../commit/settled-operation.ts";

/** A settled file of the manifest. */
export interface ManifestEntry {
  readonly operation: SettledOperation;
  /** Segment in which the operation stands that names it. */
  home: number;
  /** Position of that operation. */
  changed: number;
}

/** The manifest of settled files, as it was ordered. */
export class SettledTable {
  /** Files that were named and are not any more, since they were last asked for. */
  readonly deleted: Set<number> = new Set();
  readonly #entries = new Map<number, ManifestEntry>();

  get size(): number {
    return this.#entries.size;
  }

  /** All files, the oldest first. */
  all(): ManifestEntry[] {
    return [...this.#entries.values()].sort((a, b) => a.operation.file - b.operation.file);
  }

  has(file: number): boolean {
    return this.#entries.has(file);
  }

  /** Applies what was ordered, or what replay finds. What is known of a later position stays. */
  apply(operation: LogOperation, position: number, segment: number): void {
    if (operation.kind === "unsettled") {
      if (this.#entries.delete(operation.file)) this.deleted.add(operation.file);
    } else if (operation.kind === "settled") {
      const known = this.#entries.get(operation.file);
      if (known !== undefined && known.changed >= position) return;
      this.restore({ operation, home: segment, changed: position });
    }
  }

  /** Sets an entry as it was saved. */
  restore(entry: ManifestEntry): void {
    this.#entries.set(entry.operation.file, entry);
    this.deleted.delete(entry.operation.file);
  }

  /** Operations that name again the files which are named in a segment that is meant. */
  *carried(isMeant: (segment: number) => boolean): Generator<SettledOperation> {
    for (const { operation, home } of this.#entries.values()) if (isMeant(home)) yield operation;
  }
}
