import type { LineageEffect, LineageOperation } from "../../commit/lineage-operation.ts";
import { readOperations } from "../../commit/operation.ts";
import { padded } from "../../saved/rows.ts";
import type { KvRows } from "../kv/kv-rows.ts";
import { causedRows, commitRow, effectRows, type Neighbours } from "./lineage-rows.ts";

const POSITION_DIGITS = padded(0).length;

/** What the index store knows of lineage. Only what was flushed is seen. */
export class LineageReader {
  readonly #rows: Pick<KvRows, "get" | "page" | "scan">;

  constructor(rows: Pick<KvRows, "get" | "page" | "scan">) {
    this.#rows = rows;
  }

  /** What a commit named and wrote; undefined when it named nothing. */
  commit(position: number): LineageOperation | undefined {
    const row = this.#rows.get(commitRow(position));
    const operation = row && readOperations(row, 1)[0];
    return operation?.kind === "lineage" ? operation : undefined;
  }

  /** The first commit from a position on, up to another one, that is known. */
  firstKnown(from: number, to: number): number | undefined {
    const [row] = this.#rows.page(commitRow(from), commitRow(to + 1), 1);
    return row && positionOf(row.key);
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
}

function positionOf(causedRow: string): number {
  return Number(causedRow.slice(-POSITION_DIGITS));
}
