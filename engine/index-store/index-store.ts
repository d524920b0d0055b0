/**
 * An ordered map of bytes for what need not stay in memory. A cache of the log, never its truth: it may lag behind, lose its newest batches in a crash, be
 * damaged or be deleted, and the engine rebuilds it from the log. It never holds anything that the log has not made durable.
 *
 * Keys are ASCII strings, ordered by their bytes. Values carry a checksum inside the store; a value whose checksum fails makes every later call throw
 * `IndexDamaged`, upon which the owner clears the store and rebuilds.
 */
export interface IndexStore {
  get(key: string): Uint8Array | undefined;
  /** Entries with `from <= key < to` in order, at most `limit`. Holds no read transaction after it returns. */
  scan(from: string, to: string, limit: number): { key: string; value: Uint8Array }[];
  /** All puts and removals in one transaction. Resolves when a later `get` sees them; they become durable in order, some time later or at `sync`. */
  write(changes: readonly IndexChange[]): Promise<void>;
  /** Makes everything written so far durable. */
  sync(): Promise<void>;
  /** Removes every entry. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** `value` undefined removes the key. */
export interface IndexChange {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** The store holds bytes that are not what was written. The remedy is to clear it. */
export class IndexDamaged extends Error {
  override readonly name = "IndexDamaged";
}
