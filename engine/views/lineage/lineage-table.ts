import type { LineageEffect, LineageOperation } from "../../commit/lineage-operation.ts";
import { type LogOperation, readOperations } from "../../commit/operation.ts";
import type { IndexChange, IndexStore } from "../../index-store/index-store.ts";
import { padded } from "../../saved/rows.ts";
import type { KvRows } from "../kv/kv-rows.ts";
import type { PlacedCommit } from "../kv/kv-table.ts";
import { causedRows, commitRow, effectRows, type Neighbours, rowsOf } from "./lineage-rows.ts";

const ROWS_A_WRITE = 2000;
const POSITION_DIGITS = padded(0).length;

/**
 * What caused what, of the commits that said so. It lives in the index store alone: rows are made when a commit is durable and written within the same turn of the
 * event loop, several commits at a time; those of a commit are always the same, so that replay may write them again. Commits without causes cost nothing.
 */
export class LineageTable {
  readonly #store: IndexStore;
  readonly #rows: KvRows;
  readonly #isUsable: () => boolean;
  #pending: IndexChange[] = [];
  #writing: Promise<void> | undefined;
  #isScheduled = false;

  /**
   * @param rows reads from the store
   * @param isUsable false while the store holds what is of another log
   */
  constructor(store: IndexStore, rows: KvRows, isUsable: () => boolean) {
    this.#store = store;
    this.#rows = rows;
    this.#isUsable = isUsable;
  }

  /** Takes a commit that is durable, or that replay finds. */
  apply(commit: Pick<PlacedCommit, "operations" | "position" | "timeMs">): void {
    for (const operation of commit.operations) {
      if (operation.kind === "origin") this.#note(lineageOf(operation, commit.operations, commit));
      else if (operation.kind === "lineage") this.#note(operation);
    }
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

  /** Forgets what was not written yet: the store was cleared, and all is read from the log again. */
  forget(): void {
    this.#pending = [];
  }

  /** Removes the rows of commits of which nothing is left, durably: once their segment is gone, nobody else would. */
  async remove(gone: readonly LineageOperation[]): Promise<void> {
    if (gone.length === 0) return;
    for (const operation of gone) this.#pending.push(...rowsOf(operation, false));
    await this.whenReadable();
    await this.#store.sync();
  }

  /** What a commit named and wrote; undefined when it named nothing. Only what was flushed is seen. */
  commit(position: number): LineageOperation | undefined {
    const row = this.#rows.get(commitRow(position));
    const operation = row && readOperations(row, 1)[0];
    return operation?.kind === "lineage" ? operation : undefined;
  }

  /** Whether anything is known of a commit up to this position. Only what was flushed is seen. */
  knowsUpTo(position: number): boolean {
    return this.#rows.page(commitRow(0), commitRow(position + 1), 1).length > 0;
  }

  /** The commit that wrote this number of a stream, queue or bucket. */
  madeBy(place: Neighbours, number: number): LineageOperation | undefined {
    const prefix = effectRows(place);
    const [row] = this.#rows.page(`${prefix}/${padded(number + 1)}`, `${prefix}0`, 1);
    if (row === undefined || row.value.readDoubleLE(8) > number) return undefined;
    return this.commit(row.value.readDoubleLE(0));
  }

  /** Commits that had a job of a queue tried again, in order. */
  *retriedBy(queue: number, job: number): Generator<LineageOperation> {
    yield* this.causedIn(`${effectRows({ kind: "again", resource: queue, partition: 0 })}/${padded(job + 1)}`);
  }

  /** What was caused beneath such rows, in order. */
  *causedIn(rows: string): Generator<LineageOperation> {
    for (const { key } of this.#rows.scan(`${rows}/`, `${rows}/`)) {
      const caused = this.commit(positionOf(key));
      if (caused !== undefined) yield caused;
    }
  }

  /** Some of what any of these neighbours caused. */
  causedByAny({ kind, resource, partition, first, count }: LineageEffect, most: number): LineageOperation[] {
    const from = causedRows(kind, resource, partition, first);
    const to = causedRows(kind, resource, partition, first + count);
    return this.#rows.page(from, to, most).flatMap(({ key }) => this.commit(positionOf(key)) ?? []);
  }

  /** Positions of all commits that are known to have named causes. */
  *positions(): Generator<number> {
    for (const { key } of this.#rows.scan("lo/", "lo/")) yield positionOf(key);
  }

  #note(operation: LineageOperation): void {
    this.#pending.push(...rowsOf(operation, true));
    if (this.#isScheduled || !this.#isUsable()) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
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

function positionOf(causedRow: string): number {
  return Number(causedRow.slice(-POSITION_DIGITS));
}

/** A commit's origin with what it wrote. */
export function lineageOf(
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
