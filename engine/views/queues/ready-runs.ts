import { OffsetRuns } from "./offset-runs.ts";

const PRIORITIES = 10;

/** Jobs without a key that may be handed out: runs of offsets, by priority. */
export class ReadyRuns {
  readonly byPriority: readonly OffsetRuns[];

  /** `willChange` is told of offsets of a priority that are about to be added or removed. */
  constructor(willChange: (priority: number, start: number, end: number) => void) {
    this.byPriority = Array.from(
      { length: PRIORITIES },
      (_, priority) => new OffsetRuns((start, end) => willChange(priority, start, end)),
    );
  }

  get size(): number {
    let size = 0;
    for (const runs of this.byPriority) size += runs.size;
    return size;
  }

  /** Bytes of memory that they take. */
  get bytes(): number {
    return this.byPriority.reduce((sum, runs) => sum + runs.bytes, 0);
  }

  /** The lowest offset; Infinity without any. */
  get first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const runs of this.byPriority) first = Math.min(first, runs.first);
    return first;
  }

  /** The lowest offset from one on; Infinity without any. */
  next(offset: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const runs of this.byPriority) next = Math.min(next, runs.next(offset));
    return next;
  }

  has(offset: number): boolean {
    return this.byPriority.some((runs) => runs.has(offset));
  }

  /** Below 0: it is not among them. */
  priorityOf(offset: number): number {
    return this.byPriority.findIndex((runs) => runs.has(offset));
  }

  of(priority: number): OffsetRuns {
    return this.byPriority[priority] as OffsetRuns;
  }

  /** All offsets, priority by priority. */
  *[Symbol.iterator](): Generator<number> {
    for (const runs of this.byPriority)
      for (const { start, end } of runs) for (let offset = start; offset < end; offset++) yield offset;
  }
}
