import type { CommitHeads } from "../commit/commit-intent.ts";
import type { LineageOperation } from "../commit/lineage-operation.ts";
import { type LogOperation, operationBytes } from "../commit/operation.ts";
import type { Intent } from "../commit/sequencer.ts";
import type { Log } from "../log/log.ts";
import type { FrameEntry } from "../log/segment-footer.ts";
import { LineageLife } from "../views/lineage/lineage-life.ts";
import { type LineageTable, lineageOf } from "../views/lineage/lineage-table.ts";
import type { StreamsView } from "../views/streams/streams-view.ts";
import type { WorkTurns } from "../work-turns.ts";
import type { CarryBudget } from "./carry-budget.ts";
import { commitGroups } from "./commit-groups.ts";

export interface LineageCarrierOptions {
  readonly log: Log;
  readonly table: LineageTable;
  readonly heads: Pick<CommitHeads, "kv" | "queues">;
  readonly view: StreamsView;
  readonly turns: WorkTurns;
  /** Of lineage alone. */
  readonly budget: CarryBudget;
}

/** Frames that are looked through in one turn. */
const FRAMES_A_TURN = 50;

/** What of a segment is to be written again, and what is not known any more once it is gone. */
interface Found {
  readonly kept: LineageOperation[];
  readonly gone: LineageOperation[];
  /** Of those that are kept. */
  bytes: number;
}

/** Writes again what segments that are to go say of causes, as long as something of what was written or caused by it is there; of the rest the rows are removed. */
export class LineageCarrier {
  readonly #options: LineageCarrierOptions;
  readonly #life: LineageLife;
  /** What was too much to be carried when it was looked at last. */
  #tooMuch: { readonly segment: number; readonly bytes: number } | undefined;

  constructor(options: LineageCarrierOptions) {
    const { table, view, heads } = options;
    this.#options = options;
    this.#life = new LineageLife({ table, view, kv: heads.kv, queues: heads.queues });
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
    const { table, budget } = this.#options;
    const { kept, gone, bytes } = await this.#look(segment, isStopped);
    if (isStopped()) return false;
    this.#tooMuch = budget.allows(bytes) ? undefined : { segment, bytes };
    if (this.#tooMuch !== undefined) return false;
    for (const group of commitGroups(kept, bytesMax, operationBytes))
      await budget.carry(new CarryLineageIntent(group), this);
    await table.remove(gone);
    return true;
  }

  async #look(segment: number, isStopped: () => boolean): Promise<Found> {
    const { log, table, turns } = this.#options;
    await table.whenReadable();
    const found: Found = { kept: [], gone: [], bytes: 0 };
    // Nearly always nobody named a cause: then the commits of the segment need not be read.
    if (!table.knowsUpTo(log.segment(segment)?.lastPosition ?? 0)) return found;
    const frames = (await log.entriesOf(segment))[Symbol.iterator]();
    for (let isAll = false; !isAll && !isStopped(); )
      isAll = await turns.run(() => {
        for (let count = 0; count < FRAMES_A_TURN; count++) {
          const { value, done } = frames.next();
          if (done === true) return true;
          this.#sort(value, found);
        }
        return false;
      });
    return found;
  }

  #sort(frame: FrameEntry, found: Found): void {
    for (const operation of frame.operations) {
      if (operation.kind !== "origin" && operation.kind !== "lineage") continue;
      const lineage = operation.kind === "lineage" ? operation : lineageOf(operation, frame.operations, frame);
      // What has no row was found to be gone before.
      if (this.#options.table.commit(lineage.position) === undefined) continue;
      if (this.#life.isKept(lineage)) {
        found.kept.push(lineage);
        found.bytes += operationBytes(lineage);
      } else found.gone.push(lineage);
    }
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
