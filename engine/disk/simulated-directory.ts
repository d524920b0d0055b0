import type { SeededRandom } from "../random/seeded-random.ts";
import type { Survival } from "./crash-choice.ts";

/** A rename that replaces a file makes the replaced one unreachable in the same step, as the real call does. */
interface EntryChange {
  readonly kind: "create" | "rename" | "remove";
  readonly change: number;
  readonly name: string;
  readonly inode: number;
  /** A rename's old name. */
  readonly from: string | undefined;
  /** A failed sync gave up on it: it may or may not be on the disk, and no later sync changes that. */
  isLost: boolean;
}

/** Names of a simulated disk, each for the number of an inode: what is durable, and the changes since. */
export class SimulatedDirectory {
  #durable: Map<string, number> = new Map();
  #current: Map<string, number> = new Map();
  #pending: EntryChange[] = [];

  clone(): SimulatedDirectory {
    const copy = new SimulatedDirectory();
    copy.#durable = new Map(this.#durable);
    copy.#current = new Map(this.#current);
    copy.#pending = this.#pending.map((change) => ({ ...change }));
    return copy;
  }

  get(name: string): number | undefined {
    return this.#current.get(name);
  }

  entries(): ReadonlyMap<string, number> {
    return this.#current;
  }

  durableEntries(): ReadonlyMap<string, number> {
    return this.#durable;
  }

  /** Inodes that have a name, or may have one after a power cut. */
  reachableInodes(): Set<number> {
    const pending = this.#pending.map((entry) => entry.inode);
    return new Set([...this.#durable.values(), ...this.#current.values(), ...pending]);
  }

  create(name: string, inode: number, change: number): void {
    this.#add({ kind: "create", change, name, inode, from: undefined, isLost: false });
  }

  rename(from: string, name: string, inode: number, change: number): void {
    this.#add({ kind: "rename", change, name, inode, from, isLost: false });
  }

  remove(name: string, inode: number, change: number): void {
    this.#add({ kind: "remove", change, name, inode, from: undefined, isLost: false });
  }

  /** Makes durable every change numbered below `beforeChange`. */
  sync(beforeChange: number): void {
    const isCovered = (entry: EntryChange): boolean => !entry.isLost && entry.change < beforeChange;
    for (const entry of this.#pending) if (isCovered(entry)) apply(this.#durable, entry);
    this.#pending = this.#pending.filter((entry) => !isCovered(entry));
  }

  failSync(): void {
    for (const entry of this.#pending) entry.isLost = true;
  }

  pendingChanges(): { count: number; first: number; last: number } {
    const first = this.#pending[0]?.change ?? Number.POSITIVE_INFINITY;
    return { count: this.#pending.length, first, last: this.#pending.at(-1)?.change ?? -1 };
  }

  /** The names that are found after a power cut. */
  afterCut(survival: Survival, random: SeededRandom): SimulatedDirectory {
    const result = new SimulatedDirectory();
    result.#durable = new Map(this.#durable);
    for (const entry of this.#pending) if (survives(entry, survival, random)) apply(result.#durable, entry);
    result.#current = new Map(result.#durable);
    return result;
  }

  #add(entry: EntryChange): void {
    apply(this.#current, entry);
    this.#pending.push(entry);
  }
}

function survives(entry: EntryChange, survival: Survival, random: SeededRandom): boolean {
  switch (survival.kind) {
    case "none":
      return false;
    case "all":
      return true;
    case "prefix":
      return entry.change <= survival.last;
    case "subset":
      return random.chance(0.5);
  }
}

/** In a subset the change before may be missing: a rename or removal touches only the inode it was made for. */
function apply(entries: Map<string, number>, entry: EntryChange): void {
  const gone = entry.kind === "rename" ? entry.from! : entry.name;
  if (entry.kind !== "create" && entries.get(gone) === entry.inode) entries.delete(gone);
  if (entry.kind !== "remove") entries.set(entry.name, entry.inode);
}
