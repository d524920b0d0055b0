import { crc32 } from "node:zlib";
import { microtask } from "../clock/event-loop-turn.ts";
import { DiskError, type DiskErrorCode } from "../disk/disk-error.ts";
import { StateChecksum } from "../disk/state-checksum.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "./index-store.ts";

export type IndexOperationKind = "write" | "sync" | "clear";

/** Called before and after each call that changes or syncs the store. May clone, cut or kill it. */
export type IndexObserver = (
  kind: IndexOperationKind,
  changes: readonly IndexChange[],
  moment: "before" | "after",
) => void;

/** A transaction; `clears` empties the store first. */
interface Transaction {
  readonly clears: boolean;
  readonly changes: readonly IndexChange[];
}

/**
 * An index in memory that keeps its unsynced transactions apart: a crash loses any number of the newest ones, never one before another. The order of calls
 * alone decides what happens, so the same calls give the same states.
 */
export class SimulatedIndexStore implements IndexStore {
  #durable: Map<string, Uint8Array> = new Map();
  /** Whether a clone uses the same durable map. */
  #isShared = false;
  #transactions: Transaction[] = [];
  /** The durable entries with all transactions applied; made when it is first needed, because most clones are never read. */
  #current: Map<string, Uint8Array> | undefined;
  /** Sorted keys of the current entries, until they change. */
  #sortedKeys: string[] | undefined;
  readonly #damagedKeys: Set<string> = new Set();
  #damage: IndexDamaged | undefined;
  readonly #observers: IndexObserver[] = [];
  #faults: { readonly kind: IndexOperationKind; readonly code: DiskErrorCode; remaining: number }[] = [];
  readonly #schedule: (run: () => void) => void;
  #isDead = false;
  #isClosed = false;

  constructor(schedule: (run: () => void) => void = microtask) {
    this.#schedule = schedule;
  }

  get(key: string): Uint8Array | undefined {
    this.#checkUsable();
    this.#checkWhole(key);
    return this.#entries().get(key)?.slice();
  }

