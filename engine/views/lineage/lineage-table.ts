import { microtask } from "../../clock/event-loop-turn.ts";
import type { LineageEffect, LineageOperation } from "../../commit/lineage-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";
import type { PlacedCommit } from "../../commit/placed-commit.ts";
import type { IndexChange, IndexStore } from "../../index-store/index-store.ts";
import type { KvRows } from "../kv/kv-rows.ts";
import { LineageReader } from "./lineage-reader.ts";
import { rowsOf } from "./lineage-rows.ts";
import { RowsAhead } from "./rows-ahead.ts";

const ROWS_A_WRITE = 500;

type NamingCommit = Pick<PlacedCommit, "operations" | "position" | "timeMs">;

/**
 * What caused what, of the commits that said so. It lives in the index store alone: rows are made when a commit is durable and written within the same turn of the
 * event loop, several commits at a time; those of a commit are always the same, so that replay may write them again. Commits without causes cost nothing.
 */
export class LineageTable {
  readonly reader: LineageReader;
  readonly #store: IndexStore;
  readonly #rows: KvRows;
  readonly #isUsable: () => boolean;
  #pending: IndexChange[] = [];
  #writing: Promise<void> | undefined;
  #isScheduled = false;
  #hasRemoved = false;
  /** Nothing is known of commits before this position: to look for the first one passes over all that were removed. */
  #firstKnown = 0;

  /**
   * @param rows reads from the store
   * @param isUsable false while the store holds what is of another log
   */
  constructor(store: IndexStore, rows: KvRows, isUsable: () => boolean) {
    this.#store = store;
    this.#rows = rows;
    this.reader = new LineageReader(rows);
    this.#isUsable = isUsable;
  }

  /** For one pass over commits in order, which may miss what is written meanwhile. */
  readerAhead(): LineageReader {
    return new LineageReader(new RowsAhead(this.#rows));
  }

  /** Takes a commit that is durable now. What is carried by it has its rows already. */
  apply(commit: NamingCommit): void {
    for (const operation of commit.operations)
      if (operation.kind === "origin") this.#note(lineageOf(operation, commit.operations, commit));
  }

  /** Takes a commit that is read from the log, of which the store may have nothing. */
  replay(commit: NamingCommit): void {
    this.#firstKnown = 0;
    for (const lineage of lineagesIn(commit)) this.#note(lineage);
  }

  /** Resolves once everything applied so far can be read. */
  async flush(): Promise<void> {
    while (this.#isUsable() && (this.#writing !== undefined || this.#pending.length > 0)) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  /** As `flush`, for who is to read; throws what a reader is told when the store is damaged. */
  async whenReadable(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      throw this.#rows.errorOf(error);
    }
  }

  /** Whether anything is known of a commit up to this position. Only what was flushed is seen. */
  knowsUpTo(position: number): boolean {
    if (position < this.#firstKnown) return false;
    const first = this.reader.firstKnown(this.#firstKnown, position);
    this.#firstKnown = first ?? position + 1;
    return first !== undefined;
  }

  /** Forgets what was not written yet: the store was cleared, and all is read from the log again. */
  forget(): void {
    this.#pending = [];
    this.#firstKnown = 0;
  }

  /** Removes the rows of a commit of which nothing is left; durably only with `syncRemoved`. */
  remove(gone: LineageOperation): void {
    this.#hasRemoved = true;
    this.#change(rowsOf(gone, false));
  }

  /** Makes durable what was removed. Without it rows could come back of segments that are gone, and then nobody would remove them. */
  async syncRemoved(): Promise<void> {
    if (!this.#hasRemoved) return;
    await this.whenReadable();
    await this.#store.sync();
    this.#hasRemoved = false;
  }

  #note(operation: LineageOperation): void {
    this.#change(rowsOf(operation, true));
  }

  #change(rows: readonly IndexChange[]): void {
    this.#pending.push(...rows);
    if (this.#isScheduled || !this.#isUsable()) return;
    this.#isScheduled = true;
    microtask(() => {
      this.#isScheduled = false;
      // What fails stays pending, and fails again with the next save, which says so.
      this.flush().catch(() => undefined);
    });
  }

  async #write(): Promise<void> {
    const changes = this.#pending.splice(0, ROWS_A_WRITE);
    try {
      await this.#store.write(changes);
    } catch (error) {
      this.#pending.unshift(...changes);
      throw error;
    }
  }
}

/** What a commit says of its own causes, or carries of those of others. */
export function* lineagesIn(commit: NamingCommit): Generator<LineageOperation> {
  for (const operation of commit.operations) {
    if (operation.kind === "lineage") yield operation;
    else if (operation.kind === "origin") yield lineageOf(operation, commit.operations, commit);
  }
}

/** A commit's origin with what it wrote. */
function lineageOf(
  { causes, correlation }: Pick<LineageOperation, "causes" | "correlation">,
  operations: readonly LogOperation[],
  { position, timeMs }: Pick<PlacedCommit, "position" | "timeMs">,
): LineageOperation {
  return { kind: "lineage", position, timeMs, causes, correlation, effects: effectsOf(operations) };
}

function isOneOf({ kind, resource, first, count }: LineageEffect, queue: number, job: number): boolean {
  return kind === "job" && resource === queue && job >= first && job < first + count;
}

/** What a commit wrote, in order, and which jobs its operation had tried again. */
export function effectsOf(operations: readonly LogOperation[]): LineageEffect[] {
  const effects: LineageEffect[] = [];
  for (const operation of operations) {
    if (operation.kind === "append") {
      const { stream: resource, partition, baseOffset: first, records: count, jobs } = operation;
      effects.push({ kind: jobs === undefined ? "record" : "job", resource, partition, first, count, key: "" });
    } else if ((operation.kind === "put" || operation.kind === "remove") && operation.carried === undefined) {
      const { bucket: resource, revision: first, key } = operation;
      effects.push({ kind: "entry", resource, partition: 0, first, count: 1, key });
    } else if (operation.kind === "redrive" && operation.operation !== 0) {
      const { queue: resource, offsets } = operation;
      const isNew = (offset: number): boolean => effects.some((made) => isOneOf(made, resource, offset));
      for (const first of offsets.filter((offset) => !isNew(offset)))
        effects.push({ kind: "again", resource, partition: 0, first, count: 1, key: "" });
    }
  }
  return effects;
}
