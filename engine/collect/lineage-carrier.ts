import type { CommitHeads } from "../commit/commit-intent.ts";
import type { LineageOperation } from "../commit/lineage-operation.ts";
import { type LogOperation, operationBytes } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";
import { LineageLife } from "../views/lineage/lineage-life.ts";
import { type LineageTable, lineagesIn } from "../views/lineage/lineage-table.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { CarryBudget } from "./carry-budget.ts";
import type { CollectPace } from "./collect-pace.ts";
import { commitGroups } from "./commit-groups.ts";

export interface LineageCarrierOptions {
  readonly log: Log;
  readonly table: LineageTable;
  readonly heads: Pick<CommitHeads, "kv" | "queues">;
  readonly view: StreamsView;
  readonly pace: CollectPace;
  /** Of lineage alone. */
  readonly budget: CarryBudget;
}

/** What of a segment is to be written again. */
interface Kept {
  readonly operations: LineageOperation[];
  bytes: number;
}

/** Writes again what segments that are to go say of causes, as long as something of what was written or caused by it is there; of the rest the rows are removed. */
export class LineageCarrier {
  readonly #options: LineageCarrierOptions;
  /** What was too much to be carried when it was looked at last. */
  #tooMuch: { readonly segment: number; readonly bytes: number } | undefined;

  constructor(options: LineageCarrierOptions) {
    this.#options = options;
  }

  /** Whether a segment may be looked at: what it held when it was looked at last would be carried by now. */
  pays(segment: number): boolean {
    return this.#tooMuch?.segment !== segment || this.#options.budget.allows(this.#tooMuch.bytes);
  }

  /**
   * @param bytesMax of one commit
   * @returns whether nothing of the segment is needed any more
   */
  async carry(segment: number, bytesMax: number, isStopped: () => boolean): Promise<boolean> {
    const { table, budget, pace } = this.#options;
    const { operations, bytes } = await this.#look(segment, isStopped);
    if (isStopped()) return false;
    this.#tooMuch = budget.allows(bytes) ? undefined : { segment, bytes };
    if (this.#tooMuch !== undefined) return false;
    for (const group of commitGroups(operations, bytesMax, operationBytes))
      await pace.slice(() => budget.carry(new CarryLineageIntent(group), this));
    await table.syncRemoved();
    return true;
  }

  /** Finds what is kept, and has the rows of the rest removed. */
  async #look(segment: number, isStopped: () => boolean): Promise<Kept> {
    const { log, table, view, heads, pace } = this.#options;
    await table.whenReadable();
    const kept: Kept = { operations: [], bytes: 0 };
    // Nearly always nobody named a cause: then the commits of the segment need not be read.
    if (!table.knowsUpTo(log.segment(segment)?.lastPosition ?? 0)) return kept;
    const frames = (await log.entriesToCarry(segment))[Symbol.iterator]();
    const lineage = table.readerAhead();
    const life = new LineageLife({ lineage, view, kv: heads.kv, queues: heads.queues });
    await pace.lookThrough(frames, (frame) => {
      for (const each of lineagesIn(frame)) {
        // What has no row was found to be gone before.
        if (lineage.commit(each.position) === undefined) continue;
        if (life.isKept(each)) {
          kept.operations.push(each);
          kept.bytes += operationBytes(each);
        } else table.remove(each);
      }
      return !isStopped();
    });
    return kept;
  }
}

class CarryLineageIntent implements Intent<void> {
  readonly durability = "always";
  readonly privileged = true;
  readonly isCarrying = true;
  readonly #carried: readonly LineageOperation[];

  constructor(carried: readonly LineageOperation[]) {
    this.#carried = carried;
  }

  order(_position: number, _timeMs: number, operations: LogOperation[]): void {
    for (const operation of this.#carried) operations.push(operation);
  }
}