  scan(from: string, to: string, limit: number): { key: string; value: Uint8Array }[] {
    this.#checkUsable();
    const keys = this.#keys();
    const entries: { key: string; value: Uint8Array }[] = [];
    for (let index = firstAtLeast(keys, from); index < keys.length && entries.length < limit; index++) {
      const key = keys[index]!;
      if (key >= to) break;
      this.#checkWhole(key);
      entries.push({ key, value: this.#entries().get(key)!.slice() });
    }
    return entries;
  }

  write(changes: readonly IndexChange[]): Promise<void> {
    const copies = changes.map(({ key, value }) => ({ key, value: value && new Uint8Array(value) }));
    return this.#submit("write", copies, () => this.#commit({ clears: false, changes: copies }));
  }

  sync(): Promise<void> {
    const count = this.#transactions.length;
    return this.#submit("sync", [], () => this.#makeDurable(Math.min(count, this.#transactions.length)));
  }

  clear(): Promise<void> {
    this.#damage = undefined;
    return this.#submit("clear", [], () => {
      this.#damagedKeys.clear();
      this.#commit({ clears: true, changes: [] });
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#isDead ? new Promise(() => {}) : Promise.resolve();
  }

  onOperation(observer: IndexObserver): void {
    this.#observers.push(observer);
  }

  /** Makes the `nth` call of the kind from now on fail and change nothing (1: the next one). */
  failNext(kind: IndexOperationKind, code: DiskErrorCode, nth = 1): void {
    this.#faults.push({ kind, code, remaining: nth });
  }

  /** Ends the process that uses this store: no call settles any more. */
  kill(): void {
    this.#isDead = true;
  }

  /** A copy with the same transactions, durable and not. */
  clone(): SimulatedIndexStore {
    return this.#copy(this.#transactions.length);
  }

  /** The store that is found after a crash that lost the newest `lost` of the unsynced transactions. */
  crash(lost: number): SimulatedIndexStore {
    this.kill();
    return this.afterCut(lost);
  }

  /** The store that would be found if a crash now lost the newest `lost` of the unsynced transactions. What is left is durable. */
  afterCut(lost: number): SimulatedIndexStore {
    const copy = this.#copy(Math.max(0, this.#transactions.length - lost));
    copy.#makeDurable(copy.#transactions.length);
    return copy;
  }

  /** How many transactions a crash could take. */
  get unsyncedTransactions(): number {
    return this.#transactions.length;
  }

  get size(): number {
    return this.#entries().size;
  }

  /** Makes reading the key's value fail, as a flipped bit would. Without a key, every value. */
  damageValue(key?: string): void {
    for (const damaged of key === undefined ? this.#entries().keys() : [key]) this.#damagedKeys.add(damaged);
  }

  /** Checksum of what is visible. */
  hash(): number {
    const checksum = new StateChecksum();
    for (const key of this.#keys()) {
      const value = this.#entries().get(key)!;
      checksum.addText(key);
      checksum.add(value.length, crc32(value));
    }
    return checksum.value();
  }

  #copy(transactions: number): SimulatedIndexStore {
    const copy = new SimulatedIndexStore(this.#schedule);
    this.#isShared = true;
    copy.#isShared = true;
    copy.#durable = this.#durable;
    copy.#transactions = this.#transactions.slice(0, transactions);
    for (const key of this.#damagedKeys) copy.#damagedKeys.add(key);
    return copy;
  }

  #commit(transaction: Transaction): void {
    apply(this.#entries(), transaction);
    this.#transactions.push(transaction);
    for (const { key } of transaction.changes) this.#damagedKeys.delete(key);
    this.#sortedKeys = undefined;
  }

  #makeDurable(count: number): void {
    if (count === 0) return;
    if (this.#isShared) this.#durable = new Map(this.#durable);
    this.#isShared = false;
    for (const transaction of this.#transactions.splice(0, count)) apply(this.#durable, transaction);
  }

  #keys(): readonly string[] {
    this.#sortedKeys ??= [...this.#entries().keys()].sort(compare);
    return this.#sortedKeys;
  }

  #entries(): Map<string, Uint8Array> {
    if (this.#current === undefined) {
      this.#current = new Map(this.#durable);
      for (const transaction of this.#transactions) apply(this.#current, transaction);
    }
    return this.#current;
  }

  #submit(kind: IndexOperationKind, changes: readonly IndexChange[], run: () => void): Promise<void> {
    if (this.#isDead) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      this.#checkUsable();
      this.#schedule(() => {
        this.#notify(kind, changes, "before");
        if (this.#isDead) return;
        const code = this.#takeFault(kind);
        if (code === undefined) run();
        this.#notify(kind, changes, "after");
        if (this.#isDead) return;
        if (code === undefined) resolve();
        else reject(new DiskError(code, kind, "(index)"));
      });
    });
  }

  #notify(kind: IndexOperationKind, changes: readonly IndexChange[], moment: "before" | "after"): void {
    if (this.#isDead) return;
    for (const observer of this.#observers) observer(kind, changes, moment);
  }

  #takeFault(kind: IndexOperationKind): DiskErrorCode | undefined {
    let code: DiskErrorCode | undefined;
    for (const fault of this.#faults) {
      if (fault.kind !== kind) continue;
      fault.remaining--;
      if (fault.remaining === 0) code ??= fault.code;
    }
    if (code !== undefined) this.#faults = this.#faults.filter((fault) => fault.remaining > 0);
    return code;
  }

  #checkUsable(): void {
    if (this.#isClosed) throw new DiskError("EBADF", "use", "(index)");
    if (this.#damage !== undefined) throw this.#damage;
  }

  #checkWhole(key: string): void {
    if (!this.#damagedKeys.has(key)) return;
    this.#damage = new IndexDamaged(`the value of ${key} is not what was written`);
    throw this.#damage;
  }
}

function apply(entries: Map<string, Uint8Array>, transaction: Transaction): void {
  if (transaction.clears) entries.clear();
  for (const { key, value } of transaction.changes) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function firstAtLeast(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
